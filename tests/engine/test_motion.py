"""How links move: against differences of places a second apart, of satellites and of the turning ground."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cities import find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.formula import recomputed
from engine.frames import gcrs_to_itrs
from engine.ground import ground_gcrs_km
from engine.leg_quantities import leg_quantities
from engine.link_budget import budget_of
from engine.link_classes import LinkClass
from engine.links import range_km
from engine.motion import motion_of_legs, motion_of_links
from engine.network import network_at
from engine.outages import stations
from engine.quantities import CONFIDENCE_MEANING
from engine.route import network_for, route
from engine.route_parts import NEAREST, Route
from engine.timebase import parse_utc
from engine.world import Simulation, open_simulation, world_at

AT_S = parse_utc("2029-06-11T07:13:20Z")
STEP_S = 0.1  # where two pass each other 500 km apart, longer is too long


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return open_simulation("megaton")


def turned_rad(before_km: np.ndarray, after_km: np.ndarray) -> np.ndarray:
    """The angles between lines (..., 3), exact for small ones."""
    one, other = (each / np.linalg.norm(each, axis=-1, keepdims=True) for each in (before_km, after_km))
    return 2.0 * np.arcsin(0.5 * np.linalg.norm(other - one, axis=-1))


def test_links_move_as_their_ends_do(simulation: Simulation) -> None:
    network = network_at(simulation, AT_S, (3,))
    links = network.links()
    found = motion_of_links(network, links.first, links.second)
    before, after = (network_at(simulation, AT_S + step, (3,)).r_km for step in (-STEP_S, STEP_S))
    lines = [r_km[links.second] - r_km[links.first] for r_km in (before, after)]
    grown_km = np.linalg.norm(lines[1], axis=1) - np.linalg.norm(lines[0], axis=1)
    assert len(found.range_rate_km_s) == len(links.first) > 10_000
    far = links.range_km > 200.0  # of two that pass each other nearer, differences are too coarse
    assert far.mean() > 0.8
    assert np.abs(found.range_rate_km_s - grown_km / (2.0 * STEP_S))[far].max() < 2e-5  # two centimetres a second
    turned = turned_rad(*lines) / (2.0 * STEP_S)
    assert found.pointing_rate_rad_s[far] == pytest.approx(turned[far], rel=1e-4, abs=1e-8)
    hertz = SPEED_OF_LIGHT_KM_S * 1e3 / 1_550e-9
    assert found.doppler_hz == pytest.approx(-hertz * found.range_rate_km_s / SPEED_OF_LIGHT_KM_S)
    # Along a plane nothing moves; head on two may meet at twice 7.6 km/s.
    along = links.link_class == LinkClass.STARLINK_IN_PLANE
    assert np.abs(found.range_rate_km_s[along]).max() < 0.01
    assert (found.range_rate_km_s[along] == 0.0).any()  # and no round-off stands for a motion
    assert 1.0 < np.abs(found.range_rate_km_s).max() < 15.3


@pytest.mark.parametrize("goal", [find_city("Singapore"), NEAREST], ids=["city", "nearest"])
def test_legs_move_as_their_ends_do(simulation: Simulation, goal) -> None:
    network = network_for(simulation, AT_S, goal)
    found = route(network, find_city("Nairobi"), goal)
    assert isinstance(found, Route)
    legs = motion_of_legs(network, found)

    def places_km(t_s: float) -> np.ndarray:
        """Where the same ends are at another time."""
        there = network_at(simulation, t_s)
        places = []
        for station, city in zip(stations(network, found), [found.start, *[goal] * len(found.hops)], strict=True):
            if station is None:
                to_itrs = gcrs_to_itrs(t_s)
                places.append(ground_gcrs_km(city.latitude_deg, city.longitude_deg, to_itrs)[0])
            elif station.of_layer:
                places.append(there.r_km[station.number])
            else:
                own = network_for(simulation, t_s, station.number)
                places.append(own.r_km[own.node_of_satellite(station.number)])
        return np.array(places)

    before, after = places_km(AT_S - STEP_S), places_km(AT_S + STEP_S)
    grown_km = range_km(after[:-1], after[1:]) - range_km(before[:-1], before[1:])
    assert legs.range_rate_km_s == pytest.approx(grown_km / (2.0 * STEP_S), abs=2e-5)
    turned = turned_rad(np.diff(before, axis=0), np.diff(after, axis=0)) / (2.0 * STEP_S)
    assert legs.pointing_rate_rad_s == pytest.approx(turned, rel=1e-4, abs=1e-8)
    radio = [hop.link_class is LinkClass.USER for hop in found.hops]
    assert np.isnan(legs.doppler_hz).tolist() == radio


def test_each_number_of_a_leg_follows_from_what_is_beside_it(simulation: Simulation) -> None:
    network = network_for(simulation, AT_S, NEAREST)
    found = route(network, find_city("Nairobi"), NEAREST)
    assert isinstance(found, Route)
    world, budget = world_at(simulation, AT_S).quantities, budget_of(simulation.scenario)
    legs, motion = leg_quantities(network, found), motion_of_legs(network, found)
    for leg, hop, rate_km_s, shift_hz in zip(legs, found.hops, motion.range_rate_km_s, motion.doppler_hz, strict=True):
        made = {name: quantity for name, quantity in leg.items() if "leg" in name.split("_")}
        symbols = {quantity.symbol: name for name, quantity in world.items()}
        for name, quantity in made.items():
            assert name not in world and quantity.section == "links" and quantity.confidence in CONFIDENCE_MEANING
            assert symbols.setdefault(quantity.symbol, name) == name
            assert set(quantity.inputs) <= set(leg)
            if quantity.expression:
                assert recomputed(quantity, leg) == quantity.value
        assert made["leg_light_s"].value == pytest.approx(hop.light_s, rel=1e-12)
        assert made["leg_range_rate_km_s"].value == rate_km_s
        assert made["link_rate_leg_bit_s"].value == pytest.approx(hop.rate_bit_s, rel=1e-9)
        if hop.link_class is LinkClass.USER:
            assert not made.keys() & {"leg_doppler_hz", "link_received_leg_w", "leg_beam_m"}
            continue
        assert made["leg_doppler_hz"].value == pytest.approx(shift_hz)
        assert made["link_received_leg_w"].value == pytest.approx(budget.received_w(hop.range_km))
        assert made["leg_beam_m"].value == pytest.approx(budget.beam_diameter_m(hop.range_km))
