//! Whether what a scenario uses has a price, and whether the prices it says are those it takes.
//!
//! Some prices are 0 unless said, because what they are for is rare: where it is used after all, that is
//! more often a forgotten line than a gift. A single price that stands above a price list which has the
//! same would silently do nothing.

use super::Scenario;
use super::check::Checked;
use super::diagnostic::{Finding, Findings};
use super::keys::{KEYS, Kind, Need, within_authority};
use super::layers::{Layer, Timeline};
use super::price_list::single_prices;
use super::value::{Setting, Value};

/// A price, for whom it is, and the keys that bring such a person if they are above 0.
type Unpriced = (&'static str, &'static str, &'static [&'static str]);

const UNPRICED: [Unpriced; 4] = [
    (
        "prices.adoption_allowance_a_week",
        "a child with an adoption allowance",
        &["adoption.allowance"],
    ),
    (
        "prices.supervision_a_week",
        "a child under a supervision order",
        &["court.supervision_order", "relatives.supervision_order"],
    ),
    (
        "prices.staying_put_a_week",
        "a young person who stays put",
        &["stock.staying_put", "after_eighteen.staying_put"],
    ),
    (
        "prices.staying_close_a_week",
        "a young person who stays close",
        &["after_eighteen.staying_close"],
    ),
];

/// What a setting brings in that is bought.
struct Bought {
    price: String,
    /// How to say that it costs nothing.
    free: &'static str,
    /// The first event that needs the price.
    event: String,
}

/// Refuses adopters of other agencies without their fee and supports without their price, where there are
/// any: they are bought, so that a price nobody has said is forgotten. 0 counts as said.
pub fn check_bought(timeline: &Timeline, findings: &mut Findings) {
    let said = |path: &str| {
        let known = [path, within_authority(path).unwrap_or(path)];
        timeline.layers.iter().any(|layer| {
            let Checked {
                settings, broken, ..
            } = &layer.checked;
            let is = |path: &&str| settings.get(path).is_some() || broken.contains(*path);
            known.iter().any(is)
                || settings
                    .iter()
                    .any(|s| within_authority(&s.path) == Some(path))
        })
    };
    let mut reported: Vec<String> = Vec::new();
    for layer in &timeline.layers {
        for used in layer.checked.settings.iter() {
            let unpriced = bought(used).filter(|b| !said(&b.price) && !reported.contains(&b.price));
            let Some(Bought { price, free, event }) = unpriced else {
                continue;
            };
            let from = layer.from().unwrap_or(timeline.start);
            let message =
                format!("`{price}` is not set, and {event} needs it, on {from} at the earliest");
            let help =
                format!("set it to your own figure; `{price} = {free}` says that it costs nothing");
            findings.push(Finding::error("P0268", used.place, message, help));
            reported.push(price);
        }
    }
}

fn bought(setting: &Setting) -> Option<Bought> {
    match setting.key.path {
        "recruitment.*.provider" if setting.value != Value::Word("own") => {
            let strand = setting.path.trim_end_matches(".provider");
            let strand = strand.rsplit('.').next().unwrap_or_default();
            Some(Bought {
                price: "prices.inter_agency_fee".to_owned(),
                free: "[0, 0, 0, 0]",
                event: format!(
                    "the first placement with another agency's adopters (strand `{strand}`)"
                ),
            })
        }
        "support.*.share" if above_zero(setting) => {
            let support = setting.path.trim_end_matches(".share");
            Some(Bought {
                price: format!("{support}.a_week"),
                free: "0",
                event: format!("the first child who is placed with `{support}`"),
            })
        }
        _ => None,
    }
}

/// Warns of what is used and free because nobody says what it costs, if nothing else is wrong.
pub fn check_free(timeline: &Timeline, findings: &mut Findings) {
    if findings.has_errors() {
        return;
    }
    let layers = || timeline.layers.iter();
    let settings = || layers().flat_map(|layer| layer.checked.settings.iter());
    for (price, who, uses) in UNPRICED {
        let used = |path: &&str| {
            let mut all = settings();
            all.find(|s| s.key.path == *path && above_zero(s))
        };
        let Some(used) = uses.iter().find_map(used) else {
            continue;
        };
        if settings().any(|s| s.key.path == price) {
            continue;
        }
        let when = match used.path.starts_with("stock.") {
            true => format!("on the first day, {}", timeline.start),
            false => "as soon as there is one".to_owned(),
        };
        let message = format!("{who} has no price, and so is free: `{price}` is not set");
        let name = price.trim_start_matches("prices.");
        let help = format!("it is needed {when}: add `{name}` to [prices], 0 if it is free indeed");
        findings.push(Finding::warning("P0406", used.place, message, help));
    }
}

