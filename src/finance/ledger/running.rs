//! What is paid by the week on one line, and what it comes to in the month under way.
//!
//! A change counts as if it had held for the whole month, less what that is too much. So neither a change
//! nor a month's end needs more than one multiplication, and what runs on unchanged needs none.

use crate::des::time::SimSpan;

use super::Amount;

/// Weekly prices that are running on one line. See the module's text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Running {
    /// Pence a week now.
    weekly: i64,
    /// Pence a week × seconds of the month under way in which they were not paid yet.
    before: i128,
}

impl Running {
    /// So many pence a week more from an instant on that lies this far into the month.
    pub fn change(&mut self, into_month: SimSpan, weekly: i64) {
        self.weekly += weekly;
        self.before += i128::from(weekly) * i128::from(into_month.seconds());
    }

    /// The month is over: what it comes to. The next begins with what is running.
    pub fn end_month(&mut self, month: SimSpan) -> Amount {
        let before = std::mem::take(&mut self.before);
        let times_seconds = i128::from(self.weekly) * i128::from(month.seconds()) - before;
        Amount::pence_a_week(times_seconds)
    }
}
