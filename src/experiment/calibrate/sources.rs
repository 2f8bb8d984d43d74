//! What each figure that is drawn up from published ones says of itself: table, columns, year, their
//! value, and what was done to it.

use std::fmt::Display;

use super::columns::{
    ABSENT_PARENTS, ADOPTED, AGES, ARRANGEMENTS, ASYLUM_SEEKING, BASES, GUARDIANS, HOME, LEGAL,
    OWN_PROVISION, PLACEMENT, STARTED,
};
use super::{Estimates, Observed, Solved, asylum_seekers_started, header};

/// Ofsted's rows, by their titles.
const HOUSEHOLDS_BY_PLACES: &str =
    "Number of households approved for one, two, three, four or more";
const FAMILY_AND_FRIENDS: &str = "Family and Friends";

/// Names the sources of one council's figures.
pub(super) struct Sources<'a> {
    pub observed: &'a Observed,
    pub estimates: &'a Estimates,
    pub solved: &'a Solved,
}

impl Sources<'_> {
    pub fn first_entries(&self) -> String {
        format!(
            "{} {:?}, pooled towards England's ages, less returns, balanced: solved so that as many start in all, DERIVED",
            self.started(&STARTED),
            self.observed.own.started
        )
    }

    pub fn bases(&self) -> String {
        let own = &self.observed.own;
        let [section_20, order, emergency] = own.bases;
        let capped = match asylum_seekers_started(self.observed) {
            (absent, asylum) if asylum > 0.0 && asylum + 0.5 < absent => {
                format!(", of these {asylum:.1},")
            }
            _ => String::new(),
        };
        format!(
            "{}: section 20 {section_20}, {}: an order {order}, {}: protection and others {emergency}, {} {}{} where any seek asylum ({} {}); by age fitted, DERIVED",
            self.started(BASES[0]),
            listed(BASES[1]),
            listed(BASES[2]),
            ABSENT_PARENTS,
            own.absent_parents,
            capped,
            self.in_care(&[ASYLUM_SEEKING]),
            own.asylum_seeking
        )
    }

    pub fn home_rates(&self) -> String {
        format!(
            "England's pattern, times {:.2}: solved so that as many return home ({}, pooled, balanced), DERIVED",
            self.solved.home,
            self.ceased(HOME, self.observed.own.ceased[0])
        )
    }

    pub fn at_hearing(&self, factor: f64) -> String {
        format!(
            "not published by age; assumed, times {factor:.2}: those who leave care solved with the rates of return home ({}), those who go on in it with those who live with parents ({} {}), DERIVED",
            self.ceased(HOME, self.observed.own.ceased[0]),
            self.in_care(PLACEMENT[2]),
            self.observed.own.placement[2]
        )
    }

    pub fn with_parents(&self) -> String {
        format!(
            "{} {}: solved so that as many stay with parents, DERIVED",
            self.in_care(PLACEMENT[2]),
            self.observed.own.placement[2]
        )
    }

    pub fn relatives(&self) -> String {
        let [_, guardians, arrangements, ..] = self.observed.own.ceased;
        format!(
            "England .26 .38 .30 .15 .02, times {:.2} for this council's own, pooled, and times {:.2}: solved so that orders to relatives are as many ({}, pooled, balanced), DERIVED",
            self.estimates.relatives,
            self.solved.relatives,
            self.ceased(
                &[GUARDIANS, ARRANGEMENTS].concat(),
                guardians + arrangements
            )
        )
    }

    pub fn relatives_who_foster(&self) -> String {
        let kinship = self.estimates.placed_with_relatives();
        let from = match self.of_ofsted("family_and_friends") {
            Some(households) => format!(
                "Ofsted, 31 March 2018, \\\"{FAMILY_AND_FRIENDS}\\\" {households} households"
            ),
            None => format!(
                "P41, {} {}",
                self.in_care(PLACEMENT[0]),
                self.observed.own.placement[0]
            ),
        };
        format!(
            "solved so that as many children go on living with relatives who foster ({from}: {kinship:.0} children), DERIVED"
        )
    }

    pub fn adoption(&self, england: &str) -> String {
        format!(
            "England {england}, times {:.2} for this council's own, pooled, and times {:.2} (no share above 1): solved so that adoptions are as many ({}, pooled, balanced), DERIVED",
            self.estimates.adoption,
            self.solved.adoption,
            self.ceased(ADOPTED, self.observed.own.ceased[3])
        )
    }

    pub fn own_carers(&self) -> String {
        format!(
            "solved so that places with own carers stay as filled ({} {}, less those in its homes and with relatives), DERIVED",
            self.in_care(&[OWN_PROVISION]),
            self.observed.own.own_provision
        )
    }

    pub fn childrens_homes(&self) -> String {
        let own = &self.observed.own;
        format!(
            "solved so that children's homes stay as full ({} {}, less those semi-independent), DERIVED",
            self.in_care(&[PLACEMENT[3], PLACEMENT[4]].concat()),
            own.placement[3] + own.placement[4]
        )
    }

    pub fn semi_independent(&self) -> String {
        let own = &self.observed.own;
        format!(
            "solved so that as many live semi-independently; of {} {} that is {:.0}, a share assumed",
            self.in_care(&[PLACEMENT[3], PLACEMENT[4]].concat()),
            own.placement[3] + own.placement[4],
            self.estimates.living_semi_independently()
        )
    }

    pub fn other_ends(&self) -> String {
        format!(
            "calibration to England 2016-17, times {:.2}: solved with balanced starts and ends for a level number in care ({} {}), DERIVED",
            self.solved.other_ends,
            self.in_care(&["CLA_Mar"]),
            self.observed.own.looked_after()
        )
    }

    pub fn adopters(&self, adoptions: f64) -> String {
        format!(
            "households for {adoptions:.0} adoptions a year ({}, pooled, balanced), other agencies' included, DERIVED",
            self.ceased(ADOPTED, self.observed.own.ceased[3])
        )
    }

    pub fn returned_home(&self) -> String {
        format!(
            "{} pooled, ten years alike, raised to the model's own, DERIVED",
            self.ceased(HOME, self.observed.own.ceased[0])
        )
    }

    pub fn special_guardianships(&self) -> String {
        format!(
            "{}, pooled, ten years alike less those since 18, DERIVED",
            self.ceased(GUARDIANS, self.observed.own.ceased[1])
        )
    }

    pub fn child_arrangements(&self) -> String {
        format!(
            "{}, pooled; how many are paid an allowance is assumed",
            self.ceased(ARRANGEMENTS, self.observed.own.ceased[2])
        )
    }

    pub fn awaiting_revocation(&self) -> String {
        let own = &self.observed.own;
        format!(
            "one in 25 of those on a placement order ({} {}) and not placed ({} {} are): one in five decisions a year is reversed, and the order revoked after 70 days, DERIVED",
            self.in_care(LEGAL[3]),
            own.legal[3],
            self.in_care(PLACEMENT[1]),
            own.placement[1]
        )
    }

    /// Households at the opening, and shares of those who are approved later.
    pub fn households(&self, by_places: Option<[u32; 4]>) -> String {
        let Some([one, two, three, four]) = by_places else {
            let why = match self.observed.fostering {
                Some(_) => "Ofsted gives none",
                None => "Ofsted's table not used",
            };
            return format!(
                "{why}: Coventry's shares in 2018 (120/70/25/5), for places of {} {}; assumed",
                self.in_care(&[OWN_PROVISION]),
                self.observed.own.own_provision
            );
        };
        let family = self.of_ofsted("family_and_friends");
        let family = family.map_or(String::new(), |n| {
            format!(", less about {n} of \\\"{FAMILY_AND_FRIENDS}\\\"")
        });
        format!(
            "Ofsted, 31 March 2018, \\\"{HOUSEHOLDS_BY_PLACES}\\\" {one}/{two}/{three}/{four}{family}, DERIVED"
        )
    }

    pub fn opening_households(&self, by_places: Option<[u32; 4]>) -> String {
        let count = |name: &str| {
            let count = self.of_ofsted(name);
            count.map_or("not given".to_owned(), |n| n.to_string())
        };
        format!(
            "{}; as many as have places for the children there: {} {}, less those in its homes and with relatives, \\\"Number of vacant places\\\" {}, \\\"Number of places not available\\\" {} (else P35), DERIVED",
            self.households(by_places).trim_end_matches(", DERIVED"),
            self.in_care(&[OWN_PROVISION]),
            self.observed.own.own_provision,
            count("vacant"),
            count("unavailable")
        )
    }

    pub fn unavailable(&self) -> String {
        match header::ofsted_gaps(self.observed).contains(&"unavailable") {
            true => format!(
                "P35: 18 for 62 filled ({} {}, less those in its homes and with relatives), DERIVED",
                self.in_care(&[OWN_PROVISION]),
                self.observed.own.own_provision
            ),
            false => {
                "Ofsted, 31 March 2018, \\\"Number of places not available\\\", SEEN".to_owned()
            }
        }
    }

    /// How long places rest, and what limits it.
    pub fn rest(&self, limited: &str) -> String {
        format!(
            "set so that {} of the own places are not available{limited}: {}",
            self.estimates.unavailable,
            self.unavailable().replace("SEEN", "DERIVED")
        )
    }

    pub fn children(&self) -> String {
        format!(
            "{}, {} and {}, asylum-seeking {}; how these go together is not published: the model's own stationary state, raked to them, DERIVED",
            self.in_care(&AGES),
            listed(&LEGAL.concat()),
            listed(&PLACEMENT.concat()),
            ASYLUM_SEEKING
        )
    }

    pub fn time_in_care(&self) -> String {
        let own = &self.observed.own;
        format!(
            "the model's own stationary state, times {:.2} for this council's children per start ({} {}, {} {}), DERIVED",
            self.estimates.time_in_care,
            self.in_care(&["CLA_Mar"]),
            own.looked_after(),
            self.started(&["CLA_started"]),
            own.all_started()
        )
    }

    fn in_care(&self, columns: &[&str]) -> String {
        format!("CLA{} {}", self.observed.year, listed(columns))
    }

    fn started(&self, columns: &[&str]) -> String {
        format!("ADM{} {}", self.observed.year, listed(columns))
    }

    fn ceased(&self, columns: &[&str], count: impl Display) -> String {
        format!("CEA{} {} {count}", self.observed.year, listed(columns))
    }

    fn of_ofsted(&self, name: &str) -> Option<u32> {
        self.observed.fostering.as_ref()?.count(name)
    }
}

/// The names of columns; several are one figure together.
fn listed(columns: &[&str]) -> String {
    columns.join(" + ")
}
