"""Every number that is ever shown: its value, unit, formula, inputs, source and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10

CONFIDENCE_MEANING = {
    "A": "primary text or data, or computed from such",
    "B": "a good secondary source, or one solid one",
    "C": "a single post, press report or promotional text",
    "U": "unverified: recalled, not looked up",
    "claim": "stated by an interested party; not a measurement",
    "assumption": "our own choice where no source says",
    "computed": "follows from the inputs by the formula; no surer than they are",
}

PROGRAM = "computed by this program"

SECTIONS = {
    "power": "Power",
    "heat": "Heat and mass",
    "compute": "Compute",
    "growth": "Growth",
    "links": "Links",
    "moon": "Moon",
    "cost": "Cost",
    "valuation": "Valuation",
    "scale": "Scale",
    "risk": "Risk",
    "inputs": "Supposed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number with its pedigree.

    ``unit`` is SI or ``1`` for a pure number; ``inputs`` are the names of the
    quantities it follows from, each to be found beside it; ``confidence`` is a
    key of ``CONFIDENCE_MEANING``; ``section`` one of ``SECTIONS``.  Where the
    value is plain arithmetic, ``expression`` is that arithmetic over the names
    in ``inputs``; where it takes an algorithm, it is empty and ``formula`` says
    in words what was done.  ``symbol`` stands for the quantity in formulas.
    """

    name: str
    title: str
    unit: str
    value: float
    formula: str
    inputs: tuple[str, ...] = ()
    source: str = PROGRAM
    confidence: str = "computed"
    leaves_out: str = ""
    symbol: str = ""
    expression: str = ""
    section: str = "inputs"
    link: str = ""


_PREFIXES = {
    -9: "n",
    -6: "µ",
    -3: "m",
    0: "",
    3: "k",
    6: "M",
    9: "G",
    12: "T",
    15: "P",
    18: "E",
    21: "Z",
    24: "Y",
    27: "R",
}
_PREFIXED = {"W", "FLOP/s", "FLOP/s/W", "J", "J/kg", "m", "s", "W/kg", "J/token", "tokens/s", "W/year", "bit/s", "Hz"}
_MONEY = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_quantity(quantity: Quantity) -> str:
    """Return the value as a person would say it: ``83.41 GW``, ``1,128,034``, ``71.3%``."""
    number, unit = format_parts(quantity)
    return f"{number}{unit}" if unit in ("%", "°") else f"{number} {unit}".rstrip()


def format_parts(quantity: Quantity) -> tuple[str, str]:
    """Return the human number and its unit apart, for a large figure with a small unit."""
    value, unit = quantity.value, quantity.unit
    if not isfinite(value):
        return "–", unit
    if unit == "kg" or unit.startswith("kg/"):
        number, tonnes = _prefixed(value / 1_000.0) if abs(value) >= 1_000.0 else (_digits(value), "")
        return number, (f"{tonnes}t" if abs(value) >= 1_000.0 else "kg") + unit[2:]
    if unit in ("USD", "USD/year") and abs(value) >= 1e6:
        factor, word = next(step for step in _MONEY if abs(value) >= step[0])
        return _digits(value / factor), f"{word} {unit}"
    if unit == "m²" and abs(value) >= 1e5:
        return _digits(value / 1e6), "km²"
    if unit in _PREFIXED:
        number, prefix = _prefixed(value)
        return number, f"{prefix} {unit}".strip() if unit.startswith("tokens") else prefix + unit
    if unit == "decimal year":
        return f"{value:.2f}", ""
    if unit == "1" and quantity.name.endswith(("_fraction", "_share")) and (value == 0 or abs(value) >= 1e-4):
        percent = 100.0 * value
        return (f"{percent:,.1f}" if value == 0.0 or abs(percent) >= 0.95 else f"{percent:.2g}"), "%"
    if unit == "1" and value == floor(value) and abs(value) < 1e12:
        return f"{value:,.0f}", ""
    if unit.startswith("1/"):  # "10,000 per year"
        return _digits(value), f"per {unit[2:]}"
    return _digits(value), "" if unit == "1" else unit


def format_exact(quantity: Quantity) -> str:
    """Return the value in its own unit, to the unit or to ten digits."""
    if quantity.unit == "decimal year":
        return f"{quantity.value:.10g}"
    unit = "" if quantity.unit == "1" else f" {quantity.unit.replace('1/', 'per ', 1)}"
    if abs(quantity.value) < 1e15 and (abs(quantity.value) >= 1e7 or quantity.value == floor(quantity.value)):
        return f"{quantity.value + 0.0:,.0f}{unit}"  # no -0
    return f"{quantity.value:.10g}{unit}"


def _prefixed(value: float) -> tuple[str, str]:
    if value == 0.0:
        return "0", ""
    if abs(value) < 1e-12:  # of a photon: a power of ten reads better than a zepto
        return _digits(value), ""
    power = min(max(3 * floor(log10(abs(value)) / 3.0), -9), 27)
    if abs(round(value / 10.0**power, 1)) >= 1_000.0:
        power = min(power + 3, 27)
    return _digits(value / 10.0**power), _PREFIXES[power]


def _digits(value: float) -> str:
    """Return four significant digits, with separators, and a power of ten where the number needs one."""
    size = abs(value)
    if size == 0.0:
        return "0"
    if size >= 1e9 or size < 1e-3:
        power = floor(log10(size))
        return f"{value / 10.0**power:.2f} × 10{str(power).translate(_SUPERSCRIPTS)}"
    if size >= 1_000.0 or abs(value - round(value)) < 1e-9 * size:
        return f"{value:,.0f}"
    return f"{value:.{3 - max(-1, floor(log10(size)))}f}"
