"""The fleet's part of a frame, and the constants of satellites in the form the GPU keeps.

A satellite on station is 28 bytes on the GPU, uploaded once: A and B (see
``engine.fleet``), and its shell with, behind the decimal point, its place in
the launch order of its chunk.  Per frame only the shells' phases go there.

Up to ``View.point_limit`` every satellite is a point.  Above it every n-th
launch is drawn, n a power of two.  Satellites are kept in *groups* by how often
2 divides their number, so that the sample for n is the sample for 2n and one
group more: samples nest, nothing pops, and no satellite is kept twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM
from engine.fleet import basis_of_addresses
from engine.rising import rising_positions_km

if TYPE_CHECKING:
    from engine.constellation import Constellation
    from engine.world import Simulation, World
    from gui.camera import Pose
    from gui.view import View

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

CHUNK = 32_768  # float32 holds 2^9 shells and 2^15 places exactly
COARSEST_POINTS = 65_536  # the sample that even the slowest machine draws is about this large
VERTEX = np.dtype([("a_unit", np.float32, 3), ("b_unit", np.float32, 3), ("a_place", np.float32)])


@dataclass(frozen=True, slots=True)
class ChunkId:
    """Chunk ``number`` of the group of launches k = ``first`` + i ``step``, i from number * CHUNK."""

    first: int
    step: int
    number: int


@dataclass(frozen=True, slots=True)
class ChunkDraw:
    """A chunk, and which of its places 0..CHUNK are on station: ``begin`` up to but not including ``end``."""

    chunk: ChunkId
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPart:
    """What of the fleet is drawn: every ``stride``-th satellite.

    ``shell_table`` (shells + 1, 4) holds a cos(phase), a sin(phase) in km, cos
    and sin of the node drift; its last row leaves a vector as it is, for
    ``rising_km`` (N, 3), GCRS.  ``gain`` is a point's brightness, ``size_px``
    its size in a picture of 1080 lines.
    """

    constellation: Constellation
    stride: int
    draws: tuple[ChunkDraw, ...]
    shell_table: Floats
    rising_km: Floats
    points: int
    gain: float
    size_px: float


def stride_for(count: int, limit: int) -> int:
    """Return the least power of two n for which every n-th of ``count`` is at most ``limit``."""
    stride = 1
    while ceil(count / stride) > max(limit, 1):
        stride *= 2
    return stride


def coarsest_stride(simulation: Simulation) -> int:
    """Return the largest stride that is ever drawn of this simulation; finer ones add groups to it."""
    scenario = simulation.scenario
    return stride_for(scenario.ramp.count_launched(scenario.end_s), COARSEST_POINTS)


def groups_for(stride: int, coarsest: int) -> tuple[tuple[int, int], ...]:
    """Return (first, step) of the groups that make up every ``stride``-th launch, coarsest first."""
    groups = [(0, max(coarsest, stride))]
    half = max(coarsest, stride) // 2
    while half >= stride:
        groups.append((half, 2 * half))
        half //= 2
    return tuple(groups)


def chunk_draws(stride: int, coarsest: int, first_k: int, stop_k: int) -> tuple[ChunkDraw, ...]:
    """Return what to draw so that every ``stride``-th k in [first_k, stop_k) is drawn once."""
    draws = []
    for first, step in groups_for(stride, coarsest):
        begin, end = _count_below(first, step, first_k), _count_below(first, step, stop_k)
        for number in range(begin // CHUNK, -(-end // CHUNK) if end > begin else 0):
            at = number * CHUNK
            draws.append(
                ChunkDraw(ChunkId(first, step, number), max(begin - at, 0), min(end - at, CHUNK))
            )
    return tuple(draws)


def _count_below(first: int, step: int, k: int) -> int:
    """Return how many of first, first + step, ... are below k."""
    return max(0, -(-(k - first) // step))


@lru_cache(maxsize=160)
def chunk_vertices(constellation: Constellation, chunk: ChunkId) -> NDArray[np.void]:
    """Return the vertices (CHUNK,) of a chunk, of dtype ``VERTEX``, sorted by slot.

    Neighbours in a plane stay neighbours for ever, so points that are near on
    the screen stay near in memory: that is a fifth of the frame's time.
    """
    address = constellation.address(chunk_launches(chunk))
    order = np.argsort(address)
    basis = basis_of_addresses(constellation, address[order])
    vertices = np.empty(CHUNK, dtype=VERTEX)
    vertices["a_unit"], vertices["b_unit"] = basis.a_unit, basis.b_unit
    vertices["a_place"] = basis.shell + order / CHUNK
    vertices.flags.writeable = False
    return vertices


def chunk_launches(chunk: ChunkId) -> Integers:
    """Return the launch numbers k (CHUNK,) of a chunk, in launch order."""
    return chunk.first + chunk.step * np.arange(chunk.number * CHUNK, (chunk.number + 1) * CHUNK)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Which satellites a view draws: chunks of those on station, and where the rising ones are."""

    stride: int
    draws: tuple[ChunkDraw, ...]
    rising_km: Floats


