"""Whatever a scenario file holds, reading it gives a Scenario or a ScenarioError with clear sentences, nothing else."""

import copy
import json
import tomllib
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.scenario import Scenario, ScenarioError, load_scenario, parse_scenario, shipped_scenarios
from engine.scenario_fields import TABLES
from engine.warnings_of import warnings_of
from engine.world import simulate, world_at

TEXTS = {name: path.read_text(encoding="utf-8") for name, path in shipped_scenarios().items()}
FUZZ = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def toml(value):
    """Return ``value`` as TOML, with every table inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    # JSON escapes astral characters as surrogate pairs, which TOML has not
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if isinstance(value, str) else repr(value)


def document(data):
    return "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in data.items())


def read(text):
    """Return the Scenario, or None after checking what the error says."""
    try:
        scenario = parse_scenario(text)
    except ScenarioError as error:
        said = str(error)
    else:
        assert isinstance(scenario, Scenario)
        return scenario
    assert all(line.strip() and len(line) < 1_000 for line in said.split("\n"))
    assert "Traceback" not in said and "Error(" not in said
    return None


def paths_in(value, path=()):
    """Yield the way to every node of the document."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from paths_in(child, (*path, key))


DATA = {name: tomllib.loads(text) for name, text in TEXTS.items()}
PATHS = {name: [path for path in paths_in(data) if path] for name, data in DATA.items()}

ODD = st.one_of(
    st.sampled_from(
        [
            0, -1, 1, 149.9, 1e308, -0.0, float("nan"), float("inf"), 10**30, 10**400, True, "", " ", "sun-synchronous",
            "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "2046-01-01T00:00:00+14:00", "2100-12-31", [], {},
            [[]], [{}], {"text": "x"}, "\u0000", "e" * 5_000,
        ]
    ),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)  # fmt: skip


@st.composite
def mutated(draw):
    """A shipped scenario with one to three nodes replaced, removed, scaled or joined by another."""
    name = draw(st.sampled_from(sorted(DATA)))
    data = copy.deepcopy(DATA[name])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PATHS[name]))
        try:
            parent = data
            for key in path[:-1]:
                parent = parent[key]
            old = parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this branch away
        if isinstance(parent, str):
            continue
        match draw(st.sampled_from(["replace", "remove", "scale", "add", "set"])):
            case "set":  # any field of any table, those that the shipped scenarios leave out too
                table = draw(st.sampled_from(sorted(TABLES)))
                key = draw(st.sampled_from(sorted(TABLES[table])))
                field = TABLES[table][key]
                if isinstance(data.setdefault(table, {}), dict):
                    data[table][key] = draw(st.sampled_from([field.least, field.most]) | ODD) or 0
            case "replace":
                parent[path[-1]] = draw(ODD)
            case "remove":
                del parent[path[-1]]
            case "scale" if isinstance(old, int | float) and not isinstance(old, bool) and 0 < abs(old) < 1e100:
                parent[path[-1]] = type(old)(old * draw(st.sampled_from([0.5, 0.999, 1.001, 2, 100, 400.0001, -1])))
            case "add" if isinstance(parent, dict):
                parent[draw(st.text(min_size=1, max_size=10))] = draw(ODD)
    return document(data)


def check_worlds(scenario):
    """What a scenario that was read gives: satellites that are conserved, numbers, and sentences."""
    if scenario and sum(shell.planes for shell in scenario.shells) < 5_000 and scenario.slots < 20_000_000:
        simulation = simulate(scenario)
        for t_s in (scenario.start_s, scenario.opens_at_s, scenario.end_s):
            fleet = world_at(simulation, t_s).fleet
            assert 0 <= fleet.retired <= fleet.on_station_end <= fleet.launched
        world = world_at(simulation, scenario.opens_at_s)
        assert all(isfinite(quantity.value) for quantity in world.quantities.values())
        assert all(0 < len(warning) < 1_000 for warning in warnings_of(world))


@FUZZ
@given(mutated())
def test_a_changed_field_gives_a_scenario_or_a_sentence(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return  # a lone surrogate cannot be in any file
    check_worlds(read(text))


def within_limits(field):
    """Values that the field takes by itself: its two ends, and any between."""
    if field.kind == "flag":
        return st.booleans()
    return st.sampled_from([field.least, field.most]) | st.floats(field.least, field.most)


NUMBERS = [
    (table, key)
    for table, fields in sorted(TABLES.items())
    for key, field in fields.items()
    if field.kind in ("number", "flag") and table != "moon"
]


@FUZZ
@given(st.sampled_from(sorted(DATA)), st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=6), st.data())
def test_parameters_within_their_limits_give_numbers_everywhere(name, chosen, draw):
    data = copy.deepcopy(DATA[name])
    for table, key in chosen:
        data.setdefault(table, {})[key] = draw.draw(within_limits(TABLES[table][key]))
    check_worlds(read(document(data)))


@FUZZ
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_a_damaged_file_gives_a_scenario_or_a_sentence(name, data):
    text = TEXTS[name]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.sampled_from([0, 1, 2, 40, 4_000])))
        put = data.draw(st.sampled_from(["", "\n", '"', "[", "]]", "=", "#", "\x00", "9" * 30, "é", "-"]))
        text = text[:at] + put + text[end:]
    read(text)


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_at_all(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "bytes.toml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError):
        load_scenario(path)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("mass_kg = 1_000 ", "mass_kg = 1" + "0" * 400 + " "),
        ("mass_kg = 1_000 ", "mass_kg = 1" + "0" * 5_000 + " "),
        ("mass_kg = 1_000 ", "mass_kg = 0x" + "f" * 5_000 + " "),
        ("mass_kg = 1_000 ", "mass_kg = " + "[" * 3_000 + " "),
        ("start_rate_kg_per_year = 2.5e6", "start_rate_kg_per_year = 4.9999999999999994e8"),
        ("count = 151 ", "count = 9" + "0" * 5_000 + " "),
        ("[satellite]", "[satellite]\nmass_kg = 1"),
    ],
    ids=["400 digits", "5,000 digits", "hexadecimal", "deep", "no growth", "huge count", "twice"],
)
def test_known_traps(field, given):
    assert field in TEXTS["megaton"]
    read(TEXTS["megaton"].replace(field, given, 1))


@pytest.mark.parametrize("text", sorted(TEXTS.values()), ids=sorted(TEXTS))
def test_shipped_scenarios_read_well(text):
    assert read(text) is not None
    assert read(document(tomllib.loads(text))) is not None
