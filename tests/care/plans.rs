//! Plans, drift, the steps before court and after it, relatives at once, carers who become guardians,
//! and teams whose time is scarce: against worked examples and formulas.

use std::collections::BTreeMap;

use crate::support::*;
use permanence::care;
use permanence::care::child::{AgeBand, LegalStatus, Placement, PlacementKind, Route};
use permanence::care::drift::fits;
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Model, Team};
use permanence::care::plan::Plan;
use permanence::care::record::Event;
use permanence::care::team::Stage;
use permanence::des::stream::RunKey;
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::tally;
use permanence::finance::ledger::Ledger;
use permanence::finance::prices::{Dated, PriceList};
use permanence::stats::Tally;

fn key(replication: u64) -> RunKey {
    RunKey::new(20_251, replication)
}

/// What happens to a child, in days since it came into care.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    Plan(Plan),
    Drifts,
    DriftsNoLonger,
    Settled,
    Lives(PlacementKind),
    Legal(LegalStatus),
    Left(Route),
    Supervised,
    SupervisionEnds,
}

pub(crate) type Story = Vec<(f64, Fact)>;

/// The stories of all children who came into care before `until` days into the run.
pub(crate) fn stories(model: &Model, key: RunKey, until: f64) -> Vec<Story> {
    let mut all: BTreeMap<u64, (SimTime, Story)> = BTreeMap::new();
    watch(model, key, |now, event| {
        let (child, fact) = match event {
            Event::PeriodBegan(c) => {
                all.insert(c.root.bits(), (now, Vec::new()));
                return;
            }
            Event::PlanMade(c, _) => (c, Fact::Plan(c.plan.expect("a plan was made"))),
            Event::DriftBegan(c) => (c, Fact::Drifts),
            Event::DriftEnded(c) => (c, Fact::DriftsNoLonger),
            Event::Settled(c) => (c, Fact::Settled),
            Event::PlacementBegan(c) => (c, Fact::Lives(c.placement.kind)),
            Event::LegalStatus(c, _) => (c, Fact::Legal(c.legal)),
            Event::PeriodEnded(c, route) => (c, Fact::Left(route)),
            Event::SupervisionBegan(c) => (c, Fact::Supervised),
            Event::SupervisionEnded(c) => (c, Fact::SupervisionEnds),
            _ => return,
        };
        if let Some((began, story)) = all.get_mut(&child.root.bits()) {
            story.push(((now - *began).days(), fact));
        }
    });
    let early = all.into_values().filter(|(began, _)| began.days() < until);
    let stories: Vec<Story> = early.map(|(_, story)| story).collect();
    assert!(stories.len() > 30, "{} stories", stories.len());
    stories
}

pub(crate) fn when(story: &Story, fact: &Fact) -> Option<f64> {
    story.iter().find(|(_, f)| f == fact).map(|(at, _)| *at)
}

/// Children of one to four come alone; assessments of 60 (home), 30 (relatives) and 45 days (adoption).
pub(crate) fn assessed(months: usize) -> Model {
    let mut model = quiet(months);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 60.0;
        p.planning.home_assessment = days(60.0);
        p.relatives.assessment = days(30.0);
        p.planning.adoption_assessment = days(45.0);
    });
    model
}

/// The twin-track example, for the date of the plan: in sequence a plan for adoption is made at
/// 60 + 30 + 45 = 135 days, for relatives at 90; in parallel both at 60, when the slowest assessment before
/// them is complete; home at 60 either way.
#[test]
fn the_plan_is_made_when_the_first_feasible_route_has_been_assessed() {
    for (parallel, home, relatives, plan, day) in [
        (0.0, 0.0, 0.0, Plan::Adoption, 135.0),
        (1.0, 0.0, 0.0, Plan::Adoption, 60.0),
        (0.0, 0.0, 1.0, Plan::Relatives, 90.0),
        (1.0, 0.0, 1.0, Plan::Relatives, 60.0),
        (0.0, 1.0, 1.0, Plan::Home, 60.0),
    ] {
        let mut model = assessed(24);
        always(&mut model, |p| {
            basis(p, 1);
            p.planning.parallel = parallel;
            p.home.at_hearing = [home; 5];
            p.relatives.suitable = [relatives; 5];
            p.adoption.plan = [1.0; 6];
        });
        for story in stories(&model, key(1), 500.0) {
            let plans: Vec<_> = story
                .iter()
                .filter(|(_, f)| matches!(f, Fact::Plan(_)))
                .collect();
            assert_eq!(plans[0], &(day, Fact::Plan(plan)), "{story:?}");
            assert_eq!(plans.len(), 1, "the court approves the plan");
        }
    }
}

