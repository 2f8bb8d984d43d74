//! From published tables to a council's baseline.
//!
//! The tables under `tests/data` are made up. The published ones are not part of the repository:
//! the tests that read them find them by `PERMANENCE_DATA`, or beside the repository, and say so
//! when they are not there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind};
use permanence::care::params::{Approvals, StockRow};
use permanence::data::dfe::Tables;
use permanence::data::{Count, Error, ofsted};
use permanence::experiment::calibrate::{Observed, calibrate, england, estimate};
use permanence::scenario::Scenario;

fn made_up() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn tables() -> Tables {
    Tables::read(&made_up().join("dfe")).expect("the made-up tables are in order")
}

/// The published tables, if they are there. Continuous integration must have them.
fn published() -> Option<PathBuf> {
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
    found
}

#[test]
fn marks_are_read_for_what_they_are() {
    assert_eq!(Count::read("1,480"), Ok(Count::Known(1480)));
    for hidden in ["x", "c", "-", " x "] {
        assert_eq!(Count::read(hidden), Ok(Count::Suppressed), "{hidden}");
    }
    for missing in ["", "..", "."] {
        assert_eq!(Count::read(missing), Ok(Count::Missing), "{missing}");
    }
    assert_eq!(Count::read("12a"), Err("12a".to_owned()));
}

/// By hand. Northbridge's placements: 400 in all, known 294 + 14 + 17 + 43 = 368; "with parents" is
/// hidden but shown as a provider (24), so the last hidden cell ("other residential") is 8.
#[test]
fn hidden_cells_are_what_the_total_leaves() {
    let observed = Observed::of(&tables(), None, "northbridge", 2017).expect("it is there");
    assert_eq!(observed.own.placement, [294, 14, 24, 17, 51]);
    assert_eq!(observed.own.looked_after(), 400);
    let placements = observed
        .hidden
        .iter()
        .find(|group| group.total == Count::Known(400));
    let placements = placements.expect("hidden cells of the 400 are told");
    assert!(placements.cells.contains(&("CLA_Ores", 8)), "{placements}");
    // 180 started: known 53 + 96 + 20 = 169; 11 for FCO, SEPO, ONCT as 33 to 53 to 54 in the region.
    assert_eq!(observed.own.bases.iter().sum::<u32>(), 180);
    // Ages of the City of Westmarsh: 180 less 35, 70, 42 leaves 33, as 300 to 720: 10 and 23.
    let other = Observed::of(&tables(), None, "E06000092", 2017).expect("known by its code");
    assert_eq!(other.own.ages, [10, 23, 35, 70, 42]);
}

#[test]
fn what_cannot_be_worked_out_is_said() {
    let tables = tables();
    let wrong = Observed::of(&tables, None, "Smallholm", 2017).expect_err("all hidden");
    assert!(matches!(wrong, Error::TooLittle { .. }), "{wrong}");
    let wrong = Observed::of(&tables, None, "Nothbridge", 2017).expect_err("misspelt");
    assert!(wrong.to_string().contains("\"Northbridge\""), "{wrong}");
    let wrong = tables
        .need(2016, Path::new("tables"))
        .expect_err("no such year");
    assert!(
        wrong.to_string().contains("there are tables for 2017"),
        "{wrong}"
    );
}

/// Twenty-five children's worth of the reference: a council that had what its region has keeps a
/// factor of one, and one with twice as many a factor between one and two.
#[test]
fn chances_are_pooled_towards_region_and_england() {
    let mut observed = Observed::of(&tables(), None, "Northbridge", 2017).expect("it is there");
    let region = observed.region.clone().expect("the tables say which");
    let share = |c: &permanence::experiment::calibrate::Counts| {
        f64::from(c.ceased[3]) / f64::from(c.started[0] + c.started[1])
    };
    let same = estimate(&observed).adoption;
    let relative = share(&region) / share(&observed.england);
    assert!((same / relative - 1.0).abs() < 0.1, "{same}");
    let before = observed.own.ceased[3];
    observed.own.ceased[3] *= 2;
    let more = estimate(&observed).adoption / same;
    let expected = (2.0 * f64::from(before) + 25.0) / (f64::from(before) + 25.0);
    assert!((more - expected).abs() < 1e-9, "{more}");
}

