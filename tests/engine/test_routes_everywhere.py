"""A prompt can be routed between any two cities: all of them see the large part of the network that hangs together."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from engine.cities import cities, find_city
from engine.frames import gcrs_to_itrs
from engine.ground import elevation_rad, ground_itrs_km
from engine.network import network_at
from engine.route import network_for, route
from engine.route_parts import NEAREST, NoRoute, Route
from engine.scenario import load_scenario, shipped_scenarios
from engine.world import simulate

FAR_APART = ("Murmansk", "Punta Arenas", "Quito", "Honolulu", "Auckland", "Reykjavik", "Yakutsk", "Cape Town")


@pytest.mark.parametrize("name", list(shipped_scenarios()))
@pytest.mark.parametrize("later_s", [0.0, 40_000.0])
def test_every_city_sees_satellites_that_are_joined_to_all_others(name: str, later_s: float) -> None:
    simulation = simulate(load_scenario(name))
    t_s = simulation.scenario.opens_at_s + later_s
    network = network_at(simulation, t_s)
    row, column = np.nonzero(network.neighbours >= 0)
    links = csr_array((np.ones(len(row)), (row, network.neighbours[row, column])), shape=(len(network.r_km),) * 2)
    _, part = connected_components(links, directed=False)
    largest = part == np.bincount(part).argmax()
    everywhere = cities()
    assert len(everywhere) == 3_043
    places = ground_itrs_km([city.latitude_deg for city in everywhere], [city.longitude_deg for city in everywhere])
    high = elevation_rad(places, network.r_km @ gcrs_to_itrs(t_s).T) >= network.settings.user_elevation_rad
    assert (high & largest).any(axis=1).all()


@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_cities_far_apart_are_joined_in_every_scenario(name: str) -> None:
    simulation = simulate(load_scenario(name))
    network = network_for(simulation, simulation.scenario.opens_at_s, NEAREST)
    known = []
    for each in FAR_APART:
        try:
            known.append(find_city(each))
        except ValueError:  # fewer than 200,000 people
            continue
    assert len(known) >= 5
    for start in known:
        for goal in known:
            if goal is not start:
                assert isinstance(route(network, start, goal), Route), (start.name, goal.name)
        answer = route(network, start, NEAREST)
        assert isinstance(answer, NoRoute if name == "starlink" else Route)
