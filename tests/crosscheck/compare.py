"""Compares the program's means with those of the second implementation: two-sample z tests, all outputs together at 0.1 %.

    tests/crosscheck/run           the small version, as CI runs it
    tests/crosscheck/run --full    the full version; writes results/crosscheck

Each output is tested at 0.1 % divided by the number of outputs (Bonferroni). Beside each verdict stands the smallest difference
that the comparison would have found nine times in ten, so that a wide error cannot hide a bug.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist, fmean, stdev

import simulate
from outputs import OUTPUTS, Name

ROOT = simulate.HERE.parents[1]
FAMILY_WISE = 0.001
POWER = 0.9
NORMAL = NormalDist()
COLUMNS = (
    "configuration",
    "metric",
    "group",
    "period",
    "rust_mean",
    "rust_se",
    "python_mean",
    "python_se",
    "difference_percent",
    "z",
    "smallest_found_percent",
    "verdict",
)


@dataclass(frozen=True)
class Estimate:
    mean: float
    se: float


@dataclass(frozen=True)
class Row:
    configuration: str
    # Of the configuration's file, as the program read it.
    blake3: str
    name: Name
    rust: Estimate
    python: Estimate
    limit: float

    @property
    def se(self) -> float:
        return math.hypot(self.rust.se, self.python.se)

    @property
    def z(self) -> float:
        return (self.python.mean - self.rust.mean) / self.se

    @property
    def passed(self) -> bool:
        """A z that is no number fails, too."""
        return abs(self.z) <= self.limit

    def percent(self, difference: float) -> float:
        return 100 * difference / self.rust.mean

    @property
    def smallest_found(self) -> float:
        return self.percent((self.limit + NORMAL.inv_cdf(POWER)) * self.se)

    def cells(self) -> list[str]:
        numbers = (self.rust.mean, self.rust.se, self.python.mean, self.python.se)
        shown = [f"{number:.6g}" for number in numbers]
        shown += [
            f"{self.percent(self.python.mean - self.rust.mean):+.2f}",
            f"{self.z:+.2f}",
            f"{self.smallest_found:.2f}",
        ]
        return [self.configuration, *self.name, *shown, "passed" if self.passed else "FAILED"]


def program_means(binary: Path, name: str, replications: int, seed: str) -> tuple[str, dict[Name, Estimate]]:
    """Runs the program and reads the digest of its input, and its summary."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / name
        command = [binary, "run", simulate.HERE / f"{name}.toml", "--reps", str(replications), "--seed", seed, "--out", out]
        subprocess.run([*map(str, command), "--no-progress", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        [scenario] = manifest["scenarios"]
        [configuration] = scenario["inputs"]
        with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
            return configuration["blake3"], {
                (row["metric"], row["group"], row["period"]): Estimate(float(row["mean"]), float(row["mcse"]))
                for row in csv.DictReader(file)
                if row["mean"] and row["mcse"]
            }


def estimate(values: list[float]) -> Estimate:
    present = [value for value in values if not math.isnan(value)]
    return Estimate(fmean(present), stdev(present) / math.sqrt(len(present)))


def published(means: dict[Name, Estimate], name: Name) -> Estimate:
    """What stands for the end of a month stands, in some groups, for its last day."""
    metric, group, period = name
    return means.get(name) or means[(metric, group, period + "-31")]


def compare(binary: Path, futures: int, program_futures: int, seed: str) -> Iterator[Row]:
    limit = NORMAL.inv_cdf(1 - FAMILY_WISE / sum(map(len, OUTPUTS.values())) / 2)
    for configuration, names in OUTPUTS.items():
        blake3, means = program_means(binary, configuration, program_futures, seed)
        columns = zip(*simulate.futures(configuration, futures, seed), strict=True)
        for name, values in zip(names, columns, strict=True):
            yield Row(configuration, blake3, name, published(means, name), estimate(list(values)), limit)


def print_row(row: Row) -> None:
    configuration, metric, group, _period, *numbers = row.cells()
    rust, rust_se, python, python_se, difference, z, smallest, verdict = numbers
    print(f"{configuration:9}{metric + ', ' + group:50}{rust:>12} ± {rust_se:9}{python:>12} ± {python_se:9}", end="")
    print(f"{difference:>7} %  z {z}  would find {smallest:>5} %  {verdict}", flush=True)


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True, help="the program, built")
    parser.add_argument("--full", action="store_true", help="more futures; writes results/crosscheck")
    parser.add_argument("--seed", help="a whole number, of both implementations; 1, or 2 for the full version")
    options = parser.parse_args()
    futures, program_futures = (1000, 4000) if options.full else (160, 1000)
    # Other random numbers than those of the small version, so that each is evidence by itself.
    seed = options.seed or ("2" if options.full else "1")
    rows = []
    for row in compare(options.binary, futures, program_futures, seed):
        print_row(row)
        rows.append(row)
    widest = max(row.smallest_found for row in rows)
    print(f"\nSeed {seed}: {futures} futures in Python, {program_futures} of the program; |z| up to {rows[0].limit:.2f} agrees", end="")
    print(f" (0.1 % over all {len(rows)} outputs).\nOf any output a difference of {widest:.1f} % would be found nine times in ten.")
    if options.full:
        folder = ROOT / "results" / "crosscheck"
        write(folder / "agreement.csv", COLUMNS, (row.cells() for row in rows))
        write(folder / "inputs.csv", ("configuration", "blake3"), {row.configuration: row.blake3 for row in rows}.items())
    failed = sum(not row.passed for row in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