/// By hand: under section 20 the plan is home from day 60 and the child drifts from day 122; at 200 the
/// council decides to go to court, where adoption will be the plan (all is assessed by then);
/// application 228, hearing 410, with adopters (matched early) 440: no drift, settled; adopted 540.
#[test]
fn a_child_drifts_until_it_lives_where_the_plan_says() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        home(p, rate(1e-9));
        p.court.section_20 = [1.0; 5];
        p.court.drift = days(200.0);
        p.adoption.plan = [1.0; 6];
        p.adoption.early_match = [1.0; 6];
    });
    let expected = vec![
        (0.0, Fact::Lives(PlacementKind::Agency)),
        (60.0, Fact::Plan(Plan::Home)),
        (122.0, Fact::Drifts),
        (200.0, Fact::Plan(Plan::Adoption)),
        (228.0, Fact::Legal(LegalStatus::InterimCareOrder)),
        (410.0, Fact::Legal(LegalStatus::PlacementOrder)),
        (440.0, Fact::Lives(PlacementKind::Adoptive)),
        (440.0, Fact::DriftsNoLonger),
        (440.0, Fact::Settled),
        (540.0, Fact::Left(Route::Adopted)),
    ];
    for story in stories(&model, key(2), 500.0) {
        assert_eq!(story, expected);
    }
}

/// Placed under temporary approval, children live with relatives from the first day. The assessment is
/// complete on day 90: a share fails, and those children move; the others never do, and leave by an order.
#[test]
fn temporary_approval_places_with_relatives_from_day_one_and_can_fail() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        basis(p, 1);
        p.planning.parallel = 0.0;
        p.relatives.suitable = [1.0; 5];
        p.relatives.emergency_placement = 1.0;
        p.relatives.emergency_fails = 0.4;
        p.entries.groups_a_year[1] = 200.0;
    });
    let all = stories(&model, key(3), 700.0);
    let mut failed = 0.0;
    for story in &all {
        assert_eq!(story[0], (0.0, Fact::Lives(PlacementKind::Kinship)));
        let moved = when(story, &Fact::Lives(PlacementKind::Agency));
        match moved {
            Some(day) => {
                failed += 1.0;
                assert_eq!(day, 90.0);
                assert_eq!(when(story, &Fact::Plan(Plan::Relatives)), None);
                assert_eq!(
                    when(story, &Fact::Plan(Plan::LongTermFostering)),
                    Some(90.0)
                );
                assert_eq!(
                    when(story, &Fact::Legal(LegalStatus::CareOrder)),
                    Some(182.0)
                );
            }
            None => {
                assert_eq!(when(story, &Fact::Plan(Plan::Relatives)), Some(90.0));
                let left = when(story, &Fact::Left(Route::SpecialGuardianship));
                assert_eq!(left, Some(182.0));
            }
        }
    }
    share_is("not approved", failed, all.iter().map(|_| 0.4));
}

/// A share of the cases with suitable relatives lives with them at once.
#[test]
fn the_share_of_temporary_approvals_is_that_of_the_scenario() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        p.relatives.suitable = [0.5; 5];
        p.relatives.emergency_placement = 0.3;
    });
    let all = stories(&model, key(4), 720.0);
    let at_once = all
        .iter()
        .filter(|s| s[0].1 == Fact::Lives(PlacementKind::Kinship));
    share_is("at once", at_once.count() as f64, all.iter().map(|_| 0.15));
}

/// Carers take an order by a hazard from two years on: of children who have lived with them for
/// longer the share 1 − exp(−λT) has left by T, nobody before, and each place closes behind them.
#[test]
fn foster_carers_become_guardians_after_two_years_and_their_place_closes() {
    for (lived, exposed) in [(1000.0, 900.0), (0.0, 900.0 - 730.5)] {
        let mut model = quiet(30);
        let (kind, legal) = (PlacementKind::InHouse, LegalStatus::CareOrder);
        model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 400, days(lived))];
        model.stock.foster_households = [400, 0, 0, 0];
        always(&mut model, |p| p.relatives.foster_carer_guardianship = 0.3);
        let (mut left, mut gone) = (0.0, 0.0);
        watch(&model, key(5), |now, event| match event {
            Event::PeriodEnded(_, route) => {
                assert_eq!(route, Route::SpecialGuardianship);
                assert!(lived + now.days() >= 730.5);
                left += 1.0;
            }
            Event::HouseholdLeft(_) => gone += 1.0,
            _ => {}
        });
        assert_eq!(left, gone, "a household's only place closes with it");
        let chance = -libm::expm1(-0.3 * exposed / 365.25);
        share_is("guardians", left, (0..400).map(|_| chance));
    }
}

/// Drift 100, meeting 14, pre-proceedings 84, advice 28: the application comes at 226; a share agrees
/// at 198 and goes home.
#[test]
fn pre_proceedings_take_their_time_and_divert_their_share() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        p.court.section_20 = [1.0; 5];
        p.court.legal_planning_meeting = days(14.0);
        p.court.pre_proceedings = days(84.0);
        p.court.pre_proceedings_diverts = 0.35;
    });
    let all = stories(&model, key(6), 700.0);
    let mut home = 0.0;
    for story in &all {
        match when(story, &Fact::Left(Route::Home)) {
            Some(day) => {
                home += 1.0;
                assert_eq!(day, 198.0);
                assert_eq!(when(story, &Fact::Plan(Plan::Home)), Some(100.0));
            }
            None => {
                let issued = when(story, &Fact::Legal(LegalStatus::InterimCareOrder));
                assert_eq!(issued, Some(226.0));
            }
        }
    }
    share_is("diverted", home, all.iter().map(|_| 0.35));
}

