//! What a baseline's defaults owe to sources that an origin could not know.

/// Defaults of a baseline that rest on sources later than an origin: what, dated when, and
/// whether the score "without" does without it.
pub const LATER: [(&str, &str, bool); 14] = [
    (
        "foster households and places of each council",
        "Ofsted, 31 March 2018",
        true,
    ),
    (
        "pattern of ages by legal status by placement (Coventry)",
        "31 March 2017",
        true,
    ),
    ("legal bases by age of entry", "England 2016-17", true),
    (
        "first entries among starts, by age",
        "England 2016-17",
        true,
    ),
    (
        "rates of return home: differences by age",
        "England 2016-17",
        true,
    ),
    (
        "rates of return home: decline with time in care",
        "England 2016-17",
        false,
    ),
    (
        "relatives and plans for adoption: differences by age",
        "England 2016-17",
        false,
    ),
    (
        "court, adoption and placement timetables; other ends before 18",
        "2012 to 2018",
        false,
    ),
    (
        "shares of foster places filled, vacant, not available (England)",
        "31 March 2017",
        false,
    ),
    (
        "shares of foster households with one to four places where Ofsted gives none (Coventry)",
        "Ofsted, 31 March 2018",
        false,
    ),
    (
        "placement moves and ends of placements (Coventry, England)",
        "2016-17",
        false,
    ),
    (
        "constants tuned to England's rows and to plans given up (docs/validation.md)",
        "2016-17 to 2018-19",
        false,
    ),
    (
        "adopters' acceptance, adopters who wait (England)",
        "31 March 2018",
        false,
    ),
    ("shares of routes through court (England)", "2016-17", false),
];
