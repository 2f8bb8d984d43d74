//! Which columns of the published tables are read together: groups that add up to a total, and the
//! figures of a baseline that are sums of them.

/// Columns that add up to a total.
pub(super) struct Group {
    pub what: &'static str,
    pub columns: &'static [&'static str],
    pub total: &'static str,
}

pub(super) const AGES: [&str; 5] = ["CLA_U1", "CLA_1to4", "CLA_5to9", "CLA_10to15", "CLA_16over"];
pub(super) const STARTED: [&str; 5] = [
    "SCLA_U1",
    "SCLA_1to4",
    "SCLA_5to9",
    "SCLA_10to15",
    "SCLA_16over",
];

pub(super) const GROUPS: [Group; 7] = [
    Group {
        what: "ages",
        columns: &AGES,
        total: "CLA_Mar",
    },
    Group {
        what: "legal status",
        columns: &[
            "CLA_S20",
            "CLA_ICO",
            "CLA_FCO",
            "CLA_PlaceO",
            "CLA_FrAd",
            "CLA_CPG",
            "CLA_YJLS",
        ],
        total: "CLA_Mar",
    },
    Group {
        what: "placements",
        columns: &[
            "CLA_Fost",
            "CLA_Adopt",
            "CLA_Parent",
            "CLA_Ocom",
            "CLA_Secure",
            "CLA_Ores",
            "CLA_RSch",
            "CLA_OthPl",
        ],
        total: "CLA_Mar",
    },
    Group {
        what: PROVIDERS,
        columns: &[
            "CLA_OwnP",
            "CLA_OthLA",
            "CLA_OthPP",
            "CLA_Priv",
            "CLA_Vol",
            "CLA_Par",
            "CLA_Nrep",
        ],
        total: "CLA_Mar",
    },
    Group {
        what: "ages of those who started",
        columns: &STARTED,
        total: "CLA_started",
    },
    Group {
        what: "legal bases",
        columns: &[
            "SCLA_S20",
            "SCLA_ICO",
            "SCLA_FCO",
            "SCLA_PlaceO",
            "SCLA_UPP",
            "SCLA_SEPO",
            "SCLA_UCAO",
            "SCLA_ONCT",
            "SCLA_PACE",
            "SCLA_SORR",
        ],
        total: "CLA_started",
    },
    Group {
        what: "reasons for ceasing",
        columns: &[
            "CEA_Adop1",
            "CEA_Adop2",
            "CEA_ParPlan",
            "CEA_ParNPlan",
            "CEA_NoPar",
            "CEA_CAO",
            "CEA_SGO1",
            "CEA_SGO2",
            "CEA_Died",
            "CEA_Taken",
            "CEA_IndLiv1",
            "CEA_IndLiv2",
            "CEA_Residential",
            "CEA_Custody",
            "CEA_RemEnd",
            "CEA_AgeAssmt",
            "CEA_Abroad",
            "CEA_Other",
        ],
        total: "CLA_cease",
    },
];

/// Nothing is drawn up from the ages of those who ceased, but they say how many that were at least.
pub(super) const CEASED_BY_AGE: Group = Group {
    what: "ages of those who ceased",
    columns: &[
        "CEA_U1",
        "CEA_1to4",
        "CEA_5to9",
        "CEA_10to15",
        "CEA_16",
        "CEA_17",
        "CEA_18over",
    ],
    total: "CLA_cease",
};

/// Of the providers only the council itself matters: other cells that are hidden are not told.
pub(super) const PROVIDERS: &str = "providers";
pub(super) const OWN_PROVISION: &str = "CLA_OwnP";
pub(super) const ASYLUM_SEEKING: &str = "CLA_UASC";
pub(super) const ABSENT_PARENTS: &str = "SCLA_AbsPar";
pub(super) const SECTION_20: &str = "CLA_S20";

/// Of those looked after: section 20 and the few under others' powers; interim care order; care order;
/// placement order, freed for adoption with them.
pub(super) const LEGAL: [&[&str]; 4] = [
    &[SECTION_20, "CLA_CPG", "CLA_YJLS"],
    &["CLA_ICO"],
    &["CLA_FCO"],
    &["CLA_PlaceO", "CLA_FrAd"],
];
/// Fostered; placed for adoption; with parents; living independently; in homes of any kind, with those in
/// semi-independent accommodation.
pub(super) const PLACEMENT: [&[&str]; 5] = [
    &["CLA_Fost"],
    &["CLA_Adopt"],
    &["CLA_Parent"],
    &["CLA_Ocom"],
    &["CLA_Secure", "CLA_Ores", "CLA_RSch", "CLA_OthPl"],
];
/// Of those who started: section 20; an order; police or emergency protection and whatever else is not one.
pub(super) const BASES: [&[&str]; 3] = [
    &["SCLA_S20"],
    &["SCLA_ICO", "SCLA_FCO", "SCLA_PlaceO"],
    &[
        "SCLA_UPP",
        "SCLA_SEPO",
        "SCLA_UCAO",
        "SCLA_ONCT",
        "SCLA_PACE",
        "SCLA_SORR",
    ],
];
pub(super) const HOME: &[&str] = &["CEA_ParPlan", "CEA_ParNPlan", "CEA_NoPar"];
pub(super) const GUARDIANS: &[&str] = &["CEA_SGO1", "CEA_SGO2"];
pub(super) const ARRANGEMENTS: &[&str] = &["CEA_CAO"];
pub(super) const ADOPTED: &[&str] = &["CEA_Adop1", "CEA_Adop2"];
pub(super) const OTHERWISE: &[&str] = &[
    "CEA_Died",
    "CEA_Taken",
    "CEA_IndLiv1",
    "CEA_IndLiv2",
    "CEA_Residential",
    "CEA_Custody",
    "CEA_RemEnd",
    "CEA_AgeAssmt",
    "CEA_Abroad",
    "CEA_Other",
];
/// Of those who ceased.
pub(super) const CEASED: [&[&str]; 5] = [HOME, GUARDIANS, ARRANGEMENTS, ADOPTED, OTHERWISE];
/// Whose range is told where some are hidden.
pub(super) const TOGETHER: [(&str, &[&str]); 4] = [
    ("home", HOME),
    ("special guardianship", GUARDIANS),
    ("adopted", ADOPTED),
    ("otherwise", OTHERWISE),
];
