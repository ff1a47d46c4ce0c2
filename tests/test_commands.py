"""The commands as a user types them: what they print, what they write, how they refuse."""

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from engine.commands import parse_indices
from engine.scenario import shipped_scenarios
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
    code, out, _ = run(capsys, "check", str(shipped_scenarios()["megaton"]))
    assert code == 0
    assert out.startswith("megaton: good.")
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
    (("check", "/"), "is a folder"),
    (("check", "/nowhere/x.toml"), "cannot be read"),
    (("snapshot", "megaton", "--size", "0x9", "-o", "x.png"), "--size"),
    (("snapshot", "megaton", "--size", "9000x100", "-o", "x.png"), "7680x4320"),
    (("snapshot", "megaton", "--camera", "mars", "-o", "x.png"), "earth-moon"),
    (("snapshot", "megaton", "-o", "x.bmp"), ".png"),
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
    "arguments", [("report",), ("states", "megaton"), ("--nonsense",), ("report", "megaton", "--x")]
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
