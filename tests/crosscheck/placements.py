"""docs/model.md, "Where they live": the search tier by tier, early ends, overflow and the step down from it."""

from __future__ import annotations

from carers import Fostering, Household
from scenario import Tree, next_birthday_band
from world import Child, Hazard, Placement, World

FAMILIES = ("in_house", "agency", "kinship")


class Placements:
    """Finds placements, ends them, and keeps the count of both."""

    def __init__(self, world: World, fostering: Fostering) -> None:
        self.world, self.fostering = world, fostering
        self.search: Tree = world.scenario["search"]
        self.stability: Tree = world.scenario["stability"]
        fostering.move_out = self.move_out

    # Looking for a placement

    def find_for_case(self, children: list[Child]) -> None:
        """Children who need a placement on the same day: together if they are to live together, else one by one."""
        wanted = [child for child in children if not self.planned_place(child)]
        if len(wanted) > 1 and children[0].case.together:
            if self.find_family(wanted, None) is None:
                self.world.count["children_separated_from_siblings"] += len(wanted)
                for child in wanted:
                    child.apart = True
                    self.find_alone(child, None)
            return
        for child in wanted:
            self.find_alone(child, None)

    def find_again(self, child: Child, but_not: Household | None) -> None:
        """A search for one child whose placement has ended: it leaves any brothers and sisters it lived with."""
        others = [other.placement for other in child.case.in_care() if other is not child]
        if child.case.together and any(place and place.kind not in ("with_parents", "adoptive") for place in others):
            child.apart = True
        if not self.planned_place(child):
            self.find_alone(child, but_not)

    def find_alone(self, child: Child, but_not: Household | None) -> None:
        if self.find_family([child], but_not) is None:
            self.count_search(child, unmet="in_house" in self.search["order"])
            self.move_in(child, Placement("childrens_home", self.world.now, overflow=True))

    def planned_place(self, child: Child) -> bool:
        """Semi-independence from 16, before all else, or a children's home that is the plan."""
        now = self.world.now
        if child.band(now) == 4 and self.world.chance(self.search["semi_independent"]):
            kind = "semi_independent"
        elif child.needs == 2 and child.residential_draw < self.search["residential_plan"][child.band(now)]:
            kind = "childrens_home"
        else:
            return False
        self.count_search(child, unmet=False)
        self.move_in(child, Placement(kind, now))
        return True

    def find_family(self, children: list[Child], but_not: Household | None, since: float = 0.0) -> str | None:
        """The tiers before the children's home; the kind of placement found, if any."""
        for tier in self.search["order"]:
            chance = self.chance_of(tier, children)
            household = None
            if tier == "in_house":
                household = self.fostering.find(children, chance, but_not, since)
            if household is None and not (tier == "agency" and self.world.chance(chance)):
                continue
            for child in children:
                self.count_search(child, unmet=tier != "in_house" and "in_house" in self.search["order"])
                self.move_in(child, Placement(tier, self.world.now, household))
            return tier
        return None

    def chance_of(self, tier: str, children: list[Child]) -> float:
        """Each child has a chance of its own, lowered for complex needs; a group has that of the member with the lowest."""
        if tier == "childrens_home":
            return 0.0
        by_age = self.search["in_house_acceptance" if tier == "in_house" else "agency_offer"]
        factor = (1.0, 1.0, self.search["complex_factor"])
        chance = min(by_age[child.band(self.world.now)] * factor[child.needs] for child in children)
        if tier == "agency":
            chance *= self.search["sibling_factor"] ** (len(children) - 1)
        return float(chance)

    def count_search(self, child: Child, unmet: bool) -> None:
        child.searched = self.world.now
        self.world.count["searches"] += 1
        self.world.count["unmet_in_house_demand"] += unmet
        if child.ever_placed:
            self.world.count["placement_moves"] += 1

    # Living there

    def move_in(self, child: Child, placement: Placement) -> None:
        """Ends the placement before, if there is one, and starts the clocks of the new one."""
        world = self.world
        if child.placement is not None:
            self.leave(child)
        if child.extra.get("placed in period") == child.entered:
            child.moves += 1
        child.extra["placed in period"] = child.entered
        child.ever_placed = True
        child.placement = placement
        world.step("in:" + placement.kind, 1)
        if placement.overflow:
            world.step("overflow_in_childrens_homes", 1)
            child.clocks["step down"] = Hazard(
                world, lambda: (self.search["step_down_a_year"], float("inf")), lambda: self.step_down(child)
            )
        if placement.household is not None:
            self.fostering.move_in(placement.household, child)
        if self.stability.get(placement.kind):
            child.clocks["early end"] = Hazard(world, lambda: self.rate_of_early_end(child), lambda: self.end_early(child))

    def move_to_family(self, child: Child, placement: Placement) -> None:
        """To relatives, parents or adopters, without a search: whoever was placed apart is so no longer."""
        child.apart = False
        self.move_in(child, placement)

    def leave(self, child: Child) -> None:
        """The child no longer lives there."""
        placement = child.placement
        if placement is None:
            return
        child.placement = None
        child.stop("step down", "early end")
        self.world.step("in:" + placement.kind, -1)
        if placement.overflow:
            self.world.step("overflow_in_childrens_homes", -1)
        if placement.household is not None:
            self.fostering.end(placement.household, child)

    def rate_of_early_end(self, child: Child) -> tuple[float, float]:
        assert child.placement is not None
        stability = self.stability
        rate = stability[child.placement.kind] * stability["age_factor"][child.band(child.placement.since)]
        rate *= stability["earlier_move_factor"] ** min(child.moves, 5)
        if child.needs == 2:
            rate *= stability["complex_factor"]
        if child.apart:
            rate *= stability["separated_factor"]
        if child.settled:
            rate *= stability["settled_factor"]
        return rate, next_birthday_band(child.age(self.world.now))

    def end_early(self, child: Child) -> None:
        """A placement ends before its time: another is looked for, not with the same household."""
        assert child.placement is not None
        household, kind = child.placement.household, child.placement.kind
        self.world.count["disruptions"] += 1
        self.leave(child)
        self.find_again(child, household)
        if kind == "with_parents":
            child.case.clocks["home"].arm()  # type: ignore[union-attr]

    def move_out(self, children: list[Child]) -> None:
        """Their carers stop: brothers and sisters who lived there are looked for together if they are to live together."""
        for child in children:
            self.world.count["disruptions"] += 1
            self.leave(child)
        self.find_for_case(children)

    def step_down(self, child: Child) -> None:
        """A family is looked for again, own carers among what is vacant since the last search; one in vain is not counted."""
        since, child.searched = child.searched, self.world.now
        if self.find_family([child], None, since) is None:
            child.clocks["step down"].arm()  # type: ignore[union-attr]
        else:
            self.world.count["planned_moves"] += 1
