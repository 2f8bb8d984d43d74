//! England as 117 councils over five years: one replication, each council by itself, and all in one
//! pool of adopters.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::run_laid_out;
use permanence::scenario::Scenario;

fn england(criterion: &mut Criterion) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/england-2017/baseline.toml"
    );
    let scenario = Scenario::load(Path::new(path)).expect("the shipped baseline loads");
    let apart = scenario.with_years(5).expect("it runs for five years");
    let pooled = apart.with_assumptions(&[("adoption.pooled", "true")]);
    let pooled = pooled.expect("councils can pool their adopters");
    let mut group = criterion.benchmark_group("england, 117 councils, five years, one replication");
    group.sample_size(10);
    for (name, scenario) in [("each by itself", &apart), ("one pool", &pooled)] {
        let layout = layout_of(scenario);
        let mut replication = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| {
                replication += 1;
                run_laid_out(black_box(scenario), &layout, 1, replication)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, england);
criterion_main!(benches);