/// Where nobody exercises parental responsibility there is no return home, however likely it would be:
/// the decision comes at 300, the meeting at 310, the application at 338, for new and existing children.
#[test]
fn children_without_anybody_responsible_wait_for_a_legal_planning_meeting() {
    let mut model = assessed(36);
    let (kind, legal) = (PlacementKind::Agency, LegalStatus::Section20);
    model.stock.children = vec![row(AgeBand::From1To4, legal, kind, 40, days(0.0))];
    model.stock.nobody_responsible = 15;
    always(&mut model, |p| {
        home(p, rate(5.0));
        p.home.at_hearing = [1.0; 5];
        p.entries.nobody_responsible = [0.25; 5];
        p.court.nobody_responsible = days(300.0);
        p.court.legal_planning_meeting = days(10.0);
        p.court.pre_proceedings_diverts = 1.0;
    });
    let all = stories(&model, key(7), 500.0);
    let waited = all.iter().filter(|story| {
        let issued = when(story, &Fact::Legal(LegalStatus::InterimCareOrder));
        assert!(issued.is_none_or(|day| day == 338.0));
        let home = when(story, &Fact::Left(Route::Home));
        assert!(issued.is_none() || home.is_none());
        issued.is_some()
    });
    share_is("nobody", waited.count() as f64, all.iter().map(|_| 0.25));
    let mut existing = 0;
    watch(&model, key(7), |now, event| {
        if let Event::LegalStatus(c, LegalStatus::Section20) = event
            && c.existing
        {
            existing += 1;
            assert_eq!(now.days(), 338.0);
        }
    });
    assert_eq!(existing, 15);
}

/// By hand: the meeting that decides is held 300 days after a child came whom nobody is responsible for, from
/// day 100 of the run on after 220. Who came on day e before that waits to day e + 300, or to day 320 if that
/// is earlier; who comes later waits for 220 days.
#[test]
fn meetings_that_are_held_sooner_are_held_for_those_who_wait_already() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 200.0;
        p.entries.nobody_responsible = [1.0; 5];
        p.court.nobody_responsible = days(300.0);
    });
    let model = from(&model, at(100.0), |p| {
        p.court.nobody_responsible = days(220.0)
    });
    let mut cases = [0; 3];
    watch(&model, key(21), |now, event| {
        if let Event::GoesToCourt(family) = event {
            let after = |days| family.entered + SimSpan::from_days(days);
            let (case, due) = match family.entered {
                came if came < at(20.0) => (0, after(300.0)),
                came if came < at(100.0) => (1, at(320.0)),
                _ => (2, after(220.0)),
            };
            assert_eq!(now, due);
            cases[case] += 1;
        }
    });
    assert!(cases.iter().all(|n| *n > 5), "{cases:?}");
}

/// All go home at the hearing on day 182; a share is supervised from that day for 365.
#[test]
fn supervision_orders_begin_at_the_hearing_and_run_their_time() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        basis(p, 1);
        p.home.at_hearing = [1.0; 5];
        p.court.supervision_order = 0.6;
    });
    let all = stories(&model, key(8), 500.0);
    let supervised = all.iter().filter(|story| {
        let began = when(story, &Fact::Supervised);
        assert!(began.is_none_or(|day| day == 182.0));
        let ends = when(story, &Fact::SupervisionEnds);
        assert_eq!(ends, began.map(|day| day + 365.0));
        began.is_some()
    });
    share_is(
        "supervised",
        supervised.count() as f64,
        all.iter().map(|_| 0.6),
    );
}

/// All go home at the hearing on day 182, three in ten under a care order: these live with their parents and stay in
/// care, the others leave it.
#[test]
fn a_share_of_those_who_go_home_at_the_hearing_do_so_under_a_care_order() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 200.0;
        basis(p, 1);
        p.home.at_hearing = [1.0; 5];
        p.home.under_care_order = 0.3;
        p.home.discharge = days(1_000.0);
    });
    let all = stories(&model, key(33), 500.0);
    let mut under_order = 0.0;
    for story in &all {
        let lives = when(story, &Fact::Lives(PlacementKind::WithParents));
        let left = when(story, &Fact::Left(Route::Home));
        assert_eq!(lives.or(left), Some(182.0), "{story:?}");
        assert!(lives.is_none() || left.is_none(), "{story:?}");
        let order = when(story, &Fact::Legal(LegalStatus::CareOrder));
        assert_eq!(order, lives, "{story:?}");
        under_order += f64::from(lives.is_some());
    }
    share_is("under a care order", under_order, all.iter().map(|_| 0.3));
}

