"""What is out of service: the satellites of a route, planes as they fly, a share of all."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cities import find_city
from engine.network import Network, network_at
from engine.outages import Outages, Station, names, stations, with_plane, with_share
from engine.route import network_for, route
from engine.route_parts import NEAREST, Route
from engine.timebase import parse_utc
from engine.world import Simulation, open_simulation

AT_S = parse_utc("2026-12-11T06:00:00Z")
LONDON, TOKYO = find_city("London"), find_city("Tokyo")


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return open_simulation("megaton")


@pytest.fixture(scope="module")
def network(simulation: Simulation) -> Network:
    return network_at(simulation, AT_S)


def test_a_routes_satellites_are_told_and_its_cities_are_not(network: Network) -> None:
    found = route(network, LONDON, TOKYO)
    assert isinstance(found, Route)
    standing = stations(network, found)
    assert standing[0] is None
    assert standing[-1] is None
    assert [each.name for each in standing[1:-1] if each] == [hop.end for hop in found.hops[:-1]]
    assert all(each and each.of_layer for each in standing[1:-1])


def test_the_satellite_that_answers_is_told_by_its_launch_number(network: Network) -> None:
    found = route(network, LONDON, NEAREST)
    assert isinstance(found, Route)
    last = stations(network, found)[-1]
    assert last is not None
    assert not last.of_layer
    assert last.name == f"MT-{last.number:08d}" == found.ends_at


def test_a_plane_of_starlink_is_one_circle(network: Network) -> None:
    """Of 1,584 in 72 planes of 22, at 550 km: all stand in one plane through the Earth's centre."""
    first = Station(True, 0, "")
    out = with_plane(Outages(), network, first)
    rows = sorted(out.layer)
    assert first in out
    assert len(rows) >= 10
    r_km = network.r_km[rows]
    normal = np.cross(r_km[0], r_km[len(rows) // 4])
    assert np.abs(r_km @ (normal / np.linalg.norm(normal))).max() < 1.0
    others = np.setdiff1d(np.arange(network.starlink_count), rows)
    near = network.neighbours[rows][:, :2]
    assert not np.isin(near[near >= 0], others).any()


def test_a_plane_of_compute_satellites_is_of_one_shell(simulation: Simulation, network: Network) -> None:
    k = int(network.uplinks.k[7])
    out = with_plane(Outages(), network, Station(False, k, ""))
    assert not out.layer
    assert k in out.compute
    at_once = network_for(simulation, AT_S, k)
    rows = [at_once.node_of_satellite(each) for each in sorted(out.compute)]
    r_km = at_once.r_km[[row for row in rows if row is not None]]
    if len(r_km) > 2:
        normal = np.cross(r_km[0], r_km[1])
        assert np.abs(r_km @ (normal / np.linalg.norm(normal))).max() < 5.0


def test_a_share_is_drawn_by_its_seed(network: Network) -> None:
    five = with_share(Outages(), network, 0.05, 1)
    assert len(five) == round(0.05 * network.starlink_count)
    assert five == with_share(Outages(), network, 0.05, 1)
    assert five != with_share(Outages(), network, 0.05, 2)
    assert len(with_share(five, network, 1.0, 2)) == network.starlink_count
    with pytest.raises(ValueError, match="give 0 to 1"):
        with_share(Outages(), network, 1.5, 1)


def test_what_is_out_is_named_and_on_no_route(simulation: Simulation, network: Network) -> None:
    found = route(network, LONDON, TOKYO)
    assert isinstance(found, Route)
    gone = stations(network, found)[2]
    assert gone is not None
    out = Outages().with_station(gone).with_compute([12])
    assert names(out, simulation, network, 5) == ("MT-00000012", gone.name)
    assert names(out, simulation, network, 1) == ("MT-00000012",)
    other = route(network, LONDON, TOKYO, down=out.layer, lost=out.compute)
    assert isinstance(other, Route)
    assert gone not in stations(network, other)
    assert other.latency_s >= found.latency_s
