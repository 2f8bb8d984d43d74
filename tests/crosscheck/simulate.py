"""One future of a scenario in the second implementation, and many of them on two processors.

`OUTPUTS` names what is compared, as summary.csv of the program names it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import adoption
import carers
import entries
import money
import scenario
from court import Court
from home import Care
from placements import Placements
from world import World

HERE = Path(__file__).parent
Reading = Callable[[World], float]
Name = tuple[str, str, str]


def counted(name: str) -> Reading:
    return lambda world: world.count[name]


def level(name: str) -> Reading:
    return lambda world: world.level[name]


def days(name: str) -> Reading:
    return lambda world: world.days[name]


END, RUN = '2027-03', "horizon"
OUTPUTS: dict[str, dict[Name, Reading]] = {
    "places": {
        ("children_in_care", "all", END): level("children_in_care"),
        ("time_in_care_child_days", "all", RUN): days("children_in_care"),
        ("first_entries", "all", RUN): counted("first_entries"),
        ("reentries", "all", RUN): counted("reentries"),
        ("exits", "home", RUN): counted("exits:home"),
        ("exits", "other", RUN): counted("exits:other"),
        ("exits", "turned 18", RUN): counted("exits:turned 18"),
        ("searches", "all", RUN): counted("searches"),
        ("unmet_in_house_demand", "all", RUN): counted("unmet_in_house_demand"),
        ("disruptions", "all", RUN): counted("disruptions"),
        ("placement_moves", "all", RUN): counted("placement_moves"),
        ("children_separated_from_siblings", "all", RUN): counted("children_separated_from_siblings"),
        ("overflow_in_childrens_homes", "all", END): level("overflow_in_childrens_homes"),
        ("in_house_places", "all", END): level("in_house_places"),
        ("in_house_filled", "all", END): level("in_house_filled"),
        ("foster_households_left", "all", RUN): counted("foster_households_left"),
    },
    "court": {
        ("children_in_care", "all", END): level("children_in_care"),
        ("time_in_care_child_days", "all", RUN): days("children_in_care"),
        ("first_entries", "all", RUN): counted("first_entries"),
        ("reentries", "all", RUN): counted("reentries"),
        ("exits", "home", RUN): counted("exits:home"),
        ("exits", "special guardianship", RUN): counted("exits:special guardianship"),
        ("exits", "child arrangements order", RUN): counted("exits:child arrangements order"),
        ("exits", "other", RUN): counted("exits:other"),
        ("exits", "turned 18", RUN): counted("exits:turned 18"),
        ("proceedings_days", "all", RUN): lambda world: world.mean("proceedings_days"),
        ("disruptions", "all", RUN): counted("disruptions"),
        ("planned_moves", "all", RUN): counted("planned_moves"),
        ("placement_moves", "all", RUN): counted("placement_moves"),
        ("cost_total_gbp", "all", RUN): lambda world: sum(money.lines(world).values()),
        **{
            ("cost_gbp", line, RUN): (lambda world, line=line: money.lines(world)[line])
            for line in ("kinship fostering", "agency fostering", "children's homes", "with parents", "semi-independent", "social work", "special guardianship allowances", "assessments and panels", "care proceedings", "placement moves")
        },
        ("children_in_care", "interim care order", END): level("legal:interim_care_order"),
        ("children_in_care", "care order", END): level("legal:care_order"),
    },
    "adoption": {
        ("children_in_care", "placement order", END): level("legal:placement_order"),
        ("children_in_care", "placed for adoption", END): level("in:adoptive"),
        ("time_in_care_child_days", "all", RUN): days("children_in_care"),
        ("reentries", "all", RUN): counted("reentries"),
        ("exits", "home", RUN): counted("exits:home"),
        ("exits", "other", RUN): counted("exits:other"),
        ("exits", "special guardianship", RUN): counted("exits:special guardianship"),
        ("placement_moves", "all", RUN): counted("placement_moves"),
        **{
            (name, "all", RUN): counted(name)
            for name in ("first_entries", "placement_orders", "matches", "placements_for_adoption", "children_adopted", "adoption_reversals", "revocations", "disruptions", "adopter_approvals", "adopters_gave_up")
        },
        **{
            (name, "all", RUN): (lambda world, name=name: world.mean(name))
            for name in ("entry_to_placement_order_days", "wait_for_match_days", "entry_to_placed_for_adoption_days", "entry_to_order_days", "placed_to_order_days", "adopter_wait_days")
        },
        ("adopters_waiting", "all", END): level("adopters_waiting"),
        ("cost_gbp", "adoption placements", RUN): lambda world: money.lines(world)["adoption placements"],
        ("cost_gbp", "adoption support", RUN): lambda world: money.lines(world)["adoption support"],
        ("cost_total_gbp", "all", RUN): lambda world: sum(money.lines(world).values()),
    },
}


def future(path: Path, rates: list[float], replication: int) -> list[float]:
    """The outputs of one future."""
    given = scenario.load(path)
    world = World(given, f"{path.stem} {replication}")
    placements = Placements(world, carers.Fostering(world))
    care = Care(world, placements)
    adoption.Adoption(world, care, Court(world, care))
    for number, a_year in enumerate(rates):
        world.env.process(entries.arrivals(world, number, a_year, care.enter))
    world.run()
    return [reading(world) for reading in OUTPUTS[path.stem].values()]


def futures(name: str, number: int, processors: int = 2) -> list[list[float]]:
    """The outputs of many futures, in the order of replication."""
    path = HERE / f"{name}.toml"
    rates = entries.families_a_year(scenario.load(path)["entries"])
    with ProcessPoolExecutor(processors) as pool:
        return list(pool.map(partial(future, path, rates), range(number), chunksize=4))


if __name__ == "__main__":
    for name, values in zip(OUTPUTS[sys.argv[1]], zip(*futures(sys.argv[1], int(sys.argv[2])))):
        print(name, sum(values) / len(values))
