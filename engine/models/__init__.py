"""The models, a file each: what each section of the report adds, as formulas over what comes before it."""

from __future__ import annotations

from engine.formula import Formula
from engine.models import compute, cost, growth, heat, launches, links, moon, power, risk, scale

# In this order each formula finds its inputs.
MODELS: dict[str, tuple[Formula, ...]] = {
    "growth": (*growth.FORMULAS, *launches.FORMULAS),
    "power": power.FORMULAS,
    "heat": heat.FORMULAS,
    "moon": moon.FORMULAS,
    "compute": compute.FORMULAS,
    "links": links.FORMULAS,
    "cost": cost.FORMULAS,
    "scale": scale.FORMULAS,
    "risk": risk.FORMULAS,
}
