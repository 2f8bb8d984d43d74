"""docs/model.md, "Money": what is lived and done, multiplied by the price list."""

from __future__ import annotations

from world import World

BY_THE_WEEK = {
    "kinship fostering": "kinship",
    "in-house fostering": "in_house",
    "agency fostering": "agency",
    "children's homes": "childrens_home",
    "semi-independent": "semi_independent",
    "with parents": "with_parents",
    "placed for adoption": "adoptive",
}
ALLOWANCES = {"special guardianship": "special_guardianship", "child arrangements order": "child_arrangements"}


def price(world: World, key: str) -> float:
    return float(world.scenario["prices"].get(key, 0.0))


def lines(world: World) -> dict[str, float]:
    """Costs of the whole run by budget line, at the prices of the base year."""
    cost = {name: world.days["in:" + kind] / 7 * price(world, kind + "_a_week") for name, kind in BY_THE_WEEK.items()}
    cost["social work"] = world.days["children_in_care"] / 7 * price(world, "social_work_a_week")
    for route, key in ALLOWANCES.items():
        share = world.scenario["prices"].get(key + "_paid_share", 1.0)
        cost[route + " allowances"] = world.days["allowances:" + route] / 7 * price(world, key + "_a_week") * share
    cost["care proceedings"] = world.count["proceedings"] * price(world, "proceedings")
    cost["care proceedings"] += world.count["legal_advice"] * price(world, "legal_advice")
    cost["assessments and panels"] = world.count["relatives_assessments"] * price(world, "relatives_assessment")
    cost["assessments and panels"] += world.count["match_cases"] * price(world, "adoption_panel")
    cost["placement moves"] = world.count["placement_moves"] * price(world, "placement_move")
    cost["adoption placements"] = world.count["placements_for_adoption"] * price(world, "adoption_placement")
    cost["adoption placements"] += world.count["placement_orders"] * price(world, "family_finding")
    cost["adoption support"] = world.count["children_adopted"] * price(world, "adoption_support")
    for strand in world.scenario["recruitment"].values():
        name = "foster_approvals" if strand["kind"] == "foster" else "adopter_approvals"
        cost["recruitment"] = cost.get("recruitment", 0.0) + world.count[name] * strand["cost_per_approval"]
    return cost
