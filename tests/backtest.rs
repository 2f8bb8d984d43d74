//! Forecasts of a known past: scores against closed forms, rules by hand, and no peeping ahead.
//!
//! Tables of 2017 are those made up under `tests/data`; 2018 is made from them here. The published tables are found as in
//! `tests/calibrate.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use permanence::care::phase::Purpose;
use permanence::data::dfe::Tables;
use permanence::data::ofsted::Services;
use permanence::des::stream::{Root, RunKey};
use permanence::dist::normal;
use permanence::experiment::backtest::naive::{dressed, forecasts};
use permanence::experiment::backtest::score::{Verdict, crps, over_councils};
use permanence::experiment::backtest::series::{
    AGES, CEASED, Council, PLACEMENTS, ROUTES, SERIES, STARTED, STOCK, Year,
};
use permanence::experiment::backtest::wander::{Spread, future};
use permanence::experiment::backtest::{Backtest, Setup, backtest};
use permanence::scenario::Scenario;
use permanence::stats::Tally;

const SEED: u64 = 20_180_331;

/// The n-th standard normal number of a test.
fn gaussian(what: &str, n: u64) -> f64 {
    let key = RunKey::new(SEED, n);
    normal::quantile(key.uniform(Root::named(what, 0), Purpose::Age, 0))
}

fn z(found: &Tally, expected: f64) -> f64 {
    (found.mean() - expected) * (found.count() as f64).sqrt() / found.sd()
}

/// By hand: |3 − 5| = 2. Members 1 and 4, truth 2: mean error 1.5 less half the difference of 3 is 0.
#[test]
fn scores_of_small_ensembles_are_those_by_hand() {
    assert_eq!(crps(&[3.0], 5.0), 2.0);
    assert_eq!(crps(&[1.0, 4.0], 2.0), 0.0);
    // Members 0, 1, 5, truth 1: errors 1, 0, 4; differences 1, 5, 4 with mean 10/3.
    assert!((crps(&[0.0, 1.0, 5.0], 1.0) - (5.0 / 3.0 - 5.0 / 3.0)).abs() < 1e-12);
    assert!(crps(&[], 1.0).is_nan());
}

