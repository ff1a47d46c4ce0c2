"""Money: orbit beside the ground."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = ()
