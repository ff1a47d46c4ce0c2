"""Whether numbers come with everyday comparisons: the user's choice, SI alone at first."""

from __future__ import annotations

from collections.abc import Mapping

from engine.comparisons import comparison
from engine.quantities import Quantity
from gui.settings import flag, settings

_SETTING = "everyday_comparisons"


def everyday_chosen() -> bool:
    return flag(_SETTING)


def choose_everyday(on: bool) -> None:
    settings().setValue(_SETTING, on)


def everyday(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return the comparison to show beside a number, or nothing."""
    return comparison(quantity, quantities) if everyday_chosen() else ""
