"""engine.elements_layer and elements_mesh: who is there, what is said of it, and who is linked to whom."""

import json
import subprocess
import sys
from pathlib import Path

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.elements import parse_elements, read_elements
from engine.elements_layer import MESH_S, ElementsStarlink
from engine.elements_mesh import AHEAD, BEHIND, BRIDGE, EAST, WEST

ROOT = Path(__file__).parents[2]
SNAPSHOT = ROOT.parent / "shared/data/starlink_2026-08-22.tle"
DAY_S = 86_400.0
MU, EARTH_KM = 398_600.4418, 6_378.137
PLANES, EACH = 72, 22


def omm(number, altitude_km, inclination, node, anomaly, **more):
    axis = EARTH_KM + altitude_km
    return {
        "OBJECT_NAME": f"SAT-{number}", "NORAD_CAT_ID": number, "EPOCH": "2026-08-22T12:00:00",
        "MEAN_MOTION": DAY_S / (2 * np.pi) * np.sqrt(MU / axis**3), "ECCENTRICITY": 0.0001,
        "INCLINATION": inclination, "RA_OF_ASC_NODE": node % 360.0, "ARG_OF_PERICENTER": 0.0,
        "MEAN_ANOMALY": anomaly % 360.0, "BSTAR": 0.0,
    } | more  # fmt: skip


def walker(planes, each, altitude_km, inclination, first=0, spread=360.0, phasing=0.0):
    return [
        omm(first + p * each + s, altitude_km, inclination, p * spread / planes, (s + phasing * p) * 360.0 / each)
        for p in range(planes)
        for s in range(each)
    ]


def layer_of(records):
    return ElementsStarlink(*parse_elements(json.dumps(records).encode(), "made.json"))


def links_of(mesh):
    row, column = np.nonzero(mesh >= 0)
    return {(min(i, j), max(i, j)) for i, j in zip(row.tolist(), mesh[row, column].tolist(), strict=True)}


@pytest.fixture(scope="module")
def shell():
    """The 72 x 22 of many studies, its planes side by side in phase."""
    return layer_of(walker(PLANES, EACH, 550.0, 53.0))


@pytest.fixture(scope="module")
def two_shells():
    return layer_of(walker(PLANES, EACH, 550.0, 53.0) + walker(36, 20, 570.0, 70.0, first=5_000))


def test_the_title_says_what_it_is(shell):
    assert shell.title == "1,584 real satellites from made.json, elements of 2026-08-22"
    assert shell.count == 1_584
    assert shell.name(3, 0.0) == "SAT-3"


def test_states_are_those_of_a_circular_orbit_and_cannot_be_written_to(shell):
    r_km, v_km_s = shell.states(shell.elements.median_epoch_s)
    assert r_km.shape == v_km_s.shape == (1_584, 3)
    np.testing.assert_allclose(np.linalg.norm(r_km, axis=1), EARTH_KM + 550.0, atol=25.0)
    np.testing.assert_allclose(np.linalg.norm(v_km_s, axis=1), np.sqrt(MU / (EARTH_KM + 550.0)), atol=0.03)
    assert shell.positions_km(shell.elements.median_epoch_s) is r_km
    with pytest.raises(ValueError, match="read-only"):
        r_km[0] = 0.0


def test_two_visits_give_equal_bytes(shell):
    t_s = shell.elements.median_epoch_s + 12_345.0
    first = shell.states(t_s)[0].tobytes()
    for k in range(8):
        shell.states(t_s + k + 1.0)
    assert shell.states(t_s)[0].tobytes() == first
    fresh = ElementsStarlink(shell.elements)
    assert fresh.neighbours(t_s).tobytes() == shell.neighbours(t_s).tobytes()


def test_the_note_gives_the_age_and_says_when_drag_is_left_out():
    layer = layer_of(walker(3, 3, 550.0, 53.0))
    epoch_s = layer.elements.median_epoch_s
    assert layer.note(epoch_s) == "elements of 2026-08-22"
    assert layer.note(epoch_s + DAY_S) == "elements of 2026-08-22, 1 day old"
    assert layer.note(epoch_s - 5 * DAY_S) == "elements of 2026-08-22, 5 days after this instant"
    assert "drag" not in layer.note(epoch_s + 30 * DAY_S)
    for days in (31, -31, 93, 20_000):
        assert "flown without drag" in layer.note(epoch_s + days * DAY_S)
    assert ", 93 days old: more than 30 days off" in layer.note(epoch_s + 93 * DAY_S)


