"""Starlink, uplinks and the network of an instant, against searches over all pairs."""

from dataclasses import replace

import numpy as np
import pytest

import engine.network
import engine.uplinks
from engine.constants import R_EARTH_KM
from engine.link_classes import LinkClass
from engine.link_settings import LinkSettings, link_settings
from engine.network import Network, network_at
from engine.scenario import load_scenario
from engine.starlink import BRIDGE_COLUMN, RENEWED_S, bridges, model_starlink, starlink_of
from engine.timebase import parse_utc
from engine.uplinks import Uplinks, gate_stride, nearest_in_sight, renewed, uplinks_at
from engine.world import Simulation, simulate

T_S = parse_utc("2030-02-03T04:05:06Z")


@pytest.fixture(scope="module")
def claim() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def settings(claim: Simulation) -> LinkSettings:
    return link_settings(claim.scenario)


@pytest.fixture(scope="module")
def network(claim: Simulation) -> Network:
    return network_at(claim, T_S, (0, 250))


def clear_of_the_earth(first: np.ndarray, second: np.ndarray, grazing_km: float) -> np.ndarray:
    """By the height of the triangle with the Earth's centre, or the lower end where it leans over."""
    side = np.linalg.norm(second - first, axis=1)
    area2 = np.linalg.norm(np.cross(first, second), axis=1)
    lower = np.minimum(np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=1))
    higher = np.maximum(np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=1))
    leans = higher**2 >= lower**2 + side**2
    return np.where(leans, lower, area2 / side) - R_EARTH_KM >= grazing_km


def test_the_model_has_the_licensed_satellites() -> None:
    """Facts 3a and 3b: 4,408 of the first generation and 7,500 of the second."""
    layer = model_starlink()
    assert layer.count == 4_408 + 7_500
    assert "model" in layer.title and "model" in layer.note(T_S)
    r_km, v_km_s = layer.states(T_S)
    heights_km = np.linalg.norm(r_km, axis=1) - R_EARTH_KM
    assert (heights_km.min(), heights_km.max()) == (pytest.approx(525.0, abs=1e-3), pytest.approx(570.0, abs=1e-3))
    assert np.linalg.norm(v_km_s, axis=1) == pytest.approx(7.59, abs=0.03)


def test_bridges_join_shells_and_stay_in_sight_while_they_are_held() -> None:
    layer = model_starlink()
    neighbours = layer.neighbours(T_S)
    held = np.flatnonzero(neighbours[:, BRIDGE_COLUMN] >= 0)
    other = neighbours[held, BRIDGE_COLUMN]
    shell = layer.shells.members.place.shell
    assert len(held) > 0.3 * layer.count
    assert (shell[held] != shell[other]).all()
    assert (neighbours[other, BRIDGE_COLUMN] == held).all()
    begin_s = np.floor(T_S / RENEWED_S) * RENEWED_S
    for at_s in np.linspace(begin_s, begin_s + RENEWED_S, 7):
        r_km = layer.positions_km(at_s)
        assert np.linalg.norm(r_km[held] - r_km[other], axis=1).max() < 3_100.0
        assert clear_of_the_earth(r_km[held], r_km[other], 79.0).all()


def test_the_best_bridge_has_the_least_mean_square_range() -> None:
    """Of 40 satellites in two groups, by adding up 400 instants of straight motion."""
    rng = np.random.default_rng(8)
    angle = rng.uniform(0.0, 0.4, 40)
    r_km = 7_000.0 * np.stack([np.cos(angle), np.sin(angle), rng.uniform(-0.05, 0.05, 40)], axis=1)
    v_km_s = rng.normal(size=(40, 3)) * 2.0
    group = np.arange(40) % 2
    found = bridges(r_km, v_km_s, group)
    times_s = (np.arange(400) + 0.5) / 400 * RENEWED_S - 0.5 * RENEWED_S
    way = r_km[:, None] + times_s[:, None] * v_km_s[:, None]
    mean2 = ((way[:, None] - way[None]) ** 2).sum(axis=3).mean(axis=2)
    mean2[group[:, None] == group[None]] = np.inf
    best = mean2.argmin(axis=1)
    mutual = best[best] == np.arange(40)
    joined = found >= 0
    assert joined.sum() > 10
    assert (found[joined] == best[joined]).all()
    assert mutual[joined].all()


