"""docs/model.md, "Home" and "After care": who goes home, who leaves otherwise or at eighteen, and who comes back."""

from __future__ import annotations

import math
from collections.abc import Callable

from placements import Placements
from scenario import YEAR, Tree, band, draw_days
from world import Case, Child, Hazard, World, days_to_adulthood


class Care:
    """Coming into care and leaving it."""

    def __init__(self, world: World, placements: Placements) -> None:
        self.world, self.placements = world, placements
        self.home: Tree = world.scenario["home"]
        self.begin_case: Callable[[Case], None] = lambda case: None
        self.child_left: Callable[[Child], None] = lambda child: None

    # Coming into care

    def enter(self, case: Case) -> None:
        for child in case.children:
            child.case, child.in_care, child.entered, child.apart = case, True, self.world.now, False
            child.settled = False
            self.world.step("children_in_care", 1)
            self.set_legal(child, case.legal)
            child.clocks["eighteen"] = self.world.after(
                days_to_adulthood(child, self.world.now), lambda child=child: self.leave(child, "turned 18")
            )
            child.clocks["other"] = Hazard(
                self.world,
                lambda child=child: self.rate_of_leaving(child),
                lambda child=child: self.leave(child, "other"),
            )
        self.placements.find_for_case(case.children)
        case.clocks["home"] = Hazard(
            self.world, lambda: self.rate_of_return(case), lambda: self.go_home(self.who_can_go_home(case))
        )
        self.begin_case(case)

    def set_legal(self, child: Child, legal: str) -> None:
        if child.in_care:
            if "legal" in child.extra:
                self.world.step("legal:" + child.extra["legal"], -1)
            child.extra["legal"] = legal
            self.world.step("legal:" + legal, 1)
        child.legal = legal

    def rate_of_return(self, case: Case) -> tuple[float, float]:
        """By age of the youngest at entry and time since entry."""
        weeks = (self.world.now - case.entered) / 7
        starts = [*self.home["from_weeks"], math.inf]
        stretch = max(i for i, start in enumerate(starts) if start <= weeks + 1e-6)
        rate = self.home["rate_a_year"][stretch][band(case.age_of_youngest)]
        factor = case.extra.get("home factor", 1.0) if self.who_can_go_home(case) else 0.0
        return rate * factor, (starts[stretch + 1] - weeks) * 7

    def who_can_go_home(self, case: Case) -> list[Child]:
        """Those who are not at home under a care order already, and under no placement order."""
        return [
            child
            for child in case.in_care()
            if child.legal != "placement_order" and child.placement and child.placement.kind != "with_parents"
        ]

    def rate_of_leaving(self, child: Child) -> tuple[float, float]:
        years, leaving = child.age(self.world.now) / YEAR, self.world.scenario["leaving"]
        for key, end in (("under_16_a_year", 16), ("at_16_a_year", 17), ("at_17_a_year", 18)):
            if years < end - 1e-9:
                return leaving[key], (end - years) * YEAR
        return 0.0, math.inf

    # Leaving it

    def leave(self, child: Child, route: str) -> None:
        """The period of care ends."""
        world = self.world
        self.placements.leave(child)
        child.stop()
        child.in_care = False
        world.step("children_in_care", -1)
        world.step("legal:" + child.extra.pop("legal"), -1)
        world.count["exits:" + route] += 1
        self.child_left(child)
        if not child.case.in_care():
            child.case.stop()

    def go_home(self, children: list[Child]) -> None:
        """Brothers and sisters go home together, and come back together if they do."""
        if not children:
            return
        for child in children:
            self.leave(child, "home")
        days = draw_days(self.world.random, self.home["reentry_days"])
        self.world.after(days, lambda: self.come_back(children))

    def come_back(self, children: list[Child]) -> None:
        """Those who are still under eighteen come back as a new case."""
        back = [child for child in children if not child.in_care and days_to_adulthood(child, self.world.now) > 0]
        if not back:
            return
        entries, number = self.world.scenario["entries"], back[0].band(self.world.now)
        shares = [entries[basis][number] for basis in ("section_20", "interim_care_order", "emergency")]
        legal = self.world.random.choices(("section_20", "interim_care_order", "emergency"), shares)[0]
        self.world.count["reentries"] += len(back)
        self.enter(Case(back, self.world.now, back[0].case.together, legal, back[0].age(self.world.now)))
