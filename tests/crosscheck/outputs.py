"""What is compared: at most thirty headline outputs, by the names that summary.csv of the program gives them."""

from __future__ import annotations

from collections.abc import Callable

import money
from world import World

Reading = Callable[[World], float]
Name = tuple[str, str, str]
END, RUN = "2027-03", "horizon"
MOST = 30


def counted(name: str) -> Reading:
    return lambda world: world.count[name]


def level(name: str) -> Reading:
    return lambda world: world.level[name]


def days(name: str) -> Reading:
    return lambda world: world.days[name]


def mean(name: str) -> Reading:
    return lambda world: world.mean(name)


def cost(line: str) -> Reading:
    return lambda world: money.lines(world)[line]


def total(world: World) -> float:
    return sum(money.lines(world).values())


OUTPUTS: dict[str, dict[Name, Reading]] = {
    "places": {
        ("time_in_care_child_days", "all", RUN): days("children_in_care"),
        ("exits", "home", RUN): counted("exits:home"),
        ("exits", "other", RUN): counted("exits:other"),
        ("exits", "turned 18", RUN): counted("exits:turned 18"),
        ("reentries", "all", RUN): counted("reentries"),
        ("unmet_in_house_demand", "all", RUN): counted("unmet_in_house_demand"),
        ("placement_moves", "all", RUN): counted("placement_moves"),
        ("children_separated_from_siblings", "all", RUN): counted("children_separated_from_siblings"),
        ("overflow_in_childrens_homes", "all", END): level("overflow_in_childrens_homes"),
        ("in_house_filled", "all", END): level("in_house_filled"),
    },
    "court": {
        ("children_in_care", "care order", END): level("legal:care_order"),
        ("exits", "home", RUN): counted("exits:home"),
        ("exits", "special guardianship", RUN): counted("exits:special guardianship"),
        ("exits", "child arrangements order", RUN): counted("exits:child arrangements order"),
        ("proceedings_days", "all", RUN): mean("proceedings_days"),
        ("planned_moves", "all", RUN): counted("planned_moves"),
        ("cost_gbp", "kinship fostering", RUN): cost("kinship fostering"),
        ("cost_gbp", "special guardianship allowances", RUN): cost("special guardianship allowances"),
        ("cost_gbp", "assessments and panels", RUN): cost("assessments and panels"),
        ("cost_total_gbp", "all", RUN): total,
    },
    "adoption": {
        ("placement_orders", "all", RUN): counted("placement_orders"),
        ("matches", "all", RUN): counted("matches"),
        ("children_adopted", "all", RUN): counted("children_adopted"),
        ("adoption_reversals", "all", RUN): counted("adoption_reversals"),
        ("revocations", "all", RUN): counted("revocations"),
        ("wait_for_match_days", "all", RUN): mean("wait_for_match_days"),
        ("entry_to_order_days", "all", RUN): mean("entry_to_order_days"),
        ("adopters_gave_up", "all", RUN): counted("adopters_gave_up"),
        ("children_in_care", "placed for adoption", END): level("in:adoptive"),
        ("cost_total_gbp", "all", RUN): total,
    },
}
assert sum(map(len, OUTPUTS.values())) <= MOST
