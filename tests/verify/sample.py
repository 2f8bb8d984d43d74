"""What a random sample says of all mutants: results/mutants/sample.csv, from verdicts.jsonl and shares.csv beside it.

Tests were written for mutants that had been missed, so those judged before flatter the tests. Without bias are those that were
judged for the first time by the tests as they last were: in random order, by tests none of which was written for them.

Run by tests/verify/run and at the end of tests/verify/mutants; by hand: python3 tests/verify/sample.py
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

KEPT = Path(__file__).resolve().parents[2] / "results/mutants"
HEAD = ["part", "viable", "judged", "caught", "missed", "share_caught", "low", "high"]


def wilson(caught: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z = 1.959964
    share, spread = caught / n, z * z / n
    half = z * math.sqrt((share * (1 - share) + spread / 4) / n)
    return (share + spread / 2 - half) / (1 + spread), (share + spread / 2 + half) / (1 + spread)


def together(parts: list[tuple[int, float, float, float]]) -> list[float]:
    """Share and interval of all parts, from the size, share and interval of each.

    Parts of which more was judged do not count for more; their intervals are put together as Newcombe does.
    """
    size = sum(viable for viable, *_ in parts)
    weighed = [(viable / size, *rest) for viable, *rest in parts]
    share = sum(weight * share for weight, share, *_ in weighed)
    below = math.hypot(*(weight * (share - low) for weight, share, low, _ in weighed))
    above = math.hypot(*(weight * (high - share) for weight, share, _, high in weighed))
    return [share, share - below, share + above]


def first_verdicts(lines: list[dict]) -> list[dict]:
    """Those of mutants that were judged for the first time by the tests that judged last."""
    seen, first = set(), []
    for line in lines:
        if line["name"] not in seen and line["tests"] == lines[-1]["tests"] and "part" in line:
            first.append(line)
        seen.add(line["name"])
    return first


def write(kept: Path) -> None:
    _, *lines = [json.loads(line) for line in (kept / "verdicts.jsonl").read_text().splitlines()]
    sample = first_verdicts(lines) if lines else []
    rows, parts = [], []
    with (kept / "shares.csv").open() as file:
        sizes = {row["part"]: int(row["mutants"]) - int(row["unviable"]) for row in csv.DictReader(file) if row["part"] != "all"}
    for part, viable in sizes.items():
        verdicts = [line["verdict"] for line in sample if line["part"] == part]
        missed = verdicts.count("missed")
        caught = len(verdicts) - missed - verdicts.count("unviable")
        rows.append([part, viable, caught + missed, caught, missed])
        if caught + missed:
            share = [caught / (caught + missed), *wilson(caught, caught + missed)]
            parts.append((viable, *share))
            rows[-1] += share
    if len(parts) == len(sizes):
        rows.append(["all", *(sum(row[n] for row in rows) for n in range(1, 5)), *together(parts)])
    lines = [",".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row) for row in [HEAD, *rows]]
    (kept / "sample.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write(KEPT)
