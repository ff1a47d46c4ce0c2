"""What one leg of a route comes to, as quantities: how far, how long, how it moves, and what its light carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.formula import Formula, add_formulas
from engine.link_classes import TITLES, LinkClass
from engine.models.links import TERMINAL, over_range
from engine.motion import motion_of_legs
from engine.network import Network
from engine.quantities import Quantity
from engine.route_parts import Route

LIGHT = Formula(
    name="leg_light_s",
    title="Light over the leg",
    unit="s",
    symbol="t_leg",
    expression="1000 * leg_range_km / speed_of_light_m_s",
    words="length of the leg / speed of light in vacuum",
)
LASER = (
    *over_range("leg_range_km", "leg", "the leg", "leg"),
    Formula(
        name="leg_beam_m",
        title="Width of the beam at the end of the leg",
        unit="m",
        symbol="d_leg",
        expression="2.44 * link_wavelength_m / link_aperture_m * 1000 * leg_range_km",
        words="2.44 × wavelength / aperture × length of the leg: between the first dark rings",
        leaves_out="nearer than the far field the beam is as wide as the aperture at least",
    ),
    Formula(
        name="leg_doppler_hz",
        title="Doppler shift over the leg",
        unit="Hz",
        symbol="Δf_leg",
        expression="-1000 * leg_range_rate_km_s / link_wavelength_m",
        words="minus how fast the leg grows / wavelength: below zero the light arrives redder",
        leaves_out="the second order in speed / speed of light: less than 1 part in 20,000",
    ),
)
RADIO = (
    Formula(
        name="link_rate_leg_bit_s",
        title="Radio link of the leg",
        unit="bit/s",
        symbol="B_leg",
        expression="user_link_bit_s",
        words="what one user's radio link carries, whatever the range",
        leaves_out="weather; other users of the satellite; that up is slower than down for most users",
    ),
)


def leg_quantities(network: Network, route: Route) -> tuple[Mapping[str, Quantity], ...]:
    """Return, for each leg of a route through the network, what it comes to by name, with the scenario's inputs.

    A radio leg has no received light, beam nor Doppler shift: radio terminals are not modelled.
    """
    motion = motion_of_legs(network, route)
    rates_km_s, turning_rad_s = motion.range_rate_km_s.tolist(), motion.pointing_rate_rad_s.tolist()
    inputs = dict(network.simulation.inputs)
    add_formulas(inputs, "links", TERMINAL)
    made = []
    for hop, rate_km_s, rate_rad_s in zip(route.hops, rates_km_s, turning_rad_s, strict=True):
        radio = hop.link_class in (LinkClass.USER, LinkClass.GATEWAY)
        of_leg = dict(inputs)
        which = f"{TITLES[hop.link_class]}, {hop.start} to {hop.end}"
        for name, title, unit, symbol, value, formula in (
            ("leg_range_km", "Length of the leg", "km", "R_leg", hop.range_km,
             f"distance between the ends at the instant; {which}"),
            ("leg_range_rate_km_s", "How fast the leg grows", "km/s", "v_leg", rate_km_s,
             f"difference of the ends' velocities along the line between them; below zero it shrinks; {which}"),
            ("leg_pointing_rate_rad_s", "How fast a terminal must turn", "rad/s", "ω_leg", rate_rad_s,
             f"difference of the ends' velocities across the line between them / length, among the stars; {which}"),
        ):  # fmt: skip
            of_leg[name] = Quantity(
                name=name, title=title, unit=unit, value=value, formula=formula, symbol=symbol, section="links",
                leaves_out="" if name == "leg_range_km" else "how the satellites themselves turn",
            )  # fmt: skip
        add_formulas(of_leg, "links", (LIGHT, *(RADIO if radio else LASER)))
        made.append(MappingProxyType(of_leg))
    return tuple(made)
