"""Measures the targets of the engine and of comparisons and prints whether each is met: started by ./targets.

Wall time where somebody waits, processor time where one thread works; medians of rounds. What the other tools take is
read from the table that benches/peers/run has printed just before, in the same run.
"""

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COVENTRY = ROOT / "scenarios/coventry-2017"
OPTIONS = [str(COVENTRY / "baseline.toml"), str(COVENTRY / "more-adopters.toml")]
ENGLAND = {
    "117 councils": str(ROOT / "scenarios/england-2017/baseline.toml"),
    "151 in nine agencies": str(ROOT / "scenarios/england-in-regions/regional-agencies.toml"),
}


@dataclass(frozen=True)
class Line:
    """A target, what is asked and what was found."""

    target: str
    asked: str
    found: str
    met: bool


@dataclass(frozen=True)
class Used:
    """What a command took: seconds on the wall, of processors, and the most memory in MiB."""

    wall: float
    processor: float
    memory: float


def used(command: list[str], processor: int | None = None) -> Used:
    """Runs a command to its end; on one processor, if one is named."""
    pin = ["taskset", "-c", str(processor)] if processor is not None and shutil.which("taskset") else []
    began = time.perf_counter()
    child = subprocess.Popen([*pin, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        sys.exit(f"error: {' '.join(command)} failed")
    return Used(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(of: Callable[[], float], rounds: int) -> float:
    """The middle of several measurements."""
    return statistics.median(of() for _ in range(rounds))


def at_most(target: str, found: float, limit: float, unit: str, digits: int = 1) -> Line:
    """A target that is a limit from above."""
    return Line(target, f"at most {limit:g}{unit}", f"{found:.{digits}f}{unit}", found <= limit)


def at_least(target: str, found: float, limit: float, unit: str, digits: int = 2) -> Line:
    """A target that is a limit from below."""
    return Line(target, f"at least {limit:g}{unit}", f"{found:.{digits}f}{unit}", found >= limit)


def beside_others(text: str) -> list[Line]:
    """The targets of care-mini and of the 820-child council, from what benches/peers/run has printed."""
    row = re.compile(r"^(.{22}) +(\d+) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+)$", re.MULTILINE)
    rows = {(m[1].strip(), int(m[2])): (float(m[5]), float(m[6])) for m in row.finditer(text)}
    lines = [
        at_most(f"care-mini beside a bare loop, scale {scale}", rows["on des (this program)", scale][0], 1.6, " ×", 2)
        for scale in (1, 128)
    ]
    for tool, least in (("SimPy", 110.0), ("ixa", 2.0), ("nexosim", 4.0)):
        for scale in (1, 128):
            if (tool, scale) in rows:
                lines.append(at_least(f"care-mini beside {tool}, scale {scale}", rows[tool, scale][1], least, " ×"))
    seconds = dict(re.findall(r"^(cs-demand-model|permanence), .*? ([\d.]+)  ", text, re.MULTILINE))
    if len(seconds) == 2:
        theirs, ours = float(seconds["cs-demand-model"]), float(seconds["permanence"])
        lines.append(at_most("a thousand futures beside one run of cs-demand-model", ours, theirs, " s", 2))
    return lines


def an_event(replication: str) -> list[Line]:
    """What an event of the full model costs, and how that grows."""

    def nanoseconds(scenario: str, replications: int, times: int) -> tuple[float, int]:
        command = [replication, scenario, "5", str(replications), str(times)]
        events, told, spent, _ = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
        return spent / told, told // replications

    lines = []
    for name, scenario, replications, limit in (("the council", "coventry-2017", 100, 120.0), ("England", "england-2017", 1, 250.0)):
        measured = [nanoseconds(scenario, replications, 1) for _ in range(5)]
        each, told = statistics.median(m[0] for m in measured), measured[0][1]
        lines.append(at_most(f"an event of {name} ({told:,} a replication)", each, limit, " ns", 0))
    sizes = [nanoseconds("coventry-2017", max(1, 100 // times), times) for times in (1, 10, 100, 1_000)]
    (first, told), (last, most) = sizes[0], sizes[-1]
    print("Nanoseconds an event, 1, 10, 100, 1,000 times the children:", ", ".join(f"{each:.0f}" for each, _ in sizes))
    lines.append(at_most("growth of an event, 1,000 times the children", last / first, math.log(most) / math.log(told), " ×", 2))
    return lines


def for_users(program: str) -> list[Line]:
    """What somebody waits for, and the memory that it takes."""
    with tempfile.TemporaryDirectory() as folder:
        out = ["--quiet", "--out", f"{folder}/out"]
        compare = [program, "compare", *OPTIONS, "--years", "5", *out]
        run = [program, "run", OPTIONS[0], *out]
        thousand = median(lambda: used([*compare, "--reps", "1000"]).wall, 3)
        one = 1000 * median(lambda: used([*compare, "--reps", "1"]).wall, 21)
        twos = [
            used([*run, "--reps", "400", "--threads", "1"]).wall / used([*run, "--reps", "400", "--threads", "2"]).wall
            for _ in range(5)
        ]
        few, many = (used([*run, "--years", "1", "--reps", reps]).memory for reps in ("200", "20000"))
        ten_years = ["--years", "10", "--reps", "1", *out]
        england = [
            line
            for councils, scenario in ENGLAND.items()
            for line in national(councils, [used([program, "run", scenario, *ten_years], processor=0) for _ in range(3)])
        ]
    return [
        at_most("1,000 replications × 2 scenarios × 5 years, files included", thousand, 5.0, " s", 2),
        at_most("compare --reps 1 × 2 scenarios × 5 years, files included", one, 50.0, " ms", 0),
        at_least("two threads beside one", statistics.median(twos), 1.9, " ×"),
        at_most("memory, 20,000 replications beside 200", many / few, 1.1, " ×", 2),
        *england,
    ]


def national(councils: str, runs: list[Used]) -> list[Line]:
    """The targets of a run of all England."""
    target = f"England, {councils}, 10 years, 1 replication, one processor"
    return [
        at_most(f"{target}: memory", max(run.memory for run in runs), 600.0, " MiB", 0),
        at_most(target, statistics.median(run.wall for run in runs), 6.0, " s"),
    ]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--replication", required=True)
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    lines = beside_others(options.peers.read_text()) if options.peers else []
    lines += an_event(options.replication)
    lines += for_users(options.program)
    width = max(len(line.target) for line in lines)
    for line in lines:
        print(f"{line.target:<{width}}  {line.asked:>18}  {line.found:>10}  {'met' if line.met else 'NOT MET'}")
    sys.exit(0 if all(line.met for line in lines) else 1)


if __name__ == "__main__":
    main()
