//! Lengths of time: a number of days, or a distribution by its tag.

use super::super::SUM_TOLERANCE;
use super::super::diagnostic::quoted;
use super::super::distribution::{Family, Spec};
use super::super::tree::{Node, Raw};
use super::super::wording::{figure, tidy};
use super::{Bounds, Reader};

/// Lengths of time beyond this many days are a slip.
const MOST_DAYS: f64 = 1e6;

impl Reader<'_> {
    /// A length of time whose mean is at least so many days.
    pub(super) fn duration(&mut self, node: &Node, which: &str, least: f64) -> Option<Spec> {
        let spec = match &node.raw {
            Raw::Table(_) => self.tagged(node, &[], true)?,
            _ => Spec::Constant(self.number(node, which, Bounds::between(least, MOST_DAYS))?),
        };
        match spec.to_dist() {
            Ok(dist) if dist.mean() >= least => Some(spec),
            Ok(dist) => {
                let mean = figure(dist.mean());
                let message = format!("{} has a mean of {mean} days", self.subject(which));
                let help = format!("write a distribution with a mean of {least} or more");
                self.error("P0105", node.place, message, help);
                None
            }
            Err(error) => {
                let message = format!("{}: {error}", self.subject(which));
                self.error("P0111", node.place, message, error.remedy().to_owned());
                None
            }
        }
    }

    /// `{ lognormal = { … } }`, with other entries allowed beside the tag (`share` in a mixture).
    fn tagged(&mut self, node: &Node, beside: &[&str], mixtures: bool) -> Option<Spec> {
        let entries = node.entries().unwrap_or_default();
        let mut tags = entries.iter().filter(|e| !beside.contains(&e.key.as_str()));
        let (Some(tag), None) = (tags.next(), tags.next()) else {
            let message = format!("`{}` takes one distribution", self.path);
            self.error("P0111", node.place, message, patterns());
            return None;
        };
        match tag.key.as_str() {
            "constant" => {
                let days = self.number(&tag.node, "constant", Bounds::between(0.0, MOST_DAYS))?;
                Some(Spec::Constant(days))
            }
            "mixture" if mixtures => self.mixture(&tag.node),
            name => match Family::ALL.into_iter().find(|f| f.tag() == name) {
                Some(family) => self.family(&tag.node, family),
                None => {
                    let message =
                        format!("`{}` knows no distribution `{}`", self.path, quoted(name));
                    self.error("P0111", tag.place, message, patterns());
                    None
                }
            },
        }
    }

    fn family(&mut self, node: &Node, family: Family) -> Option<Spec> {
        let wanted = family.parameters();
        let entries = node.entries().unwrap_or_default();
        let fits = entries.len() == wanted.len() && wanted.iter().all(|w| node.get(w).is_some());
        if !fits {
            let message = format!(
                "`{}`: a {} distribution has {}",
                self.path,
                family.tag(),
                wanted.join(" and ")
            );
            self.error(
                "P0111",
                node.place,
                message,
                format!("write {}, in days", family.pattern()),
            );
            return None;
        }
        let mut numbers = [0.0; 2];
        for (number, name) in numbers.iter_mut().zip(wanted) {
            let entry = node.get(name)?;
            *number = self.number(&entry.node, name, Bounds::between(0.0, MOST_DAYS))?;
        }
        Some(Spec::Simple(family, numbers))
    }

    fn mixture(&mut self, node: &Node) -> Option<Spec> {
        let items = self.items(node)?;
        let parts = self.each(items, |reader, item, _| {
            let Some(share) = item.get("share") else {
                let message = format!("a part of the mixture of `{}` has no share", reader.path);
                let help = "write { share = 0.6, lognormal = { … } }".to_owned();
                reader.error("P0111", item.place, message, help);
                return None;
            };
            let share = reader.number(&share.node, "share", Bounds::between(1e-6, 1.0));
            let spec = reader.tagged(item, &["share"], false);
            Some((share?, spec?))
        })?;
        let sum: f64 = parts.iter().map(|(share, _)| share).sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            let message = format!(
                "the shares of the mixture of `{}` add to {}",
                self.path,
                tidy(sum)
            );
            let help = "change the shares so that they add to 1".to_owned();
            self.error("P0201", node.place, message, help);
            return None;
        }
        Some(Spec::Mixture(parts))
    }
}

fn patterns() -> String {
    let mut patterns: Vec<String> = Family::ALL.iter().map(|f| f.pattern()).collect();
    patterns.push("{ mixture = [{ share = …, lognormal = { … } }, …] }".to_owned());
    format!("write a number of days or one of\n{}", patterns.join("\n"))
}