fn margin(rows: &[StockRow], which: impl Fn(&StockRow) -> bool) -> u32 {
    rows.iter().filter(|r| which(r)).map(|r| r.count).sum()
}

/// The opening table adds to the published margins: total and placements exactly, ages and legal statuses
/// within a few children (rounding).
#[test]
fn a_baseline_is_complete_and_adds_to_the_margins() {
    let services = ofsted::read(&made_up().join("ofsted.csv")).expect("in order");
    let observed = Observed::of(&tables(), services.get("northbridge"), "Northbridge", 2017);
    let observed = observed.expect("it is there");
    let text = calibrate(&observed).expect("a valid scenario");
    assert!(!text.contains('@'), "every placeholder is filled");
    let scenario = Scenario::from_embedded(&[("b.toml", &text)], "b.toml").expect("valid");
    let rows = &scenario.model.stock.children;
    assert_eq!(margin(rows, |_| true), 400);
    assert_eq!(margin(rows, |r| r.placement == PlacementKind::Adoptive), 14);
    assert_eq!(
        margin(rows, |r| r.placement == PlacementKind::WithParents),
        24
    );
    for (band, published) in AgeBand::ALL.into_iter().zip(observed.own.ages) {
        assert!(
            margin(rows, |r| r.age == band).abs_diff(published) <= 6,
            "{band:?}"
        );
    }
    for (legal, published) in LegalStatus::ALL.into_iter().zip(observed.own.legal) {
        assert!(
            margin(rows, |r| r.legal == legal).abs_diff(published) <= 6,
            "{legal:?}"
        );
    }
    assert!(text.contains("ADM2017") && text.contains("CLA2017") && text.contains("CEA2017"));
}

fn permanence() -> Command {
    Command::cargo_bin("permanence").expect("the program is built")
}

#[test]
fn the_command_writes_a_file_once_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("northbridge.toml");
    let dfe = made_up().join("dfe");
    let mut command = permanence();
    command.args([
        "calibrate",
        "--authority",
        "northbridge",
        "--year",
        "2017",
        "--dfe",
    ]);
    command.arg(&dfe).arg("--out").arg(&out).assert().code(0);
    assert!(Scenario::load(&out).is_ok());
    let mut again = permanence();
    again.args([
        "calibrate",
        "--authority",
        "northbridge",
        "--year",
        "2017",
        "--dfe",
    ]);
    again.arg(&dfe).arg("--out").arg(&out).assert().code(2);
    for (arguments, says) in [
        (["--authority", "Nowhere", "--year", "2017"], "P0505"),
        (["--authority", "Northbridge", "--year", "2011"], "P0502"),
    ] {
        let mut wrong = permanence();
        wrong
            .arg("calibrate")
            .args(arguments)
            .arg("--dfe")
            .arg(&dfe);
        let failed = wrong
            .arg("--out")
            .arg(folder.path().join("x.toml"))
            .assert()
            .code(2);
        let message = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(message.contains(says), "{message}");
    }
    assert!(!folder.path().join("x.toml").exists());
}

