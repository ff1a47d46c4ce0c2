"""The ways between two ends at an instant, with all that panel and picture show of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.cities import City
from engine.leg_quantities import leg_quantities
from engine.network import Network
from engine.outages import Outages, Station, stations
from engine.quantities import Quantity
from engine.route import network_for, routes
from engine.route_parts import Goal, NoRoute, Route
from engine.route_quantities import route_quantities
from engine.timebase import format_utc
from engine.world import Simulation
from gui.route_drawing import drawn_route, places_out_km
from gui.route_frame import DrawnRoute

WAYS = 3


@dataclass(frozen=True, eq=False)
class Found:
    """The ways at an instant, or why there is none."""

    network: Network
    routes: tuple[Route, ...] | NoRoute
    stations: tuple[Station | None, ...] = ()
    quantities: Mapping[str, Quantity] | None = None
    drawn: DrawnRoute | None = None
    legs: tuple[Mapping[str, Quantity], ...] = ()  # what each leg comes to

    @property
    def moment(self) -> str:
        """When it is, in words."""
        text = format_utc(self.network.t_s)
        return f"{text[:10]} {text[11:19]} UTC"


def find_routes(simulation: Simulation, t_s: float, start: City, goal: Goal, out: Outages) -> Found:
    """Work out the ways at an instant, and all that is shown of them."""
    network = network_for(simulation, t_s, goal)
    found = routes(network, start, goal, count=WAYS, down=out.layer, lost=out.compute)
    if isinstance(found, NoRoute):
        return Found(network, found)
    quantities = dict(route_quantities(found[0], simulation))
    if not isinstance(goal, City):
        from engine.prompt import prompt_quantities

        quantities |= prompt_quantities(found[0], simulation)
    drawn = drawn_route(found, network.settings, places_out_km(network, out))
    legs = leg_quantities(network, found[0])
    return Found(network, found, stations(network, found[0]), quantities, drawn, legs)
