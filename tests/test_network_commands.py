"""``heliograph route`` and ``links`` as a user types them."""

import csv
import io
import json
import subprocess
import sys

import networkx
import pytest

from gui.main import main

# Of Vanguard 1, from Vallado's Revisiting Spacetrack Report #3.
TWO = """1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
"""
AT = ("--at", "2029-06-11T07:13:20Z")


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_route_as_json_adds_up(capsys):
    code, out, _ = run(capsys, "route", "megaton", *AT, "--from", "london", "--to", "Singapore", "--json")
    assert code == 0
    made = json.loads(out)
    assert made["from"] == "London, United Kingdom"
    path = made["path"]
    hops = path["hops"]
    assert hops[0]["kind"] == hops[-1]["kind"] == "user"
    assert {hop["kind"] for hop in hops[1:-1]} <= {"starlink_in_plane", "starlink_across", "starlink_bridge"}
    assert path["latency_ms"] == pytest.approx(sum(hop["latency_ms"] for hop in hops))
    assert path["length_km"] == pytest.approx(sum(hop["range_km"] for hop in hops))
    for hop in hops:
        assert hop["latency_ms"] == pytest.approx(hop["range_km"] / 299.792458 + hop["wait_ms"])
        assert abs(hop["range_rate_km_s"]) < 15.5 and 0.0 <= hop["pointing_rate_rad_s"] < 0.1
        assert (hop["received_w"] is None) == (hop["doppler_hz"] is None) == (hop["kind"] == "user")
        if hop["kind"] != "user":
            assert hop["doppler_hz"] == pytest.approx(-1e3 * hop["range_rate_km_s"] / 1_550e-9)
            assert 0.0 < hop["received_w"] < 4.0
    assert path["fibre"]["latency_ms"] == pytest.approx(path["fibre"]["great_circle_km"] * 0.005)
    assert "model" in made["starlink"]


def test_exported_links_give_the_same_route(capsys):
    """What a user would do to check: the links as CSV, networkx, and the ends' own legs."""
    _, out, _ = run(capsys, "route", "megaton", *AT, "--from", "Lima", "--to", "Jakarta", "--json")
    hops = json.loads(out)["path"]["hops"]
    _, out, _ = run(capsys, "links", "megaton", *AT, "--satellites", "starlink")
    graph = networkx.Graph()
    for row in csv.DictReader(io.StringIO(out)):
        graph.add_edge(row["first"], row["second"], ms=float(row["range_km"]) / 299.792458 + 0.01)
    between = networkx.dijkstra_path_length(graph, hops[0]["to"], hops[-1]["from"], weight="ms")
    assert between == pytest.approx(sum(hop["latency_ms"] for hop in hops[1:-1]), abs=1e-3)


def test_the_text_names_every_leg(capsys):
    code, out, _ = run(capsys, "route", "megaton", *AT, "--from", "Lagos", "--to", "Tokyo", "--alternatives", "3")
    assert code == 0
    for words in ("radio to a user", "Starlink, along a plane", "one way", "by fibre", "way 2", "way 3", "a model"):
        assert words in out


def test_a_series_is_a_table(capsys):
    asked = ("--from", "Cairo", "--to", "Mumbai", "--span", "10min", "--step", "2min")
    code, out, _ = run(capsys, "route", "megaton", *AT, *asked)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["utc"][14:19] for row in rows] == ["13:20", "15:20", "17:20", "19:20", "21:20"]
    for row in rows:
        assert float(row["round_trip_ms"]) == pytest.approx(2.0 * float(row["latency_ms"]), abs=1e-5)
        assert float(row["light_ms"]) < float(row["latency_ms"])
    code, out, _ = run(capsys, "route", "megaton", *AT, *asked, "--json")
    made = json.loads(out)
    latencies = sorted(row["latency_ms"] for row in made["series"])
    assert made["median_ms"] == pytest.approx(latencies[2])
    assert made["share_with_a_path"] == 1.0


