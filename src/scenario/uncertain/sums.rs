//! What must add up, and does not once figures have been moved one by one, is made to again.
//!
//! * Shares of one list that add to one are divided by their sum, factors of the months by their mean.
//! * So are the legal bases of entrants, age by age over their keys; where an option sets only some of the
//!   bases, these share out what the others leave.
//! * Additional and complex needs that add to more than one are divided by their sum.
//! * Of households, as many take complex needs as take additional needs if it would be more; at activity days
//!   as many accept as at a panel if it would be fewer.
//!
//! What a layer says is moved, not what it rests on; what adds up already is left as it is.

use super::super::SUM_TOLERANCE;
use super::super::layers::Layer;
use super::super::value::{Settings, Value};
use super::replace;

/// The legal bases of entrants.
const BASES: [&str; 5] = [
    "entries.section_20",
    "entries.interim_care_order",
    "entries.emergency",
    "entries.asylum_seeking",
    "entries.remand",
];

/// Pairs of which the sum is one at most.
const NEEDS: [[&str; 2]; 2] = [
    ["entries.additional_needs", "entries.complex_needs"],
    ["stock.additional_needs", "stock.complex_needs"],
];

/// Lists that add to one, by the patterns of their keys.
const LISTS: [&str; 10] = [
    "entries.group_size",
    "stock.group_size",
    "entries.ethnic_group",
    "stock.ethnic_group",
    "recruitment.*.ethnic_group",
    "recruitment.*.places",
    "recruitment.*.largest_group",
    "leaving.ends_under_16",
    "leaving.ends_from_16",
    "leaving.ends_at_18",
];

/// The list whose mean is one, and by how much it may miss it.
const SEASON: (&str, f64) = ("entries.season", 0.01);

/// Restores what must hold, layer by layer.
pub fn restore(layers: &mut [Layer]) {
    // All that the layers so far say.
    let mut below = Settings::default();
    for layer in layers {
        let own = &mut layer.checked.settings;
        lists(own);
        let mut prefixes = vec![String::new()];
        let names = own.names("authority").into_iter();
        prefixes.extend(names.map(|name| format!("authority.{name}.")));
        for prefix in &prefixes {
            let mut view = View {
                own,
                below: &below,
                prefix,
            };
            view.together(&BASES, |_| true);
            for pair in &NEEDS {
                view.together(pair, |sum| sum > 1.0);
            }
            view.acceptance();
            view.profiles();
        }
        for setting in own.iter() {
            below.set(setting.clone());
        }
    }
}

fn lists(settings: &mut Settings) {
    let listed: Vec<(String, Vec<f64>)> = settings
        .iter()
        .filter(|s| LISTS.contains(&s.key.path) || s.key.path == SEASON.0)
        .filter_map(|s| Some((s.path.clone(), settings.numbers(&s.path)?.to_vec())))
        .collect();
    for (path, numbers) in listed {
        let mut sum: f64 = numbers.iter().sum();
        if path.ends_with(SEASON.0) {
            sum /= numbers.len() as f64;
            if (sum - 1.0).abs() <= SEASON.1 {
                continue;
            }
        }
        if !is_one(sum) {
            let shares = numbers.iter().map(|number| number / sum);
            replace(settings, &path, Value::Numbers(shares.collect()));
        }
    }
}

fn is_one(sum: f64) -> bool {
    (sum - 1.0).abs() <= SUM_TOLERANCE
}

/// What a layer says of all authorities, or of one, above what the layers below it say.
struct View<'a> {
    own: &'a mut Settings,
    below: &'a Settings,
    prefix: &'a str,
}

impl View<'_> {
    /// What holds of a key: the more specific wins, then the later.
    fn holds<'s, T: 's>(
        &'s self,
        key: &str,
        read: impl Fn(&'s Settings, &str) -> Option<T>,
    ) -> Option<T> {
        let specific = format!("{}{key}", self.prefix);
        let said = |path: &str| read(self.own, path).or_else(|| read(self.below, path));
        said(&specific).or_else(|| said(key))
    }

    fn says(&self, key: &str) -> Option<String> {
        let path = format!("{}{key}", self.prefix);
        self.own.get(&path).map(|_| path)
    }

    /// Scales those of the lists that the layer says, so that all together add to one where they must.
    fn together(&mut self, keys: &[&str], must: impl Fn(f64) -> bool) {
        let said: Vec<bool> = keys.iter().map(|key| self.says(key).is_some()).collect();
        if !said.contains(&true) {
            return;
        }
        let list = |key: &&str| {
            let numbers = self.holds(key, Settings::numbers);
            numbers.map(<[f64]>::to_vec).unwrap_or_default()
        };
        let mut lists: Vec<Vec<f64>> = keys.iter().map(list).collect();
        let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
        for band in 0..longest {
            let sum = |which: bool| -> f64 {
                let lists = lists.iter().zip(&said).filter(|(_, said)| **said == which);
                lists.filter_map(|(list, _)| list.get(band)).sum()
            };
            let (own, others) = (sum(true), sum(false));
            if is_one(own + others) || own == 0.0 || !must(own + others) {
                continue;
            }
            let times = (1.0 - others).max(0.0) / own;
            let ours = lists.iter_mut().zip(&said).filter(|(_, said)| **said);
            for share in ours.filter_map(|(list, _)| list.get_mut(band)) {
                *share *= times;
            }
        }
        for (key, list) in keys.iter().zip(lists) {
            if let Some(path) = self.says(key) {
                replace(self.own, &path, Value::Numbers(list));
            }
        }
    }

    fn acceptance(&mut self) {
        let [there, usual] = ["adoption.activity_acceptance", "adoption.acceptance"];
        self.ordered(there, usual, f64::max);
    }

    fn profiles(&mut self) {
        let mut names = self.below.names("recruitment");
        names.extend(self.own.names("recruitment"));
        names.extend(self.own.names("authority").iter().flat_map(|authority| {
            let prefix = format!("authority.{authority}.recruitment.");
            let paths = self.own.iter().filter_map(move |s| {
                let rest = s.path.strip_prefix(&prefix)?;
                Some(rest.split('.').next()?.to_owned())
            });
            paths.collect::<Vec<_>>()
        }));
        names.sort();
        names.dedup();
        for name in names {
            let key = |last: &str| format!("recruitment.{name}.takes_{last}_needs");
            self.ordered(&key("complex"), &key("additional"), f64::min);
        }
    }

    /// Moves the first of two numbers to the second where it lies on the wrong side of it; the second to the
    /// first, if that is the one the layer says.
    fn ordered(&mut self, first: &str, second: &str, better: fn(f64, f64) -> f64) {
        let numbers = self
            .holds(first, Settings::number)
            .zip(self.holds(second, Settings::number));
        let Some((a, b)) = numbers.filter(|(a, b)| better(*a, *b) != *a) else {
            return;
        };
        if let Some(path) = self.says(first) {
            replace(self.own, &path, Value::Number(b));
        } else if let Some(path) = self.says(second) {
            replace(self.own, &path, Value::Number(a));
        }
    }
}