/// Young people of 15 go to special guardians at the hearing, under supervision for 365 days: what their guardians
/// are paid goes on until they are 18, whenever supervision has ended.
#[test]
fn an_allowance_outlasts_the_supervision_order() {
    let mut model = assessed(60);
    always(&mut model, |p| {
        p.entries.groups_a_year = [0.0, 0.0, 0.0, 60.0, 0.0];
        p.entries.mean_age[3] = 15.0;
        basis(p, 1);
        p.relatives.suitable = [1.0; 5];
        p.relatives.supervision_order = 1.0;
    });
    let (mut paid, mut supervised) = (BTreeMap::new(), BTreeMap::new());
    let mut outlasted = 0;
    watch(&model, key(31), |now, event| match event {
        Event::AllowanceBegan(c, Route::SpecialGuardianship) => {
            assert!(paid.insert(c.root.bits(), now).is_none());
        }
        Event::SupervisionEnded(c) => drop(supervised.insert(c.root.bits(), now)),
        Event::AllowanceEnded(c, _) => {
            assert_eq!(c.clocks.eighteen_at, now);
            let began = paid.remove(&c.root.bits()).expect("it began");
            let ended = supervised.get(&c.root.bits()).expect("no later than it");
            let year = began + SimSpan::from_days(365.0);
            assert_eq!(*ended, year.min(now));
            outlasted += usize::from(*ended < now);
        }
        _ => {}
    });
    assert!(outlasted > 30, "{outlasted}");
}

/// Relatives have been assessed 30 days after the children came, and are paid for when the plan is made, on day 60:
/// what is told of the day on which the children came is that day.
#[test]
fn work_for_a_family_is_told_with_the_day_on_which_its_children_came() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        basis(p, 0);
        p.planning.parallel = 1.0;
        p.relatives.suitable = [1.0; 5];
    });
    let (mut came, mut assessed) = (Vec::new(), Vec::new());
    watch(&model, key(32), |now, event| match event {
        Event::PeriodBegan(_) => came.push(now),
        Event::RelativesAssessed(first) => {
            assert_eq!(now - first, SimSpan::from_days(60.0));
            assessed.push(first);
        }
        _ => {}
    });
    assert!(assessed.len() > 60 && assessed.iter().all(|day| came.contains(day)));
}

/// By hand: remands of 40 days. Until then no plan is made; then seven in ten leave, and for the others
/// the council begins as for anybody under section 20: 60 days later what is feasible has been assessed.
/// Half are placed in secure accommodation and live there to the last day, and no longer.
#[test]
fn a_remand_ends_on_its_day_and_the_child_leaves_or_stays_under_section_20() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        p.entries.groups_a_year = [0.0, 0.0, 0.0, 60.0, 0.0];
        p.entries.group_size = [0.0, 1.0, 0.0, 0.0];
        basis(p, 4);
        home(p, rate(1e-9));
        p.relatives.suitable = [1.0; 5];
        p.relatives.emergency_placement = 1.0;
        p.relatives.takes_order = 0.0;
        p.court.remand = days(40.0);
        p.court.stays_after_remand = 0.3;
        p.search.secure_on_remand = 0.5;
        p.stability.rates[PlacementKind::Secure as usize] = 50.0;
    });
    let all = stories(&model, key(13), 500.0);
    let (mut stay, mut secure, mut both) = (0.0, 0.0, 0.0);
    for story in &all {
        let detained = story[0] == (0.0, Fact::Lives(PlacementKind::Secure));
        let left = when(story, &Fact::Left(Route::Other));
        assert!(left.is_none_or(|day| day == 40.0), "{story:?}");
        let stays = left.is_none();
        let plans = story.iter().filter(|(_, f)| matches!(f, Fact::Plan(_)));
        let homes = story.iter().filter(|(_, f)| matches!(f, Fact::Lives(_)));
        let homes: Vec<f64> = homes.map(|(day, _)| *day).collect();
        match stays {
            true => assert_eq!(plans.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap().0, 100.0),
            false => assert_eq!(plans.count(), 0),
        }
        assert_eq!(homes.get(1) == Some(&40.0), stays && detained, "{story:?}");
        stay += f64::from(stays);
        secure += f64::from(detained);
        both += f64::from(stays && detained);
    }
    share_is("stay after remand", stay, all.iter().map(|_| 0.3));
    share_is("secure accommodation", secure, all.iter().map(|_| 0.5));
    share_is("both", both, all.iter().map(|_| 0.15));
}

/// Every child has complex needs: a third of the searches from ten on lead to secure accommodation, none
/// below; stays end by a hazard r, so that 1 − exp(−60 r) have ended after 60 days; no placement has broken
/// down by that.
#[test]
fn secure_accommodation_for_welfare_is_searched_for_again_when_an_order_ends() {
    const RATE: f64 = 4.0;
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year = [0.0, 0.0, 30.0, 60.0, 0.0];
        p.entries.complex_needs = [1.0; 5];
        p.search.secure_for_welfare = 1.0 / 3.0;
        p.stability.rates[PlacementKind::Secure as usize] = RATE;
        p.stability.complex_factor = 9.0;
    });
    let (mut searches, mut open, mut stays) = ([0.0; 2], BTreeMap::new(), Vec::new());
    watch(&model, key(14), |now, event| match event {
        Event::Searched { child, found, .. } => {
            let old = child.age(now).years() >= 10.0;
            assert!(old || found != PlacementKind::Secure);
            searches[0] += f64::from(old);
            searches[1] += f64::from(found == PlacementKind::Secure);
        }
        Event::PlacementBegan(c) if c.placement.kind == PlacementKind::Secure => {
            open.insert(c.root.bits(), now);
        }
        Event::PlacementEnded(c) => {
            if let Some(began) = open.remove(&c.root.bits()) {
                stays.push((began, now));
            }
        }
        Event::Disrupted(_) => panic!("nothing has broken down"),
        _ => {}
    });
    stays.extend(open.into_values().map(|began| (began, at(1e6))));
    let followed = stays.iter().filter(|(began, _)| began.days() < 660.0);
    let ended = followed.clone().filter(|(a, b)| (*b - *a).days() < 60.0);
    let chance = -libm::expm1(-RATE * 60.0 / 365.25);
    share_is("ended", ended.count() as f64, followed.map(|_| chance));
    let thirds = (0..searches[0] as u32).map(|_| 1.0 / 3.0);
    share_is("secure", searches[1], thirds);
}

