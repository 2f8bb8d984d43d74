//! Twelve constants that no table gives, alike for every council: what each was with an earlier version of
//! the model, where most had been set by hand to England's rows, and what tuning to these makes of it
//! (`tune`).

/// One constant.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    /// Its place in a scenario, or in words where it has none of its own.
    pub key: &'static str,
    /// What it was before tuning, with an earlier version of the model.
    pub before: f64,
    /// The factor of a step of tuning.
    pub step: f64,
    /// What tuning found, which is what baselines are drawn up with.
    pub tuned: f64,
}

/// Values of all, in the order of [`FREE`].
pub type Values = [f64; FREE.len()];

const fn free(key: &'static str, before: f64, step: f64, tuned: f64) -> Free {
    Free {
        key,
        before,
        step,
        tuned,
    }
}

/// Chance that adoption is the plan at four to six, before a council's factors.
pub const PLANS_AT_4_TO_6: usize = 1;
/// Adopters approved for each adoption: four children in five come from the pool, one household in four
/// takes two or more, and of those who wait nearly half give up in a year.
pub const APPROVALS: usize = 2;

/// All of them.
pub const FREE: [Free; 12] = [
    free("long proceedings, mean days", 268.0, 1.07, 268.0),
    free("plans for adoption at 4 to 6", 0.36, 1.25, 0.36 / 1.25),
    free("adopters approved an adoption", 0.9, 1.05, 0.9 / 1.05),
    free("adoption.scale", 1.05, 1.05, 1.0),
    free("adoption.acceptance", 0.4, 1.25, 0.4),
    free("adoption.early_factor", 0.6, 1.15, 0.6),
    free("adoption.family_finding_days", 195.0, 1.1, 195.0),
    free("court.emergency", 0.85, 1.1, 0.85),
    free("home.after_order_factor", 0.15, 1.3, 0.15),
    free("home.emergency_factor", 1.2, 1.15, 1.2),
    free("stability.agency", 0.55, 1.15, 0.55),
    free("stability.in_house", 0.5, 1.15, 0.5),
];

/// The values that baselines are drawn up with.
pub fn tuned() -> Values {
    FREE.map(|constant| constant.tuned)
}
