"""How the ends of links move, and what that does to each link: its range, its direction and the colour of its light.

What turns with the orbit's plane is in it; left out is what the laser terminal itself turns with: its satellite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.fleet import shell_phases
from engine.frames import gcrs_to_itrs
from engine.launch_sites import EARTH_ROTATION_RAD_S
from engine.link_classes import LinkClass
from engine.links import pointing_rate_rad_s, range_rate_km_s
from engine.mesh import of_satellites
from engine.network import Network
from engine.route_parts import Hop, Route

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUND_OFF_KM_S = 1e-9  # what is left between neighbours that keep their distance


@dataclass(frozen=True, slots=True)
class LinkMotion:
    """Of links (L,): how fast each grows, how fast its line turns among the stars, and the shift of its laser's light.

    Above zero ranges grow; the light's frequency is lower then, and the shift below zero.  A radio link's shift is NaN:
    its wavelength is not stated.
    """

    range_rate_km_s: Array
    pointing_rate_rad_s: Array
    doppler_hz: Array


def velocities_km_s(network: Network) -> Array:
    """Return how all nodes move, (N, 3) GCRS km/s, NaN where a satellite is not there."""
    _, of_layer = network.starlink.states(network.t_s)
    simulation = network.simulation
    phases = shell_phases(simulation.constellation, network.t_s - simulation.scenario.start_s)
    return np.concatenate([of_layer, network.members.velocities_km_s(phases)])


def motion_of_links(network: Network, first: Integers, second: Integers) -> LinkMotion:
    """Return how laser links between nodes (L,) move."""
    moving_km_s = velocities_km_s(network)
    r_km = network.r_km
    return _motion(network, r_km[first], r_km[second], moving_km_s[first], moving_km_s[second])


def motion_of_legs(network: Network, route: Route) -> LinkMotion:
    """Return how the legs of a route through the network move, in order."""
    moving_km_s = velocities_km_s(network)
    ends = [
        (
            _end_km_s(network, moving_km_s, hop, hop.start_node, hop.start, hop.start_km),
            _end_km_s(network, moving_km_s, hop, hop.end_node, hop.end, hop.end_km),
        )
        for hop in route.hops
    ]
    first_km_s, second_km_s = (np.array(each) for each in zip(*ends, strict=True))
    first_km, second_km = (np.array([getattr(hop, end) for hop in route.hops]) for end in ("start_km", "end_km"))
    motion = _motion(network, first_km, second_km, first_km_s, second_km_s)
    radio = np.array([hop.link_class in (LinkClass.USER, LinkClass.GATEWAY) for hop in route.hops])
    shift_hz = np.where(radio, np.nan, motion.doppler_hz)
    return LinkMotion(motion.range_rate_km_s, motion.pointing_rate_rad_s, shift_hz)


def _motion(network: Network, first_km: Array, second_km: Array, first_km_s: Array, second_km_s: Array) -> LinkMotion:
    rate = range_rate_km_s(first_km, second_km, first_km_s, second_km_s)
    turning = pointing_rate_rad_s(first_km, second_km, first_km_s, second_km_s)
    rate[np.abs(rate) < _ROUND_OFF_KM_S] = 0.0
    return LinkMotion(rate, turning, network.settings.budget.doppler_hz(rate) + 0.0)  # no -0


def _end_km_s(network: Network, moving_km_s: Array, hop: Hop, node: int | None, name: str, place_km: Array) -> Array:
    """Return how one end of a leg moves, (3,)."""
    from engine.satellites import find_satellite

    if node is not None:
        moving: Array = moving_km_s[node]
        return moving
    if hop.link_class is LinkClass.UPLINK:  # a gate that is no node
        simulation = network.simulation
        k = find_satellite(simulation, name)
        assert k is not None
        phases = shell_phases(simulation.constellation, network.t_s - simulation.scenario.start_s)
        gate: Array = of_satellites(simulation.constellation, np.array([k])).velocities_km_s(phases)[0]
        return gate
    axis = gcrs_to_itrs(network.t_s)[2]  # the ground turns with the Earth
    turning: Array = EARTH_ROTATION_RAD_S * np.cross(axis, place_km)
    return turning
