//! One replication of the shipped council over ten years: the model alone, and with everything
//! that watches it (metrics and ledger).

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use permanence::care::run;
use permanence::des::RunKey;
use permanence::experiment::layout::Layout;
use permanence::experiment::run_laid_out;
use permanence::scenario::Scenario;

fn replication(criterion: &mut Criterion) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/coventry-2017/baseline.toml"
    );
    let scenario = Scenario::load(Path::new(path)).expect("the shipped baseline loads");
    let mut group = criterion.benchmark_group("coventry, ten years, one replication");
    group.sample_size(20);
    let mut replication = 0;
    group.bench_function("the model, nobody watching", |bench| {
        bench.iter(|| {
            replication += 1;
            run(black_box(&scenario.model), RunKey::new(1, replication), ())
        });
    });
    let layout = Layout::new(scenario.start, &scenario.model);
    let mut replication = 0;
    group.bench_function("with metrics and ledger", |bench| {
        bench.iter(|| {
            replication += 1;
            run_laid_out(black_box(&scenario), &layout, 1, replication)
        });
    });
    group.finish();
}

criterion_group!(benches, replication);
criterion_main!(benches);
