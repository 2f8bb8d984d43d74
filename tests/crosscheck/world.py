"""What everything else stands on: SimPy's clock, timers that can be called off, hazards, counts and the people.

One world is one simulated future. A clock whose rate changes (with age, with time since entry) is drawn anew at each change,
which an exponential clock allows. Each process of docs/model.md lives in the file of its subject.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import simpy

from scenario import ADULT, YEAR, Tree, band

if TYPE_CHECKING:
    from carers import Household

ONE_SECOND = 1 / 86_400  # a change that rounding puts a moment ahead is waited for, not met again and again
Action = Callable[[], None]
Rate = Callable[[], tuple[float, float]]


class Timer:
    """Something that happens later, unless it is called off."""

    def __init__(self, env: simpy.Environment, delay: float, action: Action) -> None:
        self.action: Action | None = action
        self.at = env.now + max(delay, 0.0)
        env.timeout(max(delay, 0.0)).callbacks.append(self.ring)

    def ring(self, _event: simpy.Event) -> None:
        if self.action is not None:
            action, self.action = self.action, None
            action()

    def cancel(self) -> None:
        self.action = None


class Hazard:
    """Something that happens at a rate a year; `rate` gives the rate now and the days for which it holds."""

    def __init__(self, world: World, rate: Rate, action: Action) -> None:
        self.world, self.rate, self.action = world, rate, action
        self.timer: Timer | None = None
        self.arm()

    def arm(self) -> None:
        """Draws the clock anew: at the beginning, and whenever the rate has changed."""
        self.cancel()
        a_year, holds = self.rate()
        wait = self.world.random.expovariate(a_year / YEAR) if a_year > 0 else math.inf
        if wait < holds:
            self.timer = self.world.after(wait, self.action)
        elif holds < math.inf:
            self.timer = self.world.after(max(holds, ONE_SECOND), self.arm)

    def cancel(self) -> None:
        if self.timer is not None:
            self.timer.cancel()


@dataclass(eq=False)
class Placement:
    """Where a child lives: the kind, since when, and with which household if it is the council's own."""

    kind: str
    since: float
    household: Household | None = None
    overflow: bool = False


@dataclass(eq=False)
class Child:
    """One child, through all its periods of care."""

    born: float
    needs: int
    residential_draw: float
    case: Case
    in_care: bool = False
    entered: float = 0.0
    first_entered: float = 0.0
    placement: Placement | None = None
    legal: str = "section_20"
    ever_placed: bool = False
    moves: int = 0
    searched: float = 0.0
    apart: bool = False
    settled: bool = False
    clocks: dict[str, Timer | Hazard] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def age(self, now: float) -> float:
        return now - self.born

    def band(self, now: float) -> int:
        return min(band(now - self.born), 4)

    def stop(self, *names: str) -> None:
        """Calls off these clocks; all of them if none is named."""
        for name in names or tuple(self.clocks):
            clock = self.clocks.pop(name, None)
            if clock is not None:
                clock.cancel()


@dataclass(eq=False)
class Case:
    """Brothers and sisters who came into care together: one timetable, one set of proceedings, one return home."""

    children: list[Child]
    entered: float
    together: bool
    legal: str
    age_of_youngest: float
    clocks: dict[str, Timer | Hazard] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def in_care(self) -> list[Child]:
        return [child for child in self.children if child.in_care and child.case is self]

    def stop(self, *names: str) -> None:
        for name in names or tuple(self.clocks):
            clock = self.clocks.pop(name, None)
            if clock is not None:
                clock.cancel()


class World:
    """One simulated future: the clock, chance, and what has been counted."""

    def __init__(self, scenario: Tree, seed: str) -> None:
        self.scenario = scenario
        self.random = Random(seed)
        self.env = simpy.Environment()
        self.horizon: float = scenario["horizon_days"]
        self.count: defaultdict[str, float] = defaultdict(float)
        self.level: defaultdict[str, float] = defaultdict(float)
        self.days: defaultdict[str, float] = defaultdict(float)
        self.changed: dict[str, float] = {}

    @property
    def now(self) -> float:
        return self.env.now

    def after(self, delay: float, action: Action) -> Timer:
        return Timer(self.env, delay, action)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def step(self, name: str, by: float) -> None:
        """Raises or lowers a level, and adds up the days lived at the old one."""
        self.days[name] += self.level[name] * (self.now - self.changed.get(name, 0.0))
        self.level[name] += by
        self.changed[name] = self.now

    def mean_of(self, name: str, value: float) -> None:
        """Counts one value towards a mean."""
        self.count[name + ":sum"] += value
        self.count[name + ":n"] += 1

    def mean(self, name: str) -> float:
        number = self.count[name + ":n"]
        return self.count[name + ":sum"] / number if number else math.nan

    def run(self) -> None:
        self.env.run(until=self.horizon)
        for name in list(self.level):
            self.step(name, 0.0)


def days_to_adulthood(child: Child, now: float) -> float:
    return ADULT - child.age(now)
