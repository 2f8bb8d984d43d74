//! The workload: a care system small enough that every simulation tool can express it.
//!
//! Unit: years. Ten years from an empty start, at a scale s. Children come into care as a Poisson
//! process; a search takes an exponential time; then the child asks for one of the foster places,
//! first come, first served. In a place five things compete: going home, a special guardianship
//! order, a move to another place, an adoption plan (whose hazard halves with every year in care)
//! and the eighteenth birthday, which also ends a search or a wait. A move gives the place back and
//! asks again at the back of the queue. A plan keeps the place and joins the queue for adopters, who
//! come as a Poisson process and wait if nobody does; a plan that is revoked is a placement begun
//! again. Memoryless clocks are drawn again on each placement.

/// Length of the run.
pub const YEARS: f64 = 10.0;
/// Children who come into care a year, at scale 1.
pub const ENTRIES: f64 = 250.0;
/// Adopters who come forward a year, at scale 1.
pub const ADOPTERS: f64 = 60.0;
/// Foster places, at scale 1.
pub const PLACES: u32 = 500;
/// The oldest age at entry; ages are uniform below it.
pub const OLDEST: f64 = 17.0;
/// The birthday that ends every episode.
pub const OF_AGE: f64 = 18.0;
/// Probability that a child's needs are complex.
pub const COMPLEX: f64 = 0.2;
/// Searches that end, a year of searching, by whether needs are complex.
pub const SEARCH: [f64; 2] = [12.0, 4.0];
/// Returns home, a year in a place.
pub const HOME: f64 = 0.22;
/// Special guardianship orders, a year in a place.
pub const GUARDIANSHIP: f64 = 0.10;
/// Moves, a year in a place, by whether needs are complex.
pub const MOVE: [f64; 2] = [0.7, 1.4];
/// Adoption plans, a year in a place, at entry; halves with every year since.
pub const PLAN: f64 = 0.6;
/// Plans revoked, a year of waiting.
pub const REVOKE: f64 = 0.5;

/// How children leave: the order of [`Figures::left`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// Home.
    Home,
    /// To a special guardian.
    Guardianship,
    /// Adopted.
    Adoption,
    /// Eighteen.
    OfAge,
}

/// What one replication shows.
#[derive(Clone, Copy, Default, Debug)]
pub struct Figures {
    /// Arrivals, matches found, places granted, moves, exits by each route, plans made and revoked,
    /// adopters' arrivals.
    pub events: u64,
    /// Children who left, by [`Route`].
    pub left: [u64; 4],
    /// Years in care of those who left, added up.
    pub years_in_care: f64,
    /// Children who wait for a place, on average over time.
    pub place_queue: f64,
    /// Children who wait for an adopter, on average over time.
    pub adopter_queue: f64,
    /// The most children in care at one time.
    pub most_in_care: u64,
}

impl Figures {
    /// Every figure that a right implementation agrees on, in the order of [`EXPECTED`].
    pub fn all(&self) -> [f64; 7] {
        let leavers: u64 = self.left.iter().sum();
        let share = |route: Route| self.left[route as usize] as f64 / leavers as f64;
        [
            self.years_in_care / leavers as f64,
            share(Route::Home),
            share(Route::Guardianship),
            share(Route::Adoption),
            share(Route::OfAge),
            self.place_queue,
            self.adopter_queue,
        ]
    }

    /// Counts a child who leaves after `years` in care.
    pub fn leave(&mut self, route: Route, years: f64) {
        self.events += 1;
        self.left[route as usize] += 1;
        self.years_in_care += years;
    }
}

/// A figure at scale 1: its name, its mean over 20,000 replications, half a unit of the last digit
/// to which that mean is known, and the standard deviation of one replication.
pub const EXPECTED: [(&str, f64, f64, f64); 7] = [
    ("time in care of leavers, years", 1.672, 0.0005, 0.061),
    ("left by going home", 0.408, 0.0005, 0.011),
    ("left to a special guardian", 0.185, 0.0005, 0.009),
    ("left by adoption", 0.323, 0.0005, 0.012),
    ("left at eighteen", 0.083, 0.0005, 0.008),
    ("queue for places", 26.6, 0.05, 13.9),
    ("queue for adopters", 44.2, 0.05, 5.1),
];

/// Standard errors between the mean of `replications` and what is expected, beyond the rounding of
/// the latter.
pub fn z(figure: usize, mean: f64, replications: u64) -> f64 {
    let (_, expected, rounding, deviation) = EXPECTED[figure];
    let error = deviation * (1.0 / replications as f64 + 1.0 / 20_000.0).sqrt();
    let off = mean - expected;
    off.signum() * (off.abs() - rounding).max(0.0) / error
}
