"""What a route comes to, as quantities: its legs added up, the way there and back, and fibre beside it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.formula import Formula, add_formulas
from engine.link_classes import LinkClass
from engine.quantities import Quantity
from engine.route_parts import Route
from engine.world import Simulation

LEAVES_OUT = "queues, what is sent again, and the ground network behind a city's terminal"

FORMULAS = (
    Formula(
        name="route_light_s",
        title="Light on the way",
        unit="s",
        symbol="t_light",
        expression="1000 * route_length_km / speed_of_light_m_s",
        words="length of all legs / speed of light in vacuum",
    ),
    Formula(
        name="route_waiting_s",
        title="Waiting on the way",
        unit="s",
        symbol="t_wait",
        expression="route_laser_links * link_switching_s + route_radio_links * radio_access_s",
        words="lasers on the way × delay of a satellite + passages of the radio link × wait for each",
        leaves_out=LEAVES_OUT,
    ),
    Formula(
        name="route_one_way_s",
        title="One way over satellites",
        unit="s",
        symbol="t_way",
        expression="route_light_s + route_waiting_s",
        words="light on the way + waiting on the way",
        leaves_out=LEAVES_OUT,
    ),
    Formula(
        name="route_round_trip_s",
        title="There and back over satellites",
        unit="s",
        symbol="t_rt",
        expression="2 * route_one_way_s",
        words="2 × one way: nothing moves far in so short a time",
        leaves_out=LEAVES_OUT,
    ),
    Formula(
        name="route_fibre_s",
        title="One way by fibre",
        unit="s",
        symbol="t_fibre",
        expression="route_great_circle_km * fibre_path_factor * fibre_us_per_km / 1000000",
        words="distance along the ground × how much longer fibre is × light in fibre",
        leaves_out="routers and amplifiers on the way",
    ),
    Formula(
        name="route_over_fibre",
        title="Satellites' time over fibre's",
        unit="1",
        symbol="t_way/t_fibre",
        expression="route_one_way_s / max(route_fibre_s, 1 / 1000000000)",
        words="one way over satellites / one way by fibre; less than 1: satellites are faster",
    ),
)


def route_quantities(route: Route, simulation: Simulation) -> Mapping[str, Quantity]:
    """Return what a route comes to by name, with the scenario's inputs; what follows from it is in "links"."""
    made = dict(simulation.inputs)
    lasers = sum(hop.link_class not in (LinkClass.USER, LinkClass.GATEWAY) for hop in route.hops)
    to = route.fibre.to
    for name, title, unit, value, formula in (
        ("route_length_km", "Length of the way", "km", route.length_km, "the legs of the way, added up"),
        ("route_satellites", "Satellites on the way", "1", route.satellites, "those that pass it on or answer it"),
        ("route_laser_links", "Lasers on the way", "1", lasers, "legs from satellite to satellite"),
        ("route_radio_links", "Radio links on the way", "1", len(route.hops) - lasers, "legs to or from the ground"),
        ("route_great_circle_km", f"Along the ground to {to}", "km", route.fibre.great_circle_km,
         f"great circle from {route.start.name} to {to}, on a sphere of the Earth's mean radius"),
    ):  # fmt: skip
        made[name] = Quantity(
            name=name,
            title=title,
            unit=unit,
            value=float(value),
            formula=formula,
            leaves_out="the Earth's flattening: 0.6 % at most" if name == "route_great_circle_km" else "",
            section="links",
        )
    add_formulas(made, "links", FORMULAS)
    return MappingProxyType(made)
