"""docs/model.md, "Adoption": placement order, delay and reversal, panels, match, moving in, ten weeks, order.

Brothers and sisters who are to live together are one `Search`: matched, moved in and disrupted together, until they have waited
so long that they are split.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import simpy

from carers import Household, approvals, leaving_rate
from court import Court
from home import Care
from scenario import YEAR, Tree, adoption_band
from world import Case, Child, Hazard, Placement, Timer, World

OLDEST_AT_ENTRY = 10 * YEAR


@dataclass(eq=False)
class Search:
    """Children for whom one family is sought."""

    children: list[Child]
    ordered: float
    early: bool = False
    household: Household | None = None
    moving_in: Timer | None = None
    order: Timer | None = None
    disruption: Hazard | None = None


class Adoption:
    """Children on a placement order, and the adopters who wait."""

    def __init__(self, world: World, care: Care, court: Court) -> None:
        self.world, self.care, self.court = world, care, court
        self.rules: Tree = world.scenario["adoption"]
        self.strand: Tree = world.scenario["recruitment"]["adopters"]
        self.searches: list[Search] = []
        self.adopters: list[Household] = []
        court.planned_for_adoption = self.planned
        court.order_placement = self.order_placement
        care.child_left = self.child_left
        world.env.process(approvals(world, self.strand, self.approve))
        world.env.process(self.panels())

    # The plan

    def planned(self, case: Case) -> list[Child]:
        """Whose plan is adoption: one draw for the case, chances by each child's own age at entry."""
        draw = case.extra.setdefault("adoption draw", self.world.random.random())
        return [
            child for child in case.in_care() if child.entered - child.born < OLDEST_AT_ENTRY and draw < self.by_age("plan", child)
        ]

    def by_age(self, key: str, *children: Child) -> float:
        """By age at entry, of children to be adopted together the youngest's."""
        return float(self.rules[key][adoption_band(min(child.entered - child.born for child in children))])

    # Delay

    def order_placement(self, children: list[Child]) -> None:
        """The placement order settles the plan. Early matches bypass the pool; the others wait for a panel."""
        world, case = self.world, children[0].case
        threshold, early_draw = world.random.random(), world.random.random()
        for child in children:
            world.count["placement_orders"] += 1
            self.care.set_legal(child, "placement_order")
            child.settled = True
            self.court.rate_of_early_end_changed(child)
        for group in [children] if case.together else [[child] for child in children]:
            early = early_draw < self.by_age("early_match", *group)
            search = Search(list(group), world.now, early)
            self.searches.append(search)
            if early:
                self.match(search, None)
            for child in group:
                child.extra["threshold"], child.extra["months"] = threshold, self.by_age("reference_months", *group)
                self.await_reversal(child)

    def await_reversal(self, child: Child) -> None:
        """chance(T) = min(1, c 2^(-(T - T_ref) / H)); the decision is reversed when it falls below the child's threshold."""
        scale, half_life = self.rules["scale"], self.rules["half_life_years"] * YEAR
        threshold = child.extra["threshold"]
        if math.isinf(half_life) or scale <= 0:
            wait = 0.0 if threshold >= scale else math.inf
        else:
            days = child.extra["months"] * YEAR / 12 + half_life * math.log2(scale / threshold)
            wait = child.entered + days - self.world.now
        if wait < math.inf:
            child.clocks["reversal"] = self.world.after(wait, lambda: self.reverse(child))

    def reverse(self, child: Child) -> None:
        """Adoption is no longer the plan; the placement order is revoked later."""
        self.world.count["adoption_reversals"] += 1
        self.drop(child)
        days = self.court.days("adoption", "revocation_days")
        child.clocks["revocation"] = self.world.after(days, lambda: self.revoke(child))

    def revoke(self, child: Child) -> None:
        self.world.count["revocations"] += 1
        self.court.make_care_orders(child.case, [child])

    # Who is sought for

    def search_of(self, child: Child) -> Search | None:
        return next((search for search in self.searches if child in search.children), None)

    def drop(self, child: Child) -> None:
        """The child is no longer to be adopted with the others (or has left care)."""
        search = self.search_of(child)
        if search is None:
            return
        search.children.remove(child)
        if not search.children:
            self.searches.remove(search)
            self.lapse(search)
            self.call_off(search)

    def call_off(self, search: Search) -> None:
        """The children no longer live with adopters: neither order nor disruption is to come."""
        for clock in (search.order, search.disruption):
            if clock is not None:
                clock.cancel()
        search.order = search.disruption = None

    def lapse(self, search: Search) -> None:
        """A match that has come to nothing before moving in: the adopters wait again."""
        if search.moving_in is not None:
            search.moving_in.cancel()
            search.moving_in = None
            if search.household is not None:
                self.wait(search.household)
            search.household = None

    def child_left(self, child: Child) -> None:
        search = self.search_of(child)
        self.drop(child)
        if search is not None and search.order is None:
            self.youngest_changed(search)

    def youngest_changed(self, search: Search) -> None:
        """The reference timetable is that of the youngest who still waits with the others."""
        for child in search.children:
            child.stop("reversal")
            child.extra["months"] = self.by_age("reference_months", *search.children)
            self.await_reversal(child)

    # Adopters

    def approve(self, household: Household) -> None:
        self.world.count["adopter_approvals"] += 1
        self.wait(household)

    def wait(self, household: Household) -> None:
        self.adopters.append(household)
        self.adopters.sort(key=lambda other: (other.size, other.approved))
        self.world.step("adopters_waiting", 1)
        household.clock = Hazard(
            self.world, lambda: leaving_rate(self.world, household, self.strand), lambda: self.give_up(household)
        )

    def no_longer_wait(self, household: Household) -> None:
        self.adopters.remove(household)
        self.world.step("adopters_waiting", -1)
        if household.clock is not None:
            household.clock.cancel()

    def give_up(self, household: Household) -> None:
        self.world.count["adopters_gave_up"] += 1
        self.no_longer_wait(household)

    # Panels

    def panels(self) -> Generator[simpy.Event, None, None]:
        while True:
            yield self.world.env.timeout(self.rules["panel_interval_days"])
            self.panel()

    def panel(self) -> None:
        """Whoever has waited longest comes first; a group that has waited too long is split before."""
        now = self.world.now
        for search in list(self.searches):
            waited = now - search.ordered
            sought = search.household is None and not search.early
            been_to_a_panel = waited >= self.rules["family_finding_days"] + self.rules["panel_interval_days"]
            if sought and len(search.children) > 1 and waited >= self.rules["split_after_days"] and been_to_a_panel:
                self.split(search)
        for search in sorted(self.searches, key=lambda search: search.ordered):
            ready = now - search.ordered >= self.rules["family_finding_days"]
            if search.household is None and not search.early and ready:
                household = self.find_adopters(search)
                if household is not None:
                    self.match(search, household)

    def split(self, search: Search) -> None:
        """From now on each goes by its own age at entry, with the number that it has."""
        self.searches.remove(search)
        self.world.count["children_separated_from_siblings"] += len(search.children)
        for child in search.children:
            single = Search([child], search.ordered)
            self.searches.append(single)
            self.youngest_changed(single)

    def find_adopters(self, search: Search) -> Household | None:
        """The first compatible household that accepts: those for the fewest children first, then those approved first."""
        for household in self.adopters:
            could = household.size >= len(search.children) and household.could_take(search.children, self.world.now)
            if could and household.accepts(self.world, search.children, self.rules["acceptance"]):
                return household
        return None

    # Match to order

    def match(self, search: Search, household: Household | None) -> None:
        world = self.world
        search.household = household
        if household is not None:
            self.no_longer_wait(household)
        world.count["match_cases"] += 1
        for _ in search.children:
            world.count["matches"] += 1
            world.mean_of("wait_for_match_days", world.now - search.ordered)
        days = self.court.days("adoption", "match_to_placed_days")
        search.moving_in = world.after(days, lambda: self.move_in(search))

    def move_in(self, search: Search) -> None:
        """The clock of the chance stops; the order follows after its time, ten weeks at the least."""
        world = self.world
        search.moving_in = None
        sigma = self.rules["placed_to_order_sigma"]
        days = self.by_age("placed_to_order_years", *search.children) * YEAR
        days *= math.exp(world.random.gauss(-sigma * sigma / 2, sigma)) * (self.rules["early_factor"] if search.early else 1.0)
        days = max(days, self.rules["minimum_with_adopters_days"])
        for child in search.children:
            child.stop("reversal")
            world.count["placements_for_adoption"] += 1
            self.care.placements.move_to_family(child, Placement("adoptive", world.now))
        search.order = world.after(days, lambda: self.adopt(search))
        rate = self.rules["disruption_a_year"]
        search.disruption = Hazard(world, lambda: (rate, math.inf), lambda: self.disrupt(search))

    def disrupt(self, search: Search) -> None:
        """All come back to wait for another family, without family finding anew; the adopters are lost."""
        search.household, search.early = None, False
        self.call_off(search)
        for child in search.children:
            self.care.placements.leave(child)
            self.world.count["disruptions"] += 1
        self.care.placements.find_for_case(search.children)
        for child in list(search.children):
            self.await_reversal(child)

    def adopt(self, search: Search) -> None:
        """They leave care together, and come back together if the adoption breaks down."""
        world, children = self.world, list(search.children)
        for child in children:
            world.count["children_adopted"] += 1
            world.mean_of("entry_to_order_days", world.now - child.entered)
            self.care.leave(child, "adopted")
        rate = self.rules["breakdown_a_year"]
        Hazard(world, lambda: (rate, math.inf), lambda: self.care.come_back(children))
