"""A formula of the model: what a quantity is, and the arithmetic that gives its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.expression import evaluate, inputs_of
from engine.quantities import PROGRAM, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """One line of a model.  Its inputs are the names in ``expression``; see ``expression.py``."""

    name: str
    title: str
    unit: str
    symbol: str
    expression: str
    words: str
    leaves_out: str = ""
    source: str = PROGRAM
    confidence: str = "computed"
    link: str = ""


def add_formulas(made: dict[str, Quantity], section: str, formulas: Iterable[Formula]) -> None:
    """Work out ``formulas`` in order from what is in ``made``, and add each to it."""
    values = {name: quantity.value for name, quantity in made.items()}
    for formula in formulas:
        value = values[formula.name] = evaluate(formula.expression, values)
        made[formula.name] = Quantity(
            name=formula.name,
            title=formula.title,
            unit=formula.unit,
            value=value,
            formula=formula.words,
            inputs=inputs_of(formula.expression),
            source=formula.source,
            confidence=formula.confidence,
            leaves_out=formula.leaves_out,
            symbol=formula.symbol,
            expression=formula.expression,
            section=section,
            link=formula.link,
        )


def recomputed(quantity: Quantity, quantities: Mapping[str, Quantity]) -> float:
    """Return a quantity's value from its inputs and its expression alone, as a reader with a calculator would."""
    return evaluate(quantity.expression, {name: quantities[name].value for name in quantity.inputs})
