"""docs/model.md, "Planning", "Court", "Relatives" and "After care": timetables, the final hearing, orders to relatives.

Everything here goes by case: brothers and sisters have one timetable, one hearing and one answer, but for the plan for adoption.
A case keeps what was drawn at its beginning in `Plan`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from home import Care
from scenario import Tree, band, draw_days
from world import ONE_SECOND, Case, Child, Hazard, Placement, Timer, World, days_to_adulthood

ORDERS = {"special guardianship": "special_guardianship", "child arrangements order": "child_arrangements"}


@dataclass(eq=False)
class Plan:
    """What a case's chances and timetable are, drawn when it begins; times are dates of the run."""

    to_court: bool
    home: bool
    suitable: bool
    fosters_first: bool
    takes_order: bool
    order: str
    parallel: bool
    home_ready: float
    relatives_ready: float
    adoption_ready: float
    application: float = math.inf
    assessment_paid: bool = False

    def ready(self, adoption: bool) -> float:
        """When the plan that the court will approve is ready."""
        if self.home:
            return self.home_ready
        return self.adoption_ready if adoption else self.relatives_ready

    def relatives(self) -> bool:
        return self.suitable and self.takes_order


class Court:
    """Runs the timetable of each case from entry to the order."""

    def __init__(self, world: World, care: Care) -> None:
        self.world, self.care = world, care
        self.court: Tree = world.scenario["court"]
        self.relatives: Tree = world.scenario["relatives"]
        self.planned_for_adoption: Callable[[Case], list[Child]] = lambda case: []
        self.order_placement: Callable[[list[Child]], None] = lambda children: None
        care.begin_case = self.begin

    def days(self, section: str, key: str) -> float:
        return draw_days(self.world.random, self.world.scenario[section][key])

    def draw_plan(self, case: Case) -> Plan:
        world, number = self.world, band(case.age_of_youngest)
        shares = {
            "interim_care_order": 1.0,
            "emergency": self.court["emergency"],
            "section_20": self.court["section_20"][number],
        }
        to_court = world.chance(shares[case.legal])
        home = to_court and world.chance(world.scenario["home"]["at_hearing"][number])
        parallel = world.chance(world.scenario["planning"]["parallel"])
        home_days = self.days("planning", "home_assessment_days")
        relatives_days = self.days("relatives", "assessment_days")
        adoption_days = self.days("planning", "adoption_assessment_days")
        relatives_after = max(home_days, relatives_days) if parallel else home_days + relatives_days
        adoption_after = max(relatives_after, adoption_days) if parallel else relatives_after + adoption_days
        arrangements = world.chance(self.relatives["child_arrangements"][number])
        return Plan(
            to_court=to_court,
            home=home,
            suitable=world.chance(self.relatives["suitable"][number]),
            fosters_first=world.chance(self.relatives["fosters_first"]),
            takes_order=world.chance(self.relatives["takes_order"]),
            order="child arrangements order" if arrangements else "special guardianship",
            parallel=parallel,
            home_ready=world.now + home_days,
            relatives_ready=world.now + relatives_after,
            adoption_ready=world.now + adoption_after,
        )

    def begin(self, case: Case) -> None:
        """Puts the dates of a new case into the calendar."""
        plan = self.draw_plan(case)
        self.at(case, "relatives", plan.relatives_ready, lambda: self.relatives_assessed(case, plan))
        if plan.to_court:
            self.go_to_court(case, plan)
        else:
            if case.legal == "emergency":
                case.extra["home factor"] = self.world.scenario["home"]["emergency_factor"]
                self.rate_of_return_changed(case)
            until = max(plan.relatives_ready, self.world.now + self.days("relatives", "without_court_days"))
            if plan.suitable:
                self.at(case, "order", until, lambda: self.relatives_decide(case, plan))

    def at(self, case: Case, name: str, date: float, action: Callable[[], None]) -> None:
        case.clocks[name] = self.world.after(date - self.world.now, action)

    def rate_of_return_changed(self, case: Case) -> None:
        clock = case.clocks["home"]
        assert isinstance(clock, Hazard)
        clock.arm()

    # To the hearing

    def go_to_court(self, case: Case, plan: Plan) -> None:
        """From the decision to go to court on nobody goes home before the hearing; only section 20 waits for that decision."""
        now = self.world.now
        if case.legal == "section_20":
            decision = now + self.days("court", "drift_days")
            plan.application = decision + self.days("court", "legal_advice_days")
            self.at(case, "decision", decision, lambda: self.decide(case, plan))
        else:
            wait = self.days("court", "emergency_issue_days") if case.legal == "emergency" else 0.0
            plan.application = now + wait
            self.no_return(case)
        self.at(case, "application", plan.application, lambda: self.apply(case, plan))

    def decide(self, case: Case, plan: Plan) -> None:
        """The plan is now the court's: an assessment of relatives that has been complete before is paid for with it."""
        case.stop("decision")
        self.world.count["legal_advice"] += 1
        if not plan.parallel and not plan.home and plan.relatives_ready <= self.world.now:
            self.pay_for_assessment(plan)
        self.no_return(case)

    def no_return(self, case: Case) -> None:
        case.extra["home factor"] = 0.0
        self.rate_of_return_changed(case)

    def apply(self, case: Case, plan: Plan) -> None:
        for child in case.in_care():
            self.care.set_legal(child, "interim_care_order")
        adoption = not plan.suitable and bool(self.planned_for_adoption(case))
        hearing = max(self.world.now + self.days("court", "proceedings_days"), plan.ready(adoption))
        self.at(case, "hearing", hearing, lambda: self.hear(case, plan))

    def hear(self, case: Case, plan: Plan) -> None:
        """Home; order to relatives; adoption; care order."""
        children = case.in_care()
        for _ in children:
            self.world.count["proceedings"] += 1
            self.world.mean_of("proceedings_days", self.world.now - plan.application)
        if not plan.home and "relatives" in case.clocks and plan.relatives_ready - self.world.now < ONE_SECOND:
            self.relatives_assessed(case, plan)
        case.stop("relatives")
        if plan.home:
            self.send_home(case, children)
        elif plan.relatives():
            self.make_order(children, plan.order)
        else:
            adopted = [] if plan.suitable else self.planned_for_adoption(case)
            self.make_care_orders(case, [child for child in children if child not in adopted])
            if plan.suitable:
                self.live_with_relatives(case)
            if adopted:
                self.order_placement(adopted)

    def make_care_orders(self, case: Case, children: list[Child]) -> None:
        """A final order settles the plan, which lowers the hazard of an early end; a small part of the hazard of return is back."""
        for child in children:
            self.care.set_legal(child, "care_order")
            child.settled = True
            self.rate_of_early_end_changed(child)
        case.extra["home factor"] = self.world.scenario["home"]["after_order_factor"]
        self.rate_of_return_changed(case)

    def rate_of_early_end_changed(self, child: Child) -> None:
        clock = child.clocks.get("early end")
        if isinstance(clock, Hazard):
            clock.arm()

    def send_home(self, case: Case, children: list[Child]) -> None:
        if not self.world.chance(self.world.scenario["home"]["under_care_order"]):
            self.care.go_home(children)
            return
        self.make_care_orders(case, children)
        for child in children:
            self.care.placements.move_to_family(child, Placement("with_parents", self.world.now))
        self.rate_of_return_changed(case)
        discharge = self.world.now + self.days("home", "discharge_days")
        self.at(case, "discharge", discharge, lambda: self.discharge(case))

    def discharge(self, case: Case) -> None:
        at_home = [child for child in case.in_care() if child.placement and child.placement.kind == "with_parents"]
        if at_home:
            self.care.go_home(at_home)

    # Relatives

    def relatives_assessed(self, case: Case, plan: Plan) -> None:
        """Some of those who are suitable foster until the order; there is nothing to wait for if the hearing is at that moment."""
        case.stop("relatives")
        hearing = case.clocks.get("hearing")
        at_once = isinstance(hearing, Timer) and abs(hearing.at - self.world.now) < ONE_SECOND
        foster = plan.suitable and plan.fosters_first and not at_once
        if plan.parallel or foster or (not self.home_is_plan(plan) and "decision" not in case.clocks):
            self.pay_for_assessment(plan)
        if foster:
            self.live_with_relatives(case)

    def pay_for_assessment(self, plan: Plan) -> None:
        if not plan.assessment_paid:
            plan.assessment_paid = True
            self.world.count["relatives_assessments"] += 1

    def home_is_plan(self, plan: Plan) -> bool:
        """What the court will approve; without proceedings home, unless there are suitable relatives."""
        return plan.home if plan.to_court else not plan.suitable

    def live_with_relatives(self, case: Case) -> None:
        for child in case.in_care():
            if child.placement is None or child.placement.kind != "kinship":
                self.world.count["placement_moves"] += 1
                self.world.count["planned_moves"] += 1
                self.care.placements.move_to_family(child, Placement("kinship", self.world.now))

    def relatives_decide(self, case: Case, plan: Plan) -> None:
        """Without court: an order some months after entry, or they foster on."""
        if plan.takes_order:
            self.make_order(case.in_care(), plan.order)
        else:
            self.live_with_relatives(case)

    def make_order(self, children: list[Child], route: str) -> None:
        """The children leave care; an allowance runs to eighteen, unless the home breaks down before."""
        world, rate = self.world, self.relatives[ORDERS[route] + "_breakdown_a_year"]
        for child in children:
            self.care.leave(child, route)
            world.step("allowances:" + route, 1)
            end = days_to_adulthood(child, world.now)
            child.clocks["allowance"] = world.after(end, lambda child=child: self.end_allowance(child, route))
        Hazard(world, lambda: (rate, math.inf), lambda: self.break_down(children, route))

    def end_allowance(self, child: Child, route: str) -> None:
        child.stop("allowance")
        self.world.step("allowances:" + route, -1)

    def break_down(self, children: list[Child], route: str) -> None:
        back = [child for child in children if days_to_adulthood(child, self.world.now) > 0]
        for child in back:
            self.end_allowance(child, route)
        self.care.come_back(back)
