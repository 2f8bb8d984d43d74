"""docs/model.md, "Who comes": first entries, Poisson by age band of the youngest, with older brothers and sisters.

The rates of families are solved so that the expected number of children in each band is the scenario's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from itertools import product
from random import Random

import simpy

from scenario import ADULT, BAND_ENDS, BAND_STARTS, YEAR, Tree, band, draw_index
from world import Case, Child, World

LEGAL = ("section_20", "interim_care_order", "emergency")
GRID_AGES, GRID_GAPS = 200, 12


def age_at(number: int, mean: float, uniform: float) -> float:
    """Age in days within a band: a power of a uniform number, with the given mean in years."""
    low, high = BAND_STARTS[number], BAND_ENDS[number]
    power = (high - low) / (mean - low) - 1
    return (low + (high - low) * uniform**power) * YEAR


def children_by_band(entries: Tree, number: int) -> list[float]:
    """Expected children of each band in one family whose youngest is in band `number`, by the midpoint rule."""
    expected = [0.0] * 5
    shortest, longest = entries["sibling_gap_years"]
    gaps = [shortest + (longest - shortest) * (i + 0.5) / GRID_GAPS for i in range(GRID_GAPS)]
    at_least = [sum(entries["group_size"][size:]) for size in range(4)]
    for i in range(GRID_AGES):
        youngest = age_at(number, entries["mean_age_years"][number], (i + 0.5) / GRID_AGES)
        for older, share in enumerate(at_least):
            if share == 0:
                continue
            combinations = list(product(gaps, repeat=older))
            for combination in combinations:
                age = youngest + sum(combination) * YEAR
                if age < ADULT:
                    expected[band(age)] += share / GRID_AGES / len(combinations)
    return expected


def families_a_year(entries: Tree) -> list[float]:
    """Families a year by band of the youngest, from the youngest band up."""
    wanted, rates = entries["first_entries_a_year"], [0.0] * 5
    profiles = [children_by_band(entries, number) for number in range(5)]
    for number in range(5):
        older_siblings = sum(rates[below] * profiles[below][number] for below in range(number))
        rates[number] = max(wanted[number] - older_siblings, 0.0) / profiles[number][number]
    return rates


def draw_needs(random: Random, entries: Tree, number: int) -> int:
    """0 none, 1 additional, 2 complex."""
    complex_share, additional = entries["complex_needs"][number], entries["additional_needs"][number]
    return draw_index(random, [1 - additional - complex_share, additional, complex_share])


def new_family(world: World, number: int) -> Case:
    """A family whose youngest is in band `number`: youngest first."""
    entries, random = world.scenario["entries"], world.random
    age = age_at(number, entries["mean_age_years"][number], random.random())
    legal = LEGAL[draw_index(random, [entries[basis][number] for basis in LEGAL])]
    case = Case([], world.now, world.chance(entries["assessed_together"]), legal, age)
    for _ in range(1 + draw_index(random, entries["group_size"])):
        if age < ADULT:
            needs = draw_needs(random, entries, band(age))
            case.children.append(Child(world.now - age, needs, random.random(), case))
        age += random.uniform(*entries["sibling_gap_years"]) * YEAR
    return case


def arrivals(world: World, number: int, a_year: float, enter: Callable[[Case], None]) -> Generator[simpy.Event, None, None]:
    """The stream of families whose youngest is in band `number`."""
    while a_year > 0:
        yield world.env.timeout(world.random.expovariate(a_year / YEAR))
        case = new_family(world, number)
        world.count["first_entries"] += len(case.children)
        for child in case.children:
            child.first_entered = world.now
        enter(case)
