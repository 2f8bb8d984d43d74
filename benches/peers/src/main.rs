//! `peers ixa|nexosim SCALE REPLICATIONS` prints a line for a script: events, nanoseconds of processor time, the most
//! children in care at one time, and the mean of each figure of the definition.

use cpu_time::ProcessTime;

#[path = "../../../examples/care_mini/definition.rs"]
#[expect(dead_code, reason = "shared with the bench, which uses all of it")]
mod definition;
#[path = "../../care_mini/generator.rs"]
#[expect(dead_code, reason = "shared with the bench, which uses all of it")]
mod generator;

mod on_ixa;
mod on_nexosim;
mod system;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [tool, scale, replications] = &words[..] else {
        panic!("usage: peers ixa|nexosim SCALE REPLICATIONS");
    };
    let replicate = match tool.as_str() {
        "ixa" => on_ixa::replicate,
        "nexosim" => on_nexosim::replicate,
        _ => panic!("a tool is ixa or nexosim"),
    };
    let scale = scale.parse().expect("a scale is a whole number");
    let replications: u64 = replications.parse().expect("a whole number of replications");
    let begin = ProcessTime::now();
    let (mut events, mut most, mut means) = (0, 0, [0.0; definition::EXPECTED.len()]);
    for replication in 0..replications {
        let figures = replicate(1, replication, scale);
        events += figures.events;
        most = most.max(figures.most_in_care);
        for (mean, figure) in means.iter_mut().zip(figures.all()) {
            *mean += figure / replications as f64;
        }
    }
    print!("{events} {} {most}", begin.elapsed().as_nanos());
    means.iter().for_each(|mean| print!(" {mean}"));
    println!();
}
