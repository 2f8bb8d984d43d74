//! What must hold of who is there when the run begins.

use super::super::diagnostic::Finding;
use super::super::keys::{AGE_WORDS, LEGAL_WORDS, PLACEMENT_WORDS};
use super::super::value::Row;
use super::super::wording::{one_of, tidy};
use super::Cross;

impl Cross<'_> {
    pub(super) fn stock(&mut self) {
        self.adds_to_one("stock.group_size");
        self.needs("stock");
        self.mean_ages("stock.mean_age_years");
        self.named_strand("stock.foster_strand", "foster");
        self.named_strand("stock.adopter_strand", "adoptive");
        let path = "stock.children";
        let Some((rows, at)) = self.settings.rows(path).zip(self.settings.get(path)) else {
            return;
        };
        for (n, row) in rows.iter().enumerate() {
            if let Some((problem, help)) = impossible(row) {
                let message = format!("row {} of `{path}`: {problem}", n + 1);
                self.findings
                    .push(Finding::error("P0208", at.part(n), message, help));
            }
        }
        self.awaiting_revocation(rows);
        self.nobody_responsible(rows);
        self.places(rows);
    }

    fn named_strand(&mut self, path: &str, kind: &str) {
        let Some((name, at)) = self.settings.text(path).zip(self.settings.get(path)) else {
            return;
        };
        let found = self.settings.word(&format!("recruitment.{name}.kind"));
        if found == Some(kind) {
            return;
        }
        let of_kind =
            |n: &String| self.settings.word(&format!("recruitment.{n}.kind")) == Some(kind);
        let names: Vec<String> = self
            .settings
            .names("recruitment")
            .into_iter()
            .filter(of_kind)
            .collect();
        let message = match found {
            Some(other) => format!("`{path}` names `{name}`, a strand of kind \"{other}\""),
            None => format!("`{path}` names the strand `{name}`, which is not there"),
        };
        let help = match names.is_empty() {
            true => format!("add a strand of kind \"{kind}\": [recruitment.{name}]"),
            false => one_of(name, &names.iter().map(String::as_str).collect::<Vec<_>>()),
        };
        self.error("P0207", at, message, help);
    }

    fn awaiting_revocation(&mut self, rows: &[Row]) {
        let path = "stock.awaiting_revocation";
        let Some((waiting, at)) = self.settings.number(path).zip(self.settings.get(path)) else {
            return;
        };
        let unplaced = |r: &&Row| {
            LEGAL_WORDS[r.legal] == "placement_order" && PLACEMENT_WORDS[r.placement] != "adoptive"
        };
        let unplaced: f64 = rows.iter().filter(unplaced).map(|r| r.count).sum();
        if waiting > unplaced {
            let message = format!(
                "{waiting} children await revocation of their placement order, but {} are on one and not placed for adoption",
                tidy(unplaced)
            );
            let help = format!(
                "write at most {}, or add such children to `stock.children`",
                tidy(unplaced)
            );
            self.error("P0215", at, message, help);
        }
    }

    fn places(&mut self, rows: &[Row]) {
        let path = "stock.foster_households";
        let Some((households, at)) = self.settings.numbers(path).zip(self.settings.get(path))
        else {
            return;
        };
        let places: f64 = households
            .iter()
            .zip(1..)
            .map(|(h, size)| h * f64::from(size))
            .sum();
        let in_house = |r: &&Row| PLACEMENT_WORDS[r.placement] == "in_house";
        let children: f64 = rows.iter().filter(in_house).map(|r| r.count).sum();
        let unavailable = self
            .settings
            .number("stock.unavailable_places")
            .unwrap_or(0.0);
        if children + unavailable > places {
            let message = format!(
                "{} children are with the council's own carers and {} places are not available, but there are only {} places",
                tidy(children),
                tidy(unavailable),
                tidy(places)
            );
            let help = format!(
                "raise `foster_households`, or lower one of the other two by {}",
                tidy(children + unavailable - places)
            );
            self.error("P0209", at, message, help);
        }
    }
}

/// Why nobody can be in a cell of the opening stock, and what to do.
fn impossible(row: &Row) -> Option<(&'static str, &'static str)> {
    let legal = LEGAL_WORDS[row.legal];
    let sixteen = AGE_WORDS[row.age] == "16_and_over";
    match PLACEMENT_WORDS[row.placement] {
        "adoptive" if legal != "placement_order" => Some((
            "children placed for adoption have a placement order",
            "write legal = \"placement_order\", or another placement",
        )),
        "with_parents" if legal != "care_order" => Some((
            "children placed with their parents are on a care order",
            "write legal = \"care_order\", or another placement",
        )),
        "semi_independent" if !sixteen => Some((
            "semi-independent accommodation is for young people of 16 and over",
            "write age = \"16_and_over\", or another placement",
        )),
        "semi_independent" if legal == "placement_order" => Some((
            "nobody in semi-independent accommodation is to be adopted",
            "write another legal status or placement",
        )),
        "secure" if row.age < AGE_WORDS.len() - 2 => Some((
            "children in secure accommodation are ten or over",
            "write age = \"10_to_15\" or \"16_and_over\", or another placement",
        )),
        "secure" if legal == "placement_order" => Some((
            "nobody in secure accommodation is to be adopted",
            "write another legal status or placement",
        )),
        _ if row.asylum_seeking && legal != "section_20" => Some((
            "unaccompanied asylum-seeking children are accommodated under section 20",
            "write legal = \"section_20\", or leave asylum_seeking out",
        )),
        _ => None,
    }
}
