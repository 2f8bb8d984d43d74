//! What care costs, in whole pence.

use serde::Serialize;

use crate::care::child::{AgeBand, ByAge, LegalStatus, Needs, PlacementKind};
use crate::des::time::SimTime;

use super::line::Line;
use super::yearly::{FinancialYear, OptionCost, YearlyCost};

/// An amount of money in whole pence. Prices are whole pence; sums are kept in `i128`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pence(pub i64);

impl Pence {
    /// A share of it, to the nearest penny.
    pub fn share(self, share: f64) -> Pence {
        Pence((self.0 as f64 * share).round() as i64)
    }
}

/// What a week costs for one child, by its needs and age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weekly([ByAge<Pence>; Needs::ALL.len()]);

impl Weekly {
    /// The same for every child.
    pub const fn same(price: Pence) -> Self {
        Self([[price; AgeBand::ALL.len()]; Needs::ALL.len()])
    }

    /// The prices by age of a child with these needs.
    pub fn of(&self, needs: Needs) -> &ByAge<Pence> {
        &self.0[needs as usize]
    }

    /// Sets one cell.
    pub fn set(&mut self, needs: Needs, age: AgeBand, price: Pence) {
        self.0[needs as usize][age as usize] = price;
    }

    /// Each price as another.
    pub fn map(self, other: impl Fn(Pence) -> Pence) -> Self {
        Self(self.0.map(|by_age| by_age.map(&other)))
    }

    /// The plain mean over needs and ages, pounds: for sums in which no child's needs and age are known.
    pub fn mean_pounds(&self) -> f64 {
        let prices = self.0.as_flattened();
        let pence: i64 = prices.iter().map(|price| price.0).sum();
        pence as f64 / prices.len() as f64 / 100.0
    }

    /// Whether a birthday can change what a child costs.
    pub fn varies_with_age(&self) -> bool {
        let varies = |by_age: &ByAge<Pence>| by_age.iter().any(|price| *price != by_age[0]);
        self.0.iter().any(varies)
    }
}

/// A fee paid in two stages: when children move in with another agency's adopters, and a year
/// later or at the adoption order, whichever comes first. If the placement ends before, the second
/// is not due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StagedFee {
    /// At placement.
    pub first: Pence,
    /// The rest.
    pub rest: Pence,
}

impl StagedFee {
    /// Divides a fee, to the penny: what is not paid at first is the rest.
    pub fn new(fee: Pence, first_share: f64) -> Self {
        let first = fee.share(first_share);
        Self {
            first,
            rest: Pence(fee.0 - first.0),
        }
    }
}

/// A price that changes at certain instants, because a decision that comes into force raises it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dated(Vec<(SimTime, Pence)>);

impl Dated {
    /// From when which price holds, in the order of time; before the first it is nothing.
    pub fn new(steps: Vec<(SimTime, Pence)>) -> Self {
        Self(steps)
    }

    /// The same throughout the run.
    pub fn always(price: Pence) -> Self {
        Self(vec![(SimTime::START, price)])
    }

    /// From when which price holds.
    pub fn steps(&self) -> &[(SimTime, Pence)] {
        &self.0
    }

    /// The price at an instant.
    pub fn at(&self, now: SimTime) -> Pence {
        let mut latest = self.0.iter().rev();
        let holds = latest.find(|(from, _)| *from <= now);
        holds.map_or(Pence(0), |(_, price)| *price)
    }
}

/// Beds in children's homes that are paid for whether or not a child lives there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BlockBooking {
    /// How many.
    pub beds: usize,
    /// What each costs a week.
    pub weekly: Pence,
}

