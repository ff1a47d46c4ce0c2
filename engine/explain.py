"""A number explained: its formula in symbols, and with the numbers put in."""

from __future__ import annotations

from collections.abc import Mapping

from engine.expression import in_symbols as written
from engine.quantities import Quantity, format_exact


def in_symbols(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return such as ``P_rated = N × P_sat``; only for a quantity with an expression."""
    return f"{quantity.symbol} = {written(quantity.expression, lambda name: quantities[name].symbol)}"


def with_numbers(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return the same with each input's value in its unit, and the result."""
    return f"{written(quantity.expression, lambda name: format_exact(quantities[name]))} = {format_exact(quantity)}"
