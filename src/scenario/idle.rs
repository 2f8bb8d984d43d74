//! Settings that are legal and do nothing, because what they would act on happens nowhere in the
//! scenario: an answer to a question nobody asks is more often a forgotten line than a plan. Prices are no
//! such settings: a list names what may come.

use super::diagnostic::{Finding, Findings};
use super::layers::Timeline;
use super::value::{Setting, Value};

/// A key, and those of which one must be set to something for it to matter; `key=word` stands for
/// one word.
type Idle = (&'static str, &'static [&'static str]);

#[rustfmt::skip] // One key, one line.
const IDLE: &[Idle] = &[
    ("entries.later_born_accepted", &["entries.later_born_a_year"]),
    ("planning.handover_days", &["planning.worker_changes_a_year"]),
    ("stability.new_worker_factor", &["planning.worker_changes_a_year"]),
    ("court.nobody_responsible_days", &["entries.nobody_responsible", "stock.nobody_responsible"]),
    ("court.supervision_order_days", &["court.supervision_order", "relatives.supervision_order"]),
    ("court.remand_days", &["entries.remand"]),
    ("court.stays_after_remand", &["entries.remand"]),
    ("search.secure_on_remand", &["entries.remand"]),
    ("relatives.emergency_fails", &["relatives.emergency_placement"]),
    ("adoption.activity_acceptance", &["adoption.activity_interval_days"]),
    ("adoption.foster_carer_after_days", &["adoption.by_foster_carer"]),
    ("adoption.inter_agency_budget_a_year", &["recruitment.*.provider=regional", "recruitment.*.provider=register"]),
    ("adoption.regional_after_days", &["recruitment.*.provider=regional"]),
    ("adoption.register_after_days", &["recruitment.*.provider=register"]),
    ("stability.matched_factor", &["fostering.formal_match", "stock.formally_matched"]),
    ("stability.distance_factor", &["search.near", "search.out_of_area_offer"]),
    ("support.*.factor", &["support.*.share"]),
    ("support.*.a_week", &["support.*.share"]),
    ("fostering.match_days", &["fostering.formal_match", "fostering.current_placement_right"]),
    ("after_eighteen.leaves_a_year", &["after_eighteen.staying_put", "after_eighteen.staying_close", "stock.staying_put"]),
    ("recruitment.*.response_days", &["recruitment.*.enquiries_a_year"]),
    ("recruitment.*.stage_1_days", &["recruitment.*.enquiries_a_year"]),
    ("recruitment.*.stage_2_days", &["recruitment.*.enquiries_a_year"]),
    ("recruitment.*.consortium", &["recruitment.*.enquiries_a_year"]),
    ("recruitment.*.cost_per_enquiry", &["recruitment.*.enquiries_a_year"]),
    ("recruitment.*.dual_approved", &["adoption.fostering_for_adoption"]),
    ("recruitment.*.returns_after_days", &["recruitment.*.returns"]),
    ("recruitment.*.takes_other_ethnic_groups", &["entries.ethnic_group", "stock.ethnic_group", "recruitment.*.ethnic_group"]),
];

/// Warns of settings that do nothing, whatever file says them and whenever, if nothing else is wrong.
/// What acts in one authority or from some date on is taken to act.
pub fn check(timeline: &Timeline, findings: &mut Findings) {
    if findings.has_errors() {
        return;
    }
    let settings = || {
        let layers = timeline.layers.iter();
        layers.flat_map(|layer| layer.checked.settings.iter())
    };
    for (idle, acting) in IDLE {
        let said = settings().find(|s| s.key.path == *idle && !s.says_default());
        let matters = |setting: &Setting| acting.iter().any(|path| acts(setting, path));
        let Some(setting) = said.filter(|_| !settings().any(matters)) else {
            continue;
        };
        let names: Vec<String> = acting.iter().map(|path| shown(path)).collect();
        let wanted = names.join(" or ");
        let message = match names.as_slice() {
            [one] => format!("`{}` does nothing: {one} is not set", setting.path),
            _ => format!(
                "`{}` does nothing: neither {} is set",
                setting.path,
                names.join(" nor ")
            ),
        };
        let help = format!("set {wanted} too, or take this line out");
        findings.push(Finding::warning("P0404", setting.place, message, help));
    }
}

/// A key, or a key with the word it needs, as written in a file.
fn shown(path: &str) -> String {
    let path = path.replace('*', "NAME");
    match path.split_once('=') {
        Some((path, word)) => format!("`{path} = \"{word}\"`"),
        None => format!("`{path}`"),
    }
}

fn acts(setting: &Setting, path: &'static str) -> bool {
    match path.split_once('=') {
        Some((path, word)) => setting.key.path == path && setting.value == Value::Word(word),
        None => setting.key.path == path && !setting.says_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::{KEYS, Need};
    use super::*;

    #[test]
    fn every_path_is_a_key_and_what_can_be_idle_has_a_default() {
        for (idle, acting) in IDLE {
            let known = KEYS.iter().find(|key| key.path == *idle).expect(idle);
            assert!(matches!(known.need, Need::Default(_)), "{idle}");
            for path in *acting {
                let path = path.split('=').next();
                assert!(KEYS.iter().any(|key| Some(key.path) == path), "{path:?}");
            }
        }
    }
}
