//! Whether what a scenario uses has a price, and whether the prices it says are those it takes.
//!
//! Some prices need not be said, because what they are for is rare: where it is used after all, a missing
//! one is a forgotten line and no gift, and is refused. A single price that stands above a price list which
//! has the same would silently do nothing.

use super::check::Checked;
use super::diagnostic::{Finding, Findings};
use super::keys::within_authority;
use super::layers::{Layer, Timeline};
use super::price_list::single_prices;
use super::value::{Setting, Value};

/// What is rare: the key that brings it if it is above 0, its price, and the first event that needs that.
const RARE: [(&str, &str, &str); 7] = [
    (
        "fostering.formal_match",
        "prices.fostering_panel",
        "the first long-term match",
    ),
    (
        "adoption.allowance",
        "prices.adoption_allowance_a_week",
        "the first adoption with an allowance",
    ),
    (
        "court.supervision_order",
        "prices.supervision_a_week",
        "the first supervision order",
    ),
    (
        "relatives.supervision_order",
        "prices.supervision_a_week",
        "the first supervision order",
    ),
    (
        "stock.staying_put",
        "prices.staying_put_a_week",
        "the first young person who stays put",
    ),
    (
        "after_eighteen.staying_put",
        "prices.staying_put_a_week",
        "the first young person who stays put",
    ),
    (
        "after_eighteen.staying_close",
        "prices.staying_close_a_week",
        "the first young person who stays close",
    ),
];

/// Whether a price is that of something rare, which a scenario need not say.
pub fn is_of_the_rare(price: &str) -> bool {
    RARE.iter().any(|(_, rare, _)| *rare == price)
}

/// What a setting brings in that is bought.
struct Bought {
    price: String,
    /// How to say that it costs nothing.
    free: &'static str,
    /// The first event that needs the price.
    event: String,
}

/// Refuses what is bought or paid for and has no price, where there is any: adopters of other agencies,
/// supports, supervision, allowances to adopters, young people who stay put or close. A price that nobody
/// has said is forgotten; 0 counts as said.
pub fn check_bought(timeline: &Timeline, findings: &mut Findings) {
    let said = |path: &str| {
        let priced = single_prices().position(|single| single == path);
        let known = [path, within_authority(path).unwrap_or(path)];
        timeline.layers.iter().any(|layer| {
            let Checked {
                settings, broken, ..
            } = &layer.checked;
            let is = |path: &&str| settings.get(path).is_some() || broken.contains(*path);
            let lists = |setting: &Setting| match (&setting.value, priced) {
                (Value::PriceList(list), Some(priced)) => list.lists(priced),
                _ => false,
            };
            known.iter().any(is)
                || settings.iter().any(lists)
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
            let begins = layer.from().unwrap_or(timeline.start);
            // A strand can begin later than the file that adds it.
            let section = used
                .path
                .rsplit_once('.')
                .map_or("", |(section, _)| section);
            let start = layer.checked.settings.date(&format!("{section}.start"));
            let from = start.map_or(begins, |start| start.max(begins));
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
        path if above_zero(setting) => {
            let (_, price, event) = RARE.iter().find(|(key, ..)| *key == path)?;
            Some(Bought {
                price: (*price).to_owned(),
                free: "0",
                event: (*event).to_owned(),
            })
        }
        _ => None,
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