def _sample(world: World, view: View) -> _Sample:
    fleet = world.fleet
    stride = stride_for(fleet.launched - fleet.retired, view.point_limit)
    on_station, rising = "fleet" in view.layers, "rising" in view.layers
    return _Sample(
        stride,
        chunk_draws(stride, coarsest_stride(world.simulation), fleet.retired, fleet.on_station_end)
        if on_station
        else (),
        rising_positions_km(world, stride) if rising else np.empty((0, 3), dtype=np.float32),
    )


def build_fleet_part(world: World, view: View, pose: Pose) -> FleetPart:
    """Return the fleet's part of the frame.  Pure; about 3 ms for a million, most of it the rising ones."""
    sample = _sample(world, view)
    points = sum(draw.end - draw.begin for draw in sample.draws) + len(sample.rising_km)
    gain, size_px = _look(points, float(np.linalg.norm(pose.eye_km)), pose.fov_rad)
    return FleetPart(
        constellation=world.simulation.constellation,
        stride=sample.stride,
        draws=sample.draws,
        shell_table=shell_table(world),
        rising_km=sample.rising_km,
        points=points,
        gain=gain,
        size_px=size_px,
    )


def shell_table(world: World) -> Floats:
    """Return (shells + 1, 4) float32: what places the satellites of each shell now."""
    constellation, phases = world.simulation.constellation, world.fleet.phases
    table = np.empty((len(constellation.shells) + 1, 4), dtype=np.float32)
    table[:-1, 0] = constellation.a_km * np.cos(phases.phase_rad)
    table[:-1, 1] = constellation.a_km * np.sin(phases.phase_rad)
    table[:-1, 2] = np.cos(phases.drift_rad)
    table[:-1, 3] = np.sin(phases.drift_rad)
    table[-1] = (1.0, 0.0, 1.0, 0.0)
    return table


def _look(points: int, distance_km: float, fov_rad: float) -> tuple[float, float]:
    """Return brightness and size of a point, from how many of them share a pixel.

    The swarm fills a disc of about 1.3 Earth radii.  Where points crowd, each
    is fainter, so that the picture keeps its tone; where they are few, each is
    a little larger.
    """
    disc_rad = 1.3 * R_EARTH_KM / max(distance_km, 1.3 * R_EARTH_KM)
    disc_px = disc_rad / (2.0 * np.tan(fov_rad / 2.0)) * 1080.0  # radius, in a picture of 1080 lines
    crowd = points / max(np.pi * disc_px * disc_px, 1.0)
    near = float(np.clip((1.5 * R_EARTH_KM / distance_km) ** 2, 0.0, 1.0))  # from inside, few are in the picture
    gain = 0.62 / (0.35 + crowd) ** 0.42 if crowd > 0.0 else 1.0
    size_px = 1.0 if crowd > 0.12 and near < 0.5 else 1.6 if near < 0.9 else 2.0
    return float(np.clip(gain * (1.0 + 0.6 * near), 0.16, 1.0)), size_px


def drawn_positions(world: World, view: View) -> tuple[Integers, Floats]:
    """Return the satellites that are drawn, (N,) launch numbers, and where, (N, 3) GCRS km, for picking."""
    sample, table = _sample(world, view), shell_table(world)
    constellation = world.simulation.constellation
    numbers: list[Integers] = []
    places: list[Floats] = []
    for draw in sample.draws:
        vertices = chunk_vertices(constellation, draw.chunk)
        shell = vertices["a_place"].astype(np.int64)
        place = np.rint((vertices["a_place"] - shell) * CHUNK).astype(np.int64)
        shown = (place >= draw.begin) & (place < draw.end)
        cos_p, sin_p, cos_d, sin_d = table[shell[shown]].T
        a, b = vertices["a_unit"][shown].T, vertices["b_unit"][shown].T
        x, y, z = cos_p * a + sin_p * b
        places.append(np.stack([cos_d * x - sin_d * y, sin_d * x + cos_d * y, z], axis=1))
        numbers.append(draw.chunk.first + draw.chunk.step * (draw.chunk.number * CHUNK + place[shown]))
    first_rising = -(-world.fleet.on_station_end // sample.stride) * sample.stride
    numbers.append(first_rising + sample.stride * np.arange(len(sample.rising_km)))
    places.append(sample.rising_km)
    return np.concatenate(numbers), np.concatenate(places)