fn team(model: &mut Model, stage: Stage, servers: u32, days_per_case: permanence::dist::Dist) {
    always(model, |p| {
        p.teams[stage as usize] = Some(Team {
            servers,
            days_per_case: days_per_case.clone(),
        });
    });
}

/// One solicitor (or chair of meetings, or social worker in pre-proceedings) with ten days for a case. Three cases decided on days 0, 4 and 30 are ready on
/// days 10, 20 (it waited 6 days) and 40: each is taken up when it comes or when the one before is done. The steps before take no time; legal
/// advice after them takes 28 days.
#[test]
fn cases_queue_for_one_worker_first_in_first_out() {
    let ready = |decided: &[f64]| {
        let mut free = 0.0f64;
        let case = |at: &f64| {
            free = free.max(*at) + 10.0;
            free
        };
        decided.iter().map(case).collect::<Vec<_>>()
    };
    assert_eq!(ready(&[0.0, 4.0, 30.0]), [10.0, 20.0, 40.0]);
    for (team_of, then) in [
        (Stage::LegalAdvice, 0.0),
        (Stage::PreProceedings, 28.0),
        (Stage::LegalPlanning, 28.0),
    ] {
        let (decided, issued) = to_court_by_team(team_of);
        for (expected, found) in ready(&decided).iter().zip(&issued) {
            let expected = expected + then;
            assert!((expected - found).abs() < 1e-3, "{expected} {found}");
        }
    }
}

/// Days of decisions and of applications, where one worker has ten days for each case at this stage.
fn to_court_by_team(team_of: Stage) -> (Vec<f64>, Vec<f64>) {
    let mut model = assessed(36);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 30.0;
        p.court.section_20 = [1.0; 5];
    });
    team(&mut model, team_of, 1, days(10.0));
    let (mut decided, mut issued, mut queued) = (Vec::new(), Vec::new(), 0);
    watch(&model, key(9), |now, event| match event {
        Event::PeriodBegan(_) => decided.push(now.days() + 100.0),
        Event::LegalStatus(c, LegalStatus::Section20) => {
            assert_eq!(c.legal, LegalStatus::InterimCareOrder);
            issued.push(now.days());
        }
        Event::TeamBegan { stage, waited } => {
            assert_eq!(stage, team_of);
            queued += usize::from(waited > SimSpan::ZERO);
        }
        _ => {}
    });
    assert!(
        issued.len() > 50 && queued > 10,
        "{} {queued}",
        issued.len()
    );
    (decided, issued)
}

/// By hand: a team, with workers enough, has so many days for each assessment of relatives. Relatives who
/// foster first take the children in when it has done, on day 20. Where there is no court they take an order
/// 200 days after the children came, or when a slower team has done, on day 300.
#[test]
fn relatives_act_when_the_team_has_assessed_them() {
    let order = Fact::Left(Route::SpecialGuardianship);
    for (on, fosters_first, work, fact, day) in [
        (1, 1.0, 20.0, Fact::Lives(PlacementKind::Kinship), 20.0),
        (0, 0.0, 20.0, order.clone(), 200.0),
        (0, 0.0, 300.0, order, 300.0),
    ] {
        let mut model = quiet(30);
        always(&mut model, |p| {
            basis(p, on);
            p.entries.groups_a_year[1] = 60.0;
            p.relatives.suitable = [1.0; 5];
            p.relatives.fosters_first = fosters_first;
        });
        team(&mut model, Stage::RelativesAssessment, 1_000, days(work));
        for story in stories(&model, key(22), 500.0) {
            assert_eq!(when(&story, &fact), Some(day), "{story:?}");
        }
    }
}

/// In sequence the parents are assessed first: a team with twenty days for a case is asked when the children
/// come, and the plan is home on day 20.
#[test]
fn in_sequence_a_team_assesses_the_parents_first() {
    let mut model = assessed(12);
    always(&mut model, |p| {
        basis(p, 1);
        p.planning.parallel = 0.0;
        p.home.at_hearing = [1.0; 5];
    });
    team(&mut model, Stage::HomeAssessment, 1_000, days(20.0));
    let all = stories(&model, key(23), 300.0);
    assert!(!all.is_empty());
    for story in all {
        assert_eq!(
            when(&story, &Fact::Plan(Plan::Home)),
            Some(20.0),
            "{story:?}"
        );
    }
}

