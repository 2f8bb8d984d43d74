//! What values a key takes, and whether it must be there.

/// What values a key takes. Bounds are inclusive.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number.
    Number {
        /// Least.
        min: f64,
        /// Most.
        max: f64,
    },
    /// A whole number.
    Whole {
        /// Least.
        min: f64,
        /// Most.
        max: f64,
    },
    /// A number, or `inf` for never.
    NumberOrNever {
        /// Least.
        min: f64,
        /// Most, `inf` apart.
        max: f64,
    },
    /// A whole number, or `inf` for any number.
    WholeOrNever {
        /// Least.
        min: f64,
        /// Most, `inf` apart.
        max: f64,
    },
    /// Pounds, in whole pence, not negative.
    Money,
    /// The same once for all, or a list with one for each.
    MoneyBy(Columns),
    /// The name of a price list.
    PriceList,
    /// A list of numbers.
    List {
        /// What each number is for.
        columns: Columns,
        /// Least.
        min: f64,
        /// Most.
        max: f64,
        /// Whether the numbers are counts.
        whole: bool,
    },
    /// A list of lists of numbers.
    Matrix {
        /// What each number of a row is for.
        columns: Columns,
        /// Least.
        min: f64,
        /// Most.
        max: f64,
    },
    /// A length of time: a number of days, or a distribution of days.
    Duration {
        /// Least number of days that always holds.
        least: f64,
    },
    /// A list of lengths of time.
    Durations {
        /// What each is for.
        columns: Columns,
    },
    /// A calendar date, without quotes.
    Date,
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A list of some words, each at most once.
    Words(&'static [&'static str]),
    /// Shares of households by the ages they take.
    Ages,
    /// Cells of the opening stock.
    StockRows,
    /// A file name or a list of file names.
    FileNames,
    /// A list of texts.
    Texts,
    /// What is to be reached.
    Targets,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must, in the scenario as a whole (an overlay has it from its baseline).
    Required,
    /// If it is not there, this holds.
    Default(&'static str),
    /// It may be there; when it must is said here.
    Optional(&'static str),
}

/// What the numbers of a list are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// The five age bands of the published tables.
    AgeBands,
    /// The six ages at entry of adoption figures.
    AdoptionAges,
    /// One to four.
    Sizes,
    /// The ethnic groups of the published tables.
    EthnicGroups,
    /// The legal statuses of children in care.
    LegalStatuses,
    /// Shortest and longest.
    Range,
    /// The months of the year.
    Months,
    /// What the return calls other ends of care before eighteen.
    EndsUnder18,
    /// What it calls turning eighteen, where nobody stays with their carers.
    EndsAt18,
    /// The tiers of the placement search in which some placements are near and some are not.
    Tiers,
    /// Beginnings of stretches of time, from zero upwards.
    Steps,
    /// One for each beginning in the key beside it.
    Stretches,
    /// Financial years that the run covers whole, from the first on.
    FinancialYears,
}

impl Columns {
    /// What each number is for; empty if there may be any number of them.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::AgeBands => &["under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"],
            Self::AdoptionAges => &["0", "1", "2", "3", "4 to 6", "7 to 9"],
            Self::Sizes => &["one", "two", "three", "four"],
            Self::EthnicGroups => &["White", "Mixed", "Asian", "Black", "Other"],
            Self::LegalStatuses => &[
                "section 20",
                "interim care order",
                "care order",
                "placement order",
            ],
            Self::Range => &["shortest", "longest"],
            Self::EndsUnder18 => &[
                "independent living",
                "custody",
                "adult care",
                "another council",
                "death",
                "any other reason",
            ],
            Self::EndsAt18 => &["independent living", "adult care", "any other reason"],
            Self::Months => &[
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Self::Tiers => &["in_house", "agency", "childrens_home"],
            Self::Steps | Self::Stretches | Self::FinancialYears => &[],
        }
    }

    /// What the list goes by, in words.
    pub fn described(self) -> &'static str {
        match self {
            Self::AgeBands => {
                "one for each age band: under 1, 1 to 4, 5 to 9, 10 to 15, 16 and over"
            }
            Self::AdoptionAges => "one for each age at entry: 0, 1, 2, 3, 4 to 6, 7 to 9",
            Self::Sizes => "one each for one, two, three and four",
            Self::EthnicGroups => "one for each ethnic group: White, Mixed, Asian, Black, Other",
            Self::LegalStatuses => {
                "one for each legal status: section 20, interim care order, care order, placement order"
            }
            Self::Range => "the shortest and the longest",
            Self::Months => "one for each month, January first",
            Self::EndsUnder18 => {
                "one each for independent living, custody, adult care, another council, death, any other reason"
            }
            Self::EndsAt18 => "one each for independent living, adult care, any other reason",
            Self::Tiers => "one each for in-house carers, agencies and homes",
            Self::Steps => "starting at 0, each greater than the one before",
            Self::Stretches => "one for each start",
            Self::FinancialYears => "one for each financial year",
        }
    }
}
