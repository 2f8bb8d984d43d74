"""Reads a scenario file: the same TOML that the program reads, so that no number is typed twice.

Distributions, age bands and the calendar are those of docs/parameters.md. Time is in days since the start of the run; a rate
"a year" and an age in years count 365.25 days.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

YEAR = 365.25
BAND_STARTS = (0.0, 1.0, 5.0, 10.0, 16.0)
BAND_ENDS = (1.0, 5.0, 10.0, 16.0, 18.0)
ADOPTION_AGE_STARTS = (0.0, 1.0, 2.0, 3.0, 4.0, 7.0)
ADULT = 18 * YEAR

Tree = dict[str, Any]


def band(age_days: float) -> int:
    """Age band: under 1, 1 to 4, 5 to 9, 10 to 15, 16 and over."""
    return bisect_right(BAND_STARTS, age_days / YEAR) - 1


def adoption_band(age_days: float) -> int:
    """Age at entry as adoption counts it: 0, 1, 2, 3, 4 to 6, 7 to 9."""
    return bisect_right(ADOPTION_AGE_STARTS, age_days / YEAR) - 1


def next_birthday_band(age_days: float) -> float:
    """Days until the next age band begins (or until eighteen)."""
    return BAND_ENDS[band(age_days)] * YEAR - age_days


def draw_days(random: Random, spec: Any) -> float:
    """One draw from a number of days, or from a distribution of days."""
    if isinstance(spec, (int, float)):
        return float(spec)
    ((kind, given),) = spec.items()
    if kind == "exponential":
        return random.expovariate(1 / given["mean"])
    if kind == "lognormal":
        variance = math.log(1 + (given["sd"] / given["mean"]) ** 2)
        return random.lognormvariate(math.log(given["mean"]) - variance / 2, math.sqrt(variance))
    raise ValueError(f"the cross-check draws from no {kind} distribution: use a number, exponential or lognormal")


def draw_index(random: Random, shares: list[float]) -> int:
    """A position, with the shares as chances."""
    return random.choices(range(len(shares)), shares)[0]


def load(path: Path) -> Tree:
    """The scenario, with the length of the run in days added."""
    with path.open("rb") as file:
        scenario: Tree = tomllib.load(file)
    start: date = scenario["run"]["start"]
    end = start.replace(year=start.year + scenario["run"]["years"])
    scenario["horizon_days"] = float((end - start).days)
    return scenario