def test_the_nearest_in_sight_is_that_of_all_pairs() -> None:
    rng = np.random.default_rng(2)
    here, there = rng.normal(size=(2, 300, 3))
    here *= (rng.uniform(6_900, 8_400, 300) / np.linalg.norm(here, axis=1))[:, None]
    there = there[:60] * (6_928.0 / np.linalg.norm(there[:60], axis=1))[:, None]
    found, apart_km = nearest_in_sight(here, there, 3_000.0, 80.0)
    every = np.linalg.norm(here[:, None] - there[None], axis=2)
    seen = np.stack([clear_of_the_earth(np.repeat(row[None], 60, 0), there, 80.0) for row in here])
    every[~seen | (every > 3_000.0)] = np.inf
    some = np.isfinite(every.min(axis=1))
    assert 50 < some.sum() < 300
    assert (found[some] == every[some].argmin(axis=1)).all()
    assert apart_km[some] == pytest.approx(every[some].min(axis=1))
    assert (found[~some] == -1).all()


def test_terminals_are_not_given_twice_and_the_nearest_come_first(settings: LinkSettings) -> None:
    """Ten gates beside one satellite with two terminals; a second satellite takes two, the rest stay without."""
    starlink_km = np.array([[7_000.0, 0.0, 0.0], [7_000.0, 900.0, 0.0]])
    gates_km = np.array([[7_100.0, 20.0 * i, 0.0] for i in range(10)])
    found = renewed(np.arange(10), gates_km, starlink_km, replace(settings, terminals_for_compute=2))
    assert found.partner.tolist()[:2] == [0, 0]
    assert sorted(np.bincount(found.partner[found.partner >= 0]).tolist()) == [2, 2]
    assert (found.partner == -1).sum() == 6
    assert (found.partner == 1).sum() == 2


def test_a_link_is_held_until_it_is_far_or_sets(settings: LinkSettings) -> None:
    held = Uplinks(np.arange(3), np.array([0, 0, 0]), np.array([200.0, 200.0, 200.0]))
    starlink_km = np.array([[7_000.0, 0.0, 0.0], [7_000.0, 700.0, 0.0]])
    # 600 km is within 1.5 x 200 + 500; 850 km is not; and one is behind the Earth.
    gates_km = np.array([[7_000.0, 600.0, 0.0], [7_000.0, 850.0, 0.0], [-7_000.0, 0.0, 0.0]])
    found = renewed(np.arange(3), gates_km, starlink_km, settings, held)
    assert found.partner.tolist() == [0, 1, -1]
    assert found.taken_km[0] == 200.0
    assert found.taken_km[1] == pytest.approx(150.0)


def test_uplinks_are_in_sight_and_within_the_terminals(claim: Simulation, settings: LinkSettings) -> None:
    held = uplinks_at(claim, settings, T_S)
    joined = held.joined
    assert len(joined) > 0.95 * len(held.k)
    assert np.bincount(held.partner[joined]).max() <= settings.terminals_for_compute
    stride = gate_stride(claim.scenario.ramp.count_launched(T_S), 11_908 * settings.terminals_for_compute)
    assert stride & (stride - 1) == 0
    assert (held.k % stride == 0).all()


def test_most_uplinks_outlast_a_minute(claim: Simulation, settings: LinkSettings) -> None:
    minute_s = np.floor(T_S / 600.0) * 600.0 + 200.0
    before, after = (uplinks_at(claim, settings, minute_s + step) for step in (0.0, 60.0))
    assert (before.k == after.k).all()
    assert 0.5 < (before.partner == after.partner).mean() < 1.0


