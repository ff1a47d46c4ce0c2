"""What a route comes to: its quantities against the route itself, and each formula against its inputs."""

from __future__ import annotations

import pytest

from engine.cities import find_city
from engine.formula import recomputed
from engine.network import network_at
from engine.route import route
from engine.route_parts import NEAREST, Goal, Route
from engine.route_quantities import route_quantities
from engine.timebase import parse_utc
from engine.world import open_simulation


@pytest.mark.parametrize("goal", [find_city("Singapore"), NEAREST])
def test_quantities_are_those_of_the_route(goal: Goal) -> None:
    simulation = open_simulation("megaton")
    found = route(network_at(simulation, parse_utc("2026-12-11T06:00:00Z")), find_city("London"), goal)
    assert isinstance(found, Route)
    made = route_quantities(found, simulation)
    assert made["route_one_way_s"].value == pytest.approx(found.latency_s, rel=1e-12)
    assert made["route_light_s"].value == pytest.approx(found.light_s, rel=1e-12)
    assert made["route_round_trip_s"].value == pytest.approx(2.0 * found.latency_s, rel=1e-12)
    assert made["route_fibre_s"].value == pytest.approx(found.fibre.latency_s, rel=1e-12, abs=1e-15)
    assert made["route_satellites"].value == found.satellites
    for quantity in made.values():
        if quantity.section == "links" and quantity.name.startswith("route_"):
            assert set(quantity.inputs) <= set(made)
            if quantity.expression:
                assert recomputed(quantity, made) == quantity.value
