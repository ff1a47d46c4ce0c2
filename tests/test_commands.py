"""The commands as a user types them: what they print, what they write, how they refuse."""

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys

import numpy as np
import pyarrow.parquet
import pytest

import engine.valuation
from engine.commands import parse_indices, timeline_file, world_of
from engine.expression import evaluate
from engine.network_quantities import network_names
from engine.quantities import SECTIONS
from engine.scenario import shipped_scenarios
from engine.timebase import parse_utc
from engine.timeline_file import CSV_ROWS, parse_step
from gui.main import main

REPORTED = {
    "satellites_alive", "satellites_rising", "power_rated_w", "power_live_w", "power_orbit_average_w",
    "compute_flop_s", "tokens_per_s", "mass_on_orbit_kg", "launch_rate_kg_per_year", "sunlit_fraction",
    "kardashev_index", "solar_fraction",
}  # fmt: skip


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_report_json_has_every_number_with_its_pedigree(capsys):
    code, out, _ = run(capsys, "report", "megaton", "--at", "2036-01-01", "--json")
    report = json.loads(out)
    assert code == 0
    assert report["scenario"] == "megaton"
    assert report["at_utc"] == "2036-01-01T00:00:00Z"
    quantities = report["quantities"]
    assert set(quantities) >= REPORTED
    for name, entry in quantities.items():
        assert {"value", "unit", "formula", "inputs", "source", "confidence"} <= set(entry), name
        assert all(entry[key] for key in ("unit", "formula", "source", "confidence")), name
        assert set(entry["inputs"]) <= set(quantities), name


def test_report_multiplies_out(capsys):
    """Rated power is satellites times 100 kW, and each further number follows from its inputs."""
    _, out, _ = run(capsys, "report", "megaton", "--at", "2040-06-01", "--json")
    value = {name: entry["value"] for name, entry in json.loads(out)["quantities"].items()}
    assert value["power_rated_w"] == value["satellites_alive"] * 1e5
    assert value["mass_on_orbit_kg"] == (value["satellites_alive"] + value["satellites_rising"]) * 1e3
    assert value["compute_flop_s"] == pytest.approx(value["power_live_w"] * 2.381e12)
    assert value["tokens_per_s"] == pytest.approx(value["power_live_w"] / 0.36)
    launched = value["satellites_alive"] + value["satellites_rising"] + value["satellites_retired"]
    assert launched == value["satellites_launched"]


def test_report_as_text_names_the_scenario_and_marks_claims(capsys):
    code, out, _ = run(capsys, "report", "megaton")
    assert code == 0
    assert "megaton" in out
    assert "Kardashev index" in out
    assert " claim " in out


