//! A bridge from one cost to another: how much of the difference has which cause.
//!
//! Two causes are told apart within the cost of placements, which is days in care times the
//! average price of a day. The **days** are valued at the first average price, and what is left, the
//! change of the average price over the second number of days, is the **mix**: dearer or cheaper
//! placements. The other causes are budget lines. So the steps add up to the difference, whatever the
//! numbers.

use serde::Serialize;

use super::line::Line;

/// A cause of a difference in cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// More or fewer days in care, at the average price of a day's placement.
    Days,
    /// Dearer or cheaper placements.
    Mix,
    /// Social work, by the week.
    SocialWork,
    /// Allowances to special guardians and under child arrangements orders.
    Allowances,
    /// What is paid by the event: assessments, panels, court, moves, adoption; and support of placements.
    Process,
    /// Young people over eighteen.
    OverEighteen,
    /// Recruiting carers and adopters.
    Recruitment,
    /// What the option itself costs.
    Option,
}

impl Cause {
    /// How many there are.
    pub const COUNT: usize = 8;

    /// All of them, in the order of the bridge.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Days,
        Self::Mix,
        Self::SocialWork,
        Self::Allowances,
        Self::Process,
        Self::OverEighteen,
        Self::Recruitment,
        Self::Option,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "Fewer or more days in care",
            "Cheaper or dearer placements",
            "Social work",
            "Allowances after care",
            "Assessments, court, adoption, moves",
            "Young people over eighteen",
            "Recruitment",
            "The option itself",
        ][self as usize]
    }

    /// The budget lines whose difference it is; none for days and mix, which share the placements.
    pub fn lines(self) -> impl Iterator<Item = Line> {
        let own = move |line: &Line| Self::of(*line) == Some(self);
        Line::ALL.into_iter().filter(own)
    }

    /// The cause a budget line belongs to; none for placements, which are split.
    fn of(line: Line) -> Option<Self> {
        match line {
            Line::Kinship
            | Line::InHouse
            | Line::Agency
            | Line::ChildrensHome
            | Line::SemiIndependent
            | Line::WithParents
            | Line::Adoptive
            | Line::Secure
            | Line::EmptyBeds => None,
            Line::SocialWork | Line::Supervision => Some(Self::SocialWork),
            Line::SpecialGuardianshipAllowance
            | Line::ChildArrangementsAllowance
            | Line::AdoptionAllowance => Some(Self::Allowances),
            Line::Proceedings
            | Line::PlacementMoves
            | Line::AdoptionPlacement
            | Line::AdoptionSupport
            | Line::InterAgencyFees
            | Line::Support
            | Line::Assessments => Some(Self::Process),
            Line::StayingPut | Line::StayingClose => Some(Self::OverEighteen),
            Line::Recruitment => Some(Self::Recruitment),
            Line::Option => Some(Self::Option),
        }
    }
}

/// What one future cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Days in care, all children.
    pub days: f64,
    /// Pounds, by budget line.
    pub lines: [f64; Line::COUNT],
}

impl Costs {
    /// What days in placements cost, pounds.
    fn placements(&self) -> f64 {
        let placements = Line::ALL.iter().filter(|&&line| Cause::of(line).is_none());
        placements.map(|&line| self.lines[line as usize]).sum()
    }

    /// Average price of a day's placement; 0 if there is no day.
    fn price_of_a_day(&self) -> f64 {
        match self.days {
            0.0 => 0.0,
            days => self.placements() / days,
        }
    }
}

/// The difference in cost, `after` − `before`, in pounds by cause: in the order of [`Cause::ALL`].
pub fn bridge(before: &Costs, after: &Costs) -> [f64; Cause::COUNT] {
    let mut steps = [0.0; Cause::COUNT];
    for line in Line::ALL {
        if let Some(cause) = Cause::of(line) {
            steps[cause as usize] += after.lines[line as usize] - before.lines[line as usize];
        }
    }
    let days = (after.days - before.days) * before.price_of_a_day();
    steps[Cause::Days as usize] = days;
    steps[Cause::Mix as usize] = after.placements() - before.placements() - days;
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn costs(days: f64, priced: &[(Line, f64)]) -> Costs {
        let mut lines = [0.0; Line::COUNT];
        for &(line, pounds) in priced {
            lines[line as usize] = pounds;
        }
        Costs { days, lines }
    }

    /// 100 days at £100, of which 40 in homes at £190 and 60 with own carers at £40; then 90 days, 30
    /// in homes at £190 and 60 with own carers at £40: 10 days fewer at £100 each, and the price of a
    /// day fell to £90 for 90 days. An allowance and a worker came in.
    #[test]
    fn a_bridge_built_by_hand() {
        let before = costs(
            100.0,
            &[(Line::ChildrensHome, 7_600.0), (Line::InHouse, 2_400.0)],
        );
        let after = costs(
            90.0,
            &[
                (Line::ChildrensHome, 5_700.0),
                (Line::InHouse, 2_400.0),
                (Line::SpecialGuardianshipAllowance, 210.0),
                (Line::Option, 500.0),
            ],
        );
        let steps = bridge(&before, &after);
        assert_eq!(steps, [-1_000.0, -900.0, 0.0, 210.0, 0.0, 0.0, 0.0, 500.0]);
    }

    #[test]
    fn where_nobody_was_in_care_the_whole_cost_is_mix() {
        let steps = bridge(&costs(0.0, &[]), &costs(10.0, &[(Line::Agency, 1_000.0)]));
        assert_eq!((steps[0], steps[1]), (0.0, 1_000.0));
    }

    proptest! {
        #[test]
        fn the_steps_add_up_to_the_penny(
            days in prop::array::uniform2(0.0..4e6f64),
            pounds in prop::collection::vec(0.0..3e8f64, 2 * Line::COUNT),
        ) {
            let lines = |part: &[f64]| std::array::from_fn(|line| part[line]);
            let (before, after) = pounds.split_at(Line::COUNT);
            let before = Costs { days: days[0], lines: lines(before) };
            let after = Costs { days: days[1], lines: lines(after) };
            let total = |costs: &Costs| costs.lines.iter().sum::<f64>();
            let steps: f64 = bridge(&before, &after).iter().sum();
            prop_assert!((steps - (total(&after) - total(&before))).abs() < 0.005);
        }
    }
}
