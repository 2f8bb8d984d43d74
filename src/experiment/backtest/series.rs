//! What is forecast and scored: the numbers a council publishes every year.
//!
//! Truth is what was published: a cell that is hidden, or a sum with a hidden part, is not scored.
//! What a forecast starts from may have hidden cells resolved, as for any baseline.

use crate::data::dfe::{Row, Tables};
use crate::data::fill::fill;
use crate::data::{Count, Error};
use crate::experiment::calibrate::Observed;

/// How many series there are.
pub const SERIES: usize = 17;

/// One number for each series; none where it is not published.
pub type Values = [f64; SERIES];

/// Places of the series in [`Values`] and [`LABELS`].
pub const STOCK: usize = 0;
/// Ages at 31 March: five series.
pub const AGES: usize = 1;
/// Placements at 31 March: four series.
pub const PLACEMENTS: usize = 6;
/// Children who started in the year, each counted once.
pub const STARTED: usize = 10;
/// Children who ceased in the year, each counted once.
pub const CEASED: usize = 11;
/// The latter by route: five series.
pub const ROUTES: usize = 12;

/// Names of the series as files have them.
pub const LABELS: [&str; SERIES] = [
    "looked_after",
    "age_under_1",
    "age_1_to_4",
    "age_5_to_9",
    "age_10_to_15",
    "age_16_and_over",
    "fostered",
    "placed_for_adoption",
    "with_parents",
    "homes_and_independent",
    "started",
    "ceased",
    "ceased_home",
    "ceased_special_guardianship",
    "ceased_child_arrangements",
    "ceased_adopted",
    "ceased_otherwise",
];

/// Names of the series as pages have them.
pub const TITLES: [&str; SERIES] = [
    "looked after, 31 March",
    "under 1",
    "1 to 4",
    "5 to 9",
    "10 to 15",
    "16 and over",
    "fostered",
    "placed for adoption",
    "with parents",
    "homes, living independently",
    "started in the year",
    "ceased in the year",
    "home",
    "special guardianship",
    "child arrangements",
    "adopted",
    "otherwise (18 included)",
];

/// The years of one council.
#[derive(Clone, Debug)]
pub struct Council {
    /// Name as in the first year there is.
    pub name: String,
    /// Code.
    pub code: String,
    /// First year of `years`.
    pub first: u16,
    /// A year each, without gaps.
    pub years: Vec<Year>,
}

/// What is known of a council in one year.
#[derive(Clone, Debug, Default)]
pub struct Year {
    /// As published.
    pub published: [Option<f64>; SERIES],
    /// Hidden cells resolved: what forecasts start from. None if there is no full table.
    pub known: Option<Known>,
    /// Why there is none.
    pub why_not: String,
}

/// A year's figures with hidden cells resolved.
#[derive(Clone, Debug)]
pub struct Known {
    /// What a baseline is drawn up from.
    pub observed: Observed,
    /// The series.
    pub values: Values,
    /// Children who ceased by age, for the forecast by stocks and flows.
    pub ceased_by_age: [f64; 5],
}

impl Council {
    /// Follows a council through all `years`, whatever of it is there.
    pub fn follow(
        tables: &Tables,
        fostering: Option<&crate::data::ofsted::Fostering>,
        code: &str,
        name: &str,
        years: std::ops::RangeInclusive<u16>,
    ) -> Self {
        let first = *years.start();
        let of = |year: u16| {
            // Codes change when boundaries do; a council with the same name, and about as many children as
            // before, is taken for the same.
            let row = tables
                .authority(code, year)
                .or_else(|_| tables.authority(name, year));
            let not_there = |why_not: String| Year {
                published: totals(tables, code, year),
                known: None,
                why_not,
            };
            match row {
                Ok(row) if row.code != code && !is_as_large(tables, code, row, year) => {
                    not_there(format!(
                        "its code of {year} and its number of children are others: it has split or merged"
                    ))
                }
                Ok(row) => Year::of(tables, fostering, row, year),
                Err(_) => not_there(format!("it is not in the tables of {year}")),
            }
        };
        Self {
            name: name.to_owned(),
            code: code.to_owned(),
            first,
            years: years.clone().map(of).collect(),
        }
    }

    /// A year's figures; none outside the years there are.
    pub fn year(&self, year: u16) -> Option<&Year> {
        let place = year.checked_sub(self.first)?;
        self.years.get(usize::from(place))
    }

    /// A published number.
    pub fn published(&self, series: usize, year: u16) -> Option<f64> {
        self.year(year)?.published[series]
    }

    /// A number to start from: resolved, else published.
    pub fn known(&self, series: usize, year: u16) -> Option<f64> {
        let year = self.year(year)?;
        let resolved = year.known.as_ref().map(|known| known.values[series]);
        resolved.or(year.published[series])
    }
}

impl Year {
    fn of(
        tables: &Tables,
        fostering: Option<&crate::data::ofsted::Fostering>,
        row: &Row,
        year: u16,
    ) -> Self {
        let mut published = published(row);
        for (series, total) in totals(tables, &row.code, year).into_iter().enumerate() {
            published[series] = published[series].or(total);
        }
        match known(tables, fostering, row, year) {
            Ok(known) => Self {
                published,
                known: Some(known),
                why_not: String::new(),
            },
            Err(why) => Self {
                published,
                known: None,
                why_not: match why {
                    Error::TooLittle { what, why, .. } => format!("{what}: {why}"),
                    other => other.to_string(),
                },
            },
        }
    }
}