def test_states_csv_has_the_promised_columns(capsysbinary):
    assert main(["states", "megaton", "--at", "2031-01-11", "--indices", "1018000:1018100"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert list(rows[0]) == (
        "index,name,shell,phase,r_gcrs_x_km,r_gcrs_y_km,r_gcrs_z_km,v_gcrs_x_km_s,v_gcrs_y_km_s,v_gcrs_z_km_s,sunlit"
    ).split(",")
    assert [int(row["index"]) for row in rows] == list(range(1_018_000, 1_018_100))
    for row in rows:
        r = np.array([float(row[f"r_gcrs_{axis}_km"]) for axis in "xyz"])
        v = np.array([float(row[f"v_gcrs_{axis}_km_s"]) for axis in "xyz"])
        assert 6_378.137 + 349 < np.linalg.norm(r) < 6_378.137 + 2_001
        assert np.linalg.norm(v) == pytest.approx(np.sqrt(398_600.4418 / np.linalg.norm(r)), rel=2e-3)
        assert row["phase"] in {"rising", "on_station"}
        assert 0.0 <= float(row["sunlit"]) <= 1.0


def test_states_npz_holds_the_same_numbers(tmp_path, capsysbinary):
    common = ["states", "megaton", "--at", "2031-01-11", "--indices", "500:520"]
    assert main([*common, "--format", "npz", "-o", str(tmp_path / "s.npz")]) == 0
    assert main(common) == 0
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    with np.load(tmp_path / "s.npz") as arrays:
        for name in rows[0]:
            if name in ("name", "phase"):
                assert arrays[name].tolist() == [row[name] for row in rows]
            else:
                np.testing.assert_allclose(arrays[name], [float(row[name]) for row in rows], atol=1e-6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:10", range(10)),
        (":3", range(3)),
        ("5:", range(5, 50)),
        ("7", range(7, 8)),
        ("1_000:2,000", range(1000, 2000)),
    ],
)
def test_indices_read_as_python_reads_them(text, expected):
    assert parse_indices(text, 50) == expected


def test_check_says_what_a_good_file_holds(capsys):
    code, out, _ = run(capsys, "check", str(shipped_scenarios()["filing"]))
    assert code == 0
    assert out.startswith("filing: good.")
    assert out.count("\n") == 1


def test_the_schema_that_ships_is_the_one_printed(capsys):
    _, out, _ = run(capsys, "schema")
    shipped = shipped_scenarios()["megaton"].with_name("scenario.schema.json")
    assert shipped.read_text(encoding="utf-8") == out


MISTAKES = [
    (("report", "nowhere"), "there is no scenario 'nowhere'"),
    (("report", "megaton", "--at", "yesterday"), "'yesterday'"),
    (("report", "megaton", "--at", "2019-01-01"), "runs from 2026-01-01"),
    (("report", "megaton", "--at", "2190-01-01"), "runs from 2026-01-01"),
    (("report", "megaton", "--at", "99999999-01-01"), "not understood"),
    (("states", "megaton", "--indices", "a:b"), "A:B"),
    (("states", "megaton", "--indices", "9:3"), "must not be below"),
    (("states", "megaton", "--at", "2026-06-01", "--indices", "0:1000000"), "has not been launched"),
    (("states", "megaton", "--indices", "0:9", "-o", "/nowhere/at/all.csv"), "cannot be written"),
    (("explain", "megaton", "powr_live_w"), "power_live_w"),
    (("explain", "megaton", "zzz"), "heliograph report"),
    (("explain", "nowhere", "power_live_w"), "there is no scenario"),
    (("explain", "megaton", "power_live_w", "--at", "2190-01-01"), "runs from 2026-01-01"),
    (("timeline", "megaton", "--step", "3m"), "30d, 6h or 0.5y"),
    (("timeline", "megaton", "--step", "0d"), "at least 1 s"),
    (("timeline", "megaton", "--step", "1min"), "at most 200,000"),
    (("timeline", "megaton", "--from", "soon"), "'soon'"),
    (("timeline", "megaton", "--from", "2020-01-01"), "runs from 2026-01-01"),
    (("timeline", "megaton", "--to", "2190-01-01"), "runs from 2026-01-01"),
    (("timeline", "megaton", "--from", "2030", "--to", "2029"), "must not be before --from"),
    (("timeline", "megaton", "--quantities", "year,powr_live_w"), "power_live_w"),
    (("timeline", "megaton", "--quantities", ","), "names none"),
    (("timeline", "megaton", "-o", "x.xlsx"), ".csv or .parquet"),
    (("timeline", "megaton", "-o", "/nowhere/at/all.csv"), "cannot be written"),
    (("timeline", "megaton", "-o", "pyproject.toml/x.csv"), "cannot be written"),
    (("states", "megaton", "--indices", "0:9", "-o", "/"), "cannot be written"),
    (("check", "/"), "is a folder"),
    (("check", "/nowhere/x.toml"), "cannot be read"),
    (("snapshot", "megaton", "--size", "0x9", "-o", "x.png"), "--size"),
    (("snapshot", "megaton", "--size", "9000x100", "-o", "x.png"), "7680x4320"),
    (("snapshot", "megaton", "--camera", "mars", "-o", "x.png"), "earth-moon"),
    (("snapshot", "megaton", "-o", "x.bmp"), ".png"),
    (
        ("snapshot", "moon", "--at", "2027-01-01", "--camera", "payload", "-o", "x.png"),
        "leave from 2054-09-05 to 2070-",
    ),
    (("snapshot", "megaton", "--camera", "payload", "-o", "x.png"), "launches nothing from the Moon"),
]


@pytest.mark.parametrize(("arguments", "said"), MISTAKES)
def test_a_mistake_gets_one_sentence_and_exit_code_2(capsys, arguments, said):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert err.startswith("heliograph: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("states", "megaton"),
        ("--nonsense",),
        ("report", "megaton", "--x"),
        ("report", "megaton", "--section", "weather"),
        ("report", "megaton", "--format", "xml"),
        ("report", "megaton", "--format", "csv", "--json"),
        ("shot", "moon", "--format", "oem", "--json"),
        ("explain", "megaton"),
        ("timeline",),
    ],
)
def test_a_wrong_command_line_gets_one_sentence_too(capsys, arguments):
    with pytest.raises(SystemExit) as exit_info:
        main(arguments)
    assert exit_info.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as exit_info:
        main(["--version"])
    assert exit_info.value.code == 0
    assert capsys.readouterr().out.startswith("heliograph 0.")


