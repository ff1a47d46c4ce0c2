"""Heat and mass of one satellite: radiator, array, and whether the budget closes."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = ()
