"""``heliograph shot`` as a user types it: against the reference shots, read back by others' programs, and refused."""

import json
import shlex
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from astropy.time import Time
from czml3 import Document
from oem import OrbitEphemerisMessage

from engine import moon_fields
from gui import command_line
from gui.main import main

SHOTS = json.loads((Path(__file__).parent / "authorities" / "shots.json").read_text(encoding="utf-8"))["shots"]
NAMED = {row["name"]: row for row in SHOTS}
MU_EARTH, R_EARTH_KM, R_MOON_KM, G0 = 398_600.4418, 6_378.137, 1_737.4, 9.806_65
AT = ("--at", "2045-05-09T03:00:00Z")
LEO = ("moon", *AT, "--destination", "earth_orbit")


def run(capsys, *arguments):
    code = main(["shot", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def told(capsys, *arguments):
    code, out, err = run(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def arguments_of(row):
    """Return a reference shot as a command line: solved, but where only its speed says where it goes."""
    where = ("moon", "--at", row["utc"], "--destination", row["destination"])
    site = ("--site", f"{row['site_lat_deg']:g},{row['site_lon_east_deg']:g}")
    track = (*site, "--azimuth", f"{row['azimuth_deg']:g}", "--elevation", f"{row['elevation_deg']:g}")
    if row["destination"] == "deep_space":
        return *where, *track, "--speed", repr(row["muzzle_speed_m_s"] / 1e3)
    aim = {
        "earth_orbit": ("--altitude", f"{row['final_radius_km'] - R_EARTH_KM:.4g}"),
        "high_earth_orbit": ("--radius", f"{row['final_radius_km']:.6g}"),
    }
    return *where, *track, *aim[row["destination"]]


# -- against the reference shots -----------------------------------------------------------------


@pytest.mark.parametrize("name", NAMED)
def test_a_reference_shot_comes_out(name, capsys):
    row = NAMED[name]
    shot = told(capsys, *arguments_of(row))
    assert shot["muzzle_speed_km_s"] * 1e3 == pytest.approx(row["muzzle_speed_m_s"], abs=0.05)
    for key in ("azimuth_deg", "elevation_deg"):
        assert shot[key] == row[key]
    assert (shot["site_latitude_deg"], shot["site_longitude_deg"]) == (row["site_lat_deg"], row["site_lon_east_deg"])
    assert shot["events"][-1]["name"] == row["final_event"].replace(" ", "_")
    assert shot["events"][-1]["t_s"] == shot["flight_s"] == pytest.approx(row["tof_s"], abs=0.1)
    assert shot["arrival_radius_km"] == pytest.approx(row["final_radius_km"], abs=1.0)
    assert shot["arrival_speed_km_s"] == pytest.approx(row["final_speed_km_s"], abs=1e-3)
    assert shot["inclination_deg"] == pytest.approx(row["geocentric_inclination_deg"], abs=1e-3)
    assert shot["c3_km2_s2"] == pytest.approx(2.0 * row["geocentric_energy_km2_s2"], abs=1e-4)
    assert shot["insertion_delta_v_km_s"] == pytest.approx(row["circularise_dv_km_s"] or 0.0, abs=1e-4)

    samples = np.array(shot["samples"])
    for t_s, *state in ([0.0, *row["state0_gcrs"]], *row["states"]):
        nearest = samples[np.argmin(np.abs(samples[:, 0] - t_s))]
        assert nearest[0] == pytest.approx(t_s, abs=0.1)
        assert np.linalg.norm(nearest[1:4] - state[:3]) < 1.0
        assert np.linalg.norm(nearest[4:] - state[3:]) < 1e-3


@pytest.mark.parametrize("name", ["leo550_speed_only_a", "geo_radius"])
def test_a_speed_that_is_given_is_flown_and_nothing_is_solved(name, capsys):
    row = NAMED[name]
    speed_km_s = row["muzzle_speed_m_s"] / 1e3
    shot = told(capsys, "moon", "--at", row["utc"], "--destination", row["destination"], "--speed", repr(speed_km_s))
    assert shot["muzzle_speed_km_s"] == speed_km_s and shot["speed_from"] == "given"
    assert shot["arrival_radius_km"] == pytest.approx(row["final_radius_km"], abs=1.0)
    off_aim = [note for note in shot["notes"] if "perigee" in note]
    assert len(off_aim) == (name == "geo_radius")  # 42,164 km is not the destination's own 100,000


# -- the report ----------------------------------------------------------------------------------


def test_samples_run_from_the_muzzle_to_the_arrival_every_ten_minutes(capsys):
    shot = told(capsys, *LEO)
    assert shot["sample_columns"] == ["t_s", "x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s"]
    samples = np.array(shot["samples"])
    assert samples[0, 0] == 0.0
    assert np.all(np.diff(samples[:-1, 0]) == 600.0)
    assert 0.0 < samples[-1, 0] - samples[-2, 0] <= 601.0
    assert samples[-1, 0] == shot["flight_s"]
    assert np.linalg.norm(samples[-1, 1:4]) == shot["arrival_radius_km"]
    # A perigee: at right angles to the way.
    assert abs(samples[-1, 1:4] @ samples[-1, 4:]) < 1e-2
    # Speeds are the slopes of places, where the way is smooth.
    middle = len(samples) // 2
    slope = (samples[middle + 1, 1:4] - samples[middle - 1, 1:4]) / 1_200.0
    np.testing.assert_allclose(slope, samples[middle, 4:], atol=1e-5)
    finer = np.array(told(capsys, *LEO, "--step", "1h")["samples"])
    np.testing.assert_array_equal(finer[:-1], samples[:-1:6])


def test_what_a_shot_takes_follows_from_its_speed_and_track(capsys):
    """v² = 2aL, half v squared a kg, Tsiolkovsky for what the insertion takes."""
    shot = told(capsys, *LEO, "--length", "20", "--g", "50")
    speed_m_s = shot["muzzle_speed_km_s"] * 1e3
    assert (shot["length_km"], shot["most_acceleration_g"]) == (20.0, pytest.approx(50.0, rel=1e-12))
    assert shot["acceleration_m_s2"] == pytest.approx(speed_m_s**2 / 40_000.0)
    assert shot["acceleration_g"] == pytest.approx(shot["acceleration_m_s2"] / G0)
    assert shot["most_muzzle_speed_km_s"] == pytest.approx(np.sqrt(2.0 * 50.0 * G0 * 20_000.0) / 1e3)
    assert shot["time_on_track_s"] == pytest.approx(speed_m_s / shot["acceleration_m_s2"])
    assert shot["satellite_mass_kg"] == 100_000.0  # of the scenario's lunar-built satellites
    assert shot["shot_mass_kg"] == pytest.approx(1e5 * np.exp(shot["insertion_delta_v_km_s"] * 1e3 / (350.0 * G0)))
    assert shot["propellant_mass_kg"] == pytest.approx(shot["shot_mass_kg"] - 1e5)
    assert shot["kinetic_energy_j_per_kg"] == pytest.approx(0.5 * speed_m_s**2)
    assert shot["kinetic_energy_j"] == pytest.approx(0.5 * shot["shot_mass_kg"] * speed_m_s**2)
    assert shot["electric_energy_j"] == pytest.approx(shot["kinetic_energy_j"] / 0.6)
    assert shot["peak_power_w"] == pytest.approx(shot["shot_mass_kg"] * shot["acceleration_m_s2"] * speed_m_s)


def test_events_are_in_order_and_tell_where(capsys):
    shot = told(capsys, *LEO)
    escape, perigee = shot["events"]
    assert (escape["name"], perigee["name"]) == ("lunar_escape", "perigee")
    # The Hill sphere is left: the Moon's distance times (m / 3M)^(1/3) = 0.159.
    assert escape["moon_distance_km"] == pytest.approx(0.1593 * 403_000.0, rel=0.01)
    assert perigee["earth_distance_km"] == pytest.approx(R_EARTH_KM + 550.0, abs=1.0)
    launch = datetime(2045, 5, 9, 3)
    for event in shot["events"]:
        when = datetime.fromisoformat(event["utc"].removesuffix("Z"))
        assert (when - launch).total_seconds() == pytest.approx(event["t_s"], abs=1e-5)


def test_the_keys_of_the_json_stay_as_they_are(capsys):
    assert (
        list(told(capsys, *LEO))
        == (
            "scenario destination launch_utc launch_tdb_s_after_j2000 site_latitude_deg site_longitude_deg azimuth_deg"
            " elevation_deg length_km acceleration_m_s2 acceleration_g most_acceleration_g muzzle_speed_km_s"
            " most_muzzle_speed_km_s speed_from time_on_track_s satellite_mass_kg propellant_mass_kg shot_mass_kg"
            " driver_efficiency kinetic_energy_j_per_kg kinetic_energy_j electric_energy_j peak_power_w flight_s"
            " arrival_utc arrival_radius_km arrival_altitude_km arrival_speed_km_s inclination_deg c3_km2_s2"
            " l2_distance_km insertion_delta_v_km_s insertion_mode insertion_isp_s events notes time_and_frame"
            " sample_columns samples"
        ).split()
    )


def test_the_text_is_a_table_to_read(capsys):
    code, out, err = run(capsys, *LEO)
    assert (code, err) == (0, "")
    assert out.startswith("Shot to earth_orbit at 2045-05-09T03:00:00Z")
    for said in ("0.0° N 60.0° W", "2.49686 km/s", "solved for", "4.93 days", "3.0522 km/s", "lunar escape", "perigee"):
        assert said in out, said
    assert max(len(line) for line in out.splitlines() if not line.startswith("Note")) <= 100


# -- what is taken where nothing is given --------------------------------------------------------


def test_left_to_itself_it_is_the_scenarios_own_shot_of_that_time(capsys):
    shot = told(capsys, "moon", "--at", "2060-01-01")
    assert (shot["destination"], shot["azimuth_deg"], shot["notes"]) == ("high_earth_orbit", 90.0, [])
    assert shot["arrival_radius_km"] == pytest.approx(100_000.0, abs=1.0)
    assert 2.385 < shot["muzzle_speed_km_s"] < 2.400  # the range of the reference flights over the month
    shot = told(capsys, "moon", "--at", "2085-01-01")
    assert (shot["destination"], shot["azimuth_deg"], shot["muzzle_speed_km_s"]) == ("deep_space", 270.0, 3.0)
    assert shot["speed_from"] == "scenario" and "scenario's own" in shot["notes"][0]
    assert 1.9 < shot["c3_km2_s2"] < 3.4  # the range of the reference flights


def test_a_shot_before_there_is_a_factory_is_flown_and_noted(capsys):
    (note,) = told(capsys, *LEO)["notes"]
    assert "begins on 2054-09-01" in note
    _, out, _ = run(capsys, *LEO)
    assert f"Note: {note}\n" in out


def test_a_scenario_without_a_factory_lends_its_satellite_and_says_so(capsys):
    shot = told(capsys, "starlink", *AT)
    assert (shot["site_longitude_deg"], shot["azimuth_deg"], shot["length_km"]) == (-60.0, 90.0, 5.0)
    assert shot["destination"] == "high_earth_orbit"
    assert "no lunar factory" in shot["notes"][0]
    assert "runs from 2020-01-02 to 2031-01-01" in shot["notes"][1] and len(shot["notes"]) == 2
    _, out, _ = run(capsys, "starlink", *AT, "--format", "oem")
    assert "COMMENT The scenario starlink has no lunar factory" in out


# -- where targeting goes further ----------------------------------------------------------------


def test_an_inclination_is_reached_by_turning_the_track(capsys):
    shot = told(capsys, *LEO, "--inclination", "60", "--altitude", "700")
    state = np.array(shot["samples"][-1][1:])
    momentum = np.cross(state[:3], state[3:])
    assert np.degrees(np.arccos(momentum[2] / np.linalg.norm(momentum))) == pytest.approx(60.0, abs=1e-3)
    assert np.linalg.norm(state[:3]) == pytest.approx(R_EARTH_KM + 700.0, abs=1.0)
    assert shot["azimuth_deg"] != 90.0


def test_a_c3_is_reached_by_speed(capsys):
    shot = told(capsys, "moon", *AT, "--destination", "deep_space", "--c3", "1.5")
    state = np.array(shot["samples"][-1][1:])
    assert state[3:] @ state[3:] - 2.0 * MU_EARTH / np.linalg.norm(state[:3]) == pytest.approx(1.5, abs=1e-3)
    assert shot["speed_from"] == "solved"


def test_air_brakes_and_leaves_little_to_burn(capsys):
    """From 110 km below to 550 km above by the formula of Hohmann: 0.125 km/s."""
    shot = told(capsys, *LEO, "--aerobraking")
    assert shot["insertion_mode"] == "aerobraking"
    assert shot["arrival_altitude_km"] == pytest.approx(110.0, abs=1.0)
    low, high = R_EARTH_KM + 110.0, R_EARTH_KM + 550.0
    burn = np.sqrt(MU_EARTH / high) - np.sqrt(MU_EARTH * (2.0 / high - 2.0 / (low + high)))
    assert shot["insertion_delta_v_km_s"] == pytest.approx(burn, abs=1e-6)


@pytest.mark.parametrize("solved", ["azimuth", "longitude", "elevation"])
def test_something_else_than_the_speed_is_solved(solved, capsys):
    shot = told(capsys, *LEO, "--speed", "2.5", "--solve", solved)
    assert shot["muzzle_speed_km_s"] == 2.5
    assert shot["arrival_altitude_km"] == pytest.approx(550.0, abs=1.0)
    changed = {"azimuth": "azimuth_deg", "longitude": "site_longitude_deg", "elevation": "elevation_deg"}
    moved = {key for key, own in (("azimuth_deg", 90.0), ("site_longitude_deg", -60.0), ("elevation_deg", 0.0))
             if shot[key] != own}  # fmt: skip
    assert moved == {changed[solved]}


def test_l2_is_passed_from_33_degrees_east(capsys):
    """models.md of the project has one such shot: 2.368 km/s, 1.4 days, 0.44 km/s."""
    shot = told(capsys, "moon", *AT, "--destination", "eml2", "--site", "0,33")
    assert shot["muzzle_speed_km_s"] == pytest.approx(2.368, abs=2e-3)
    assert shot["flight_s"] / 86_400.0 == pytest.approx(1.4, abs=0.05)
    assert shot["insertion_delta_v_km_s"] == pytest.approx(0.44, abs=0.02)
    assert shot["events"][-1]["name"] == "closest_l2" and shot["l2_distance_km"] < 20_000.0
    assert shot["samples"][-1][0] == shot["events"][-1]["t_s"] == shot["flight_s"]


def test_a_site_in_the_south_west(capsys):
    shot = told(capsys, *LEO, "--site", "-5,-60.5")
    assert (shot["site_latitude_deg"], shot["site_longitude_deg"]) == (-5.0, -60.5)
    assert shot["samples"][0][3] < told(capsys, *LEO)["samples"][0][3]


# -- files for other programs --------------------------------------------------------------------


def test_an_oem_file_is_read_back(tmp_path, capsys):
    path = tmp_path / "shot.oem"
    assert run(capsys, *LEO, "--format", "oem", "-o", str(path)) == (0, "", "")
    assert list(tmp_path.iterdir()) == [path]
    shot = told(capsys, *LEO)
    message = OrbitEphemerisMessage.open(path)
    assert (message.version, message.header["ORIGINATOR"]) == ("2.0", "HELIOGRAPH")
    (segment,) = list(message)
    about = segment.metadata
    assert [about[key] for key in ("CENTER_NAME", "REF_FRAME", "TIME_SYSTEM")] == ["EARTH", "GCRF", "TDB"]
    assert "EARTH_ORBIT" in about["OBJECT_NAME"]
    states = list(segment)
    assert len(states) == len(shot["samples"])
    # By another's leap seconds; TDB and TT, which are taken for one, differ by up to 2 ms.
    launch = Time("2045-05-09T03:00:00", scale="utc")
    assert abs((states[0].epoch - launch).sec) < 0.002
    for state, row in zip(states, shot["samples"], strict=True):
        assert (state.epoch - states[0].epoch).sec == pytest.approx(row[0], abs=2e-6)
        np.testing.assert_allclose(state.position, row[1:4], rtol=0.0, atol=1e-9)
        np.testing.assert_allclose(state.velocity, row[4:], rtol=0.0, atol=1e-12)
    assert about["START_TIME"] == about["USEABLE_START_TIME"] == states[0].epoch
    assert about["STOP_TIME"] == about["USEABLE_STOP_TIME"] == states[-1].epoch
    assert path.read_bytes().isascii() and max(map(len, path.read_text().splitlines())) <= 254


def test_between_its_states_an_oem_file_is_the_flight(tmp_path, capsys):
    """The reader's own interpolation, against states a minute apart: worst near the Moon and at the perigee."""
    path = tmp_path / "shot.oem"
    assert run(capsys, *LEO, "--format", "oem", "-o", str(path))[0] == 0
    fine = np.array(told(capsys, *LEO, "--step", "1min")["samples"])
    message = OrbitEphemerisMessage.open(path)
    epoch = message.segments[0].metadata["START_TIME"]
    off_km = np.array([
        np.linalg.norm(message(epoch + row[0] / 86_400.0).position - row[1:4])
        for row in np.concatenate([fine[1:60], fine[3000:3020], fine[-60:-1]])
    ])  # fmt: skip
    assert off_km.max() < 0.5
    assert off_km[59:79].max() < 1e-3


def test_a_czml_document_is_read_back(tmp_path, capsys):
    path = tmp_path / "shot.czml"
    assert run(capsys, *LEO, "--format", "czml", "-o", str(path)) == (0, "", "")
    shot, document = told(capsys, *LEO), Document.load(path)
    first, payload, moon = document.packets
    assert (first.id, first.version) == ("document", "1.0")
    clock = json.loads(path.read_text(encoding="utf-8"))[0]["clock"]
    assert clock["currentTime"] == "2045-05-09T03:00:00Z"
    start, end = clock["interval"].split("/")
    assert start == "2045-05-09T03:00:00Z" and end == shot["arrival_utc"]
    ways = {}
    for packet in (payload, moon):
        assert packet.position.referenceFrame == "INERTIAL"
        assert packet.position.interpolationAlgorithm.value == "LAGRANGE"
        assert packet.position.epoch.startswith("2045-05-09T03:00:00")
        assert packet.path.trailTime == pytest.approx(shot["flight_s"])
        ways[packet.id] = np.array(json.loads(packet.position.model_dump_json())["cartesian"]).reshape(-1, 4)
    samples = np.array(shot["samples"])
    np.testing.assert_allclose(ways["payload"][:, 0], samples[:, 0])
    np.testing.assert_allclose(ways["payload"][:, 1:], samples[:, 1:4] * 1e3, rtol=0.0, atol=1e-3)
    # The muzzle stands on the Moon, and the Moon is the reference's.
    row = NAMED["leo550_speed_only_a"]
    assert np.linalg.norm(ways["payload"][0, 1:] - ways["moon"][0, 1:]) == pytest.approx(R_MOON_KM * 1e3, abs=1.0)
    to_muzzle = np.array(row["state0_gcrs"][:3]) * 1e3 - ways["moon"][0, 1:]
    assert np.linalg.norm(to_muzzle) == pytest.approx(R_MOON_KM * 1e3, abs=10.0)
    assert ways["moon"][-1, 0] == ways["payload"][-1, 0]
    far = [np.linalg.norm(ways["moon"][k, 1:]) for k in (0, -1)]
    assert all(3.56e8 < distance < 4.07e8 for distance in far)


def test_states_of_a_longer_flight_end_exactly_at_its_end(capsys):
    samples = told(capsys, "moon", "--at", "2085-01-01", "--step", "1h")["samples"]
    assert [b[0] - a[0] for a, b in pairwise(samples)] == [3_600.0] * 480
    assert samples[-1][0] == timedelta(days=20).total_seconds()


# -- what is refused -----------------------------------------------------------------------------

MISTAKES = [
    (("nowhere", *AT), "there is no scenario 'nowhere'"),
    (("moon", "--at", "soon"), "'soon'"),
    (("moon", "--at", "2110-01-01"), "outside the ephemeris"),
    (("moon", "--at", "2019-01-01"), "outside the ephemeris"),
    (("moon", "--at", "2100-12-25"), "launch before 2100-12-13"),
    (("moon", "--at", "2100-12-30", "--destination", "eml2"), "the ephemeris ends on 2101-01-02"),
    (("moon", *AT, "--destination", "mars"), "high_earth_orbit, earth_orbit, eml2, deep_space"),
    (("moon", *AT, "--site", "0"), "LAT,LON"),
    (("moon", *AT, "--site", "north,west"), "LAT,LON"),
    (("moon", *AT, "--site", "0,nan"), "LAT,LON"),
    (("moon", *AT, "--site", "-95,0"), "-90 to 90"),
    (("moon", *AT, "--site", "0,400"), "-180 to 360"),
    (("moon", *AT, "--azimuth", "400"), "0 to 360"),
    (("moon", *AT, "--elevation", "-1"), "below the horizon"),
    (("moon", *AT, "--elevation", "91"), "straight up"),
    (("moon", *AT, "--length", "1001"), "is 1,001 km long: give more than 0 and at most 1,000 km"),
    (("moon", *AT, "--length", "0"), "more than 0"),
    (("moon", *AT, "--g", "20000"), "no satellite survives"),
    (("moon", *AT, "--g", "50"), "make it longer or push harder"),
    (("moon", *AT, "--speed", "3.5"), "at most 3.132 km/s"),
    (("moon", *AT, "--speed", "-1"), "more than 0"),
    (("moon", *AT, "--speed", "2.2"), "falls on the Moon 5.14 days after launch, at 2045-05-14T06:15"),
    (("moon", *AT, "--speed", "1.0"), "falls on the Moon"),
    (("moon", *AT, "--speed", "2.55"), "falls on the Earth"),
    (("moon", *AT, "--site", "0,120"), "cannot be reached from 0.0° N 120.0° E"),
    (("moon", *AT, "--destination", "eml2"), "passes L2 at"),
    (("moon", *AT, "--destination", "deep_space", "--speed", "2.4"), "does not leave the Earth"),
    (("moon", *AT, "--radius", "5000"), "10,000 to 200,000"),
    (("moon", *AT, "--altitude", "500"), "--altitude is for the destination earth_orbit"),
    (("moon", *AT, "--aerobraking"), "--aerobraking is for the destination earth_orbit"),
    (("moon", *AT, "--c3", "1"), "--c3 is for the destination deep_space"),
    (("moon", *AT, "--destination", "deep_space", "--c3", "50"), "to 20"),
    (("moon", *AT, "--destination", "deep_space", "--c3", "1", "--speed", "2.8"), "leave one of them out"),
    ((*LEO, "--radius", "42164"), "--radius is for the destination high_earth_orbit"),
    ((*LEO, "--altitude", "100"), "150 to 36,000"),
    ((*LEO, "--inclination", "1"), "cannot be reached"),
    ((*LEO, "--inclination", "200"), "0 to 180"),
    ((*LEO, "--solve", "azimuth"), "give --speed too"),
    ((*LEO, "--step", "10"), "--step is '10'"),
    ((*LEO, "--step", "1s"), "give 3s or more"),
]


@pytest.mark.parametrize(("arguments", "said"), MISTAKES, ids=lambda part: " ".join(part[1:])[:60])
def test_a_mistake_gets_one_sentence_exit_code_2_and_no_file(arguments, said, tmp_path, capsys):
    code, out, err = run(capsys, *arguments, "--format", "oem", "-o", str(tmp_path / "shot.oem"))
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("heliograph: ") and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["fast", "nan", "inf", ""])
def test_what_is_no_number_is_refused(value, tmp_path, capsys):
    with pytest.raises(SystemExit) as exit_info:
        run(capsys, "moon", *AT, "--speed", value, "-o", str(tmp_path / "shot.txt"))
    assert exit_info.value.code == 2
    assert "is not a number" in (err := capsys.readouterr().err) and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_failed_shot_and_a_failed_write_leave_the_old_file(tmp_path, capsys):
    path = tmp_path / "shot.json"
    path.write_text("before")
    assert run(capsys, "moon", *AT, "--speed", "2.2", "--json", "-o", str(path))[0] == 2
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]
    code, _, err = run(capsys, *LEO, "--json", "-o", str(path / "x.json"))
    assert code == 2 and "cannot be written" in err and err.count("\n") == 1
    assert run(capsys, *LEO, "--json", "-o", str(path)) == (0, "", "")
    assert json.loads(path.read_text(encoding="utf-8")) == told(capsys, *LEO)


def test_help_shows_an_example_that_works(tmp_path, capsys, monkeypatch):
    with pytest.raises(SystemExit) as exit_info:
        main(["shot", "--help"])
    assert exit_info.value.code == 0
    example = " ".join(capsys.readouterr().out.split("Example: heliograph ")[1].split())
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(example)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["shot.oem"]


def test_a_message_of_few_states_asks_for_no_more_than_they_give(tmp_path, capsys):
    """Two states with their velocities make a cubic, four a polynomial of degree 7."""
    for step, degree in (("100d", 3), ("3d", 7), ("6d", 5)):
        file = tmp_path / f"{step}.oem"
        assert run(capsys, "moon", *AT, "--step", step, "--format", "oem", "-o", str(file))[0] == 0
        (segment,) = OrbitEphemerisMessage.open(file).segments
        assert len(list(segment.states)) == (degree + 1) // 2
        assert int(segment.metadata["INTERPOLATION_DEGREE"]) == degree


def test_the_destinations_of_the_command_line_are_the_engines():
    """It keeps a copy, so that --help is quick."""
    assert command_line.DESTINATIONS == moon_fields.DESTINATIONS