def test_links_of_some_satellites(capsys):
    code, out, _ = run(capsys, "links", "megaton", *AT, "--satellites", "0:3")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    asked = {"MT-00000000", "MT-00000001", "MT-00000002"}
    assert rows and all({row["first"], row["second"]} & asked for row in rows)
    assert asked <= {name for row in rows for name in (row["first"], row["second"])}
    for row in rows:
        assert float(row["light_ms"]) == pytest.approx(float(row["range_km"]) / 299.792458, abs=1e-5)
        assert 0.0 < float(row["rate_bps"]) <= 1e11
        assert abs(float(row["range_rate_km_s"])) < 15.5  # two that meet head on
        assert float(row["doppler_hz"]) == pytest.approx(-1e3 * float(row["range_rate_km_s"]) / 1_550e-9, abs=1e3)
        across_km_s = float(row["pointing_rate_rad_s"]) * float(row["range_km"])
        assert 0.0 <= across_km_s < 15.5
    code, out, _ = run(capsys, "links", "megaton", *AT, "--satellites", "0:3", "--format", "json")
    assert len(json.loads(out)) == len(rows)


def test_links_of_a_fleet_that_is_starlink(capsys):
    _, out, _ = run(capsys, "links", "starlink", "--at", "2026-06-23", "--satellites", "9000:9002")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows and all(name.startswith("SL-") for row in rows for name in (row["first"], row["second"]))


def test_no_path_is_an_answer(capsys):
    code, out, err = run(capsys, "route", "starlink", "--at", "2020-01-03", "--from", "Oslo", "--to", "Rome")
    assert (code, err) == (0, "")
    assert "no path: no satellite of the layer stands 25° or higher over Oslo" in out
    code, out, _ = run(capsys, "route", "starlink", "--from", "Oslo", "--json")
    made = json.loads(out)
    assert made["path"] is None
    assert "has no AI compute in orbit" in made["reason"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("route", "megaton", "--from", "Pariss"), "the nearest names are Paris, France"),
        (("route", "megaton", "--from", "Lagos", "--to", "Atlantis"), "no city of 200,000 people or more is called"),
        (("route", "megaton", "--from", "Lagos", "--to", "MT-999999999"), "launches no such satellite"),
        (("route", "megaton", "--from", "Lagos", "--step", "1h"), "--step is for a series: give --span too"),
        (("route", "megaton", "--from", "Lagos", "--span", "soon"), "--span is 'soon': give a number and one of"),
        (("route", "megaton", "--from", "Lagos", "--span", "100y"), "is outside the scenario megaton"),
        (("route", "megaton", "--from", "Lagos", "--alternatives", "99"), "--alternatives is 99: give 1 to 20"),
        (("route", "megaton", "--from", "Lagos", "--elements", "no.tle"), "no.tle cannot be read"),
        (("links", "megaton", "--satellites", "x"), "--satellites is 'x': give A:B"),
        (("links", "moon", "--at", "2099-01-01", "--satellites", "0:5000000"), "at most 2,000,000 at once"),
        (("links", "megaton", "--satellites", "2000000:2000005"), "satellites are launched by then, numbers 0 to"),
        (("links", "starlink", "--satellites", "9000:9200", "--elements", "ELEMENTS"), "has no launch numbers"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(capsys, tmp_path, arguments, words):
    file = tmp_path / "two.tle"
    file.write_text(TWO, encoding="ascii")
    arguments = [str(file) if argument == "ELEMENTS" else argument for argument in arguments]
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_the_examples_of_help_work(tmp_path):
    for command in ("route", "links"):
        shown = subprocess.run(
            [sys.executable, "-m", "gui.main", command, "--help"], capture_output=True, text=True, check=True
        ).stdout
        example = " ".join(shown.split("Example: heliograph ")[1].split()).split(" ")
        done = subprocess.run(
            [sys.executable, "-m", "gui.main", *example], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr


def test_a_prompt_to_the_nearest_compute_has_its_times(capsys):
    code, out, _ = run(capsys, "route", "megaton", *AT, "--from", "Nairobi", "--json")
    assert code == 0
    made = json.loads(out)
    assert made["to"] == "nearest compute"
    assert made["path"]["hops"][-1]["kind"] == "uplink"
    times = {name: entry["value"] for name, entry in made["prompt"].items()}
    there_s = made["path"]["latency_ms"] * 1e-3
    first_s = times["prompt_first_token_s"]
    assert first_s > 2.0 * there_s
    _, out, _ = run(capsys, "route", "megaton", *AT, "--from", "Nairobi")
    assert "Until the first token is read" in out
    code, out, _ = run(capsys, "route", "megaton", *AT, "--from", "Nairobi", "--to", "MT-00000064", "--json")
    made = json.loads(out)
    assert made["path"]["hops"][-1]["to"] == made["to"] == "MT-00000064"
