//! Weekly prices that go by age, without an event on birthdays.
//!
//! What begins is paid at the price of the child's age then. When it ends, the difference to the
//! prices of the ages reached since is booked from each birthday on, into months that may have ended;
//! what has not ended by the end of the run is caught up with there. Of the months in between only the
//! first and the last are noted, however many they are: they are added up when the run is over.

use crate::care::child::{AgeBand, ByAge, Child, Route, Standing};
use crate::care::record::View;
use crate::des::time::{SimSpan, SimTime};

use super::super::prices::{Pence, PriceList};
use super::{Amount, Ledger, Line};

/// Something paid by the week for one child.
#[derive(Clone, Copy, Debug)]
pub(super) struct ByTheWeek<'p> {
    /// The line it is booked to.
    pub line: Line,
    /// Prices by age.
    pub prices: &'p ByAge<Pence>,
    /// When the child was born.
    pub born: SimTime,
    /// Since when it is paid.
    pub since: SimTime,
}

/// A child's placement.
pub(super) fn of_placement<'p>(prices: &'p PriceList, child: &Child) -> ByTheWeek<'p> {
    let kind = child.placement.kind;
    ByTheWeek {
        line: Line::of_placement(kind),
        prices: prices.placement(kind, child.placement.near).of(child.needs),
        born: child.born,
        since: child.placement.since,
    }
}

/// The allowance of a child who has left care by an order.
pub(super) fn of_allowance<'p>(
    prices: &'p PriceList,
    child: &Child,
    route: Route,
) -> ByTheWeek<'p> {
    let (line, weekly) = match route {
        Route::SpecialGuardianship => (
            Line::SpecialGuardianshipAllowance,
            &prices.special_guardianship_weekly,
        ),
        Route::Adopted => (Line::AdoptionAllowance, &prices.adoption_allowance_weekly),
        _ => (
            Line::ChildArrangementsAllowance,
            &prices.child_arrangements_weekly,
        ),
    };
    ByTheWeek {
        line,
        prices: weekly.of(child.needs),
        born: child.born,
        since: child.left,
    }
}

impl ByTheWeek<'_> {
    /// The price at which it began.
    pub(super) fn at_first(&self) -> Pence {
        self.prices[AgeBand::at(self.since - self.born) as usize]
    }

    /// The birthdays after it began and before `now` on which a price may change, each with how much.
    pub(super) fn changes(self, now: SimTime) -> impl Iterator<Item = (SimTime, i64)> {
        let crossed = birthdays(self.born, self.since, now);
        crossed
            .map(move |(birthday, band)| (birthday, self.prices[band].0 - self.prices[band - 1].0))
    }
}

/// The birthdays after an instant and before another on which an age band begins, with its number.
///
/// There is seldom one, and none costs no more than the two ages.
pub(super) fn birthdays(
    born: SimTime,
    after: SimTime,
    before: SimTime,
) -> impl Iterator<Item = (SimTime, usize)> {
    let reached = AgeBand::at(after - born) as usize;
    let last = AgeBand::at(before - born - SimSpan::from_seconds(1)) as usize;
    (reached + 1..=last).map(move |band| (born + AgeBand::ALL[band].begins(), band))
}