/// What is spoilt in a copy of the made-up tables: a file, what is replaced in it by what, and what is said.
type Spoilt = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// Nothing that is missing, twice there or too large is read as a number.
#[test]
fn spoilt_tables_are_refused_by_name() {
    let spoilt: [Spoilt; 4] = [
        (
            "CEA2017.csv",
            "CEA_Adop1",
            "Adopted_A",
            &["P0503", "CEA2017.csv", "CEA_Adop1"],
        ),
        (
            "CLA2017.csv",
            "CLA_S20",
            "Accommodated",
            &["P0503", "CLA2017.csv", "CLA_S20"],
        ),
        (
            "ADM2017.csv",
            "geog_n",
            "council",
            &["P0503", "ADM2017.csv", "geog_n"],
        ),
        (
            "CEA2017.csv",
            "E06000091",
            "E06000999",
            &["P0506", "no row", "E06000091"],
        ),
    ];
    for (file, from, to, says) in spoilt {
        let folder = copied_tables();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("a table");
        assert!(text.contains(from), "{file} has {from}");
        fs::write(&path, text.replace(from, to)).expect("room");
        refused(folder.path(), says);
    }
    let folder = copied_tables();
    let cla = folder.path().join("CLA2017.csv");
    fs::copy(&cla, folder.path().join("SFR50_CLA2017.csv")).expect("room");
    refused(
        folder.path(),
        &["P0509", "CLA2017.csv and in SFR50_CLA2017.csv"],
    );
    fs::remove_file(folder.path().join("SFR50_CLA2017.csv")).expect("is there");
    let text = fs::read_to_string(&cla).expect("a table");
    let row = text
        .lines()
        .find(|line| line.contains("Northbridge"))
        .expect("a row");
    fs::write(&cla, format!("{}\n{row}\n", text.trim_end())).expect("room");
    refused(folder.path(), &["P0509", "Northbridge", "lines"]);
    let header: Vec<&str> = text.lines().next().expect("titles").split(',').collect();
    let place = header
        .iter()
        .position(|t| *t == "CLA_10to15")
        .expect("a column");
    let mut cells: Vec<&str> = row.split(',').collect();
    cells[place] = "9000";
    fs::write(&cla, text.replace(row, &cells.join(","))).expect("room");
    refused(folder.path(), &["P0510", "ages", "9"]);
}

fn copied_tables() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in fs::read_dir(made_up().join("dfe")).expect("tables") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name");
        fs::copy(&path, folder.path().join(name)).expect("room");
    }
    folder
}

fn refused(tables: &Path, says: &[&str]) {
    let out = tables.join("out.toml");
    let mut command = permanence();
    command.args(["calibrate", "--authority", "Northbridge", "--year", "2017"]);
    command.arg("--dfe").arg(tables).arg("--out").arg(&out);
    let failed = command.assert().code(2);
    let message = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    for part in says {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(!out.exists());
}

/// From the tables to a comparison: the baseline, its options beside it, and a comparison of two. More
/// adopters are a quarter more than this council's.
#[test]
fn a_council_comes_with_options_that_can_be_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("northbridge/usual.toml");
    let calibrate = || {
        let mut command = permanence();
        command.args(["calibrate", "--authority", "Northbridge", "--year", "2017"]);
        command.arg("--with-options").arg("--dfe");
        command.arg(made_up().join("dfe")).arg("--out").arg(&out);
        command
    };
    calibrate().assert().code(0);
    let adopters = |path: &Path| {
        let scenario = Scenario::load(path).expect("a valid scenario");
        let strands = &scenario.model.regimes[0].params.recruitment;
        let strand = strands.iter().find(|s| s.name == "adopters");
        match strand.expect("it is there").approvals {
            Approvals::AtRandom { a_year, .. } => a_year,
            Approvals::Planned { .. } => panic!("adopters are approved at random"),
        }
    };
    let more = out.with_file_name("more-adopters.toml");
    assert!((adopters(&more) / adopters(&out) - 1.25).abs() < 1e-9);
    let together = out.with_file_name("all-together.toml");
    assert!((adopters(&together) / adopters(&out) - 1.25).abs() < 1e-9);
    let mut compare = permanence();
    compare.arg("compare").arg(&out).arg(&together);
    compare
        .args(["--reps", "2", "--years", "1"])
        .assert()
        .code(0);
    // Nothing is written over.
    calibrate().assert().code(2);
}

