"""One future of a scenario in the second implementation, and many of them on two processors."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import adoption
import carers
import entries
import outputs
import scenario
from court import Court
from home import Care
from placements import Placements
from world import World

HERE = Path(__file__).parent


def future(path: Path, rates: list[float], seed: str, replication: int) -> list[float]:
    """The outputs of one future."""
    world = World(scenario.load(path), f"{path.stem} {seed} {replication}")
    placements = Placements(world, carers.Fostering(world))
    care = Care(world, placements)
    adoption.Adoption(world, care, Court(world, care))
    for number, a_year in enumerate(rates):
        world.env.process(entries.arrivals(world, number, a_year, care.enter))
    world.run()
    return [reading(world) for reading in outputs.OUTPUTS[path.stem].values()]


def futures(name: str, number: int, seed: str, processors: int = 2) -> list[list[float]]:
    """The outputs of many futures, in the order of replication."""
    path = HERE / f"{name}.toml"
    rates = entries.families_a_year(scenario.load(path)["entries"])
    with ProcessPoolExecutor(processors) as pool:
        return list(pool.map(partial(future, path, rates, seed), range(number), chunksize=4))