/// Adoption is assessed where the case may go to court: there for every child that comes, elsewhere for none.
#[test]
fn a_team_assesses_for_adoption_where_the_case_may_go_to_court() {
    for (on, all) in [(1, true), (0, false)] {
        let mut model = assessed(24);
        always(&mut model, |p| basis(p, on));
        team(&mut model, Stage::AdoptionAssessment, 1_000, days(5.0));
        let (mut came, mut queued) = (0, 0);
        watch(&model, key(23), |_, event| match event {
            Event::PeriodBegan(_) => came += 1,
            Event::TeamQueued(stage) => {
                assert_eq!(stage, Stage::AdoptionAssessment);
                queued += 1;
            }
            _ => {}
        });
        assert!(came > 60);
        assert_eq!(queued, if all { came } else { 0 });
    }
}

/// By hand: relatives are assessed by day 30 and the parents by day 60, both in vain, side by side with the
/// assessment for adoption. A team has done that on day 75, and only then can adoption be the plan.
#[test]
fn adoption_is_the_plan_when_the_team_has_assessed_for_it() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        basis(p, 1);
        p.planning.parallel = 1.0;
        p.home.at_hearing = [0.0; 5];
        p.relatives.suitable = [0.0; 5];
        p.adoption.plan = [1.0; 6];
    });
    team(&mut model, Stage::AdoptionAssessment, 1_000, days(75.0));
    let all = stories(&model, key(1), 500.0);
    assert!(!all.is_empty());
    for story in all {
        let adoption = Fact::Plan(Plan::Adoption);
        assert_eq!(when(&story, &adoption), Some(75.0), "{story:?}");
    }
}

/// By hand: ten days in care when the run begins, so the parents' assessment of 60 days, which no team does
/// as it was under way, is complete on day 50.
#[test]
fn what_is_under_way_at_the_start_is_no_teams() {
    let mut model = assessed(6);
    let (kind, legal) = (PlacementKind::Agency, LegalStatus::Section20);
    model.stock.children = vec![row(AgeBand::From1To4, legal, kind, 40, days(10.0))];
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 0.0;
        home(p, rate(1e-9));
    });
    team(&mut model, Stage::HomeAssessment, 1, days(10.0));
    let mut plans = Vec::new();
    watch(&model, key(24), |now, event| match event {
        Event::PlanMade(..) => plans.push(now),
        Event::TeamQueued(_) => panic!("nobody comes for whom it could work"),
        _ => {}
    });
    assert_eq!(plans, [at(50.0); 40]);
}

/// By hand, in sequence: the parents' assessment takes 100 days, the relatives' 50 days after it, and the
/// plan is made then. A change of worker adds 30 days to the assessment that is under way, and nothing to one
/// that is complete, or has not begun: it only begins later.
#[test]
fn a_change_of_worker_prolongs_what_is_under_way_and_nothing_else() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 40.0;
        p.planning.parallel = 0.0;
        p.planning.home_assessment = days(100.0);
        p.relatives.assessment = days(50.0);
        p.planning.worker_changes = 3.0;
        p.planning.handover_days = 30.0;
    });
    let longer = SimSpan::from_days(30.0);
    // When the two assessments of a child end, as far as is known.
    let mut ends: BTreeMap<u64, [SimTime; 2]> = BTreeMap::new();
    let (mut made, mut changes) = (0, [0; 2]);
    watch(&model, key(25), |now, event| match event {
        Event::PeriodBegan(c) => {
            let usual = [100.0, 150.0].map(|days| now + SimSpan::from_days(days));
            ends.insert(c.root.bits(), usual);
        }
        Event::WorkerChanged(c) => {
            let [parents, relatives] = ends.get_mut(&c.root.bits()).expect("it came");
            if now < *parents {
                *parents += longer;
                *relatives += longer;
                changes[0] += 1;
            } else if now < *relatives {
                *relatives += longer;
                changes[1] += 1;
            }
        }
        Event::PlanMade(c, _) => {
            assert_eq!(now, ends[&c.root.bits()][1]);
            made += 1;
        }
        _ => {}
    });
    assert!(
        made > 60 && changes.iter().all(|n| *n > 20),
        "{made} {changes:?}"
    );
}

/// Erlang's delay formula: the chance that all servers are busy.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    blocked / (1.0 - load / f64::from(servers) * (1.0 - blocked))
}

/// Poisson cases, exponential work: the mean wait in equilibrium is C · work / (servers − load).
/// Centred on the formula, the sum over replications has no ratio's bias. (Erlang 1917.)
#[test]
fn the_wait_for_a_team_follows_erlang_c() {
    const WORK: f64 = 10.0;
    for (servers, load) in [(1, 0.6), (3, 2.4)] {
        let mut model = quiet(90);
        always(&mut model, |p| {
            p.entries.groups_a_year[1] = load * 365.25 / WORK;
        });
        team(&mut model, Stage::HomeAssessment, servers, around(WORK));
        let wait = erlang_c(servers, load) * WORK / (f64::from(servers) - load);
        let mut excess = Tally::new();
        for replication in 0..120 {
            let (mut waited, mut cases) = (0.0, 0.0);
            watch(&model, key(100 + replication), |now, event| {
                if let Event::TeamBegan { waited: w, .. } = event
                    && now > at(1300.0)
                {
                    waited += w.days();
                    cases += 1.0;
                }
            });
            excess.push(waited - wait * cases);
        }
        mean_is(&format!("wait at {servers}, {load}"), &excess, 0.0);
    }
}

