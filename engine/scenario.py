"""A scenario: what is supposed, read from a TOML file and checked field by field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p, pi
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.constants import SECONDS_PER_DAY, SECONDS_PER_JULIAN_YEAR
from engine.constellation import Shell
from engine.contradictions import contradictions, life_s_of, ramp_of
from engine.fields import SUN_SYNCHRONOUS, Field
from engine.growth import Ramp
from engine.orbits import (
    satellite_radius_km,
    sun_mean_right_ascension_rad,
    sun_synchronous_inclination_rad,
)
from engine.paths import SCENARIOS
from engine.quantities import CONFIDENCE_MEANING
from engine.scenario_fields import (
    MILESTONES,
    OPTIONAL_TABLES,
    ROOT,
    SHELLS,
    TABLES,
)
from engine.timebase import parse_utc

if TYPE_CHECKING:
    from engine.chips import Taken
    from engine.lunar_factory import LunarFactory

MOST_FILE_BYTES = 1_000_000


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the message is one sentence a line."""


@dataclass(frozen=True, slots=True)
class Milestone:
    t_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an input comes from; ``confidence`` is a key of ``CONFIDENCE_MEANING``."""

    text: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that is supposed.  Instants are ``t_s``; ``life_s`` is infinite for no retirement."""

    name: str
    title: str
    description: str
    path: Path | None
    start_s: float
    end_s: float
    opens_at_s: float
    name_prefix: str
    satellite_mass_kg: float
    satellite_power_w: float
    life_s: float
    ramp: Ramp
    start_rate_kg_per_year: float
    insertion_altitude_km: float
    rise_s: float
    lunar_ramp: Ramp | None
    lunar: LunarFactory | None  # there where ``lunar_ramp`` is
    parameters: Mapping[str, float]  # every number of a model by its quantity's name, stated or taken
    shells: tuple[Shell, ...]
    slot_multiplier: int | None
    starlink: str  # of engine.links_fields.STARLINK_LAYERS
    milestones: tuple[Milestone, ...]
    sources: Mapping[str, Source]
    stated: frozenset[str]  # fields of the models that the file itself sets, such as ``power.attitude_loss_share``
    from_records: Mapping[str, str]  # fields that a named chip or model gives, and how, in words
    served_model: str  # the record that the scenario names in compute.model, or nothing

    @property
    def slots(self) -> int:
        return sum(shell.slots for shell in self.shells)

    def source(self, field: str) -> Source:
        """Return where ``field`` (such as ``satellite.mass_kg``) comes from, as the file says."""
        where = self.path.name if self.path else self.name
        return self.sources.get(field, Source(f"the scenario file {where}, field {field}", "assumption"))

    @property
    def failures_per_s(self) -> float:
        """The rate at which working satellites fail, so that a year leaves one minus the stated share."""
        return -log1p(-self.parameters["failure_share_per_year"]) / SECONDS_PER_JULIAN_YEAR


def shipped_scenarios() -> dict[str, Path]:
    """Return the scenarios that come with the program, by name."""
    return {path.stem: path for path in sorted(SCENARIOS.glob("*.toml"))}


def load_scenario(given: str | Path) -> Scenario:
    """Return the scenario in a file, or the shipped one of that name.

    Raises ``ScenarioError``, whose message says where, what was given and what
    is allowed, one sentence a line for each fault found.
    """
    path = Path(given)
    shipped = shipped_scenarios()
    if str(given) in shipped:
        path = shipped[str(given)]
    elif path.suffix != ".toml" and not path.exists():
        names = ", ".join(shipped)
        raise ScenarioError(f"there is no scenario {str(given)!r}: give one of {names}, or the path of a .toml file")
    return parse_scenario(_read(path), path)


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise ScenarioError(f"{path} is a folder: a scenario is a .toml file")
        if path.stat().st_size > MOST_FILE_BYTES:
            raise ScenarioError(
                f"{path.name} is larger than {MOST_FILE_BYTES:,} bytes: a scenario is a short text file"
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{path.name} is not a text file: a scenario is TOML text in UTF-8") from None
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror or error}") from None


def parse_scenario(text: str, path: Path | None = None) -> Scenario:
    """Return the scenario written in ``text``; ``path`` names it in messages."""
    where = path.name if path else "scenario"
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a ValueError too for a number of 5,000 digits
        raise ScenarioError(f"{where} is not valid TOML: {error}") from None
    fields = _field_problems(data)
    problems = [problem for table in fields.values() for problem in table]
    problems += contradictions(data, [name for name, table in fields.items() if table])
    if problems:
        raise ScenarioError("\n".join(f"{where}: {problem}" for problem in problems))
    try:
        return _built(data, path)
    except (ValueError, ArithmeticError) as error:
        raise ScenarioError(f"{where}: {error}") from None


