"""A field of a scenario file: its kind, its limits, and what it means as a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from engine.timebase import parse_utc

FIRST_UTC, LAST_UTC = "2020-01-02T00:00:00Z", "2101-01-01T00:00:00Z"
SUN_SYNCHRONOUS = "sun-synchronous"


class Parameter(NamedTuple):
    """A field as a quantity, and what is taken where a scenario leaves it out (None: nothing can be)."""

    name: str
    title: str
    unit: str
    symbol: str
    default: float | None = None
    source: str = ""
    confidence: str = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key: its kind, whether it may be left out, and its limits (both included)."""

    kind: str  # text, choice, number, integer, instant, inclination, hours, flag
    help: str
    required: bool = True
    least: float | None = None
    most: float | None = None
    parameter: Parameter | None = None  # what it means as a quantity, where it is one by itself
    choices: tuple[str, ...] = ()  # of a choice
    why: str = ""  # why the limits are these, for who went past them

    def problem(self, value: Any) -> str | None:
        """Return what is wrong with ``value`` as the end of a sentence, or None."""
        if self.kind == "text":
            if not isinstance(value, str) or not value.strip():
                return "it must be a text in quotes"
            return None if len(value) <= 2_000 else "it must be shorter than 2,000 characters"
        if self.kind == "choice":
            fits = isinstance(value, str) and value in self.choices
            return None if fits else f"it must be one of {', '.join(self.choices)}"
        if self.kind == "instant":
            return _instant_problem(value)
        if self.kind == "flag":
            return None if isinstance(value, bool) else "it must be true or false"
        if self.kind == "inclination" and value == SUN_SYNCHRONOUS:
            return None
        if self.kind == "hours":
            fits = (
                isinstance(value, list) and 0 < len(value) <= 24 and all(_is_number(v) and 0 <= v < 24 for v in value)
            )
            return None if fits else "it must be a list of 1 to 24 local times, each from 0 to below 24 hours"
        return self._number_problem(value)

    def _number_problem(self, value: Any) -> str | None:
        if self.kind == "integer" and (not isinstance(value, int) or isinstance(value, bool)):
            return f"it must be a whole number{self._range()}"
        if not _is_number(value):
            also = f', or "{SUN_SYNCHRONOUS}"' if self.kind == "inclination" else ""
            return f"it must be a number{self._range()}{also}"
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            return f"it must be{self._range()}"
        return None

    def _range(self) -> str:
        if self.least is None or self.most is None:
            return ""
        return f" from {self.least:,.15g} to {self.most:,.15g}" + (f", as {self.why}" if self.why else "")

    def schema(self) -> dict[str, Any]:
        """Return this field as JSON Schema."""
        number: dict[str, Any] = {"type": "number", "minimum": self.least, "maximum": self.most}
        kinds: dict[str, dict[str, Any]] = {
            "text": {"type": "string", "minLength": 1, "maxLength": 2000},
            "instant": {
                "type": "string",
                "pattern": r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?)?)?$",
            },
            "choice": {"enum": list(self.choices)},
            "flag": {"type": "boolean"},
            "number": number,
            "integer": {**number, "type": "integer"},
            "inclination": {"anyOf": [number, {"const": SUN_SYNCHRONOUS}]},
            "hours": {"type": "array", "minItems": 1, "maxItems": 24, "items": {"type": "number"}},
        }
        return {**kinds[self.kind], "description": self.help}


def taken_number(help: str, least: float, most: float, *parameter: Any, why: str = "") -> Field:
    """A number that may be left out: its limits, then ``Parameter``'s name, title, unit, symbol, default, source..."""
    made = Parameter(*parameter)
    return Field(kind="number", help=help, required=False, least=least, most=most, parameter=made, why=why)


def _is_number(value: Any) -> bool:
    # Compared before isfinite, which cannot take the huge integers that TOML can hold.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300 and isfinite(value)


def _instant_problem(value: Any) -> str | None:
    if not isinstance(value, str):
        return 'it must be an instant in quotes, such as "2031-03-20T06:00:00Z"'
    try:
        t_s = parse_utc(value)
    except ValueError:
        return "it must be an instant such as 2031-03-20T06:00:00Z"
    if not parse_utc(FIRST_UTC) <= t_s <= parse_utc(LAST_UTC):
        return f"it must lie from {FIRST_UTC[:10]} to {LAST_UTC[:10]}, which the ephemeris covers"
    return None