/// Gneiting and Raftery (2007): CRPS(N(0, 1), y) = y (2 Φ(y) − 1) + 2 φ(y) − 1/√π, and the fair
/// estimator has it as its mean whatever the size of the ensemble.
#[test]
fn the_score_of_normal_ensembles_is_the_closed_form_whatever_their_size() {
    for (size, y) in [(3_u64, 0.0), (3, 1.5), (50, 0.0), (50, -2.0)] {
        let density = libm::exp(-y * y / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        let expected =
            y * (2.0 * normal::cdf(y) - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt();
        let found: Tally = (0..4_000_u64)
            .map(|trial| {
                let mut members: Vec<f64> = (0..size)
                    .map(|m| gaussian("ensemble", trial * size + m))
                    .collect();
                members.sort_by(f64::total_cmp);
                crps(&members, y)
            })
            .collect();
        let z = z(&found, expected);
        println!(
            "CRPS of {size} normal members at {y}: {:.4} for {expected:.4}, z {z:.2}",
            found.mean()
        );
        assert!(z.abs() < 4.0);
    }
}

/// Truth and members from one distribution: central intervals cover as often as they say. With type 7
/// quantiles of 399 members the ends of 50, 80 and 95 % fall between order statistics around
/// (n − 1) p, so they cover (n − 1) / (n + 1) of that.
#[test]
fn intervals_of_honest_ensembles_cover_as_they_say() {
    const SIZE: u64 = 399;
    for (level, says) in [(0, 0.5), (1, 0.8), (2, 0.95)] {
        let expected = says * (SIZE - 1) as f64 / (SIZE + 1) as f64;
        let found: Tally = (0..3_000_u64)
            .map(|trial| {
                let draw = |m: u64| gaussian("coverage", trial * (SIZE + 1) + m);
                let verdict = Verdict::of((0..SIZE).map(draw).collect(), draw(SIZE));
                f64::from(u8::from(verdict.covered(level)))
            })
            .collect();
        let z = z(&found, expected);
        println!("coverage {:.3} for {expected:.3}, z {z:.2}", found.mean());
        assert!(z.abs() < 4.0);
    }
}

/// Two origins of one council are one observation: mean 2, and 4 of the other: 3 ± t · 1.
#[test]
fn origins_of_one_council_count_once() {
    let found = over_councils([("a", 1.0), ("a", 3.0), ("b", 4.0)]);
    assert_eq!((found.mean, found.councils), (3.0, 2));
    let half = 12.706_205 * std::f64::consts::SQRT_2 / std::f64::consts::SQRT_2;
    assert!((found.high - 3.0 - half).abs() < 1e-4);
}

fn made_up() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// A folder with the made-up tables of 2017 and of 2018, in which Northbridge has `stock`.
fn two_years(stock: u32) -> tempfile::TempDir {
    // Whoever comes to the 400 there were is a baby, of whom there were 21.
    let more = format!("Northbridge,{stock},{},", 21 + stock - 400);
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["CLA", "ADM", "CEA"] {
        let name = format!("{kind}2017.csv");
        let text = fs::read_to_string(made_up().join("dfe").join(&name)).expect("it is there");
        fs::write(folder.path().join(&name), &text).expect("written");
        let later = text
            .replace("2017", "2018")
            .replace("Northbridge,400,21,", &more);
        fs::write(folder.path().join(format!("{kind}2018.csv")), later).expect("written");
    }
    folder
}

fn small(folder: &Path) -> Backtest {
    let tables = Tables::read(folder).expect("in order");
    let setup = Setup {
        replications: 20,
        seed: 1,
        patterns: true,
        only: Vec::new(),
        progress: None,
    };
    backtest(&tables, &Services::default(), &setup).expect("two years are there")
}

/// Whatever the later table says, the forecast is the same; and a council whose cells are all
/// hidden is named.
#[test]
fn no_forecast_knows_what_is_to_come() {
    let (one, other) = (two_years(410), two_years(777));
    let (one, other) = (small(one.path()), small(other.path()));
    let mut truths = 0;
    for (a, b) in one.scored.iter().zip(&other.scored) {
        assert_eq!((&a.code, a.series), (&b.code, b.series));
        assert_eq!(a.verdict.quantiles, b.verdict.quantiles);
        assert_eq!(a.naive, b.naive);
        truths += usize::from(a.verdict.truth != b.verdict.truth);
    }
    // The stock, its babies, and those in homes: what other placements leave of it.
    assert_eq!(truths, 3);
    let skipped: Vec<_> = one.skipped.iter().map(|s| s.council.as_str()).collect();
    assert_eq!(skipped, ["Smallholm"]);
}

/// A hidden cell is no truth: Westmarsh's babies (hidden) are not scored, its teenagers are.
#[test]
fn hidden_cells_are_not_scored() {
    let folder = two_years(410);
    let done = small(folder.path());
    let scored = |series: usize| {
        let westmarsh = done
            .scored
            .iter()
            .filter(|s| s.council.starts_with("Westmarsh"));
        westmarsh.filter(|s| s.series == series).count()
    };
    assert_eq!([scored(STOCK), scored(AGES), scored(AGES + 4)], [1, 0, 1]);
}

fn follow(name: &str) -> Council {
    let folder = two_years(410);
    let tables = Tables::read(folder.path()).expect("in order");
    let code = tables
        .authority(name, 2017)
        .expect("it is there")
        .code
        .clone();
    Council::follow(&tables, None, &code, name, 2017..=2018)
}

#[test]
fn naive_rules_are_those_by_hand() {
    let council = follow("Northbridge");
    let [unchanged, trend, flows] = forecasts(&council, 2017, 1).expect("full tables");
    assert_eq!(unchanged[STOCK], 400.0);
    // One year known: the trend is no change. Two: 400 and 410 make 420, two years on 430.
    assert_eq!(trend, unchanged);
    let [_, trend, _] = forecasts(&council, 2018, 2).expect("full tables");
    assert_eq!(trend[STOCK], 430.0);
    // Stocks and flows: whoever is there or starts is there a year later or has ceased.
    let gained = unchanged[STOCK] + unchanged[STARTED];
    assert!((flows[STOCK] + flows[CEASED] - gained).abs() < 1e-9);
    for (parts, whole) in [
        (AGES..PLACEMENTS, STOCK),
        (PLACEMENTS..STARTED, STOCK),
        (ROUTES..SERIES, CEASED),
    ] {
        let sum: f64 = flows[parts].iter().sum();
        assert!(
            (sum - flows[whole]).abs() < 1e-6,
            "{sum} of {}",
            flows[whole]
        );
    }
    // Past errors of −10 and +5 % of a stock of 400, two years ahead: times the root of two.
    let members = dressed(100.0, 400.0, 2, &[-0.10, 0.05]);
    assert!((members[0] - (100.0 - 40.0 * 2f64.sqrt())).abs() < 1e-9);
    assert!((members[1] - (100.0 + 20.0 * 2f64.sqrt())).abs() < 1e-9);
}

/// Councils whose starts follow a local level model: the estimates are what they were made with.
#[test]
fn the_way_entries_wander_is_found_again() {
    const STEP: f64 = 0.13;
    const NOISE: f64 = 0.11;
    let council = |number: u64| {
        let normal = |what: &str, year: u64| gaussian(what, 100 * number + year);
        let mut level = libm::log(1.0e6);
        let year = |year: u64| {
            level += STEP * normal("steps", year);
            let mut published = [None; SERIES];
            let started = libm::exp(level + NOISE * normal("noise", year));
            published[STARTED] = Some(started);
            published[STOCK] = Some(1000.0);
            Year {
                published,
                ..Year::default()
            }
        };
        Council {
            name: number.to_string(),
            code: number.to_string(),
            first: 2010,
            years: (0..6).map(year).collect(),
        }
    };
    let (mut steps, mut noises) = (Tally::new(), Tally::new());
    for batch in 0..40 {
        let councils: Vec<_> = (0..100).map(|c| council(100 * batch + c)).collect();
        let spread = Spread::known(&councils, 2015);
        steps.push(spread.step * spread.step);
        noises.push(spread.once * spread.once);
    }
    let (z_steps, z_noises) = (z(&steps, STEP * STEP), z(&noises, NOISE * NOISE));
    println!(
        "step variance {:.5}, z {z_steps:.2}; noise {:.5}, z {z_noises:.2}",
        steps.mean(),
        noises.mean()
    );
    assert!(z_steps.abs() < 4.0 && z_noises.abs() < 4.0);
}

/// Futures have entries with mean one and the stated spread, and a regime for each year.
#[test]
fn futures_wander_as_stated() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017/baseline.toml");
    let scenario = Scenario::load(&path)
        .expect("valid")
        .with_years(3)
        .expect("long enough");
    let spread = Spread {
        level: 0.08,
        step: 0.12,
        once: 0.05,
        gain: 0.7,
        scale: 1.0,
        ends: 0.3,
        ends_last: 0.5,
        trend: [0.0; 10],
        stock: 0.07,
        growth: 0.0,
        keeps: 0.0,
    };
    let (mut mean, mut square) = (Tally::new(), Tally::new());
    for replication in 0..4_000 {
        let key = RunKey::new(SEED, replication);
        let varied = future(
            &scenario.model,
            &spread,
            [50.0, 25.0, 50.0],
            &[0.0; 10],
            key,
        );
        assert_eq!(varied.regimes.len(), 3);
        let third = varied.opening.entries.yearly_factor[2];
        assert_eq!(varied.regimes[0].params.entries.yearly_factor[2], third);
        mean.push(third);
        square.push(libm::log(third));
    }
    // The level, three steps and the year's own.
    let variance: f64 = 0.08 * 0.08 + 3.0 * 0.12 * 0.12 + 0.05 * 0.05;
    let z_mean = z(&mean, 1.0);
    let z_log = z(&square, -variance / 2.0);
    let error = variance * (2.0 / 4_000.0_f64).sqrt();
    let z_variance = (square.variance() - variance) / error;
    println!("mean z {z_mean:.2}, log z {z_log:.2}, variance z {z_variance:.2}");
    assert!(z_mean.abs() < 4.0 && z_log.abs() < 4.0 && z_variance.abs() < 4.0);
}

fn permanence(dfe: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.args(["backtest", "--reps", "10", "--dfe"]).arg(dfe);
    command.arg("--out").arg(out).args(more);
    command
}

#[test]
fn the_command_writes_the_same_files_on_any_number_of_threads() {
    let folder = two_years(410);
    let out = tempfile::tempdir().expect("a folder");
    let (one, two) = (out.path().join("one"), out.path().join("two"));
    permanence(folder.path(), &one, &["--threads", "1"])
        .assert()
        .code(0);
    permanence(folder.path(), &two, &["--threads", "2"])
        .assert()
        .code(0);
    for file in [
        "scores.csv",
        "forecasts.csv",
        "stock.csv",
        "skipped.csv",
        "page.txt",
    ] {
        let read = |folder: &Path| fs::read_to_string(folder.join(file)).expect("written");
        assert_eq!(read(&one), read(&two), "{file}");
    }
    let scores = fs::read_to_string(one.join("scores.csv")).expect("written");
    assert!(scores.contains("without_later_defaults,looked_after,1,2017,"));
    // Again into its own folder; not into another's.
    permanence(folder.path(), &one, &[]).assert().code(0);
    permanence(folder.path(), folder.path(), &[])
        .assert()
        .code(2);
}

/// A year without its table of those who ceased is not used, least of all as a year in which nobody did, and
/// that is said.
#[test]
fn a_table_that_is_missing_is_no_zero() {
    let folder = two_years(410);
    let out = tempfile::tempdir().expect("a folder");
    for kind in ["CLA", "ADM"] {
        let of = |year: u16| folder.path().join(format!("{kind}{year}.csv"));
        let text = fs::read_to_string(of(2018)).expect("it is there");
        fs::write(of(2019), text.replace("2018", "2019")).expect("written");
    }
    let result = out.path().join("result");
    let done = permanence(folder.path(), &result, &[]).assert().code(0);
    let says = "every council from 2019: the year is not used: no CEA table";
    let page = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(page.contains(says), "{page}");
    let read = |file: &str| fs::read_to_string(result.join(file)).expect("written");
    assert!(!read("scores.csv").contains("with_later_defaults,ceased,2,"));
    let skipped = "every council,2019,the year is not used: no CEA table";
    assert!(read("skipped.csv").contains(skipped));
}

#[test]
fn what_is_wrong_with_the_tables_is_named() {
    let folder = two_years(410);
    let out = tempfile::tempdir().expect("a folder");
    let result = out.path().join("result");
    let cases: [(&Path, &[&str], &str); 4] = [
        (&made_up().join("dfe"), &[], "P0507"),
        (folder.path(), &["--authority", "Nothbridge"], "P0505"),
        (folder.path(), &["--authority", "Smallholm"], "P0508"),
        (Path::new("no such folder"), &[], "P0501"),
    ];
    for (dfe, more, says) in cases {
        let failed = permanence(dfe, &result, more).assert().code(2);
        let message = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(message.contains(says), "{message}");
    }
    assert!(!result.exists());
}

/// A council whose code and number of children change at once has split or merged, whatever its name: what it was
/// is no forecast of what it is. With another code alone it is followed.
#[test]
fn a_council_that_splits_under_its_name_is_not_followed() {
    let of_2018 = |children: &str| {
        let folder = two_years(410);
        for kind in ["CLA", "ADM", "CEA"] {
            let path = folder.path().join(format!("{kind}2018.csv"));
            let text = fs::read_to_string(&path).expect("a table");
            let text = text.replace("E06000091", "E06000099");
            fs::write(&path, text.replace("Northbridge,410,", children)).expect("written");
        }
        let tables = Tables::read(folder.path()).expect("in order");
        Council::follow(&tables, None, "E06000091", "Northbridge", 2017..=2018)
    };
    let followed = of_2018("Northbridge,410,");
    assert_eq!(followed.published(STOCK, 2018), Some(410.0));
    let split = of_2018("Northbridge,205,");
    assert_eq!(split.published(STOCK, 2018), None);
    let why = &split.year(2018).expect("a year").why_not;
    assert!(why.contains("split or merged"), "{why}");
}

/// The published tables, if they are there. Continuous integration must have them.
fn published() -> Option<Tables> {
    let named = std::env::var_os("PERMANENCE_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let found = named
        .into_iter()
        .chain([beside])
        .find(|p| p.join("dfe").is_dir());
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "set PERMANENCE_DATA to the published tables"
        );
        println!("skipped: the published tables are not there (PERMANENCE_DATA)");
    }
    found.map(|data| Tables::read(&data.join("dfe")).expect("as published"))
}