/// No child goes home before its family has had the service, and all do soon after.
#[test]
fn nobody_goes_home_before_the_family_has_had_its_service() {
    let mut model = assessed(36);
    always(&mut model, |p| home(p, rate(50.0)));
    team(&mut model, Stage::FamilyServices, 6, days(25.0));
    let all = stories(&model, key(10), 700.0);
    let home = all.iter().filter_map(|s| when(s, &Fact::Left(Route::Home)));
    let home: Vec<f64> = home.collect();
    assert!(home.len() > 30);
    assert!(home.iter().all(|&day| day >= 25.0));
    let mut quick = assessed(36);
    always(&mut quick, |p| crate::support::home(p, rate(50.0)));
    let all = stories(&quick, key(10), 700.0);
    assert!(
        all.iter()
            .any(|s| when(s, &Fact::Left(Route::Home)).is_some_and(|day| day < 25.0))
    );
}

/// Twice as many children in care as social workers can keep up with: what begins takes twice as long.
#[test]
fn stages_stretch_with_the_caseload() {
    let mut model = assessed(24);
    let (kind, legal) = (PlacementKind::Agency, LegalStatus::CareOrder);
    model.stock.children = vec![row(AgeBand::From1To4, legal, kind, 199, days(10.0))];
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 12.0;
        p.planning.caseload_target = 100.0;
        home(p, rate(1e-9));
    });
    let (mut in_care, mut due, mut tested) = (199.0, BTreeMap::new(), 0);
    watch(&model, key(11), |now, event| match event {
        Event::PeriodBegan(c) => {
            due.insert(c.root.bits(), now.days() + 60.0 * in_care / 100.0);
            in_care += 1.0;
        }
        Event::PlanMade(c, None) => {
            let due = due[&c.root.bits()];
            assert!((now.days() - due).abs() < 1e-3, "{} {due}", now.days());
            tested += 1;
        }
        _ => {}
    });
    assert!(tested > 0);
}

/// However many wait, one panel matches no more cases than it has slots.
#[test]
fn a_panel_matches_no_more_cases_than_it_has_slots() {
    let mut model = quiet(24);
    let (kind, legal) = (PlacementKind::Agency, LegalStatus::PlacementOrder);
    model.stock.children = vec![row(AgeBand::From1To4, legal, kind, 60, days(300.0))];
    always(&mut model, |p| {
        p.adoption.panel_interval_days = 20.0;
        p.adoption.panel_slots = 2.0;
        p.recruitment[ADOPTERS].approvals = planned(60, 1.0);
        assert_eq!(p.recruitment[ADOPTERS].kind, HouseholdKind::Adoptive);
    });
    let mut panels: BTreeMap<SimTime, usize> = BTreeMap::new();
    watch(&model, key(12), |now, event| {
        if let Event::Matched { .. } = event {
            *panels.entry(now).or_default() += 1;
        }
    });
    assert!(panels.values().all(|&cases| cases <= 2));
    assert_eq!(panels.values().sum::<usize>(), 60);
    assert!(panels.len() >= 30);
}

/// By hand: 60 days for home, then 30 for relatives. In sequence each family's relatives are assessed
/// once, on day 90, if home has been ruled out, and else not at all; in parallel both are known on
/// day 60, and the relatives have been assessed for nothing where the children can go home.
#[test]
fn relatives_are_assessed_once_and_in_sequence_only_if_home_is_ruled_out() {
    for (parallel, home, day) in [
        (0.0, 0.0, Some(90.0)),
        (0.0, 1.0, None),
        (1.0, 0.0, Some(60.0)),
        (1.0, 1.0, Some(60.0)),
    ] {
        let mut model = assessed(24);
        always(&mut model, |p| {
            basis(p, 1);
            p.planning.parallel = parallel;
            p.home.at_hearing = [home; 5];
            p.relatives.suitable = [0.0; 5];
            p.adoption.plan = [1.0; 6];
        });
        let (mut due, mut told) = (Vec::new(), Vec::new());
        watch(&model, key(5), |now, event| match event {
            Event::PeriodBegan(_) => due.extend(day.map(|day| now + SimSpan::from_days(day))),
            Event::RelativesAssessed(_) => told.push(now),
            _ => {}
        });
        due.retain(|due| *due < model.horizon());
        assert!(due.len() > 60 || day.is_none());
        assert_eq!(told, due, "parallel {parallel}, home {home}");
    }
}

