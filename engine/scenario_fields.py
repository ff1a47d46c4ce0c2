"""What a scenario file may hold: one table of fields, for the reader and for the JSON schema."""

from __future__ import annotations

from typing import Any

from engine.fields import Field, Parameter
from engine.model_fields import COMPUTE, MODEL_TABLES
from engine.quantities import CONFIDENCE_MEANING
from engine.timebase import format_utc

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
        "mass_kg": Field(
            kind="number",
            help="Mass of one satellite, kg",
            least=1,
            most=1e7,
            parameter=Parameter("satellite_mass_kg", "Mass of a satellite", "kg", "m_sat"),
        ),
        "power_w": Field(
            kind="number",
            help="Rated power of one satellite at 1 AU, W",
            least=1,
            most=1e10,
            parameter=Parameter("satellite_power_w", "Rated power of a satellite", "W", "P_sat"),
        ),
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
            kind="number",
            help="Mass to orbit at the start, kg a year",
            least=1,
            most=1e13,
            parameter=Parameter("ramp_start_rate_kg_per_year", "Mass to orbit at the start", "kg/year", "R₀"),
        ),
        "full_rate_kg_per_year": Field(
            kind="number",
            help="Mass to orbit in the end, kg a year",
            least=1,
            most=1e14,
            parameter=Parameter("ramp_full_rate_kg_per_year", "Mass to orbit in the end", "kg/year", "R"),
        ),
        "half_rate_utc": Field(kind="instant", help="When half the full rate is reached"),
        "most_satellites": Field(
            kind="number",
            help="Satellites that the licence allows in orbit at once; left out: as many as there are slots",
            least=1,
            most=1e12,
            required=False,
        ),
    },
    "rising": {
        "insertion_altitude_km": Field(
            kind="number",
            help="Where the rocket lets go, km",
            least=150,
            most=35_000,
            parameter=Parameter("insertion_altitude_km", "Insertion altitude", "km", "h_ins"),
        ),
        "duration_days": Field(
            kind="number",
            help="From there to the shell, days",
            least=0.1,
            most=720,
            parameter=Parameter("rise_days", "Time to rise", "days", "T_rise"),
        ),
    },
    "compute": {
        "chip": Field(kind="text", help="Chip by its name in assets/facts/chips.toml", required=False),
        "model": Field(kind="text", help="Model by its name in assets/facts/models.toml", required=False),
        "peak_flop_s_per_w": Field(
            kind="number",
            help="Peak FLOP/s per watt of compute power",
            required=False,
            least=1,
            most=1e18,
            parameter=Parameter("peak_flop_s_per_w", "Compute per watt", "FLOP/s/W", "c_peak"),
        ),
        "energy_per_token_j": Field(
            kind="number",
            help="Energy per token, J",
            required=False,
            least=1e-9,
            most=1e6,
            parameter=Parameter("energy_per_token_j", "Energy per token", "J/token", "e_tok"),
        ),
        **COMPUTE,
    },
    "pattern": {
        "slot_multiplier": Field(
            kind="integer", help="Order of filling: coprime to the slots", least=1, most=3e9, required=False
        ),
    },
}
TABLES |= MODEL_TABLES
OPTIONAL_TABLES = {"pattern", *MODEL_TABLES}

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