def test_a_file_that_is_not_text(tmp_path, capsys):
    path = tmp_path / "noise.toml"
    path.write_bytes(bytes(range(128, 256)))
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert "not a text file" in err


def test_every_fault_of_a_file_is_named_with_its_field(tmp_path, capsys):
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    text = text.replace("altitude_from_km = 500", "altitude_from_km = 120").replace(
        "mass_kg = 1_000 ", 'mass_kg = "1 t" '
    )
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert "mine.toml: satellite.mass_kg is '1 t': it must be a number from 1 to" in err
    assert "mine.toml: shells[0].altitude_from_km is 120: it must be from 150 to" in err
    assert err.count("\n") == 3


def test_a_failed_write_leaves_the_old_file(tmp_path, capsys):
    target = tmp_path / "folder"
    target.mkdir()
    code, _, err = run(capsys, "states", "megaton", "--indices", "0:9", "-o", str(target))
    assert code == 2
    assert "cannot be written" in err
    assert list(tmp_path.iterdir()) == [target]


def test_a_reader_that_goes_away_is_no_error():
    command = [sys.executable, "-m", "gui.main", "states", "megaton", "--indices", "0:20000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0


# -- report by section and format --------------------------------------------------------------

SOME = "power_live_w,compute_flop_s,year"


def test_a_section_is_all_of_its_quantities_and_no_other(capsys):
    _, whole, _ = run(capsys, "report", "moon", "--json")
    entries = json.loads(whole)["quantities"]
    for section in set(SECTIONS) - {"valuation"}:
        _, out, _ = run(capsys, "report", "moon", "--section", section, "--format", "json")
        expected = {name for name, entry in entries.items() if entry["section"] == section}
        # Of the links, what takes the network itself is worked out only for who asks for them.
        also = network_names() if section == "links" else frozenset()
        assert set(json.loads(out)["quantities"]) == expected | also and expected, section


def test_who_reads_of_the_moon_alone_finds_its_track_and_what_is_in_flight(capsys):
    _, out, _ = run(capsys, "report", "moon", "--section", "moon")
    assert "Length of the track" in out and "moon_satellites_in_flight" in out
    _, whole, _ = run(capsys, "report", "moon")
    assert whole.count(" moon_satellites_in_flight") == 1


def test_a_scenario_without_a_lunar_factory_has_no_section_on_it(capsys):
    code, out, _ = run(capsys, "report", "megaton", "--section", "moon")
    assert code == 0 and out.splitlines()[-1] == "  none"
    code, out, _ = run(capsys, "report", "megaton")
    assert code == 0 and "\nGrowth\n" in out and "\nMoon\n" not in out


def test_the_report_in_every_format_holds_the_same(capsys):
    arguments = ("report", "sceptic", "--at", "2031-06-01", "--format")
    entries = json.loads(run(capsys, *arguments, "json")[1])["quantities"]
    rows = list(csv.DictReader(io.StringIO(run(capsys, *arguments, "csv")[1])))
    assert ",".join(rows[0]) == (
        "section,name,title,value,unit,formula,expression,inputs,source,confidence,link,leaves_out"
    )
    assert [row["name"] for row in rows] == list(entries)
    for row in rows:
        entry = entries[row["name"]]
        assert float(row["value"]) == entry["value"]
        assert row["inputs"].split() == list(entry["inputs"])
        for key in ("section", "title", "unit", "formula", "expression", "source", "confidence", "link", "leaves_out"):
            assert row[key] == entry[key], row["name"]
    text = run(capsys, *arguments, "text")[1]
    assert all(f"  {name}\n" in text for name in entries)
    titles = [title for section, title in SECTIONS.items() if section not in ("valuation", "moon")]
    assert [line for line in text.splitlines()[1:] if line and not line.startswith(" ")][:-1] == titles
    markdown = run(capsys, *arguments, "markdown")[1]
    table = [line for line in markdown.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {7}
    assert sum("`" in line for line in table) == len(entries)


def test_the_inputs_of_an_entry_are_the_values_it_was_worked_out_from(capsys):
    _, out, _ = run(capsys, "report", "filing", "--section", "cost", "--json")
    with_expression = [entry for entry in json.loads(out)["quantities"].values() if entry["expression"]]
    assert len(with_expression) > 10
    for entry in with_expression:
        assert evaluate(entry["expression"], entry["inputs"]) == entry["value"]


def test_the_valuation_is_run_only_when_asked_for(capsys, monkeypatch):
    asked = []

    def few_runs(progress=None, runs=2_000, seed=1):
        asked.append(runs)
        return valuation_run(runs, seed, progress)

    valuation_run = engine.valuation.run
    monkeypatch.setattr(engine.valuation, "run", few_runs)
    _, out, _ = run(capsys, "report", "megaton")
    assert not asked
    assert out.splitlines()[-1].startswith("The valuation") and "--section valuation" in out.splitlines()[-1]
    _, out, _ = run(capsys, "report", "megaton", "--section", "valuation", "--json")
    assert len(asked) == 1 and "ev_2030_p50_usd" in json.loads(out)["quantities"]
    _, out, _ = run(capsys, "report", "megaton", "--section", "all", "--format", "csv")
    assert len(asked) == 2 and {row.split(",")[0] for row in out.splitlines()[1:]} == set(SECTIONS) - {"moon"}
    code, out, _ = run(capsys, "explain", "megaton", "ev_2030_p50_usd")
    assert code == 0 and "[ev_2030_p50_usd, " in out


# -- explain -----------------------------------------------------------------------------------


def test_explain_goes_down_to_the_sources(capsys):
    code, out, _ = run(capsys, "explain", "megaton", "power_live_w", "--at", "2036-01-01")
    assert code == 0
    for said in ("in symbols  P = P_rated × ", "583,279,600,000 W", "JPL DE440", "Claim of 7 December 2025", "claim: "):
        assert said in out, said
    _, out, _ = run(capsys, "explain", "megaton", "power_live_w", "--at", "2036-01-01", "--format", "json")
    told = json.loads(out)
    assert (told["scenario"], told["at_utc"]) == ("megaton", "2036-01-01T00:00:00Z")
    given = {node["name"]: node["value"] for node in told["explained"]["inputs"]}
    assert evaluate(told["explained"]["expression"], given) == told["explained"]["value"]


def test_explain_knows_when_orbit_becomes_cheaper(capsys):
    code, out, _ = run(capsys, "explain", "megaton", "claim_cost_met")
    assert code == 0 and "[orbit_over_ground, " in out


# -- timeline ----------------------------------------------------------------------------------


def test_a_timeline_is_the_report_at_each_of_its_instants(capsys):
    arguments = ("timeline", "megaton", "--from", "2029-01-01", "--to", "2029-01-03", "--step", "12h")
    code, out, _ = run(capsys, *arguments)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["at_utc"] for row in rows] == [
        f"2029-01-{day}Z" for day in ("01T00:00:00", "01T12:00:00", "02T00:00:00", "02T12:00:00", "03T00:00:00")
    ]
    for row in (rows[0], rows[-2]):
        world = world_of("megaton", row["at_utc"])
        for name, quantity in world.quantities.items():
            assert float(row[name]) == quantity.value, name
        assert set(row) == {"at_utc", *world.quantities}


def test_a_timeline_left_to_itself_has_the_scenarios_years_by_30_days(capsys):
    _, out, _ = run(capsys, "timeline", "megaton", "--quantities", SOME)
    rows = out.splitlines()
    assert rows[0] == f"at_utc,{SOME}"
    assert rows[1].startswith("2026-01-01T00:00:00Z,") and rows[2].startswith("2026-01-31T00:00:00Z,")
    assert len(rows) == 1 + 1 + 7305 // 30


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1d", 86_400), ("6h", 21_600), ("10min", 600), ("90 s", 90), ("0.5y", 15_778_800), ("1Y", 31_557_600)],
)
def test_a_step_is_a_number_and_a_unit(text, seconds):
    assert parse_step(text) == seconds


