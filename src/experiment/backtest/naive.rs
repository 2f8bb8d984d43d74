//! The forecasts that any simulation has to beat.
//!
//! *No change*: everything stays as it was in the last year known. *Linear trend*: it goes on as in
//! the last two years (one, where only one is known; without an earlier year, no change). *Stocks
//! and flows*, the first-order Markov chain of existing tools: each age band keeps the chance of
//! leaving it had in the last year, as many start as did, a quarter of those aged 1 to 4 (and so
//! on) move up a band each year; placements and routes keep their shares.
//!
//! Each is a single number, whose continuous ranked probability score is its absolute error. So
//! that an ensemble is not praised merely for having a width, each is also *dressed*: given the
//! errors that the same rule made one year before the origin over all councils, times the square
//! root of the horizon. Where these cannot be known yet (one year of full tables), the errors of no
//! change serve, and for what has no earlier year at all there is no dressed forecast.

use super::series::{
    AGES, CEASED, Council, Known, PLACEMENTS, ROUTES, SERIES, STARTED, STOCK, Values,
};

/// How many rules there are.
pub const RULES: usize = 3;
/// Their names, in order.
pub const NAMES: [&str; RULES] = ["no_change", "linear_trend", "stocks_and_flows"];

/// The forecasts of one council made in `origin` for `horizon` years later; none without
/// full tables of the origin.
pub fn forecasts(council: &Council, origin: u16, horizon: u16) -> Option<[Values; RULES]> {
    let known = council.year(origin)?.known.as_ref()?;
    let trend: Values = std::array::from_fn(|series| trend(council, series, origin, horizon));
    Some([known.values, trend, stocks_and_flows(known, horizon)])
}

fn trend(council: &Council, series: usize, origin: u16, horizon: u16) -> f64 {
    let last = council.known(series, origin).unwrap_or(0.0);
    let back = |years: u16| {
        let then = council.known(series, origin.checked_sub(years)?)?;
        Some((last - then) / f64::from(years))
    };
    let a_year = back(2).or_else(|| back(1)).unwrap_or(0.0);
    (last + f64::from(horizon) * a_year).max(0.0)
}

/// Share of a band that moves up into the next in a year.
const GROW_UP: [f64; 5] = [1.0, 0.25, 0.2, 1.0 / 6.0, 0.0];

/// At risk of leaving in a year are those there at its beginning and those who start: by the
/// tables, those there at its end and those who ceased.
fn stocks_and_flows(known: &Known, horizon: u16) -> Values {
    let now = &known.values;
    let mut stock: [f64; 5] = std::array::from_fn(|age| now[AGES + age]);
    let leaving: [f64; 5] = std::array::from_fn(|age| {
        known.ceased_by_age[age] / (stock[age] + known.ceased_by_age[age]).max(1.0)
    });
    let started = known.observed.own.started.map(f64::from);
    let mut ceased = 0.0;
    for _ in 0..horizon {
        let older: [f64; 5] = std::array::from_fn(|age| {
            let from_below = if age > 0 {
                stock[age - 1] * GROW_UP[age - 1]
            } else {
                0.0
            };
            stock[age] * (1.0 - GROW_UP[age]) + from_below
        });
        ceased = 0.0;
        for age in 0..5 {
            let at_risk = older[age] + started[age];
            ceased += leaving[age] * at_risk;
            stock[age] = (1.0 - leaving[age]) * at_risk;
        }
    }
    let total: f64 = stock.iter().sum();
    let mut values = [0.0; SERIES];
    values[STOCK] = total;
    values[AGES..PLACEMENTS].copy_from_slice(&stock);
    for series in PLACEMENTS..STARTED {
        values[series] = now[series] * total / now[STOCK].max(1.0);
    }
    values[STARTED] = now[STARTED];
    values[CEASED] = ceased;
    for series in ROUTES..SERIES {
        values[series] = now[series] * ceased / now[CEASED].max(1.0);
    }
    values
}

/// What dresses each rule's forecasts of each series made in a year: past errors as shares of the
/// council's stock when they were made.
pub type Errors = [[Vec<f64>; SERIES]; RULES];

/// The errors known in `origin`: those of forecasts made one year before.
pub fn past_errors(councils: &[Council], origin: u16) -> Errors {
    let mut errors: Errors = Default::default();
    for council in councils {
        let before = origin - 1;
        let Some(stock) = council.known(STOCK, before).filter(|s| *s >= 1.0) else {
            continue;
        };
        let made = forecasts(council, before, 1);
        for series in 0..SERIES {
            let Some(truth) = council.published(series, origin) else {
                continue;
            };
            let unchanged = council.known(series, before);
            for rule in 0..RULES {
                let forecast = made.as_ref().map(|f| f[rule][series]).or(unchanged);
                errors[rule][series].extend(forecast.map(|f| (truth - f) / stock));
            }
        }
    }
    errors
}

/// A forecast with its likely errors: an ensemble, none without any past error.
pub fn dressed(forecast: f64, stock: f64, horizon: u16, errors: &[f64]) -> Vec<f64> {
    let spread = f64::from(horizon).sqrt() * stock;
    let member = |error: &f64| (forecast + spread * error).max(0.0);
    errors.iter().map(member).collect()
}