/// The three totals that later tables also give for earlier years.
fn totals(tables: &Tables, code: &str, year: u16) -> [Option<f64>; SERIES] {
    let mut values = [None; SERIES];
    for (series, column) in [
        (STOCK, "CLA_Mar"),
        (STARTED, "CLA_started"),
        (CEASED, "CLA_cease"),
    ] {
        values[series] = tables.total(column, code, year).known().map(f64::from);
    }
    values
}

/// Whether a row that has another code has within a quarter as many children as this code had when it was
/// last used, up to four years before.
fn is_as_large(tables: &Tables, code: &str, row: &Row, year: u16) -> bool {
    let earlier = (1..=4).filter_map(|ago| tables.total("CLA_Mar", code, year - ago).known());
    match (row.count("CLA_Mar").known(), earlier.map(f64::from).next()) {
        (Some(now), Some(before)) => (0.75..1.0 / 0.75).contains(&(f64::from(now) / before)),
        _ => true,
    }
}

/// What a row says, without guessing.
fn published(row: &Row) -> [Option<f64>; SERIES] {
    let sum = |columns: &[&str]| -> Option<f64> {
        let missing = |column: &&str| row.count(column) == Count::Missing;
        if columns.iter().all(missing) {
            return None;
        }
        let cells = columns.iter().map(|column| match row.count(column) {
            Count::Known(count) => Some(f64::from(count)),
            // Not a column of that year: counted elsewhere.
            Count::Missing => Some(0.0),
            Count::Suppressed => None,
        });
        cells.sum()
    };
    let all = |column: &str| row.count(column).known().map(f64::from);
    let less = |total: Option<f64>, parts: &[Option<f64>]| {
        let parts: Option<f64> = parts.iter().copied().sum();
        Some(total? - parts?).filter(|rest| *rest >= 0.0)
    };
    let stock = all("CLA_Mar");
    let placed = [
        all("CLA_Fost"),
        all("CLA_Adopt"),
        all("CLA_Parent").or(all("CLA_Par")),
    ];
    let ceased = all("CLA_cease");
    let routes = [
        sum(&["CEA_ParPlan", "CEA_ParNPlan", "CEA_NoPar"]),
        sum(&["CEA_SGO1", "CEA_SGO2"]),
        all("CEA_CAO"),
        sum(&["CEA_Adop1", "CEA_Adop2"]),
    ];
    [
        stock,
        all("CLA_U1"),
        all("CLA_1to4"),
        all("CLA_5to9"),
        all("CLA_10to15"),
        all("CLA_16over"),
        placed[0],
        placed[1],
        placed[2],
        less(stock, &placed),
        all("CLA_started"),
        ceased,
        routes[0],
        routes[1],
        routes[2],
        routes[3],
        less(ceased, &routes),
    ]
}

/// The same with hidden cells resolved.
fn known(
    tables: &Tables,
    fostering: Option<&crate::data::ofsted::Fostering>,
    row: &Row,
    year: u16,
) -> Result<Known, Error> {
    let observed = Observed::of(tables, fostering, &row.code, year)?;
    // A baseline may rest on a guess that it is loud about; a score may not.
    if let Some(total) = observed.hidden_totals.first() {
        return Err(Error::TooLittle {
            name: observed.name.clone(),
            year,
            what: total.what,
            why: format!("{} is hidden", total.column),
        });
    }
    let own = &observed.own;
    let [fostered, adoptive, parents, alone, homes] = own.placement.map(f64::from);
    let mut values = [0.0; SERIES];
    values[STOCK] = f64::from(own.looked_after());
    values[AGES..PLACEMENTS].copy_from_slice(&own.ages.map(f64::from));
    values[PLACEMENTS..STARTED].copy_from_slice(&[fostered, adoptive, parents, alone + homes]);
    values[STARTED] = f64::from(own.all_started());
    values[CEASED] = own.ceased.iter().map(|&n| f64::from(n)).sum();
    values[ROUTES..].copy_from_slice(&own.ceased.map(f64::from));
    let england = tables.england(year).unwrap_or(row);
    Ok(Known {
        ceased_by_age: ceased_by_age(row, england, values[CEASED]),
        observed,
        values,
    })
}

/// Ceased by age; in 2015 one column held all from 16 on.
fn ceased_by_age(row: &Row, england: &Row, ceased: f64) -> [f64; 5] {
    let columns = [
        "CEA_U1",
        "CEA_1to4",
        "CEA_5to9",
        "CEA_10to15",
        "CEA_16",
        "CEA_17",
        "CEA_18over",
    ];
    let cells = columns.map(|column| row.count(column));
    let share = |column: &str| england.count(column).known().map_or(1.0, f64::from);
    let shares = columns.map(share);
    let filled = fill(&cells, Count::Known(ceased as u32), &shares);
    let filled = filled.unwrap_or_else(|| vec![0; columns.len()]);
    let at = |place: usize| f64::from(filled[place]);
    [at(0), at(1), at(2), at(3), at(4) + at(5) + at(6)]
}