def test_decayed_ones_are_rows_of_nan_and_counted_and_the_others_stay():
    """Heavy drag at 200 km brings one down within days; one has its perigee inside the Earth from the start."""
    records = walker(2, 3, 550.0, 53.0)
    records.append(omm(90, 200.0, 53.0, 0.0, 0.0, BSTAR=0.01))
    records.append(omm(91, 3_000.0, 53.0, 0.0, 0.0, ECCENTRICITY=0.5))
    layer = layer_of(records)
    epoch_s = layer.elements.median_epoch_s
    assert layer.left_out(epoch_s) == 1
    assert np.isnan(layer.states(epoch_s)[0][7]).all()
    for days in (15.0, 29.9):
        r_km, v_km_s = layer.states(epoch_s + days * DAY_S)
        assert np.isnan(r_km).any(axis=1).tolist() == np.isnan(v_km_s).any(axis=1).tolist() == [False] * 6 + [True] * 2
        assert "; 2 of 8 left out: decayed, elements too old, or SGP4 fails" in layer.note(epoch_s + days * DAY_S)
        assert (layer.neighbours(epoch_s + days * DAY_S)[6:] == -1).all()
    r_km, _ = layer.states(epoch_s + 93.0 * DAY_S)  # without drag the low one is still there
    np.testing.assert_allclose(np.linalg.norm(r_km[6]), EARTH_KM + 200.0, atol=30.0)


def test_elements_of_another_year_are_left_out():
    layer = layer_of([*walker(2, 3, 550.0, 53.0), omm(90, 550.0, 53.0, 0.0, 0.0, EPOCH="2024-08-22T12:00:00")])
    t_s = layer.elements.median_epoch_s
    assert layer.count == 7
    assert np.flatnonzero(np.isnan(layer.positions_km(t_s)[:, 0])).tolist() == [6]
    assert "1 of 7 left out" in layer.note(t_s)


def test_in_a_full_shell_everybody_has_the_partners_of_a_grid(shell):
    """Ahead is the next slot of the plane, east the satellite at its side in the next plane, for every one."""
    for minutes in (0.0, 47.0, 500.0):
        mesh = shell.neighbours(shell.elements.median_epoch_s + minutes * 60.0)
        plane, slot = np.divmod(np.arange(PLANES * EACH), EACH)
        np.testing.assert_array_equal(mesh[:, AHEAD], plane * EACH + (slot + 1) % EACH)
        np.testing.assert_array_equal(mesh[:, BEHIND], plane * EACH + (slot - 1) % EACH)
        np.testing.assert_array_equal(mesh[:, EAST], (plane + 1) % PLANES * EACH + slot)
        np.testing.assert_array_equal(mesh[:, WEST], (plane - 1) % PLANES * EACH + slot)
        assert (mesh[:, BRIDGE] == -1).all()