/// The Green Book's rate for the first thirty years, and what its name contains.
const GREEN_BOOK: (f64, &str) = (0.035, "Green Book");

/// Warns of another rate beside a label that names the Green Book but not which of its rates it is.
pub fn check_label(timeline: &Timeline, findings: &mut Findings) {
    let all = timeline.all();
    let rate = all.get("prices.discount_rate");
    let (Some(rate), Some(label)) = (rate, all.text("prices.discount_label")) else {
        return;
    };
    let Value::Number(share) = rate.value else {
        return;
    };
    let (usual, book) = GREEN_BOOK;
    let percent = (share * 1e5).round() / 1e3;
    let names = [
        format!("{percent} %"),
        format!("{percent:.1} %"),
        format!("{percent}%"),
    ];
    let named = names.iter().any(|name| label.contains(name.as_str()));
    if findings.has_errors() || (share - usual).abs() < 1e-9 || named || !label.contains(book) {
        return;
    }
    let message = format!("{percent} % is not the {book}'s 3.5 %, which `discount_label` names");
    let help = "say in the label whose rate it is, for example\n\
                discount_label = \"HM Treasury Green Book 2022, 3.0 % for years 31 to 75\"";
    findings.push(Finding::warning("P0410", rate.place, message, help));
}

/// What costs money in every council and is free here because the scenario gives it no price, in words. What
/// is rare, and warned of where it is used, is none of it.
pub fn not_priced(scenario: &Scenario) -> Vec<String> {
    let rare = |path: &str| UNPRICED.iter().any(|(price, ..)| *price == path);
    let said = |path: &str| {
        let mut all = scenario.assumptions.iter();
        all.any(|line| line.key == path || within_authority(&line.key) == Some(path))
    };
    let free = KEYS
        .iter()
        .filter(|key| matches!(key.need, Need::Default("0")));
    let free =
        free.filter(|key| matches!(key.kind, Kind::Money) && !rare(key.path) && !said(key.path));
    let names = free.filter_map(|key| key.path.strip_prefix("prices."));
    names.map(|name| name.replace('_', " ")).collect()
}

fn above_zero(setting: &Setting) -> bool {
    matches!(setting.value, Value::Number(n) if n > 0.0)
}

/// Refuses single prices that a list below them has too: they would do nothing.
pub fn check_listed(layers: &[Layer], findings: &mut Findings) {
    for (n, layer) in layers.iter().enumerate() {
        for setting in layer.checked.settings.iter() {
            let (prefix, path) = match within_authority(&setting.path) {
                Some(rest) => (setting.path.strip_suffix(rest).unwrap_or_default(), rest),
                // A baseline may keep its single prices beside the list that stands in their place.
                None if n == 0 => continue,
                None => ("", setting.path.as_str()),
            };
            let Some(priced) = single_prices().position(|single| single == path) else {
                continue;
            };
            let own = format!("{prefix}prices.list");
            let above = layers[..=n].iter().rev();
            let list = above.flat_map(|layer| {
                let settings = &layer.checked.settings;
                [
                    settings.price_list(&own),
                    settings.price_list("prices.list"),
                ]
            });
            let Some(list) = list.flatten().next().filter(|list| list.lists(priced)) else {
                continue;
            };
            let message = format!(
                "`{}` would do nothing: the price list {} has that price",
                setting.path, list.name
            );
            let help = "write another list and name it here (`prices.list = \"…\"`), or take this price's lines out \
                        of the list";
            findings.push(Finding::error("P0266", setting.place, message, help));
        }
    }
}

/// Refuses to vary which list it is: no file can be read any more.
pub fn check_varied(amendment: &Layer, findings: &mut Findings) {
    let settings = amendment.checked.settings.iter();
    let unread = |s: &&Setting| matches!(s.value, Value::FileNames(_));
    for setting in settings.filter(unread) {
        let message = format!("`{}` names a file, which cannot be varied", setting.path);
        let help = "write an overlay that names it: `extends`, `assumption = true`, and this line";
        findings.push(Finding::error("P0266", setting.place, message, help));
    }
}
