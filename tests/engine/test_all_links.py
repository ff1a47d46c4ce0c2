"""All links of a network: each pair of neighbours once, with the range and the sight that its two places give."""

import numpy as np
import pytest

from engine.links import grazing_altitude_km, range_km
from engine.network import Network, network_at
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import Simulation, simulate

T_S = parse_utc("2027-08-02T05:17:00Z")


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module", params=["all shells", "three shells", "Starlink alone", "own fleet"])
def network(request: pytest.FixtureRequest, simulation: Simulation) -> Network:
    if request.param == "own fleet":
        own = simulate(load_scenario("starlink"))
        return network_at(own, own.scenario.opens_at_s, None)
    shells = {"all shells": None, "three shells": (0, 40, 200), "Starlink alone": ()}[request.param]
    return network_at(simulation, T_S, shells)


def test_each_pair_of_neighbours_is_one_link(network: Network) -> None:
    row, column = np.nonzero(network.neighbours >= 0)
    pairs = np.stack([row, network.neighbours[row, column], network.link_class[row, column]], axis=1)
    expected = {(min(a, b), max(a, b), c) for a, b, c in pairs.tolist()}
    links = network.links()
    found = list(zip(links.first.tolist(), links.second.tolist(), links.link_class.tolist(), strict=True))
    assert len(found) == len(set(found)) == len(expected) > 10_000
    assert set(found) == expected
    assert (links.first < links.second).all()


def test_range_and_sight_are_those_of_the_two_places(network: Network) -> None:
    """To the last bit: the same sums in the same order, only fewer at a time."""
    links = network.links()
    first_km, second_km = network.r_km[links.first], network.r_km[links.second]
    assert np.array_equal(links.range_km, range_km(first_km, second_km))
    lowest_km = network.settings.grazing_altitude_km
    assert np.array_equal(links.in_sight, grazing_altitude_km(first_km, second_km) >= lowest_km)
    assert links.in_sight.all()  # those that are not have been taken out, or never were made


def test_a_link_through_the_earth_is_told(network: Network) -> None:
    """The first link, bent to end on the other side."""
    links = network.links()
    one, other = int(links.first[0]), int(links.second[0])
    kept = network.r_km[other].copy()
    network.r_km[other] = -network.r_km[one]
    try:
        assert not network.links().in_sight[0]
    finally:
        network.r_km[other] = kept


def test_rows_of_members_by_launch_number(simulation: Simulation) -> None:
    members = network_at(simulation, T_S, (0, 40, 200)).members
    some = members.k[::7]
    assert np.array_equal(members.row_of(some), np.arange(len(members.k))[::7])
    missing = np.setdiff1d(np.arange(0, int(members.k.max()) + 1_000, 13), members.k)
    assert (members.row_of(missing) == -1).all()
    assert network_at(simulation, T_S, ()).members.row_of(some).tolist() == [-1] * len(some)
