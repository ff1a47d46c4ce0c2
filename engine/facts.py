"""Facts of the world that scenarios do not change, with their sources: the tables in ``assets/facts``.

A file holds one table a fact: ``title``, ``value``, ``unit``, ``symbol``,
``source``, ``confidence`` and, where there is one, ``link``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from engine.paths import ASSETS
from engine.quantities import Quantity

FACTS = ASSETS / "facts"


@cache
def fact_table(name: str) -> Mapping[str, Any]:
    """Return the tables of ``assets/facts/NAME.toml``."""
    return MappingProxyType(tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def facts() -> Mapping[str, Quantity]:
    """Return every constant of ``assets/facts/constants.toml`` as a Quantity, by name."""
    return MappingProxyType(
        {
            name: Quantity(
                name=name,
                title=entry["title"],
                unit=entry["unit"],
                value=float(entry["value"]),
                formula=entry.get("note", "a fact, given by its source"),
                source=entry["source"],
                confidence=entry["confidence"],
                link=entry.get("link", ""),
                symbol=entry["symbol"],
            )
            for name, entry in fact_table("constants").items()
        }
    )
