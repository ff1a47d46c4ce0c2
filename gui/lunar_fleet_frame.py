"""The satellites that the Moon has built, on their circles: the fleet's 28 bytes with planes and places of their own.

All share one radius and so one rate: the table of shells has a single row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.fleet_frame import VERTEX, ChunkId, FleetPart, chunk_draws, chunk_launches, stride_for

if TYPE_CHECKING:
    from engine.ephemeris import Ephemeris
    from engine.lunar_flights import LunarFlights
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View


@dataclass(frozen=True, slots=True)
class ArrivalVertices:
    """The satellites of a scenario's flights, by the circles in which they have arrived."""

    flights: LunarFlights
    ephemeris: Ephemeris
    epoch_s: float

    def vertices(self, chunk: ChunkId) -> NDArray[np.void]:
        """Return the vertices (places,) of a chunk, in launch order, in about 3 microseconds each."""
        return _vertices(self, chunk)


@lru_cache(maxsize=2)  # they stay on the GPU
def _vertices(source: ArrivalVertices, chunk: ChunkId) -> NDArray[np.void]:
    a_unit, b_unit = source.flights.orbit_basis(source.ephemeris, chunk_launches(chunk), source.epoch_s)
    vertices = np.empty(chunk.places, dtype=VERTEX)
    vertices["a_shell"], vertices["b_unit"] = a_unit, b_unit
    vertices["a_place"] = np.arange(chunk.places)
    vertices.flags.writeable = False
    return vertices


def build_lunar_fleet_part(world: World, view: View, pose: Pose) -> FleetPart | None:
    """Return the lunar-built satellites that are drawn, or None while there are none or their flights are unknown."""
    flights = world.simulation.flights
    if flights is None or flights.near is None:
        return None
    arrived = flights.arrived(world.t_s)
    retired = 0
    life_s = world.scenario.life_s
    if np.isfinite(life_s):
        retired = min(flights.ramp.count_launched(world.t_s - life_s), arrived)
    if arrived == retired:
        return None
    stride = stride_for(arrived - retired, view.point_limit)
    draws = chunk_draws(stride, retired, arrived)
    points = sum(draw.end - draw.begin for draw in draws)
    phase_rad = flights.orbit_rate_rad_s * (world.t_s - world.scenario.start_s) % (2.0 * np.pi)
    radius_km = flights.orbit_radius_km
    table = np.array([[radius_km * cos(phase_rad), radius_km * sin(phase_rad), 1.0, 0.0]], dtype=np.float32)
    return FleetPart(
        source=ArrivalVertices(flights, world.simulation.ephemeris, world.scenario.start_s),
        stride=stride,
        draws=draws,
        shell_table=table,
        rising=(),
        climb=None,
        points=points,
        gain=_gain(points, radius_km, view, pose),
        size_px=1.6,
    )


def _gain(points: int, radius_km: float, view: View, pose: Pose) -> float:
    """Return a point's brightness: fainter where many share a pixel of the belt, some of a disc of ``radius_km``."""
    distance_km = max(float(np.linalg.norm(pose.eye_km)), radius_km)
    radius_px = radius_km / distance_km / (2.0 * np.tan(0.5 * pose.fov_rad)) * min(view.height_px, 1080)
    return 1.0 / (1.0 + 8.0 * points / max(float(np.pi * radius_px * radius_px), 1.0))
