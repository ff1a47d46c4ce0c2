"""A number explained: its formula in symbols and with the numbers put in, and what it comes from, to the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import floor, log10
from typing import Any

from engine.expression import evaluate
from engine.expression import in_symbols as written
from engine.quantities import CONFIDENCE_MEANING, Quantity, format_exact, format_quantity

DIGITS = 6
_MOST_DIGITS = 17  # tells any two float64 apart
_AGREES = 5e-6  # relative: the result is right to six digits
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDTH, _LEAST_WIDTH, _INDENT, _HEADING = 116, 60, 4, 12


# -- one formula ------------------------------------------------------------------------------


def in_symbols(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return such as ``P_rated = N × P_sat``; only for a quantity with an expression."""
    return f"{quantity.symbol} = {_filled_in(quantity, {name: quantities[name].symbol for name in quantity.inputs})}"


def with_numbers(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return the same with each input's value in its unit, and the result: ``1,000 × 100,000 W = 100,000,000 W``.

    Inputs have six digits, or as many more as it takes to come to the six digits of the result by hand.
    """
    digits = digits_needed(quantity, quantities)
    shown = {name: number_text(quantities[name], digits) for name in quantity.inputs}
    return f"{_filled_in(quantity, shown)} = {number_text(quantity)}"


def _filled_in(quantity: Quantity, shown: Mapping[str, str]) -> str:
    """Return the formula with what is ``shown`` for each name, in brackets where it could be misread."""
    if quantity.expression in shown:  # nothing but that
        return shown[quantity.expression]
    return written(quantity.expression, lambda name: _enclosed(shown[name]))


def digits_needed(quantity: Quantity, quantities: Mapping[str, Quantity]) -> int:
    """Return how many digits of the inputs give six of the result: more than six where big numbers nearly cancel."""
    for digits in range(DIGITS, _MOST_DIGITS):
        given = {name: rounded(quantities[name].value, digits) for name in quantity.inputs}
        try:
            if abs(evaluate(quantity.expression, given) - quantity.value) <= _AGREES * abs(quantity.value):
                return digits
        except (ArithmeticError, ValueError):  # such as 1 / (0.9999999 - 1) once rounded
            continue
    return _MOST_DIGITS


def number_text(quantity: Quantity, digits: int = DIGITS) -> str:
    """Return the value to so many digits, whole numbers whole, in the quantity's own unit."""
    unit = "" if quantity.unit in ("1", "decimal year") else f" {quantity.unit}"
    value = quantity.value
    if _is_whole(value) and quantity.unit != "decimal year":
        return f"{value:,.0f}{unit}"
    decimals = _decimals(value, digits)
    if decimals is not None:
        text = f"{value:.{decimals}f}" if quantity.unit == "decimal year" else f"{value:,.{decimals}f}"
        return f"{_without_zeros(text)}{unit}"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return f"{_without_zeros(mantissa)} × 10{str(int(power)).translate(_SUPERSCRIPTS)}{unit}"


def rounded(value: float, digits: int) -> float:
    """Return the value as ``number_text`` writes it."""
    if _is_whole(value):
        return value
    decimals = _decimals(value, digits)
    return float(f"{value:.{digits - 1}e}") if decimals is None else float(f"{value:.{decimals}f}")


def _is_whole(value: float) -> bool:
    return abs(value) < 1e15 and value == floor(value)


def _decimals(value: float, digits: int) -> int | None:
    """Return the decimals of a number that needs no power of ten, else None."""
    return max(0, digits - 1 - floor(log10(abs(value)))) if 1e-4 <= abs(value) < 1e15 else None


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _enclosed(text: str) -> str:
    """Return ``3 J/token`` and ``dM/dt`` in brackets: after a ``/`` they would say something else."""
    return f"({text})" if "/" in text or "×" in text or text.startswith("-") else text


# -- names ------------------------------------------------------------------------------------


def unknown_quantity(name: str, names: Iterable[str], where: str) -> ValueError:
    """Return the error for a name that is no quantity's, with the names that come closest."""
    import difflib  # here, as below: the window needs the formulas alone

    names = list(names)
    plain = "_".join(name.lower().split())
    close = difflib.get_close_matches(plain, names, n=4, cutoff=0.6)
    close += [known for known in names if len(plain) >= 3 and plain in known and known not in close]
    hint = f"did you mean {' or '.join(close[:4])}?" if close else "heliograph report SCENARIO lists all of them"
    return ValueError(f"{where} {name!r} is no quantity: {hint}")


# -- the tree ---------------------------------------------------------------------------------


def tree(name: str, quantities: Mapping[str, Quantity]) -> dict[str, Any]:
    """Return a quantity and, under ``inputs``, all that it comes from, each explained where it first appears."""
    return _node(name, quantities, set())


def _node(name: str, quantities: Mapping[str, Quantity], seen: set[str]) -> dict[str, Any]:
    quantity = quantities[name]
    node: dict[str, Any] = {
        "name": name,
        "title": quantity.title,
        "symbol": quantity.symbol,
        "value": quantity.value,
        "unit": quantity.unit,
        "shown": format_quantity(quantity),
    }
    if name in seen:
        return node | {"explained_above": True}
    seen.add(name)
    return node | {
        "exact": format_exact(quantity),
        "section": quantity.section,
        "formula": quantity.formula,
        "expression": quantity.expression,
        "in_symbols": in_symbols(quantity, quantities) if quantity.expression else "",
        "with_numbers": with_numbers(quantity, quantities) if quantity.expression else "",
        "source": quantity.source,
        "link": quantity.link,
        "confidence": quantity.confidence,
        "confidence_means": CONFIDENCE_MEANING[quantity.confidence],
        "leaves_out": quantity.leaves_out,
        "inputs": [_node(given, quantities, seen) for given in quantity.inputs],
    }


def tree_text(name: str, quantities: Mapping[str, Quantity]) -> str:
    """Return the tree for people, each input further in than what is made of it."""
    return "\n".join(_lines(tree(name, quantities), 0)) + "\n"


def _lines(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    import textwrap

    margin = " " * (_INDENT * depth)
    head = f"{margin}{node['title']} = {node['shown']}  [{node['name']}, {node['symbol']}]"
    if "explained_above" in node:
        yield f"{head}: explained above"
        return
    yield head
    parts = {
        "exactly": node["exact"],
        "formula": node["formula"],
        "in symbols": node["in_symbols"],
        "in numbers": f"{node['symbol']} = {node['with_numbers']}" if node["with_numbers"] else "",
        "source": node["source"],
        "link": node["link"],
        "confidence": f"{node['confidence']}: {node['confidence_means']}",
        "leaves out": node["leaves_out"],
    }
    for heading, text in parts.items():
        if text:
            yield from textwrap.wrap(
                text,
                width=max(_WIDTH, len(margin) + _LEAST_WIDTH),
                initial_indent=f"{margin}  {heading:<{_HEADING}}",
                subsequent_indent=f"{margin}  {'':<{_HEADING}}",
                break_long_words=False,
                break_on_hyphens=False,
            )
    for given in node["inputs"]:
        yield from _lines(given, depth + 1)
