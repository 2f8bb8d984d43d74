//! The keys of a scenario file: one table (`table`) from which checks, schema and documentation come.
//!
//! Every key has a kind (which says what values it takes), a unit, and a line for people who know
//! children's services. `*` in a path stands for a name that the file chooses.

mod kind;
mod said;
mod table;
mod words;

pub use kind::{Columns, Kind, Need};
pub use table::KEYS;
pub use words::*;

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Sections and key, joined by dots.
    pub path: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// Unit of its numbers; empty if they have none.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
    /// A value, as written in a file.
    pub example: &'static str,
}

/// Any count beyond this is a slip of the pen.
pub const MOST_COUNTED: f64 = 1e6;

/// Longest run, years.
pub const MOST_YEARS: f64 = 40.0;

const fn key(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    example: &'static str,
    about: &'static str,
) -> Key {
    Key {
        path,
        kind,
        need: Need::Required,
        unit,
        about,
        example,
    }
}

impl Key {
    const fn or(mut self, default: &'static str) -> Self {
        self.need = Need::Default(default);
        self
    }

    const fn optional(mut self, when: &'static str) -> Self {
        self.need = Need::Optional(when);
        self
    }

    /// Whether it is an assumption about the world, with a source and a range, rather than a
    /// name, a date of the run or the wiring of files.
    pub fn is_parameter(&self) -> bool {
        let section = self.path.split('.').next().unwrap_or_default();
        let wiring = self.path == section || matches!(section, "council" | "run" | "authority");
        let name_or_date = matches!(
            self.path,
            "recruitment.*.kind"
                | "stock.foster_strand"
                | "stock.adopter_strand"
                | "prices.base_year"
                | "prices.discount_label"
                | "prices.price_note"
                | "prices.price_year.*"
                | "prices.index_from"
                | "prices.index_label"
                | "team.*.stage"
        );
        !wiring && !name_or_date
    }

    /// Its name, if it says of an authority itself which it is, `authority.NAME.KEY`.
    pub fn of_the_authority_itself(&self) -> Option<&'static str> {
        self.path.strip_prefix("authority.*.")
    }

    /// Whether an authority can have a value of its own, `authority.NAME.KEY`.
    pub fn is_of_one_authority(&self) -> bool {
        let section = self.path.split('.').next().unwrap_or_default();
        let common = self.path == section || matches!(section, "council" | "run" | "authority");
        let one_for_all = matches!(
            self.path,
            "prices.base_year"
                | "prices.discount_rate"
                | "prices.discount_label"
                | "prices.price_note"
                | "prices.index"
                | "prices.index_from"
                | "prices.index_label"
                | "prices.inflation.*"
        );
        !common && !one_for_all
    }

    /// Whether a concrete path (`recruitment.foster_carers.places`) is one of this key's.
    pub fn matches(&self, path: &str) -> bool {
        // No section is a `*`, so its first letter tells most keys apart.
        if self.path.bytes().next() != path.bytes().next() {
            return false;
        }
        let mut pattern = self.path.split('.');
        let mut concrete = path.split('.');
        loop {
            match (pattern.next(), concrete.next()) {
                (None, None) => return true,
                (Some(p), Some(c)) if p == c || p == "*" => {}
                _ => return false,
            }
        }
    }
}

/// The key to which a path belongs.
pub fn find(path: &str) -> Option<&'static Key> {
    let own = || {
        let rest = within_authority(path)?;
        let mut keys = KEYS.iter().filter(|key| key.is_of_one_authority());
        keys.find(|key| key.matches(rest))
    };
    KEYS.iter().find(|key| key.matches(path)).or_else(own)
}

/// What follows the name in a path of one authority's own, `authority.NAME.REST`.
pub fn within_authority(path: &str) -> Option<&str> {
    let (_, rest) = path.strip_prefix("authority.")?.split_once('.')?;
    Some(rest)
}
