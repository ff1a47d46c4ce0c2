"""What a sceptic would say to the scenario at hand: claim, our number, the critic's number, and what would change it.

The objections are the tables of ``assets/facts/objections.toml``; each says by
an expression over quantities to which worlds it applies.  The case in favour is
among them, marked as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from engine.expression import evaluate, inputs_of
from engine.facts import fact_table
from engine.quantities import Quantity, format_quantity

if TYPE_CHECKING:
    from engine.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection, ready to be shown.

    ``ours`` holds a line such as ``Launch price now: 900 USD/kg`` for each of
    ``names``, which a reader may open.  ``critic_value`` is NaN where the critic
    gives no single number.  ``pro`` marks the case in favour.
    """

    key: str
    title: str
    pro: bool
    weight: int
    claim: str
    ours: str
    names: tuple[str, ...]
    critic: str
    critic_value: float
    critic_unit: str
    source: str
    confidence: str
    link: str
    what_would_change_it: str


def objections(world: World) -> tuple[Objection, ...]:
    """Return what applies to the world at its instant, the weightiest first, and the case in favour last."""
    quantities = world.quantities
    values = {name: quantity.value for name, quantity in quantities.items()}
    made = [
        _objection(key, entry, quantities)
        for key, entry in fact_table("objections").items()
        if _applies(entry.get("applies", ""), values)
    ]
    return tuple(sorted(made, key=lambda objection: (objection.pro, -objection.weight)))


def _applies(condition: str, values: Mapping[str, float]) -> bool:
    """Tell whether a condition holds; every part of it, where it has several joined by ``and``."""
    parts = condition.split(" and ") if condition else []
    return all(evaluate(part, values) for part in parts)


def names_in(entry: Mapping[str, Any]) -> set[str]:
    """Return the names of every quantity that a table of ``objections.toml`` speaks of."""
    condition = [name for part in entry.get("applies", "1").split(" and ") for name in inputs_of(part)]
    return {*entry["ours"], *placeholders(entry["claim"]), *placeholders(entry["critic"]), *condition}


def placeholders(text: str) -> list[str]:
    """Return the names in braces in a text."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def _objection(key: str, entry: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Objection:
    def filled(text: str) -> str:
        return text.format_map({name: format_quantity(quantities[name]) for name in placeholders(text)})

    return Objection(
        key=key,
        title=entry["title"],
        pro=entry.get("pro", False),
        weight=entry["weight"],
        claim=filled(entry["claim"]),
        ours="\n".join(f"{quantities[name].title}: {format_quantity(quantities[name])}" for name in entry["ours"]),
        names=tuple(entry["ours"]),
        critic=filled(entry["critic"]),
        critic_value=float(entry.get("critic_value", "nan")),
        critic_unit=entry.get("critic_unit", ""),
        source=entry["source"],
        confidence=entry["confidence"],
        link=entry.get("link", ""),
        what_would_change_it=entry["what_would_change_it"],
    )
