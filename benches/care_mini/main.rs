//! The workload of `examples/care_mini` three times: on the engine, by a bare loop and by a plain one.
//!
//! `care_mini` measures all three in turn, at scale 1 and 128, and prints medians and ratios.
//! `care_mini LOOP SCALE REPLICATIONS` runs one of `des`, `bare`, `plain` and prints a line for a script:
//! events, nanoseconds of processor time, the most children in care at one time, and the mean of each figure of the
//! definition. `care_mini expected` prints those figures: name, mean, half a unit of its last digit, deviation of
//! one replication.

use cpu_time::ThreadTime;

#[path = "../../examples/care_mini/definition.rs"]
mod definition;
#[path = "../../examples/care_mini/system.rs"]
mod system;

mod bare;
mod generator;
mod plain;

use definition::{EXPECTED, Figures, z};

const SEED: u64 = 1;
/// Standard errors beyond which a loop is not of this workload.
const FURTHEST: f64 = 4.0;

type Replicate = fn(u64, u64, u32) -> Figures;

const LOOPS: [(&str, Replicate); 3] = [
    ("des", system::replicate),
    ("bare", bare::replicate),
    ("plain", plain::replicate),
];

/// Some replications, and how long they took.
struct Measured {
    events: u64,
    nanoseconds: u128,
    most_in_care: u64,
    means: [f64; EXPECTED.len()],
}

/// Timed by the processor time of this thread: what others use of the machine is not in it.
fn measure(replicate: Replicate, scale: u32, replications: u64) -> Measured {
    let begin = ThreadTime::now();
    let mut measured = Measured {
        events: 0,
        nanoseconds: 0,
        most_in_care: 0,
        means: [0.0; EXPECTED.len()],
    };
    for replication in 0..replications {
        let figures = replicate(SEED, replication, scale);
        measured.events += figures.events;
        measured.most_in_care = measured.most_in_care.max(figures.most_in_care);
        for (mean, figure) in measured.means.iter_mut().zip(figures.all()) {
            *mean += figure / replications as f64;
        }
    }
    measured.nanoseconds = begin.elapsed().as_nanos();
    measured
}

fn main() {
    // Cargo tells every bench that it is one.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] | ["--bench"] => compare(),
        ["expected"] => EXPECTED
            .iter()
            .for_each(|(name, mean, rounding, deviation)| {
                println!("{name}\t{mean}\t{rounding}\t{deviation}");
            }),
        [name, scale, replications] => one(name, scale, replications),
        _ => panic!("usage: care_mini [expected | LOOP SCALE REPLICATIONS]"),
    }
}

fn one(name: &str, scale: &str, replications: &str) {
    let (_, replicate) = LOOPS
        .iter()
        .find(|known| known.0 == name)
        .expect("a loop is des, bare or plain");
    let scale = scale.parse().expect("a scale is a whole number");
    let replications = replications
        .parse()
        .expect("a whole number of replications");
    let measured = measure(*replicate, scale, replications);
    print!(
        "{} {} {}",
        measured.events, measured.nanoseconds, measured.most_in_care
    );
    for mean in measured.means {
        print!(" {mean}");
    }
    println!();
}

/// Rounds of all three in turn, so that a busy minute falls on all of them.
fn compare() {
    println!("loop    scale  events a replication  ns an event  of the bare loop");
    for (scale, replications, rounds) in [(1, 100, 15), (128, 1, 7)] {
        let mut nanoseconds = LOOPS.map(|_| Vec::new());
        let mut events = [0; LOOPS.len()];
        for _ in 0..rounds {
            for (n, (name, replicate)) in LOOPS.iter().enumerate() {
                let measured = measure(*replicate, scale, replications);
                check(name, scale, replications, &measured);
                events[n] = measured.events / replications;
                nanoseconds[n].push(measured.nanoseconds as f64 / measured.events as f64);
            }
        }
        let medians = nanoseconds.map(|mut all| {
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        });
        for (n, (name, _)) in LOOPS.iter().enumerate() {
            let ratio = medians[n] / medians[1];
            println!(
                "{name:<6} {scale:>6} {:>21} {:>12.1} {ratio:>17.2}",
                events[n], medians[n]
            );
        }
    }
}

/// That the right thing was measured.
fn check(name: &str, scale: u32, replications: u64, measured: &Measured) {
    for (n, mean) in measured.means.into_iter().enumerate() {
        let z = z(n, mean, replications);
        let agrees = scale != 1 || z.abs() < FURTHEST;
        assert!(agrees, "{name}: {} is {mean}, z = {z:.1}", EXPECTED[n].0);
    }
}
