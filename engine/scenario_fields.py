"""What a scenario file may hold: one table of fields, for the reader and for the JSON schema."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from engine.quantities import CONFIDENCE_MEANING
from engine.timebase import format_utc, parse_utc

FIRST_UTC, LAST_UTC = "2020-01-02T00:00:00Z", "2101-01-01T00:00:00Z"
SUN_SYNCHRONOUS = "sun-synchronous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key: its kind, whether it may be left out, and its limits (both included)."""

    kind: str  # text, number, integer, instant, inclination, hours
    help: str
    required: bool = True
    least: float | None = None
    most: float | None = None

    def problem(self, value: Any) -> str | None:
        """Return what is wrong with ``value`` as the end of a sentence, or None."""
        if self.kind == "text":
            if not isinstance(value, str) or not value.strip():
                return "it must be a text in quotes"
            return None if len(value) <= 2_000 else "it must be shorter than 2,000 characters"
        if self.kind == "instant":
            return _instant_problem(value)
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
        return f" from {self.least:,.15g} to {self.most:,.15g}"

    def schema(self) -> dict[str, Any]:
        """Return this field as JSON Schema."""
        number: dict[str, Any] = {"type": "number", "minimum": self.least, "maximum": self.most}
        kinds: dict[str, dict[str, Any]] = {
            "text": {"type": "string", "minLength": 1, "maxLength": 2000},
            "instant": {
                "type": "string",
                "pattern": r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?)?)?$",
            },
            "number": number,
            "integer": {**number, "type": "integer"},
            "inclination": {"anyOf": [number, {"const": SUN_SYNCHRONOUS}]},
            "hours": {"type": "array", "minItems": 1, "maxItems": 24, "items": {"type": "number"}},
        }
        return {**kinds[self.kind], "description": self.help}


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


ROOT = {
    "name": Field(kind="text", help="Short name, used on the command line"),
    "title": Field(kind="text", help="Shown in the window"),
    "description": Field(kind="text", help="One sentence on what the scenario supposes", required=False),
    "start_utc": Field(kind="instant", help="First instant; nothing is launched before it"),
    "end_utc": Field(kind="instant", help="Last instant"),
    "opens_at_utc": Field(kind="instant", help="What the window shows first", required=False),
}

TABLES = {
    "satellite": {
        "name_prefix": Field(kind="text", help="Satellites are named PREFIX-00001234"),
        "mass_kg": Field(kind="number", help="Mass of one satellite, kg", least=1, most=1e7),
        "power_w": Field(kind="number", help="Rated power of one satellite's compute at 1 AU, W", least=1, most=1e10),
        "life_years": Field(
            kind="number",
            help="Years from launch to retirement; left out: never",
            least=0.5,
            most=200,
            required=False,
        ),
    },
    "ramp": {
        "start_rate_kg_per_year": Field(
            kind="number", help="Mass to orbit at the start, kg a year", least=1, most=1e13
        ),
        "full_rate_kg_per_year": Field(kind="number", help="Mass to orbit in the end, kg a year", least=1, most=1e14),
        "half_rate_utc": Field(kind="instant", help="When half the full rate is reached"),
    },
    "rising": {
        "insertion_altitude_km": Field(kind="number", help="Where the rocket lets go, km", least=150, most=35_000),
        "duration_days": Field(kind="number", help="From there to the shell, days", least=0.1, most=720),
    },
    "compute": {
        "peak_flop_s_per_w": Field(kind="number", help="Peak FLOP/s per watt of satellite power", least=1, most=1e18),
        "energy_per_token_j": Field(kind="number", help="Energy per token, J", least=1e-9, most=1e6),
    },
    "pattern": {
        "slot_multiplier": Field(
            kind="integer", help="Order of filling: coprime to the slots", least=1, most=3e9, required=False
        ),
    },
}
OPTIONAL_TABLES = {"pattern"}

SHELLS = {
    "group": Field(kind="text", help="Name of this group of shells"),
    "altitude_from_km": Field(
        kind="number", help="Lowest shell, km above the equatorial radius", least=150, most=50_000
    ),
    "altitude_to_km": Field(kind="number", help="Highest shell, km", least=150, most=50_000, required=False),
    "count": Field(kind="integer", help="Shells from lowest to highest, evenly", least=1, most=500, required=False),
    "inclination_deg": Field(kind="inclination", help='Degrees, or "sun-synchronous"', least=0, most=180),
    "planes": Field(kind="integer", help="Planes in each shell", least=1, most=10_000),
    "slots_per_plane": Field(kind="integer", help="Places in each plane", least=1, most=1_000_000),
    "local_times_h": Field(kind="hours", help="Local times of the ascending nodes, hours", required=False),
    "local_time_spread_h": Field(
        kind="number",
        help="Planes are spread over this many hours about each",
        least=0,
        most=24,
        required=False,
    ),
}

MILESTONES = {
    "utc": Field(kind="instant", help="When"),
    "title": Field(kind="text", help="What"),
}

MOST_SLOTS = 2_000_000_000  # the address arithmetic stays inside 64 bits
MOST_PLANES = 60_000  # totals cost one arccosine a plane
MOST_SHELLS = 500  # the satellites on the graphics card carry their shell in 9 bits


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors that check TOML against one."""

    def table(fields: dict[str, Field]) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: field.schema() for name, field in fields.items()},
            "required": [name for name, field in fields.items() if field.required],
        }

    source = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"text": {"type": "string"}, "confidence": {"enum": sorted(CONFIDENCE_MEANING)}},
        "required": ["text", "confidence"],
    }
    root = table(ROOT)
    root["properties"] |= {name: table(fields) for name, fields in TABLES.items()}
    root["properties"]["shells"] = {"type": "array", "minItems": 1, "items": table(SHELLS)}
    root["properties"]["milestones"] = {"type": "array", "items": table(MILESTONES)}
    root["properties"]["sources"] = {"type": "object", "additionalProperties": source}
    root["required"] += [name for name in TABLES if name not in OPTIONAL_TABLES] + ["shells"]
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Heliograph scenario", **root}


def span_text(start_s: float, end_s: float) -> str:
    """Return ``2026-01-01 to 2045-12-31`` for messages."""
    return f"{format_utc(start_s)[:10]} to {format_utc(end_s)[:10]}"