def test_an_instant_is_the_same_however_one_comes_to_it(claim: Simulation, settings: LinkSettings) -> None:
    minute_s = np.floor(T_S / 600.0) * 600.0 + 430.0
    direct = uplinks_at(claim, settings, minute_s)
    for table in (engine.uplinks._kept, engine.uplinks._gates):
        table.clear()
    for step in (-900.0, -60.0, 60.0, 0.0):
        again = uplinks_at(claim, settings, minute_s + step)
    assert (again.partner == direct.partner).all()
    assert again is not direct


def test_links_of_a_network_join_both_ways_and_are_in_sight(network: Network) -> None:
    row, column = np.nonzero(network.neighbours >= 0)
    other = network.neighbours[row, column]
    assert (network.neighbours[other] == row[:, None]).any(axis=1).all()
    links = network.links()
    assert 2 * len(links.first) == len(row)
    assert len({*zip(links.first.tolist(), links.second.tolist(), strict=True)}) == len(links.first)
    first, second = network.r_km[links.first], network.r_km[links.second]
    assert links.range_km == pytest.approx(np.linalg.norm(first - second, axis=1))
    assert clear_of_the_earth(first, second, 79.999).all()
    kinds = set(links.link_class.tolist())
    assert kinds >= {LinkClass.STARLINK_IN_PLANE, LinkClass.STARLINK_ACROSS, LinkClass.STARLINK_BRIDGE}
    assert kinds >= {LinkClass.IN_PLANE, LinkClass.ACROSS, LinkClass.UPLINK}


def test_few_days_of_many_satellites_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six days of a few shells; of shells with many, or of all, one."""
    ours = simulate(load_scenario("sceptic"))
    few, many = (0,), tuple(range(len(ours.scenario.shells)))
    slots = int(ours.constellation.offset[-1])
    monkeypatch.setattr(engine.network, "_LARGE", slots - 1)
    first_s = ours.scenario.opens_at_s
    for day in range(8):
        for shells in (few, many, None):
            engine.network.lasers_of_day(ours, first_s + day * 86_400.0, shells, link_settings(ours.scenario))
    assert [key[1] for key in engine.network._days[ours]] == [few] * 6
    assert [key[1] for key in engine.network._large_days[ours]] == [None]
    again = engine.network.lasers_of_day(ours, first_s + 7 * 86_400.0, None, link_settings(ours.scenario))
    assert again is next(iter(engine.network._large_days[ours].values()))


def test_uplinks_of_a_network_are_those_of_the_fleet(network: Network) -> None:
    links = network.links()
    ups = links.link_class == LinkClass.UPLINK
    partner = dict(zip(network.uplinks.k.tolist(), network.uplinks.partner.tolist(), strict=True))
    for first, second in zip(links.first[ups].tolist(), links.second[ups].tolist(), strict=True):
        assert partner[network.satellite_of_node(second)] == first
    assert ups.sum() > 20


def test_gates_are_where_the_fleet_says(network: Network, claim: Simulation) -> None:
    from engine.satellites import positions_km
    from engine.world import world_at

    k = network.uplinks.k[::500]
    expected = positions_km(world_at(claim, T_S), k)
    assert np.abs(network.gate_positions_km()[::500] - expected).max() < 1e-6


def test_a_fleet_that_is_starlink_carries_its_own_traffic() -> None:
    ours = simulate(load_scenario("starlink"))
    t_s = parse_utc("2026-06-23T10:00:00Z")
    layer = starlink_of(ours)
    r_km = layer.positions_km(t_s)
    there = np.isfinite(r_km[:, 0])
    assert there.sum() == pytest.approx(9_625, abs=15)  # README's table: on station
    network = network_at(ours, t_s, None)
    assert len(network.r_km) == layer.count == 11_908
    assert (network.neighbours[~there] == -1).all()
    i = int(np.flatnonzero(there)[7])
    assert layer.name(i, t_s).startswith("SL-")
    assert "empty slot" in layer.name(int(np.flatnonzero(~there)[0]), t_s)