/// Origin 31 March 2016, 149 councils: the stock's mean absolute error is 7.8 % of the stock at the origin one
/// year ahead and 12.0 % two years ahead without change, 8.3 and 13.3 % along the two-year trend.
#[test]
fn naive_rules_err_as_measured_on_the_published_tables() {
    let Some(tables) = published() else { return };
    let names: Vec<_> = tables
        .authorities(2016)
        .map(|r| (r.code.clone(), r.name.clone()))
        .collect();
    let follow =
        |(code, name): &(String, String)| Council::follow(&tables, None, code, name, 2014..=2018);
    let councils: Vec<_> = names.iter().map(follow).collect();
    for (horizon, unchanged, trend) in [(1, 7.8, 8.3), (2, 12.0, 13.3)] {
        let (mut first, mut second) = (Tally::new(), Tally::new());
        for council in &councils {
            let forecast = forecasts(council, 2016, horizon);
            let truth = council.published(STOCK, 2016 + horizon);
            // The two smallest have fewer than forty children.
            let large = council
                .known(STOCK, 2016)
                .is_some_and(|stock| stock >= 40.0);
            if let (true, Some([a, b, _]), Some(truth)) = (large, forecast, truth) {
                first.push(100.0 * (a[STOCK] - truth).abs() / a[STOCK]);
                second.push(100.0 * (b[STOCK] - truth).abs() / a[STOCK]);
            }
        }
        println!(
            "{horizon}: {:.2} and {:.2} over {}",
            first.mean(),
            second.mean(),
            first.count()
        );
        assert!((149..=150).contains(&first.count()));
        assert!((first.mean() - unchanged).abs() < 0.1);
        assert!((second.mean() - trend).abs() < 0.2);
    }
}

/// The whole back-test over half a dozen councils: intervals neither far too narrow nor far too wide, and a better score than the
/// trend's.
#[test]
fn half_a_dozen_councils_are_forecast_with_honest_intervals() {
    let Some(tables) = published() else { return };
    let only = ["Coventry", "Slough", "Halton", "Torbay", "Bexley", "Merton"];
    let setup = Setup {
        replications: 24,
        seed: 1,
        patterns: true,
        only: only.map(str::to_owned).to_vec(),
        progress: None,
    };
    let done = backtest(&tables, &Services::default(), &setup).expect("four years are there");
    let stock: Vec<_> = done.scored.iter().filter(|s| s.series == STOCK).collect();
    assert_eq!(stock.len(), 6 * 6, "{:?}", done.skipped);
    let covered = stock.iter().filter(|s| s.verdict.covered(1)).count();
    let share = covered as f64 / stock.len() as f64;
    let gain: Tally = stock
        .iter()
        .map(|s| (s.naive_error(1) - s.verdict.crps) / s.stock)
        .collect();
    println!(
        "80 % intervals cover {share:.2}; gain on the trend {:.4}",
        gain.mean()
    );
    assert!((0.55..=1.0).contains(&share) && gain.mean() > 0.0);
}