def test_parts_of_a_timeline_join_without_a_seam(tmp_path, capsys):
    """More rows than are worked out at a time, and an instant with a fraction of a second."""
    told = []
    path = tmp_path / "t.csv"
    timeline_file("starlink", None, None, "9d", SOME, path, lambda share: told.append(share) is None)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert len(rows) > CSV_ROWS + 1
    steps = np.diff([parse_utc(row["at_utc"]) for row in rows])
    np.testing.assert_allclose(steps, 9 * 86_400.0)
    assert told == sorted(told) and told[0] == 0.0 and 0.99 < told[-1] < 1.0
    _, out, _ = run(
        capsys, "timeline", "megaton", "--from", "2030-01-01T00:00:00.25", "--to", "2030-01-02", "--step", "1d"
    )
    assert out.splitlines()[1].startswith("2030-01-01T00:00:00.250000Z,")


def test_a_timeline_broken_off_leaves_nothing_behind(tmp_path):
    def interrupted(share):
        if share > 0.5:
            raise KeyboardInterrupt
        return True

    path = tmp_path / "t.csv"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        timeline_file("megaton", None, None, "10d", SOME, path, interrupted)
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]


def test_a_timeline_as_parquet(tmp_path, capsys):
    common = ("timeline", "megaton", "--from", "2030", "--to", "2031", "--step", "50d")
    assert run(capsys, *common, "-o", str(tmp_path / "t.parquet")) == (0, "", "")
    _, out, _ = run(capsys, *common)
    rows = list(csv.DictReader(io.StringIO(out)))
    table = pyarrow.parquet.read_table(tmp_path / "t.parquet")
    assert table.column_names == list(rows[0])
    assert [f"{instant:%Y-%m-%dT%H:%M:%SZ}" for instant in table["at_utc"].to_pylist()] == [r["at_utc"] for r in rows]
    for name in table.column_names[1:]:
        assert table[name].to_pylist() == [float(row[name]) for row in rows], name
    assert table.schema.field("power_live_w").metadata[b"unit"] == b"W"
    assert table.schema.metadata[b"scenario"] == b"megaton"


