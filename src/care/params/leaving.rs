//! The small other ends of care.

use crate::care::child::Basis;
use crate::care::leaving::End;
use crate::des::hazard::PiecewiseRates;
use crate::des::time::SimSpan;

/// Other ends of care: hazards in age under 18, and what the return calls them.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    usual: PiecewiseRates,
    asylum_seeking: PiecewiseRates,
    /// Shares of [`End::UNDER_18`] under 16.
    under_16: [f64; End::UNDER_18.len()],
    /// The same at 16 and 17.
    from_16: [f64; End::UNDER_18.len()],
    /// Shares of [`End::AT_18`].
    pub at_18: [f64; End::AT_18.len()],
}

impl Leaving {
    /// Hazards a year under 16, at 16 and at 17, and what is added at every age for
    /// unaccompanied asylum-seeking children (age assessment, transfer); all for any other reason.
    pub fn new(under_16: f64, at_16: f64, at_17: f64, asylum_extra: f64) -> Self {
        let rates = |extra: f64| {
            PiecewiseRates::new(&[
                (SimSpan::ZERO, under_16 + extra),
                (SimSpan::from_years(16.0), at_16 + extra),
                (SimSpan::from_years(17.0), at_17 + extra),
            ])
        };
        Self {
            usual: rates(0.0),
            asylum_seeking: rates(asylum_extra),
            under_16: [0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
            from_16: [0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
            at_18: [0.0, 0.0, 1.0],
        }
    }

    /// The same hazards with these shares of [`End::UNDER_18`], under 16 and from then on, and of
    /// [`End::AT_18`].
    #[must_use]
    pub fn called(
        mut self,
        [under_16, from_16]: [[f64; End::UNDER_18.len()]; 2],
        at_18: [f64; End::AT_18.len()],
    ) -> Self {
        self.under_16 = under_16;
        self.from_16 = from_16;
        self.at_18 = at_18;
        self
    }

    /// What they are at an age.
    pub fn shares_at(&self, age: SimSpan) -> &[f64] {
        match age < SimSpan::from_years(16.0) {
            true => &self.under_16,
            false => &self.from_16,
        }
    }

    /// The same hazards, all `factor` times as high.
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            usual: self.usual.scaled(factor),
            asylum_seeking: self.asylum_seeking.scaled(factor),
            ..self.clone()
        }
    }

    /// The hazards of a child with this legal basis, in time since birth.
    pub fn rates(&self, basis: Basis) -> &PiecewiseRates {
        match basis {
            Basis::AsylumSeeking => &self.asylum_seeking,
            _ => &self.usual,
        }
    }
}