impl Ledger<'_> {
    /// A weekly price begins to be paid.
    pub(super) fn begin_by_age(&mut self, now: SimTime, paid: ByTheWeek<'_>) {
        let paid = self.as_counted(paid);
        self.run_weekly(now, paid.line, paid.at_first(), 1);
    }

    /// It is paid no longer: the ages reached meanwhile are caught up with.
    pub(super) fn end_by_age(&mut self, now: SimTime, paid: ByTheWeek<'_>) {
        let paid = self.as_counted(paid);
        self.run_weekly(now, paid.line, paid.at_first(), -1);
        self.book_changes(now, paid);
    }

    /// Books the prices of the ages reached by now in place of that at which it began.
    pub(super) fn catch_up(&mut self, now: SimTime, paid: ByTheWeek<'_>) {
        self.book_changes(now, self.as_counted(paid));
    }

    fn book_changes(&mut self, now: SimTime, paid: ByTheWeek<'_>) {
        for (birthday, more) in paid.changes(now) {
            if more != 0 {
                self.book(paid.line, more, birthday, now);
            }
        }
    }

    /// What began before the ledger counts from the instant since which it does.
    fn as_counted<'p>(&self, paid: ByTheWeek<'p>) -> ByTheWeek<'p> {
        let since = paid.since.max(self.began.0);
        ByTheWeek { since, ..paid }
    }

    /// Books what so many pence a week came to from one instant up to now, each month its part.
    fn book(&mut self, line: Line, weekly: i64, from: SimTime, now: SimTime) {
        let lasted = |from: SimTime, until: SimTime| {
            let seconds = i128::from((until - from).seconds());
            Amount::pence_a_week(i128::from(weekly) * seconds)
        };
        let line = line as usize;
        self.paid[line] += lasted(from.max(self.month_began), now);
        if from < self.month_began {
            let first = self.ends.partition_point(|end| *end <= from);
            self.months[first][line] += lasted(from, self.ends[first]);
            self.caught_up(first + 1)[line] += weekly;
            let under_way = self.ends.len();
            self.caught_up(under_way)[line] -= weekly;
        }
    }

    /// What is paid by the week more from the beginning of a month on than was booked in it.
    fn caught_up(&mut self, month: usize) -> &mut [i64; Line::COUNT] {
        if self.caught_up.len() <= month {
            self.caught_up.resize(month + 1, [0; Line::COUNT]);
        }
        &mut self.caught_up[month]
    }

    /// The run is over: the whole months of what was booked later are added up.
    pub(super) fn add_up_caught_up(&mut self) {
        let mut weekly = [0; Line::COUNT];
        let mut began = self.began.0;
        let months = self.months.iter_mut().zip(&self.ends);
        for ((month, end), more) in months.zip(&self.caught_up) {
            let seconds = i128::from((*end - began).seconds());
            for ((amount, weekly), more) in month.iter_mut().zip(&mut weekly).zip(more) {
                *weekly += more;
                *amount += Amount::pence_a_week(i128::from(*weekly) * seconds);
            }
            began = *end;
        }
        self.caught_up.clear();
    }

    /// The run is over: what is still being paid is caught up with.
    pub(super) fn catch_up_with_ages(&mut self, now: SimTime, view: View<'_>) {
        let prices = self.prices;
        let placements = prices.weekly.iter();
        let allowances = [
            &prices.special_guardianship_weekly,
            &prices.child_arrangements_weekly,
            &prices.adoption_allowance_weekly,
        ];
        let mut all = placements.chain(allowances);
        if !all.any(|weekly| weekly.varies_with_age()) {
            return;
        }
        for (_, child) in view.children.iter() {
            match child.standing {
                Standing::InCare if child.placed && self.is_paid_by_itself(child) => {
                    self.catch_up(now, of_placement(prices, child));
                }
                Standing::AfterCare(route) if child.allowance => {
                    self.catch_up(now, of_allowance(prices, child, route));
                }
                _ => {}
            }
        }
        self.catch_up_above_the_block(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::des::time::SECONDS_PER_WEEK;

    const WEEK: i64 = SECONDS_PER_WEEK;

    fn weeks(weeks: i64) -> SimTime {
        SimTime::from_seconds(weeks * WEEK)
    }

    fn end_month(ledger: &mut Ledger<'_>, now: SimTime) {
        use crate::care::record::{Nobody, Observer};
        ledger.month_ended(now, ledger.months(), Nobody::default().view());
    }

    /// £700 a week under one, £500 from one, £600 from five.
    const BY_AGE: ByAge<Pence> = [
        Pence(70_000),
        Pence(50_000),
        Pence(60_000),
        Pence(60_000),
        Pence(60_000),
    ];

    /// By hand, in months of four weeks: a child with agency carers from week 1 to week 11 whose
    /// first birthday is at the beginning of week 6. Month one: 3 weeks at £700. Month two: 2 at
    /// £700 and 2 at £500. Month three: 3 at £500.
    #[test]
    fn a_birthday_is_booked_in_the_months_that_have_ended_since() {
        let prices = PriceList::default();
        let mut ledger = Ledger::new(&prices);
        let paid = ByTheWeek {
            line: Line::Agency,
            prices: &BY_AGE,
            born: weeks(6) - SimSpan::YEAR,
            since: weeks(1),
        };
        ledger.begin_by_age(weeks(1), paid);
        end_month(&mut ledger, weeks(4));
        end_month(&mut ledger, weeks(8));
        ledger.end_by_age(weeks(11), paid);
        end_month(&mut ledger, weeks(12));
        end_month(&mut ledger, weeks(16));
        ledger.close();
        let months = [210_000, 240_000, 150_000, 0].map(|p| Amount::pence(Pence(p)));
        for (month, by_hand) in months.into_iter().enumerate() {
            assert_eq!(ledger.line(Line::Agency, month..month + 1), by_hand);
        }
    }

    /// By hand, in months of four weeks: with agency carers from week 1 to week 18, the first birthday at the
    /// beginning of week 6. Month one: 3 weeks at £700. Two: 2 at £700, 2 at £500. Three and four: 4 at £500.
    /// Five: 2 at £500. So it is if the run ends then, in the middle of month five.
    #[test]
    fn whole_months_after_a_birthday_are_booked_in_between() {
        let prices = PriceList::default();
        let mut ledger = Ledger::new(&prices);
        let paid = ByTheWeek {
            line: Line::Agency,
            prices: &BY_AGE,
            born: weeks(6) - SimSpan::YEAR,
            since: weeks(1),
        };
        ledger.begin_by_age(weeks(1), paid);
        for month in 1..=4 {
            end_month(&mut ledger, weeks(4 * month));
        }
        ledger.end_by_age(weeks(18), paid);
        end_month(&mut ledger, weeks(20));
        ledger.close();
        let months = [210_000, 240_000, 200_000, 200_000, 100_000].map(|p| Amount::pence(Pence(p)));
        for (month, by_hand) in months.into_iter().enumerate() {
            assert_eq!(ledger.line(Line::Agency, month..month + 1), by_hand);
        }
    }

    /// The birthday of the price is the first instant at which it is paid; one on which the
    /// placement begins or ends changes nothing.
    #[test]
    fn a_birthday_at_either_end_is_none_in_between() {
        let paid = |birthday: SimTime| ByTheWeek {
            line: Line::Agency,
            prices: &BY_AGE,
            born: birthday - SimSpan::YEAR,
            since: weeks(1),
        };
        assert_eq!(paid(weeks(1)).at_first(), Pence(50_000));
        assert_eq!(paid(weeks(1)).changes(weeks(9)).count(), 0);
        assert_eq!(paid(weeks(9)).changes(weeks(9)).count(), 0);
        let (birthday, change) = paid(weeks(2)).changes(weeks(9)).next().expect("one");
        assert_eq!((birthday, change), (weeks(2), -20_000));
    }

    /// By hand: eight years from nine months on, at £700 a week for 3 months, £500 for four years,
    /// £600 for the other three years and nine months: two birthdays in one stretch.
    #[test]
    fn several_birthdays_add_up() {
        let prices = PriceList::default();
        let mut ledger = Ledger::new(&prices);
        let quarter = SimSpan::from_years(0.25);
        let paid = ByTheWeek {
            line: Line::Kinship,
            prices: &BY_AGE,
            born: SimTime::START - SimSpan::YEAR + quarter,
            since: SimTime::START,
        };
        let end = SimTime::START + SimSpan::from_years(8.0);
        ledger.begin_by_age(SimTime::START, paid);
        ledger.end_by_age(end, paid);
        end_month(&mut ledger, end);
        let part =
            |pence, years| Amount::part(Pence(pence), SimSpan::from_years(years), SimSpan::WEEK);
        let by_hand = part(70_000, 0.25) + part(50_000, 4.0) + part(60_000, 3.75);
        ledger.close();
        assert_eq!(ledger.line(Line::Kinship, 0..1), by_hand);
    }
}
