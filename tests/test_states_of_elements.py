"""``heliograph states --elements FILE`` as a user types it."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from oem import OrbitEphemerisMessage

from engine.timebase import format_utc
from gui.main import main

AUTHORITY = json.loads((Path(__file__).parent / "authorities/elements.json").read_text(encoding="utf-8"))
CASES = [case for case in AUTHORITY["skyfield"] if "lines" in case]
AT = ("--at", "2026-08-20T18:00:00Z")


@pytest.fixture
def elements(tmp_path):
    path = tmp_path / "given.tle"
    path.write_text("\n".join(line for case in CASES for line in (case["name"], *case["lines"])), encoding="utf-8")
    return path


def run(capsys, *arguments):
    try:
        code = main(["states", *map(str, arguments)])
    except SystemExit as ended:
        code = ended.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_csv_has_the_promised_columns_and_skyfields_places(capsys, elements):
    t_s, *expected = CASES[0]["states"][5]
    code, out, err = run(capsys, "--elements", elements, "--at", format_utc(t_s, 6))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (0, "")
    assert list(rows[0]) == (
        "index,name,catalogue_number,epoch_utc,r_gcrs_x_km,r_gcrs_y_km,r_gcrs_z_km,"
        "v_gcrs_x_km_s,v_gcrs_y_km_s,v_gcrs_z_km_s"
    ).split(",")
    assert [int(row["index"]) for row in rows] == list(range(len(CASES)))
    assert [row["name"] for row in rows] == [case["name"] for case in CASES]
    assert [int(row["catalogue_number"]) for row in rows] == [case["number"] for case in CASES]
    assert rows[0]["epoch_utc"] == "2026-08-19T06:00:00.000Z"
    got = [float(rows[0][name]) for name in list(rows[0])[4:]]
    np.testing.assert_allclose(got[:3], expected[:3], atol=1e-3)
    np.testing.assert_allclose(got[3:], expected[3:], atol=1e-6)


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [(("--indices", "2:4"), [70_003, 70_004]), (("--indices", "5"), [70_006]), (("--name", "molniya"), [70_007]),
     (("--name", "70008"), [70_008])],
)  # fmt: skip
def test_some_of_them_are_chosen(capsys, elements, chosen, numbers):
    code, out, _ = run(capsys, "--elements", elements, *AT, *chosen)
    assert code == 0
    assert [int(row["catalogue_number"]) for row in csv.DictReader(io.StringIO(out))] == numbers


def test_without_an_instant_it_is_the_median_epoch(capsys, elements):
    at_epoch = run(capsys, "--elements", elements, "--at", "2026-08-19T06:00:00Z")[1].splitlines()[1].split(",")
    default = run(capsys, "--elements", elements)[1].splitlines()[1].split(",")
    moved_km = np.array(default[4:7], dtype=float) - np.array(at_epoch[4:7], dtype=float)
    assert np.linalg.norm(moved_km) < 0.51 * 7.7  # half a second, to a round one


def test_an_oem_file_is_read_back(capsys, elements, tmp_path):
    path = tmp_path / "states.oem"
    chosen = ("--format", "oem", "--name", "low 43", "--span", "3h", "--step", "2min", "-o", path)
    assert run(capsys, "--elements", elements, *AT, *chosen) == (0, "", "")
    message = OrbitEphemerisMessage.open(path)
    (segment,) = message
    assert segment.metadata["OBJECT_NAME"] == "LOW 43"
    assert segment.metadata["OBJECT_ID"] == "70002"
    assert segment.metadata["REF_FRAME"] == "GCRF"
    assert segment.metadata["TIME_SYSTEM"] == "TDB"
    states = list(segment)
    assert len(states) == 91
    # Between two states, by the polynomial that the file names.
    middle = message(states[30].epoch + (states[31].epoch - states[30].epoch) / 2)
    _, out, _ = run(capsys, "--elements", elements, "--at", "2026-08-20T19:01:00Z", "--name", "LOW 43")
    row = next(csv.DictReader(io.StringIO(out)))
    np.testing.assert_allclose(middle.position, [float(row[f"r_gcrs_{axis}_km"]) for axis in "xyz"], atol=1e-3)
    # SGP4's velocity leaves out small terms of the rate of its own places: centimetres a second.
    np.testing.assert_allclose(middle.velocity, [float(row[f"v_gcrs_{axis}_km_s"]) for axis in "xyz"], atol=5e-5)


def test_bad_records_are_told_beside_the_good_ones(capsys, elements):
    lines = elements.read_text(encoding="utf-8").splitlines()
    elements.write_text("\r\n".join([*lines[:5], lines[5][:40], *lines[6:]]), encoding="utf-8", newline="")
    code, out, err = run(capsys, "--elements", elements, *AT)
    assert (code, out.count("\n")) == (0, len(CASES))
    assert err == (
        "heliograph: given.tle: 7 satellites read (TLE), 1 bad record left out:"
        " line 6: cut short: 40 characters, where line 2 has 69\n"
    )


def test_old_elements_fly_without_drag_and_that_is_said(capsys, elements):
    code, out, err = run(capsys, "--elements", elements, "--at", "2026-11-23")
    assert (code, out.count("\n")) == (0, len(CASES) + 1)
    assert err.startswith(
        "heliograph: elements of 2026-08-19, 96 days old: more than 30 days off, so flown without drag"
    )
    assert err.count("\n") == 1


MISTAKES = [
    ((), "needs a SCENARIO such as megaton, or --elements FILE"),
    (("megaton",), "need --indices A:B"),
    (("megaton", "--elements", "FILE"), "not both"),
    (("megaton", "--indices", "0:9", "--format", "oem"), "--format oem is for --elements"),
    (("megaton", "--indices", "0:9", "--span", "1d"), "--span is for --elements"),
    (("megaton", "--name", "x"), "--name is for --elements"),
    (("--elements", "FILE", "--format", "npz"), "--format npz is for a SCENARIO"),
    (("--elements", "FILE", "--format", "oem"), "of one satellite: give --name NAME or --indices A, not 8"),
    (("--elements", "FILE", "--format", "oem", "--indices", "0:2"), "not 2 satellites"),
    (("--elements", "FILE", "--span", "1d"), "--span and --step are for --format oem"),
    (("--elements", "FILE", "--indices", "0:1", "--name", "MOLNIYA"), "give one of them"),
    (("--elements", "FILE", "--indices", "5:99"), "given.tle has 8 satellites, so give numbers from 0 to 7"),
    (("--elements", "FILE", "--indices", "3:3"), "from 0 to 7"),
    (("--elements", "FILE", "--indices", "x"), "A:B"),
    (("--elements", "FILE", "--name", "MOLNYA"), "no such satellite or catalogue number (MOLNIYA"),
    (("--elements", "FILE", "--name", "1"), "no such satellite"),
    (("--elements", "FILE", "--at", "soon"), "'soon'"),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--step", "x"), "--step is 'x'"),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--span", "x"), "--span is 'x'"),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--span", "2min"), "makes 3 states"),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--span", "9y"), "8 to 100,000"),
    (
        ("--elements", "FILE", "--name", "70001", "--format", "oem", "--span", "3000000d", "--step", "100d"),
        "after 2200",
    ),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--at", "2199-12-31T23:00:00Z"), "after 2200"),
    (("--elements", "FILE", "--name", "70001", "--format", "oem", "--at", "9999-12-31T23:59:59.9Z"), "after 2200"),
    (("--elements", "nowhere.tle"), "nowhere.tle cannot be read: No such file"),
    (("--elements", "FILE", "-o", "/"), "cannot be written"),
]


@pytest.mark.parametrize(("arguments", "said"), MISTAKES)
def test_a_mistake_is_one_sentence_and_exit_code_2(capsys, elements, arguments, said):
    code, out, err = run(capsys, *(elements if argument == "FILE" else argument for argument in arguments))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_satellite_that_decays_on_its_way_is_told_by_name(capsys, tmp_path):
    path = tmp_path / "low.json"
    low = next(case["omm"] for case in AUTHORITY["skyfield"] if "omm" in case)
    path.write_text(json.dumps(low | {"MEAN_MOTION": 16.3, "BSTAR": 0.01}), encoding="utf-8")
    code, _, err = run(capsys, "--elements", path, "--format", "oem", "--span", "20d", "--step", "1h")
    assert code == 2
    assert "SIX DIGITS has no place at 2026-0" in err
    assert "by SGP4 it has decayed or fails" in err