/// All prices of a scenario, in the prices of one base year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PriceList {
    /// For one child for one week, by placement kind.
    pub weekly: [Weekly; PlacementKind::ALL.len()],
    /// The same for placements that are not near the child's home; none: they cost no more.
    pub weekly_out_of_area: Option<[Weekly; PlacementKind::ALL.len()]>,
    /// Beds in children's homes booked for the whole run.
    pub block_booking: BlockBooking,
    /// Social work with one looked-after child for one week, by legal status.
    pub social_work_weekly: [Pence; LegalStatus::ALL.len()],
    /// Special guardianship allowance for one child for one week, to 18, after the means test.
    pub special_guardianship_weekly: Weekly,
    /// Child arrangements allowance for one child for one week, to 18, after the means test.
    pub child_arrangements_weekly: Weekly,
    /// Adoption allowance for one child for one week, to 18, as paid after the means test.
    pub adoption_allowance_weekly: Weekly,
    /// Social work with one child under a supervision order for one week.
    pub supervision_weekly: Pence,
    /// Care proceedings, per child at the final hearing.
    pub proceedings: Pence,
    /// A legal planning meeting about one family.
    pub legal_planning_meeting: Pence,
    /// Legal advice before an application, for one family.
    pub legal_advice: Pence,
    /// An assessment of one family's relatives.
    pub relatives_assessment: Pence,
    /// One match before the adoption panel.
    pub adoption_panel: Pence,
    /// One child before the fostering panel.
    pub fostering_panel: Pence,
    /// Each placement move: finding and starting a new placement.
    pub placement_move: Pence,
    /// Family finding, per child at the placement order.
    pub family_finding: Pence,
    /// Moving in with adopters, per child: introductions, share of inter-agency fees.
    pub adoption_placement: Pence,
    /// Share of family finding and of moving in that is bought: paid to another agency.
    pub adoption_bought_share: f64,
    /// Adoption support, per child at the order.
    pub adoption_support: Pence,
    /// Each approval, by strand (same order as the model's strands), with the optimism uplift of options.
    pub approval: Vec<Dated>,
    /// Fee to another agency whose adopters take one, two, three or four children together.
    pub inter_agency_fee: [StagedFee; 4],
    /// Each enquiry, by strand, with that uplift.
    pub enquiry: Vec<Dated>,
    /// What recruitment costs whether or not anybody is recruited, with that uplift.
    pub recruitment: Vec<YearlyCost>,
    /// A young person who stays put, for one week.
    pub staying_put_weekly: Pence,
    /// A young person who stays close, for one week.
    pub staying_close_weekly: Pence,
    /// Each support of one child for one week (same order as the model's supports).
    pub support_weekly: Vec<Pence>,
    /// Each bed of a children's home for one week, filled or not (same order as the model's homes).
    pub home_bed_weekly: Vec<Pence>,
    /// What the options themselves cost.
    pub options: Vec<OptionCost>,
    /// The financial years that the run touches.
    pub years: Vec<FinancialYear>,
    /// How many times the base year's prices are paid, month by month and line by line; empty if no
    /// line rises faster than prices in general.
    pub price_level: Vec<[f64; Line::COUNT]>,
    /// Real discount rate a year (0.035 = 3.5 %).
    pub discount_rate: f64,
    /// Where that rate comes from, as printed; empty if unstated.
    pub discount_label: String,
    /// What year's prices these are, as printed.
    pub base_year: String,
    /// Of what years prices were that have been brought to the base year's, and by what index: a sentence,
    /// or nothing.
    pub rebased: String,
    /// What else there is to know of them: a sentence, or nothing.
    pub note: String,
}

impl PriceList {
    /// What a placement costs.
    pub fn placement(&self, kind: PlacementKind, near: bool) -> &Weekly {
        let elsewhere = self.weekly_out_of_area.as_ref().filter(|_| !near);
        &elsewhere.unwrap_or(&self.weekly)[kind as usize]
    }

    /// What a reader of sums has to know besides the base year: a sentence for each.
    pub fn notes(&self) -> Vec<String> {
        let said = [&self.note, &self.rebased].into_iter();
        let mut notes: Vec<String> = said.filter(|note| !note.is_empty()).cloned().collect();
        if !self.price_level.is_empty() {
            let note =
                "Lines whose prices rise faster than prices in general are in each year's prices.";
            notes.push(note.to_owned());
        }
        if !self.discount_label.is_empty() {
            let percent = (self.discount_rate * 1e5).round() / 1e3;
            let label = &self.discount_label;
            notes.push(format!(
                "Present values are at {percent} % a year ({label})."
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fourteen cells at £150 and one at £165.
    #[test]
    fn the_plain_mean_is_over_needs_and_ages() {
        let mut weekly = Weekly::same(Pence(15_000));
        assert_eq!(weekly.mean_pounds(), 150.0);
        weekly.set(Needs::Complex, AgeBand::ALL[3], Pence(16_500));
        assert_eq!(weekly.mean_pounds(), 151.0);
    }

    #[test]
    fn a_dated_price_is_the_steps_it_was_given() {
        let day = SimTime::from_days;
        let steps = [(day(0.0), Pence(100)), (day(90.0), Pence(120))];
        assert_eq!(Dated::new(steps.to_vec()).steps(), steps);
        assert_eq!(Dated::always(Pence(100)).steps(), &steps[..1]);
    }

    #[test]
    fn the_discount_rate_is_named_with_its_source() {
        let mut prices = PriceList::default();
        assert!(prices.notes().is_empty());
        prices.discount_rate = 0.035;
        prices.discount_label = "Green Book 2022".to_owned();
        let note = "Present values are at 3.5 % a year (Green Book 2022).";
        assert_eq!(prices.notes(), [note]);
        prices.price_level = vec![[1.0; Line::COUNT]];
        assert_eq!(prices.notes().len(), 2);
    }
}
