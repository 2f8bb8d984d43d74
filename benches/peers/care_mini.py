"""The workload of examples/care_mini in SimPy, as its manual would write it: a process for each child.

care_mini.py SCALE REPLICATIONS prints a line for a script: events, nanoseconds of processor time, the most children in care at one
time, and the mean of each figure of the definition.
"""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf, log, log2

import simpy

YEARS = 10.0
ENTRIES, ADOPTERS, PLACES = 250, 60, 500
SEARCH, MOVE = (12.0, 4.0), (0.7, 1.4)
HOME, GUARDIANSHIP, PLAN, REVOKE = 0.22, 0.10, 0.6, 0.5
ROUTES = ("home", "guardianship", "adoption", "of age")


@dataclass
class Level:
    """A length and its integral over time."""

    env: simpy.Environment
    level: int = 0
    as_of: float = 0.0
    area: float = 0.0

    def change(self, by: int) -> None:
        """Moves the level."""
        self.area += self.level * (self.env.now - self.as_of)
        self.as_of = self.env.now
        self.level += by

    def average(self) -> float:
        """The average up to now."""
        self.change(0)
        return self.area / self.env.now


@dataclass
class System:
    """One replication."""

    random: random.Random
    scale: int
    events: int = 0
    years_in_care: float = 0.0
    most_in_care: int = 0
    left: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROUTES, 0))

    def run(self) -> list[float]:
        """Runs it and gives the figures of the definition."""
        self.env = simpy.Environment()
        self.places = simpy.Resource(self.env, PLACES * self.scale)
        self.adopters = simpy.Store(self.env)
        self.in_care = Level(self.env)
        self.place_queue = Level(self.env)
        self.adopter_queue = Level(self.env)
        self.env.process(self.entries())
        self.env.process(self.adopters_come())
        self.env.run(until=YEARS)
        leavers = sum(self.left.values())
        shares = [self.left[route] / leavers for route in ROUTES]
        return [self.years_in_care / leavers, *shares, self.place_queue.average(), self.adopter_queue.average()]

    def entries(self) -> Iterator[simpy.Event]:
        """Children come into care."""
        while True:
            yield self.env.timeout(self.random.expovariate(ENTRIES * self.scale))
            self.events += 1
            self.in_care.change(1)
            self.most_in_care = max(self.most_in_care, self.in_care.level)
            self.env.process(self.child())

    def adopters_come(self) -> Iterator[simpy.Event]:
        """Adopters come forward; those whom nobody waits for stay."""
        while True:
            yield self.env.timeout(self.random.expovariate(ADOPTERS * self.scale))
            self.events += 1
            yield self.adopters.put(None)

    def child(self) -> Iterator[simpy.Event]:
        """One episode of care."""
        env = self.env
        entered = env.now
        of_age = entered + 18.0 - self.random.uniform(0.0, 17.0)
        is_complex = self.random.random() < 0.2
        search = self.random.expovariate(SEARCH[is_complex])
        if entered + search >= of_age:
            yield env.timeout(of_age - entered)
            return self.leave(entered, "of age")
        yield env.timeout(search)
        self.events += 1
        while True:
            request = self.places.request()
            if not request.triggered:
                self.place_queue.change(1)
                yield request | env.timeout(of_age - env.now)
                self.place_queue.change(-1)
                if not request.triggered:
                    request.cancel()
                    return self.leave(entered, "of age")
            self.events += 1
            route = yield from self.placement(entered, of_age, MOVE[is_complex])
            if route != "move":
                # Counted before the place goes on, so that events keep their order.
                self.leave(entered, route)
                self.places.release(request)
                return None
            self.events += 1
            self.places.release(request)

    def placement(self, entered: float, of_age: float, moves: float) -> Iterator[simpy.Event]:
        """What ends a placement: a route, or a move."""
        env, draw = self.env, self.random.expovariate
        while True:
            clocks = ((of_age - env.now, "of age"), (draw(HOME), "home"), (draw(GUARDIANSHIP), "guardianship"),
                      (draw(moves), "move"), (self.plan_after(env.now - entered), "plan"))  # fmt: skip
            after, what = min(clocks)
            yield env.timeout(after)
            if what != "plan":
                return what
            self.events += 1
            adopter = self.adopters.get()
            if adopter.triggered:
                return "adoption"
            self.adopter_queue.change(1)
            revoked, left = draw(REVOKE), of_age - env.now
            yield adopter | env.timeout(min(revoked, left))
            self.adopter_queue.change(-1)
            if adopter.triggered:
                return "adoption"
            adopter.cancel()
            if left <= revoked:
                return "of age"
            self.events += 1

    def plan_after(self, served: float) -> float:
        """Years until the hazard of a plan, halving with every year since entry, reaches its budget."""
        lived = self.random.expovariate(1.0) * log(2.0) / (PLAN * 2.0**-served)
        return -log2(1.0 - lived) if lived < 1.0 else inf

    def leave(self, entered: float, route: str) -> None:
        """A child leaves care."""
        self.events += 1
        self.left[route] += 1
        self.years_in_care += self.env.now - entered
        self.in_care.change(-1)


def main() -> None:
    """Runs the replications and prints the line."""
    scale, replications = int(sys.argv[1]), int(sys.argv[2])
    begin = time.process_time_ns()
    systems = [System(random.Random(replication), scale) for replication in range(replications)]
    runs = [system.run() for system in systems]
    nanoseconds = time.process_time_ns() - begin
    means = [sum(values) / replications for values in zip(*runs, strict=True)]
    print(sum(s.events for s in systems), nanoseconds, max(s.most_in_care for s in systems), *means)


if __name__ == "__main__":
    main()
