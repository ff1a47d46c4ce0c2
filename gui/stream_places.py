"""Places in the stream from the Moon that a camera can look at: a payload, and where the stream ends.

x of a place points the way things move there, z up from the plane of the stream.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.timebase import format_utc
from gui.focus import Place, Vector

if TYPE_CHECKING:
    from engine.world import World
    from gui.camera import Camera

RIDE_AGE_S = 1_800.0
_MOMENT_S = 30.0  # over which a direction of motion is taken


def payload(world: World, k: int) -> Place | None:
    """Return payload k: on its flight, then in orbit; None before its shot, on a way to deep space, or gone to L2.

    x points away from the Moon while it flies, and along the orbit afterwards: a camera that follows has the Moon
    behind the payload.
    """
    flights = world.simulation.flights
    if flights is None or flights.near is None or k >= flights.first_deep_k:
        return None
    ephemeris, number = world.simulation.ephemeris, np.array([k])
    launch_s = flights.ramp.launch_time_s(number)
    if world.t_s < launch_s[0]:
        return None
    arrivals = flights.near.arrivals(ephemeris, launch_s)
    if world.t_s < arrivals.t_s[0]:
        at_km = flights.near.positions_km(ephemeris, launch_s, np.array([world.t_s]))[0]
        return _place(at_km, at_km - world.moon_gcrs_km, np.cross(arrivals.outward[0], arrivals.onward[0]))
    if not flights.in_circles:
        return None
    at_km = flights.orbit_positions_km(ephemeris, number, world.t_s)[0]
    later_km = flights.orbit_positions_km(ephemeris, number, world.t_s + _MOMENT_S)[0]
    return _place(at_km, later_km - at_km, at_km)


def newest_payload(world: World, age_s: float) -> int | None:
    """Return the payload that was shot about so long ago, on its way to the first destination; None where none is."""
    flights = world.simulation.flights
    if flights is None or flights.near is None:
        return None
    first, stop = flights.in_flight(flights.near, world.t_s)
    if stop <= first:
        return None
    return int(np.clip(flights.ramp.count_launched(world.t_s - age_s) - 1, first, stop - 1))


def ride(world: World, camera: Camera) -> Camera | None:
    """Return ``camera`` beside the payload that left the Moon half an hour ago; None where nothing flies."""
    k = newest_payload(world, RIDE_AGE_S)
    return None if k is None else replace(camera, focus=f"payload:{k}")


def why_no_ride(world: World) -> str:
    """Return in one sentence why ``ride`` is None where the flights are worked out, and when it is not."""
    scenario = world.scenario
    lunar, ramp = scenario.lunar, scenario.lunar_ramp
    if lunar is None or ramp is None:
        return "this scenario launches nothing from the Moon: open the scenario moon"
    first_s, last_s = float(ramp.launch_time_s(0)), min(lunar.deep_space_from_s, scenario.end_s)
    if lunar.destination == "deep_space" or first_s >= last_s:
        return "in this scenario nothing flies from the Moon to an orbit of the Earth"
    return (
        f"nothing from the Moon is on its way to an orbit of the Earth on {format_utc(world.t_s)[:10]}: such payloads"
        f" leave from {format_utc(first_s)[:10]} to {format_utc(last_s)[:10]}"
    )


def arrival(world: World) -> Place | None:
    """Return where payloads arrive now; x is onward in the orbits that they enter, z the pole of those."""
    flights = world.simulation.flights
    if flights is None or flights.near is None:
        return None
    table, ephemeris, now = flights.near, world.simulation.ephemeris, np.array([world.t_s])
    launch_s = table.launches(world.t_s, np.array([1.0]))
    at_km = table.positions_km(ephemeris, launch_s, now)[0]
    arrivals = table.arrivals(ephemeris, launch_s)
    return _place(at_km, arrivals.onward[0], np.cross(arrivals.outward[0], arrivals.onward[0]))


def _place(at_km: Vector, ahead: Vector, up: Vector) -> Place:
    x = ahead / np.linalg.norm(ahead)
    z = up - (up @ x) * x
    z /= np.linalg.norm(z)
    return Place(at_km, np.zeros(3), np.stack([x, np.cross(z, x), z], axis=1))