def check_rules(layer, t_s):
    """What must hold of any mesh, by formulas of its own."""
    mesh = layer.neighbours(t_s)
    assert mesh.dtype == np.int32
    row, column = np.nonzero(mesh >= 0)
    other = mesh[row, column]
    assert (row != other).all()
    back = np.array([BEHIND, AHEAD, WEST, EAST, BRIDGE])[column]
    np.testing.assert_array_equal(mesh[other, back], row)
    assert (mesh >= 0).sum(axis=1).max() <= 4
    assert len(links_of(mesh)) == len(row) // 2  # no two are linked twice
    first_s = np.floor(t_s / MESH_S) * MESH_S
    for at_s in (first_s, first_s + MESH_S):
        r_km, _ = layer.states(at_s)
        a, b = r_km[row], r_km[other]
        assert np.linalg.norm(a - b, axis=1).max() <= 2_500.0
        share = np.linspace(0.0, 1.0, 201)[:, None, None]
        sampled = range(0, len(row), max(len(row) // 500, 1))
        lowest = np.linalg.norm(a[sampled] * (1.0 - share) + b[sampled] * share, axis=2).min(axis=0)
        assert (lowest >= EARTH_KM + 80.0 - 0.1).all()
    return mesh


def test_shells_are_joined_by_bridges_that_hold_for_ten_minutes(two_shells):
    epoch_s = two_shells.elements.median_epoch_s
    for hours in (0.0, 1.3, 60 * 24.0):
        mesh = check_rules(two_shells, epoch_s + hours * 3_600.0)
        bridged = np.flatnonzero(mesh[:, BRIDGE] >= 0)
        shell = np.arange(two_shells.count) >= PLANES * EACH
        assert (shell[bridged] != shell[mesh[bridged, BRIDGE]]).all()
        graph = networkx.Graph(list(links_of(mesh)))
        assert len(bridged) > 40
        assert max(map(len, networkx.connected_components(graph))) > 0.98 * two_shells.count


def test_a_mesh_is_held_for_ten_minutes(two_shells):
    first_s = np.ceil(two_shells.elements.median_epoch_s / MESH_S) * MESH_S
    mesh = two_shells.neighbours(first_s)
    assert two_shells.neighbours(first_s + MESH_S - 1.0) is mesh
    assert two_shells.neighbours(first_s + MESH_S) is not mesh


def test_one_satellite_none_or_all_in_one_place_make_no_links():
    for records in ([omm(1, 550.0, 53.0, 0.0, 0.0)], [omm(k, 550.0, 53.0, 0.0, 0.0) for k in range(500)],
                    [omm(1, 3_000.0, 53.0, 0.0, 0.0, ECCENTRICITY=0.5)]):  # fmt: skip
        layer = layer_of(records)
        assert (layer.neighbours(layer.elements.median_epoch_s) == -1).all()


@given(
    mean_motion=st.floats(0.05, 18.0) | st.sampled_from([1.00273, 2.00561]),
    eccentricity=st.sampled_from([0.0, 1e-7, 0.01, 0.3, 0.72, 0.95, 0.9999999]),
    inclination=st.sampled_from([0.0, 1e-4, 63.4349, 90.0, 179.9999, 180.0]),
    bstar=st.sampled_from([0.0, 1e-4, -1e-4, 1.0, -1.0, 1e3, -1e3]),
    days=st.sampled_from([0.0, 0.5, -29.0, 29.0, 60.0]),
)
def test_any_elements_that_are_read_give_a_place_or_none(mean_motion, eccentricity, inclination, bstar, days):
    record = omm(1, 550.0, inclination, 40.0, 10.0, MEAN_MOTION=mean_motion, ECCENTRICITY=eccentricity, BSTAR=bstar)
    layer = layer_of([record, omm(2, 550.0, 53.0, 0.0, 0.0)])
    t_s = layer.elements.median_epoch_s + days * DAY_S
    r_km, v_km_s = layer.states(t_s)
    apogee_km = np.cbrt(MU * (DAY_S / mean_motion / (2 * np.pi)) ** 2) * (1.0 + eccentricity)
    assert np.isfinite(r_km[1]).all()
    assert np.isnan(r_km[0]).all() or EARTH_KM + 99.0 < np.linalg.norm(r_km[0]) < 1.11 * apogee_km
    assert np.isnan(r_km[0]).all() == np.isnan(v_km_s[0]).all()
    layer.neighbours(t_s)


def test_what_is_large_is_imported_only_when_it_is_needed():
    code = (
        "import sys, engine.elements_layer, engine.elements_command, engine.element_download;"
        "print(sorted({'scipy', 'sgp4', 'urllib.request', 'http.client', 'ssl'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.stdout.strip() == "[]", ended.stderr


@pytest.mark.skipif(not SNAPSHOT.exists(), reason="the snapshot is not part of the project")
def test_the_snapshot_of_august_2026_is_one_network():
    layer = ElementsStarlink(*read_elements(SNAPSHOT))
    assert layer.count == 10_744
    epoch_s = layer.elements.median_epoch_s
    for days in (0.0, 20.0, 93.0):
        t_s = epoch_s + days * DAY_S
        first, second = check_rules(layer, t_s), check_rules(layer, t_s + MESH_S)
        graph = networkx.Graph(list(links_of(first)))
        there = np.count_nonzero(~np.isnan(layer.states(t_s)[0][:, 0]))
        assert max(map(len, networkx.connected_components(graph))) > 0.99 * there
        assert len(links_of(first) & links_of(second)) > 0.9 * len(links_of(first))
        assert layer.left_out(t_s) < 100
