"""Runs the workload of examples/care_mini by every tool in turn and prints the table of ratios: started by ./run.

One thread each, processor time as each program counts its own, medians over rounds; every round runs each tool once,
so that a busy minute falls on all of them. A tool whose figures are not those of the definition stops the run.
"""

import argparse
import math
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EXPECTED_REPLICATIONS = 20_000


@dataclass(frozen=True)
class Tool:
    """A program: its name, its command, and how many replications a round has at each scale."""

    name: str
    command: list[str]
    replications: dict[int, int]


@dataclass(frozen=True)
class Row:
    """What the rounds of one tool at one scale come to."""

    events: float
    nanoseconds: float


def tools(options: argparse.Namespace) -> list[Tool]:
    """The programs that were built."""
    rust = {1: 100, 128: 1}
    all_tools = [
        Tool("on des (this program)", [options.loops, "des"], rust),
        Tool("bare loop", [options.loops, "bare"], rust),
        Tool("plain loop", [options.loops, "plain"], rust),
    ]
    for name in ("ixa", "nexosim"):
        if options.others:
            all_tools.append(Tool(name, [options.others, name], rust))
    all_tools.append(Tool("SimPy", [sys.executable, str(HERE / "care_mini.py")], {1: 8}))
    return all_tools


def expected(loops: str) -> list[tuple[str, float, float, float]]:
    """The figures of the definition: name, mean, half a unit of its last digit, deviation of one replication."""
    lines = subprocess.run([loops, "expected"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [(name, float(mean), float(unit), float(sd)) for name, mean, unit, sd in (line.split("\t") for line in lines)]


def check(tool: str, figures: list[list[float]], replications: int, known: list[tuple[str, float, float, float]]) -> None:
    """Refuses a tool that simulates something else."""
    for (name, mean, unit, deviation), found in zip(known, figures, strict=True):
        error = deviation * math.sqrt(1 / replications + 1 / EXPECTED_REPLICATIONS)
        z = max(abs(found[0] - mean) - unit, 0.0) / error
        if z >= 4:
            sys.exit(f"error: {tool}: {name} is {found[0]}, not {mean}: z = {z:.1f}")


def measure(all_tools: list[Tool], scale: int, rounds: int, known: list[tuple[str, float, float, float]]) -> dict[str, Row]:
    """Runs every tool in turn, round after round."""
    found: dict[str, list[Row]] = {tool.name: [] for tool in all_tools if scale in tool.replications}
    for _ in range(rounds):
        for tool in all_tools:
            if scale not in tool.replications:
                continue
            replications = tool.replications[scale]
            command = [*tool.command, str(scale), str(replications)]
            words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            events, nanoseconds = int(words[0]), int(words[1])
            if scale == 1:
                check(tool.name, [[float(word)] for word in words[3:]], replications, known)
            found[tool.name].append(Row(events / replications, nanoseconds / events))
    middle = statistics.median
    return {name: Row(middle(r.events for r in rows), middle(r.nanoseconds for r in rows)) for name, rows in found.items()}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--loops", required=True)
    parser.add_argument("--others")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    known = expected(options.loops)
    print("care-mini, one thread, processor time, medians of rounds in turn\n")
    print(f"{'tool':<22} {'scale':>5} {'events':>9} {'ns/event':>9} {'of the bare loop':>17} {'this is faster by':>18}")
    for scale in (1, 128):
        rows = measure(tools(options), scale, options.rounds, known)
        ours, bare = rows["on des (this program)"].nanoseconds, rows["bare loop"].nanoseconds
        for name, row in rows.items():
            ratios = f"{row.nanoseconds / bare:>17.2f} {row.nanoseconds / ours:>18.2f}"
            print(f"{name:<22} {scale:>5} {row.events:>9.0f} {row.nanoseconds:>9.1f} {ratios}")


if __name__ == "__main__":
    main()
