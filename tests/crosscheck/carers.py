"""docs/model.md, "Carers": foster households and adopters, how they come, what they take, and how they leave."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import simpy

from scenario import YEAR, Tree, draw_days, draw_index
from world import Child, Hazard, World


@dataclass(eq=False)
class Household:
    """Carers: how many children they have room for, of which ages and needs, and whom they have accepted."""

    approved: float
    size: int
    ages: tuple[float, float]
    most_needs: int
    free: int = 0
    vacant_since: float = 0.0
    leaving: bool = False
    children: list[Child] = field(default_factory=list)
    draws: dict[tuple[Child, ...], float] = field(default_factory=dict)
    clock: Hazard | None = None

    def could_take(self, children: list[Child], now: float) -> bool:
        """Ages and needs only: room and size of group are the caller's."""
        start, end = self.ages
        return all(start * YEAR <= child.age(now) < end * YEAR and child.needs <= self.most_needs for child in children)

    def accepts(self, world: World, children: list[Child], chance: float) -> bool:
        """Acceptance is drawn once for the pair of household and child (or group)."""
        draw = self.draws.setdefault(tuple(children), world.random.random())
        return draw < chance


def new_household(world: World, strand: Tree) -> Household:
    random = world.random
    ages = strand["ages"][draw_index(random, [row["share"] for row in strand["ages"]])]
    needs = random.random()
    most = 2 if needs < strand["takes_complex_needs"] else 1 if needs < strand["takes_additional_needs"] else 0
    sizes = strand["places" if strand["kind"] == "foster" else "largest_group"]
    return Household(world.now, 1 + draw_index(random, sizes), (ages["from"], ages["to"]), most)


def leaving_rate(world: World, household: Household, strand: Tree) -> tuple[float, float]:
    """The rate of leaving by years since approval, and the days for which it holds."""
    tenure = world.now - household.approved
    starts = [start * YEAR for start in strand["leaving_from_years"]] + [math.inf]
    stretch = max(i for i, start in enumerate(starts) if start <= tenure + 1e-6)
    return strand["leaving_a_year"][stretch], starts[stretch + 1] - tenure


def approvals(world: World, strand: Tree, approve: Callable[[Household], None]) -> Generator[simpy.Event, None, None]:
    """Households approved at random times."""
    while strand["approvals_a_year"] > 0:
        yield world.env.timeout(world.random.expovariate(strand["approvals_a_year"] / YEAR))
        approve(new_household(world, strand))


class Fostering:
    """The council's own foster carers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.strand: Tree = world.scenario["recruitment"]["foster_carers"]
        self.households: list[Household] = []
        self.move_out: Callable[[list[Child]], None] = lambda children: None
        world.env.process(approvals(world, self.strand, self.approve))

    def approve(self, household: Household) -> None:
        world = self.world
        household.free, household.vacant_since = household.size, world.now
        household.clock = Hazard(world, lambda: leaving_rate(world, household, self.strand), lambda: self.give_notice(household))
        self.households.append(household)
        world.count["foster_approvals"] += 1
        world.step("in_house_places", household.size)

    def find(self, children: list[Child], chance: float, but_not: Household | None, since: float) -> Household | None:
        """The household with the least room that could take these children and accepts them; of several, the one vacant longest."""
        best: Household | None = None
        for household in self.households:
            if household is but_not or household.leaving or household.free < len(children) or household.vacant_since < since:
                continue
            if best is not None and (household.free, household.vacant_since) >= (best.free, best.vacant_since):
                continue
            if household.could_take(children, self.world.now) and household.accepts(self.world, children, chance):
                best = household
        return best

    def move_in(self, household: Household, child: Child) -> None:
        household.children.append(child)
        household.free -= 1
        self.world.step("in_house_filled", 1)

    def end(self, household: Household, child: Child) -> None:
        """The placement has ended: the place rests for a while, or the household on notice is a child nearer to closing."""
        household.children.remove(child)
        self.world.step("in_house_filled", -1)
        if household.leaving:
            self.close_if_empty(household)
        else:
            rest = draw_days(self.world.random, self.world.scenario["search"]["rest_days"])
            self.world.after(rest, lambda: self.rested(household))

    def rested(self, household: Household) -> None:
        household.free += 1
        household.vacant_since = self.world.now

    def give_notice(self, household: Household) -> None:
        """Nobody new; some households keep the children they have, from the others these move."""
        household.leaving = True
        if not self.world.chance(self.world.scenario["search"]["keeps_children"]):
            for case in dict.fromkeys(child.case for child in household.children):
                self.move_out([child for child in household.children if child.case is case])
        self.close_if_empty(household)

    def close_if_empty(self, household: Household) -> None:
        if household in self.households and not household.children:
            self.households.remove(household)
            self.world.step("in_house_places", -household.size)
            self.world.count["foster_households_left"] += 1