/// Columns change names between years; every year's tables are read, and known figures come out.
#[test]
fn the_published_tables_of_four_years_are_read() {
    let Some(data) = published() else { return };
    let tables = Tables::read(&data.join("dfe")).expect("as published");
    assert_eq!(tables.years(), [2015, 2016, 2017, 2018]);
    let known: BTreeMap<u16, [u32; 3]> = [
        (2015, [588, 315, 359]),
        (2016, [580, 268, 286]),
        (2017, [620, 283, 248]),
        (2018, [652, 255, 227]),
    ]
    .into();
    for (year, [looked_after, started, ceased]) in known {
        let row = tables.authority("Coventry", year).expect("it is there");
        let found = ["CLA_Mar", "CLA_started", "CLA_cease"].map(|c| row.count(c).known());
        let near = |found: Option<u32>, known: u32| found.is_some_and(|f| f.abs_diff(known) <= 15);
        assert_eq!(found[0], Some(looked_after), "{year}");
        assert!(
            near(found[1], started) && near(found[2], ceased),
            "{year}: {found:?}"
        );
        assert!(tables.authorities(year).count() > 145);
    }
    let services = ofsted::read(&data.join("ofsted/Fostering_in_England_2017-18_dataset.csv"));
    let services = services.expect("as published");
    assert_eq!(services["coventry"].count("filled"), Some(260));
}

/// Councils of all sizes and all four years: a valid baseline each.
#[test]
fn published_councils_get_baselines() {
    let Some(data) = published() else { return };
    let tables = Tables::read(&data.join("dfe")).expect("as published");
    for (name, year) in [
        ("Coventry", 2015),
        ("Rutland", 2016),
        ("Kent", 2017),
        ("Slough", 2018),
    ] {
        let observed = Observed::of(&tables, None, name, year).expect("it is there");
        let text = calibrate(&observed).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let scenario = Scenario::from_embedded(&[("b.toml", &text)], "b.toml").expect("valid");
        let stock = margin(&scenario.model.stock.children, |_| true);
        assert_eq!(stock, observed.own.looked_after(), "{name}");
    }
}

/// Shipped baselines are what `calibrate` writes, to the letter, but for the first line: the schema lies one
/// folder up.
#[test]
fn shipped_baselines_are_what_calibrate_writes() {
    let Some(data) = published() else { return };
    let tables = Tables::read(&data.join("dfe")).expect("as published");
    let services = ofsted::read(&data.join("ofsted/Fostering_in_England_2017-18_dataset.csv"));
    let services = services.expect("as published");
    let coventry = Observed::of(&tables, services.get("coventry"), "Coventry", 2017);
    let average = Observed::average(&tables, 2017).expect("the row of England");
    let coventry = calibrate(&coventry.expect("it is there")).expect("a valid scenario");
    let england = calibrate(&average).expect("a valid scenario");
    let england = england::national(&england, 2017);
    for (folder, written) in [("coventry-2017", coventry), ("england-2017", england)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("scenarios")
            .join(folder);
        let shipped = fs::read_to_string(path.join("baseline.toml")).expect("it is shipped");
        assert_eq!(shipped.lines().count(), written.lines().count(), "{folder}");
        for (shipped, written) in shipped.lines().zip(written.lines()).skip(1) {
            assert_eq!(
                shipped, written,
                "{folder}: permanence calibrate writes another"
            );
        }
    }
}

/// England's figures of 2016-17 row by row (docs/validation.md): at least 20 of 23 hold.
#[test]
fn the_average_council_fits_england() {
    let Some(data) = published() else { return };
    let tables = Tables::read(&data.join("dfe")).expect("as published");
    let average = Observed::average(&tables, 2017).expect("the row of England");
    let text = calibrate(&average).expect("a valid scenario");
    let scenario = Scenario::from_embedded(&[("b.toml", &text)], "b.toml").expect("valid");
    let rows = england::fit(&scenario).expect("three years");
    let failing: Vec<_> = rows.iter().filter(|row| !row.holds()).collect();
    for row in &failing {
        println!(
            "{} {}: {:?} for {:?}",
            row.mark, row.what, row.found, row.published
        );
    }
    assert_eq!(rows.len(), 23);
    assert!(failing.len() <= 3, "{failing:?}");
}

#[test]
fn a_renamed_column_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = fs::read_to_string(made_up().join("dfe/CLA2017.csv")).expect("it is there");
    let renamed = table.replacen("CLA_Mar2017", "Looked_after", 1);
    fs::write(folder.path().join("CLA2017.csv"), renamed).expect("written");
    let wrong = Tables::read(folder.path()).expect_err("the column is not there");
    assert!(wrong.to_string().contains("CLA_Mar"), "{wrong}");
}
