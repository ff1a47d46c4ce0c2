"""Debris, re-entry, radiation and brightness: figures to worry about."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = ()
