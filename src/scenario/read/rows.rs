//! Rows of tables: ages that households take, cells of the opening stock.

use super::super::diagnostic::quoted;
use super::super::keys::{AGE_WORDS, LEGAL_WORDS, MOST_COUNTED, PLACEMENT_WORDS};
use super::super::tree::Node;
use super::super::value::{AgeShare, Row, Target};
use super::super::wording::one_of;
use super::{Bounds, Reader};

impl Reader<'_> {
    /// The entries of an inline table, each of a known name; what is missing is reported.
    fn fields<'n, const N: usize>(
        &mut self,
        node: &'n Node,
        required: [&str; N],
        optional: &[&str],
    ) -> Option<[&'n Node; N]> {
        let Some(entries) = node.entries() else {
            return self.wrong_type(node, "tables { … } in the list");
        };
        let known = |name: &str| required.contains(&name) || optional.contains(&name);
        let mut complete = true;
        for entry in entries.iter().filter(|e| !known(&e.key)) {
            let names: Vec<&str> = required.iter().chain(optional).copied().collect();
            let message = format!("`{}` does not know `{}`", self.path, quoted(&entry.key));
            self.error("P0101", entry.place, message, one_of(&entry.key, &names));
            complete = false;
        }
        // With an unknown name in the row, what is missing is probably that, misspelt.
        let missing = |name: &&&str| complete && node.get(name).is_none();
        let missing: Vec<&&str> = required.iter().filter(missing).collect();
        for name in missing {
            let message = format!("`{name}` is missing from a row of `{}`", self.path);
            let help = format!("for example: {}", self.key.example);
            self.error("P0102", node.place, message, help);
            complete = false;
        }
        let found = required.map(|name| node.get(name).map(|e| &e.node));
        let found: Vec<&Node> = found.into_iter().flatten().collect();
        complete.then_some(())?;
        found.try_into().ok()
    }

    /// A share of households with the ages they take.
    pub(super) fn ages(&mut self, node: &Node) -> Option<AgeShare> {
        let [share, from, to] = self.fields(node, ["share", "from", "to"], &[])?;
        let age = Bounds::between(0.0, 18.0);
        let share = self.number(share, "share", Bounds::between(0.0, 1.0));
        let from = self.number(from, "from", age);
        let to = self.number(to, "to", age);
        let ages = AgeShare {
            share: share?,
            from: from?,
            to: to?,
        };
        if ages.from >= ages.to {
            let message = format!(
                "`{}` takes ages from {} to {}",
                self.path, ages.from, ages.to
            );
            let help = "`from` is the youngest age taken, `to` the first age not taken: from < to"
                .to_owned();
            self.error("P0204", node.place, message, help);
            return None;
        }
        Some(ages)
    }

    /// A cell of the opening stock.
    pub(super) fn row(&mut self, node: &Node) -> Option<Row> {
        let required = ["age", "legal", "placement", "count"];
        let [age, legal, placement, count] = self.fields(node, required, &["asylum_seeking"])?;
        let age = self
            .word(age, &AGE_WORDS)
            .and_then(|w| position(&AGE_WORDS, w));
        let legal = self
            .word(legal, &LEGAL_WORDS)
            .and_then(|w| position(&LEGAL_WORDS, w));
        let placement = self.word(placement, &PLACEMENT_WORDS);
        let placement = placement.and_then(|w| position(&PLACEMENT_WORDS, w));
        let bounds = Bounds {
            whole: true,
            ..Bounds::between(0.0, MOST_COUNTED)
        };
        let count = self.number(count, "count", bounds);
        let asylum_seeking = match node.get("asylum_seeking") {
            Some(entry) => self.flag(&entry.node),
            None => Some(false),
        };
        Some(Row {
            age: age?,
            legal: legal?,
            placement: placement?,
            asylum_seeking: asylum_seeking?,
            count: count?,
        })
    }

    /// What is to be reached.
    pub(super) fn target(&mut self, node: &Node) -> Option<Target> {
        let optional = ["at_least", "at_most", "against_baseline"];
        let [metric] = self.fields(node, ["metric"], &optional)?;
        let metric = self.text(metric);
        let at_least = self.bound(node, "at_least")?;
        let at_most = self.bound(node, "at_most")?;
        let against_baseline = match node.get("against_baseline") {
            Some(entry) => self.flag(&entry.node)?,
            None => false,
        };
        let metric = metric?;
        let (message, help) = match (at_least, at_most) {
            (None, None) => (
                format!("the target for `{metric}` says neither `at_least` nor `at_most`"),
                "write what is to be reached, for example at_least = 8".to_owned(),
            ),
            (Some(least), Some(most)) if least > most => (
                format!("the target for `{metric}` is at least {least} and at most {most}"),
                format!("write at_least = {most}, at_most = {least}"),
            ),
            _ => {
                return Some(Target {
                    metric,
                    at_least,
                    at_most,
                    against_baseline,
                    is_budget: false,
                });
            }
        };
        self.error("P0115", node.place, message, help);
        None
    }

    /// A bound of a target: any number. `None` if it will not do, `Some(None)` if it is not there.
    fn bound(&mut self, node: &Node, name: &str) -> Option<Option<f64>> {
        let Some(entry) = node.get(name) else {
            return Some(None);
        };
        let any = Bounds::between(-MOST_TARGETED, MOST_TARGETED);
        self.number(&entry.node, name, any).map(Some)
    }
}

/// Targets beyond this are a slip of the pen.
const MOST_TARGETED: f64 = 1e12;

fn position(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|w| *w == word)
}