# -- field by field ---------------------------------------------------------------------------


def _field_problems(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with each field by itself, by table; ``""`` is the top level."""
    known = {**ROOT, **dict.fromkeys([*TABLES, "shells", "milestones", "sources"])}
    problems = {"unknown": [_unknown(name, "", known) for name in data if name not in known]}
    problems[""] = _table_problems({k: v for k, v in data.items() if k in ROOT}, ROOT, "")
    for name, fields in TABLES.items():
        problems[name] = []
        if name in data:
            problems[name] = _table_problems(data[name], fields, f"{name}.")
        elif name not in OPTIONAL_TABLES:
            problems[name] = [f"the table [{name}] is missing"]
    problems["shells"] = _list_problems(data, "shells", SHELLS, at_least=1)
    problems["milestones"] = _list_problems(data, "milestones", MILESTONES, at_least=0)
    problems["compute"] += _compute_problems(data.get("compute"))
    problems["sources"] = _source_problems(data.get("sources", {}))
    return problems


def _table_problems(table: Any, fields: dict[str, Field], prefix: str) -> list[str]:
    if not isinstance(table, dict):
        return [f"{prefix.rstrip('.')} is {_shown(table)}: it must be a table"]
    problems = [_unknown(name, prefix, fields) for name in table if name not in fields]
    for name, field in fields.items():
        if name not in table:
            if field.required:
                problems.append(f"{prefix}{name} is missing ({field.help})")
        elif problem := field.problem(table[name]):
            problems.append(f"{prefix}{name} is {_shown(table[name])}: {problem}")
    return problems


def _compute_problems(compute: Any) -> list[str]:
    """Return what is wrong with the records named in [compute], or with naming none and giving no number."""
    if not isinstance(compute, dict):
        return []
    problems = [
        f"compute.{number} is missing ({TABLES['compute'][number].help}): give compute.{record} or compute.{number}"
        for record, number in (("chip", "peak_flop_s_per_w"), ("model", "energy_per_token_j"))
        if number not in compute and record not in compute
    ]
    if "chip" in compute or "model" in compute:
        from engine.chips import record_problems  # here: most scenarios name no record

        problems += record_problems(compute)
    return problems


def _list_problems(data: dict[str, Any], name: str, fields: dict[str, Field], at_least: int) -> list[str]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or len(rows) < at_least:
        return [f"{name} is {_shown(rows)}: it must be a list of [[{name}]] tables, at least {at_least}"]
    return [p for i, row in enumerate(rows) for p in _table_problems(row, fields, f"{name}[{i}].")]


def _source_problems(sources: Any) -> list[str]:
    if not isinstance(sources, dict):
        return [f"sources is {_shown(sources)}: it must be a table"]
    allowed = ", ".join(CONFIDENCE_MEANING)
    fits = {"text", "confidence"}
    return [
        f'sources."{name}" is {_shown(entry)}:'
        f' give {{ text = "...", confidence = "..." }}, with confidence one of {allowed}'
        for name, entry in sources.items()
        if not (
            isinstance(entry, dict)
            and set(entry) == fits
            and isinstance(entry["text"], str)
            and isinstance(entry["confidence"], str)
            and entry["confidence"] in CONFIDENCE_MEANING
        )
    ]


def _unknown(name: str, prefix: str, fields: Mapping[str, object]) -> str:
    return f"{prefix}{name} is not a known field: allowed here are {', '.join(fields)}"


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python does not print whole numbers of more than 4,300 digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else text[:57] + "..."


# -- as a whole -------------------------------------------------------------------------------


def _built(data: dict[str, Any], path: Path | None) -> Scenario:
    start_s = parse_utc(data["start_utc"])
    satellite, ramp, rising = (data[name] for name in ("satellite", "ramp", "rising"))
    moon = data.get("moon")
    shells = tuple(shell for group in data["shells"] for shell in _shells_of(group, start_s))
    opens_at = data.get("opens_at_utc", data["start_utc"])
    taken = _taken_from_records(data["compute"])
    sources = {field: Source(record.source, record.confidence) for field, record in taken.items()}
    sources |= {name: Source(**entry) for name, entry in data.get("sources", {}).items()}
    parameters = _parameters(data, taken)
    return Scenario(
        name=data["name"],
        title=data["title"],
        description=data.get("description", data["title"]),
        path=path,
        start_s=start_s,
        end_s=parse_utc(data["end_utc"]),
        opens_at_s=parse_utc(opens_at),
        name_prefix=satellite["name_prefix"],
        satellite_mass_kg=float(satellite["mass_kg"]),
        satellite_power_w=float(satellite["power_w"]),
        life_s=life_s_of(satellite),
        ramp=ramp_of(ramp, data["start_utc"], satellite["mass_kg"]),
        start_rate_kg_per_year=float(ramp["start_rate_kg_per_year"]),
        insertion_altitude_km=float(rising["insertion_altitude_km"]),
        rise_s=float(rising["duration_days"]) * SECONDS_PER_DAY,
        lunar_ramp=ramp_of(moon, moon["start_utc"], moon["satellite_mass_kg"]) if moon else None,
        lunar=_lunar(moon, parameters) if moon else None,
        parameters=MappingProxyType(parameters),
        shells=shells,
        slot_multiplier=data.get("pattern", {}).get("slot_multiplier"),
        starlink=data.get("links", {}).get("starlink", "model"),
        stated=frozenset(f"{table}.{name}" for table in TABLES for name in data.get(table, {})),
        milestones=tuple(
            sorted(
                (Milestone(parse_utc(m["utc"]), m["title"]) for m in data.get("milestones", [])),
                key=lambda m: m.t_s,
            )
        ),
        sources=MappingProxyType(sources),
        from_records=MappingProxyType({field: record.formula for field, record in taken.items()}),
        served_model=data["compute"].get("model", ""),
    )


def _taken_from_records(compute: dict[str, Any]) -> dict[str, Taken]:
    if "chip" not in compute and "model" not in compute:
        return {}
    from engine.chips import taken_from_records

    return taken_from_records(compute)


def _parameters(data: dict[str, Any], taken: Mapping[str, Taken]) -> dict[str, float]:
    """Return what the file states, or what is taken where it does not, by the name of the quantity."""
    made = {}
    for table, fields in TABLES.items():
        for name, field in fields.items():
            if field.parameter is not None:
                record = taken.get(f"{table}.{name}")
                given = data.get(table, {}).get(name, record.value if record else field.parameter.default)
                if given is not None:
                    made[field.parameter.name] = float(given)
    return made


def _shells_of(group: dict[str, Any], start_s: float) -> list[Shell]:
    lowest = float(group["altitude_from_km"])
    altitudes = np.linspace(lowest, float(group.get("altitude_to_km", lowest)), group.get("count", 1))
    synchronous = group["inclination_deg"] == SUN_SYNCHRONOUS
    raan0_rad = _sun_synchronous_nodes_rad(group, start_s) if synchronous else None
    shells = []
    for altitude_km in altitudes.tolist():
        a_km = float(satellite_radius_km(altitude_km))
        shells.append(
            Shell(
                group=group["group"],
                altitude_km=altitude_km,
                a_km=a_km,
                inclination_rad=sun_synchronous_inclination_rad(a_km)
                if synchronous
                else float(np.radians(group["inclination_deg"])),
                planes=group["planes"],
                slots_per_plane=group["slots_per_plane"],
                raan0_rad=raan0_rad,
            )
        )
    return shells


def _sun_synchronous_nodes_rad(group: dict[str, Any], start_s: float) -> tuple[float, ...]:
    """Return the nodes at the start: planes shared out over the local times, spread about each.

    A node at local time h lies (h - 12) * 15 degrees east of the mean Sun.
    """
    times_h, spread_h = group.get("local_times_h", [6.0, 18.0]), float(group.get("local_time_spread_h", 0.0))
    sun_rad = sun_mean_right_ascension_rad(start_s)
    nodes = []
    for which, chunk in enumerate(np.array_split(np.arange(group["planes"]), len(times_h))):
        for j in range(len(chunk)):
            offset_h = spread_h * ((j + 0.5) / len(chunk) - 0.5)
            nodes.append(sun_rad + (times_h[which] + offset_h - 12.0) * pi / 12.0)
    return tuple(nodes)


def _lunar(moon: Mapping[str, Any], parameters: Mapping[str, float]) -> LunarFactory:
    from engine.lunar_factory import lunar_factory  # most scenarios have none

    return lunar_factory(moon, parameters)
