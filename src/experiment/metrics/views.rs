//! How metrics are looked at: by which groups, for which periods.

use super::{Crossings, Grouping, Periods, View};

pub const MONTHLY: &[View] = &[(Grouping::All, Periods::Months)];
pub const AUTHORITY_MARCHES: View = (Grouping::Authority, Periods::Marches);
pub const AUTHORITY_YEARS: View = (Grouping::Authority, Periods::Years);
pub const MARCHES: &[View] = &[(Grouping::All, Periods::Marches)];
pub const YEARLY: &[View] = &[(Grouping::All, Periods::Years)];
pub const HORIZON: &[View] = &[(Grouping::All, Periods::Horizon)];
pub const STOCK: &[View] = &[
    (Grouping::All, Periods::Months),
    (Grouping::Age, Periods::Marches),
    (Grouping::Placement, Periods::Marches),
    (Grouping::Legal, Periods::Marches),
    (Grouping::Needs, Periods::Marches),
    (Grouping::Plan, Periods::Marches),
    AUTHORITY_MARCHES,
];
pub const BY_PLAN: &[View] = &[
    (Grouping::All, Periods::Marches),
    (Grouping::Plan, Periods::Marches),
];
pub const BY_STAGE: &[View] = &[
    (Grouping::All, Periods::Marches),
    (Grouping::Stage, Periods::Marches),
];
pub const HORIZON_BY_STAGE: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::Stage, Periods::Horizon),
];
pub const HORIZON_BY_ROUTE: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::Route, Periods::Horizon),
];
pub const BY_AGE: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Age, Periods::Years),
    AUTHORITY_YEARS,
];
pub const BY_ROUTE: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Route, Periods::Years),
    AUTHORITY_YEARS,
];
pub const BY_TIER: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Tier, Periods::Years),
    AUTHORITY_YEARS,
];
pub const YEARLY_BY_AUTHORITY: &[View] = &[(Grouping::All, Periods::Years), AUTHORITY_YEARS];
pub const BY_LINE: &[View] = &[(Grouping::CostLine, Periods::Years)];
pub const RUN_OFF: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::CostLine, Periods::Horizon),
];
pub const WAITING: &[View] = &[
    (Grouping::All, Periods::Months),
    (Grouping::Needs, Periods::Marches),
    (Grouping::SiblingGroup, Periods::Marches),
    AUTHORITY_MARCHES,
];
pub const WAITS: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::Age, Periods::Horizon),
    (Grouping::Needs, Periods::Horizon),
    (Grouping::SiblingGroup, Periods::Horizon),
    (Grouping::EthnicGroup, Periods::Horizon),
];
pub const BY_PROVIDER: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Provider, Periods::Horizon),
];
pub const ADOPTED: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Age, Periods::Horizon),
    AUTHORITY_YEARS,
];
pub const FAMILY_WAITS: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::Placement, Periods::Horizon),
    (Grouping::Age, Periods::Horizon),
    (Grouping::Needs, Periods::Horizon),
    (Grouping::EthnicGroup, Periods::Horizon),
    (Grouping::SiblingGroup, Periods::Horizon),
];
pub const CHILD_WAITS: &[View] = &[
    (Grouping::All, Periods::Horizon),
    (Grouping::Age, Periods::Horizon),
    (Grouping::Needs, Periods::Horizon),
    (Grouping::EthnicGroup, Periods::Horizon),
    (Grouping::SiblingGroup, Periods::Horizon),
];
pub const MATCH_WAITS: &[View] = &[
    (Grouping::Age, Periods::Horizon),
    (Grouping::Needs, Periods::Horizon),
    (Grouping::SiblingGroup, Periods::Horizon),
    (Grouping::EthnicGroup, Periods::Horizon),
];
pub const BY_AWAITED: &[View] = &[(Grouping::Awaited, Periods::Marches)];
pub const BY_PLACEMENT: &[View] = &[(Grouping::Placement, Periods::Years)];
pub const UNIT_COST: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Placement, Periods::Years),
];
pub const STOCK_ON_REQUEST: &[View] = &[
    (Grouping::SiblingGroup, Periods::Marches),
    (Grouping::EthnicGroup, Periods::Marches),
];
pub const OF_ENTRANTS: &[View] = &[
    (Grouping::Age, Periods::Horizon),
    (Grouping::Needs, Periods::Horizon),
    (Grouping::EthnicGroup, Periods::Horizon),
    (Grouping::SiblingGroup, Periods::Horizon),
];
pub const OF_CHILDREN: &[View] = &[
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const BY_CHILD: &[View] = &[
    (Grouping::All, Periods::Years),
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const OF_CHILDREN_IN_MARCH: &[View] = &[
    (Grouping::Age, Periods::Marches),
    (Grouping::Needs, Periods::Marches),
    (Grouping::EthnicGroup, Periods::Marches),
    (Grouping::SiblingGroup, Periods::Marches),
];
pub const OF_WHOM: &[View] = &[
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const IN_PLACEMENTS: &[View] = &[
    (Grouping::Placement, Periods::Years),
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const TO_BE_ADOPTED: &[View] = &[
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
];
pub const BREAKDOWNS: &[View] = &[
    (Grouping::Route, Periods::Years),
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const EXITS_ON_REQUEST: &[View] = &[
    (Grouping::End, Periods::Years),
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const LEAVERS: &[View] = &[
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::Route, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const UNMET: &[View] = &[
    (Grouping::Age, Periods::Years),
    (Grouping::Placement, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const UNMET_SHARE: &[View] = &[
    (Grouping::Age, Periods::Years),
    (Grouping::Needs, Periods::Years),
    (Grouping::EthnicGroup, Periods::Years),
    (Grouping::SiblingGroup, Periods::Years),
];
pub const AREA_ON_REQUEST: &[View] = &[
    (Grouping::Age, Periods::Marches),
    (Grouping::Placement, Periods::Marches),
    (Grouping::Needs, Periods::Marches),
    (Grouping::EthnicGroup, Periods::Marches),
    (Grouping::SiblingGroup, Periods::Marches),
];
pub const CASH: &[View] = &[(Grouping::All, Periods::MonthsAndYears), AUTHORITY_YEARS];

// What can be told apart by two groups at once.
const OF_A_CHILD: &[Grouping] = &[
    Grouping::Age,
    Grouping::Placement,
    Grouping::Legal,
    Grouping::Needs,
    Grouping::SiblingGroup,
    Grouping::EthnicGroup,
    Grouping::Plan,
];
const AT_THE_MATCH: &[Grouping] = &[
    Grouping::Age,
    Grouping::Needs,
    Grouping::SiblingGroup,
    Grouping::EthnicGroup,
];
const AT_THE_EXIT: &[Grouping] = &[
    Grouping::Age,
    Grouping::Needs,
    Grouping::Route,
    Grouping::EthnicGroup,
    Grouping::SiblingGroup,
    Grouping::End,
];
const WHILE_WAITING: &[Grouping] = &[
    Grouping::Awaited,
    Grouping::Age,
    Grouping::Needs,
    Grouping::EthnicGroup,
    Grouping::SiblingGroup,
];
pub const AWAITED_CROSSED: Crossings = (WHILE_WAITING, Periods::Marches);
pub const NOT_CROSSED: Crossings = (&[], Periods::Horizon);
pub const STOCK_CROSSED: Crossings = (OF_A_CHILD, Periods::Marches);
pub const EXITS_CROSSED: Crossings = (AT_THE_EXIT, Periods::Years);
pub const SEEKING_CROSSED: Crossings = (AT_THE_MATCH, Periods::Marches);
pub const WAITS_CROSSED: Crossings = (AT_THE_MATCH, Periods::Horizon);
