"""A route as the picture wants it, the way it is answered, and cameras on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import asin, atan2, radians

import numpy as np
from numpy.typing import NDArray

from engine.fleet import shell_phases
from engine.link_classes import LinkClass
from engine.link_settings import LinkSettings
from engine.mesh import of_satellites
from engine.network import Network
from engine.outages import Outages
from engine.route_parts import Hop, Route
from engine.world import World
from gui.camera import Camera, unit
from gui.route_frame import LASER, RADIO, DrawnRoute

Array = NDArray[np.float64]

_NEAR, _NEAREST_KM = 2.0, 1_600.0  # how far off a leg is seen, in its lengths
_LEAN = radians(35.0)


def drawn_route(
    routes: Sequence[Route], settings: LinkSettings, out_km: Array | None = None, answer: str = ""
) -> DrawnRoute:
    """Return the first route with its prompt's times, the others faint, and crosses (m, 3) where something is out."""
    best = routes[0]
    goal = answer or best.ends_at
    return DrawnRoute(
        points_km=_points_km(best),
        arrive_s=np.concatenate([[0.0], np.cumsum([hop.latency_s for hop in best.hops])]),
        kinds=tuple(RADIO if _radio(hop) else LASER for hop in best.hops),
        names=(best.start.name, *[""] * (len(best.hops) - 1), goal),
        alternatives=tuple(_points_km(other) for other in routes[1:]),
        knocked_out_km=np.empty((0, 3)) if out_km is None else out_km,
        least_elevation_rad=settings.user_elevation_rad,
    )


def homeward(drawn: DrawnRoute) -> DrawnRoute:
    """Return the way back: the same legs the other way round."""
    return replace(
        drawn,
        points_km=drawn.points_km[::-1],
        arrive_s=drawn.takes_s - drawn.arrive_s[::-1],
        kinds=drawn.kinds[::-1],
        names=drawn.names[::-1],
    )


def places_out_km(network: Network, outages: Outages) -> Array:
    """Return where those out of service are, (m, 3) GCRS km; those that are not there are left out."""
    layer = network.r_km[sorted(outages.layer)]
    simulation = network.simulation
    phases = shell_phases(simulation.constellation, network.t_s - simulation.scenario.start_s)
    k = np.array(sorted(outages.compute), dtype=np.int64)
    compute = of_satellites(simulation.constellation, k).positions_km(phases)
    places = np.concatenate([layer, compute])
    return places[np.isfinite(places[:, 0])]


def camera_of_leg(hop: Hop, world: World) -> Camera:
    """Return a camera that sees a leg from near by and aslant, turning with the ground."""
    ends_km = np.stack([hop.start_km, hop.end_km]) @ world.gcrs_to_itrs.T
    middle_km = ends_km.mean(axis=0)
    up, along = unit(middle_km), unit(ends_km[1] - ends_km[0] + 1e-6)
    across = np.cross(along, up)
    across = unit(across) if np.linalg.norm(across) > 1e-3 else unit(np.cross(up, (0.0, 0.0, 1.0)))
    back = unit(np.cos(_LEAN) * up + np.sin(_LEAN) * across)
    return Camera(
        "earth",
        azimuth_rad=atan2(back[1], back[0]),
        elevation_rad=asin(float(np.clip(back[2], -1.0, 1.0))),
        distance_km=max(_NEAR * hop.range_km, _NEAREST_KM),
        follow=True,
        offset_km=(float(middle_km[0]), float(middle_km[1]), float(middle_km[2])),
    )


def _points_km(route: Route) -> Array:
    return np.stack([route.hops[0].start_km, *(hop.end_km for hop in route.hops)])


def _radio(hop: Hop) -> bool:
    return hop.link_class in (LinkClass.USER, LinkClass.GATEWAY)