/// By hand: in sequence, with home as the plan, relatives who foster take the children in on day 90; their
/// assessment ends on that day, as the move needs it, and is told once.
#[test]
fn relatives_who_take_children_in_have_been_assessed_even_if_the_plan_is_home() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        basis(p, 1);
        p.planning.parallel = 0.0;
        p.home.at_hearing = [1.0; 5];
        p.relatives.suitable = [1.0; 5];
        p.relatives.fosters_first = 1.0;
    });
    let (mut due, mut told, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    watch(&model, key(6), |now, event| match event {
        Event::PeriodBegan(_) => due.push(now + SimSpan::from_days(90.0)),
        Event::RelativesAssessed(_) => told.push(now),
        Event::PlacementBegan(child) if child.placement.kind == PlacementKind::Kinship => {
            moved.push(now);
        }
        _ => {}
    });
    due.retain(|due| *due < model.horizon());
    assert!(due.len() > 60);
    assert_eq!(told, due);
    assert_eq!(moved, due);
}

/// A metric of one replication over the whole run.
fn measured(model: &Model, key: RunKey, wanted: &[(Metric, Group)]) -> Vec<f64> {
    let prices = PriceList {
        approval: vec![Dated::default(); 2],
        ..PriceList::default()
    };
    let layout = Layout::new(jiff::civil::date(2017, 4, 1), model);
    let watchers = (tally::Tally::new(&layout), Ledger::new(&prices));
    let (tally, ledger) = care::run(model, key, watchers);
    let cells = tally.cells(&ledger, &prices);
    let cell = |&(metric, group): &(Metric, Group)| {
        let place = layout.position(metric, group, "horizon");
        cells[place.expect("the metric has a cell for the run")]
    };
    wanted.iter().map(cell).collect()
}

/// By hand, in the world above in which all are with adopters on day 440 and adopted on day 540: nobody
/// has a permanent home after one year, all after two, by adoption; each child drifts from day 122 to
/// day 440 or the end of the run.
#[test]
fn permanent_homes_and_drift_are_counted_as_by_hand() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        home(p, rate(1e-9));
        p.court.section_20 = [1.0; 5];
        p.court.drift = days(200.0);
        p.adoption.plan = [1.0; 6];
        p.adoption.early_match = [1.0; 6];
    });
    let found = measured(
        &model,
        key(2),
        &[
            (Metric::InPermanentHomeAfter1Year, Group::All),
            (Metric::InPermanentHomeAfter2Years, Group::All),
            (
                Metric::InPermanentHomeAfter2Years,
                Group::Route(Route::Adopted),
            ),
            (Metric::PlanByFourMonths, Group::All),
            (Metric::DriftChildDays, Group::All),
        ],
    );
    assert_eq!(found[..4], [0.0, 1.0, 1.0, 1.0]);
    let (mut drift, horizon) = (0.0, model.horizon().days());
    watch(&model, key(2), |now, event| {
        if let Event::PeriodBegan(_) = event {
            drift += (horizon - now.days() - 122.0).clamp(0.0, 318.0);
        }
    });
    assert!((found[4] - drift).abs() < 1e-6, "{} {drift}", found[4]);
}

/// Home at the hearing on day 182 and back in care 400 days later: a permanent home after a year, none
/// after two, because the next hearing is on day 764.
#[test]
fn a_home_that_breaks_down_is_no_permanent_home() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        basis(p, 1);
        p.home.at_hearing = [1.0; 5];
        p.home.reentry = days(400.0);
    });
    let home = Group::Route(Route::Home);
    let found = measured(
        &model,
        key(13),
        &[
            (Metric::InPermanentHomeAfter1Year, Group::All),
            (Metric::InPermanentHomeAfter1Year, home),
            (Metric::InPermanentHomeAfter2Years, Group::All),
            (Metric::InPermanentHomeAfter2Years, home),
        ],
    );
    assert_eq!(found, [1.0, 1.0, 0.0, 0.0]);
}

/// Which placements are what which plan says, all forty-eight pairs of them; a children's home only where it is the
/// plan and no stand-in for a family.
#[test]
fn a_placement_fits_a_plan_as_the_table_has_it() {
    use PlacementKind::*;
    let table: [(Option<Plan>, &[PlacementKind]); 7] = [
        (None, &[]),
        (Some(Plan::Home), &[WithParents]),
        (Some(Plan::Relatives), &[Kinship]),
        (Some(Plan::Adoption), &[Adoptive]),
        (Some(Plan::LongTermFostering), &[Kinship, InHouse, Agency]),
        (Some(Plan::LongTermResidential), &[ChildrensHome]),
        (Some(Plan::Independence), &[SemiIndependent]),
    ];
    for (plan, fitting) in table {
        for kind in PlacementKind::ALL {
            for overflow in [false, true] {
                let placement = Placement {
                    kind,
                    household: None,
                    bed: None,
                    since: SimTime::START,
                    ordinal: 0,
                    overflow,
                    for_want_of_own: None,
                    near: true,
                    suitable: false,
                };
                let stands_in = overflow && kind == ChildrensHome;
                let expected = fitting.contains(&kind) && !stands_in;
                assert_eq!(fits(plan, &placement), expected, "{plan:?} {kind:?}");
            }
        }
    }
}