def test_without_pyarrow_a_parquet_file_is_refused_with_the_way_to_get_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    code, _, err = run(capsys, "timeline", "megaton", "-o", str(tmp_path / "t.parquet"))
    assert code == 2 and "pip install" in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_progress_is_shown_to_a_terminal_and_goes_away(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    arguments = ("timeline", "megaton", "--step", "1y", "--quantities", SOME, "-o", str(tmp_path / "t.csv"))
    _, out, err = run(capsys, *arguments)
    assert out == "" and "\rTimeline: 48%" in err and err.endswith(" \r") and "\n" not in err


@pytest.mark.parametrize("command", ["report", "explain", "timeline"])
def test_help_shows_an_example_that_works(command, capsys, tmp_path, monkeypatch):
    with pytest.raises(SystemExit) as exit_info:
        main([command, "--help"])
    assert exit_info.value.code == 0
    example = " ".join(capsys.readouterr().out.split("Example: heliograph ")[1].split())
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *shlex.split(example))
    assert (code, err) == (0, "")


@pytest.mark.parametrize("arguments", [("report", "megaton"), ("explain", "megaton", "power_live_w")])
def test_a_reader_that_goes_away_before_the_first_byte_is_no_error(arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "gui.main", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_output_is_utf8_whatever_the_terminal_says():
    """Formulas have signs that older code pages lack."""
    made = subprocess.run(
        [sys.executable, "-m", "gui.main", "explain", "megaton", "power_live_w"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "P_rated × (f_sun" in made.stdout.decode()
