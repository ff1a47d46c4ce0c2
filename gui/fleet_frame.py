"""The fleet's part of a frame, and the constants of satellites in the form the GPU keeps.

A satellite on station is 28 bytes on the GPU, uploaded once: A times the number
of its shell, B (see ``engine.fleet``), and its place in the launch order of its
chunk.  Per frame only the shells' phases go there.

Up to ``View.point_limit`` every satellite is a point.  Above it every n-th
launch is drawn, n a power of two, so that samples nest and nothing pops.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, TWO_PI
from engine.fleet import plane_axes
from gui.camera import resolve
from gui.rising_frame import Climb, build_climb

if TYPE_CHECKING:
    from engine.constellation import Constellation, Place
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

# Places in a chunk: many sort better, few are made sooner and leave few unused in the last one.  So the first is
# small, each further one is as large as all before it, up to the largest.
SMALLEST_CHUNK, LARGEST_CHUNK = 65_536, 524_288
# a_shell is A (shell + 1): its length says which shell, its direction is A, to 2 m
# Where more than this many share a pixel, as from beyond the Moon, a larger n says
# as much: a fainter point would be lost in 8 bits of colour.
MOST_PER_PIXEL, FEWEST_POINTS = 25.0, 65_536
VERTEX = np.dtype([("a_shell", np.float32, 3), ("b_unit", np.float32, 3), ("a_place", np.float32)])


@dataclass(frozen=True, slots=True)
class ChunkId:
    """The launches k = ``stride`` i with i from ``first``, ``places`` of them."""

    stride: int
    first: int
    places: int


@dataclass(frozen=True, slots=True)
class ChunkDraw:
    """A chunk, and which of its places are on station: ``begin`` up to but not including ``end``."""

    chunk: ChunkId
    begin: int
    end: int


class VertexSource(Protocol):
    """What knows the constants of a fleet's satellites: equal to another if they are the same ones."""

    def vertices(self, chunk: ChunkId) -> NDArray[np.void]:
        """Return the vertices (places,) of a chunk, of dtype ``VERTEX``."""
        ...


@dataclass(frozen=True, slots=True)
class ShellVertices:
    """The satellites of the shells."""

    constellation: Constellation

    def vertices(self, chunk: ChunkId) -> NDArray[np.void]:
        return chunk_vertices(self.constellation, chunk)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPart:
    """What of the fleet is drawn: every ``stride``-th satellite.

    ``shell_table`` (shells, 4) holds a cos(phase), a sin(phase) in km, cos and
    sin of the node drift.  ``rising`` are drawn in the same way by ``climb``, None
    when there are none.  ``gain`` is a point's brightness, ``size_px`` its size in
    a picture of 1080 lines.
    """

    source: VertexSource
    stride: int
    draws: tuple[ChunkDraw, ...]
    shell_table: Floats
    rising: tuple[ChunkDraw, ...]
    climb: Climb | None
    points: int
    gain: float
    size_px: float


def stride_for(count: int, limit: int) -> int:
    """Return the least power of two n for which every n-th of ``count`` is at most ``limit``."""
    stride = 1
    while ceil(count / stride) > max(limit, 1):
        stride *= 2
    return stride


def chunk_draws(stride: int, first_k: int, stop_k: int, largest: int = LARGEST_CHUNK) -> tuple[ChunkDraw, ...]:
    """Return what to draw so that every multiple of ``stride`` in [first_k, stop_k) is drawn once."""
    at, end = -(-first_k // stride), -(-stop_k // stride)
    draws = []
    while at < end:
        chunk = ChunkId(stride, *_chunk_around(at, largest))
        stop = min(end - chunk.first, chunk.places)
        draws.append(ChunkDraw(chunk, at - chunk.first, stop))
        at = chunk.first + chunk.places
    return tuple(draws)


def _chunk_around(i: int, largest: int) -> tuple[int, int]:
    """Return where the chunk that holds place i begins, and how many places it has."""
    if i < SMALLEST_CHUNK:
        return 0, SMALLEST_CHUNK
    if i < largest:
        size = 1 << (i.bit_length() - 1)
        return size, size
    return i // largest * largest, largest


@lru_cache(maxsize=16)
def chunk_vertices(constellation: Constellation, chunk: ChunkId) -> NDArray[np.void]:
    """Return the vertices (places,) of a chunk, of dtype ``VERTEX``, in 0.2 microseconds each.

    They are sorted by shell, and within it so that neighbours in the sky stay
    neighbours in memory; as they share every rate, they do for ever.  It saves a
    fifth of the frame's time.  Worked out in float32 from the planes' float64:
    2 m at most.
    """
    place = constellation.place(constellation.address(chunk_launches(chunk)))
    u0 = constellation.argument_of_latitude0_rad(place).astype(np.float32)
    order = np.argsort(_neighbourhood(constellation, place, u0))
    shell = place.shell[order]
    plane = constellation.plane_offset[shell] + place.plane[order]
    cos_u, sin_u = np.cos(u0[order]), np.sin(u0[order])
    number = (shell + 1).astype(np.float32)
    vertices = np.empty(chunk.places, dtype=VERTEX)
    for axis, (to_node, onward) in enumerate(_plane_axes(constellation)):
        p, q = to_node[plane], onward[plane]
        vertices["a_shell"][:, axis] = number * (cos_u * p + sin_u * q)
        vertices["b_unit"][:, axis] = cos_u * q - sin_u * p
    vertices["a_place"] = order
    vertices.flags.writeable = False
    return vertices


@lru_cache(maxsize=4)
def _plane_axes(constellation: Constellation) -> tuple[tuple[Floats, Floats], ...]:
    """Return ``engine.fleet.plane_axes`` by x, y and z, (planes,) each, in float32."""
    to_node, onward = (axes.T.astype(np.float32) for axes in plane_axes(constellation))
    return tuple(zip(to_node, onward, strict=True))


def _neighbourhood(constellation: Constellation, place: Place, u0_rad: Floats) -> NDArray[np.int32]:
    """Return a key (N,) that sorts satellites by shell, then by node and angle along a Z-shaped curve."""
    cells = 64
    node = (place.plane * cells // constellation.planes[place.shell]).astype(np.int32)
    angle = (u0_rad * np.float32(cells / TWO_PI)).astype(np.int32)
    return place.shell.astype(np.int32) * np.int32(cells * cells) + 2 * _SPREAD[node % cells] + _SPREAD[angle % cells]


def _spread(bits: int) -> NDArray[np.int32]:
    """Return for each number of so many bits the same bits with a gap before each."""
    numbers = np.arange(1 << bits)
    return sum((((numbers >> bit) & 1) << (2 * bit) for bit in range(bits)), np.zeros_like(numbers)).astype(np.int32)


_SPREAD = _spread(6)


def chunk_launches(chunk: ChunkId) -> Integers:
    """Return the launch numbers k (places,) of a chunk, in launch order."""
    return chunk.stride * np.arange(chunk.first, chunk.first + chunk.places)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Which satellites a view draws: chunks of those on station, and of the rising ones."""

    stride: int
    draws: tuple[ChunkDraw, ...]
    rising: tuple[ChunkDraw, ...]


def _sample(world: World, view: View, pose: Pose) -> _Sample:
    fleet = world.fleet
    readable = max(FEWEST_POINTS, int(MOST_PER_PIXEL * _swarm_area_px(pose, view)))
    stride = stride_for(fleet.launched - fleet.retired, min(view.point_limit, readable))
    draws: tuple[ChunkDraw, ...] = ()
    rising: tuple[ChunkDraw, ...] = ()
    if "fleet" in view.layers:
        draws = chunk_draws(stride, fleet.retired, fleet.on_station_end)
    if "rising" in view.layers:
        rising = rising_draws(world, stride)
    return _Sample(stride, draws, rising)


def rising_draws(world: World, stride: int) -> tuple[ChunkDraw, ...]:
    """Return what to draw of the rising satellites, in small chunks: few of their places have others in them."""
    return chunk_draws(stride, world.fleet.on_station_end, world.fleet.launched, SMALLEST_CHUNK)


def build_fleet_part(world: World, view: View, pose: Pose) -> FleetPart:
    """Return the fleet's part of the frame.  Pure; 0.3 ms, however many."""
    sample = _sample(world, view, pose)
    points = sum(draw.end - draw.begin for draw in sample.draws + sample.rising)
    gain, size_px = _look(points, pose, view)
    return FleetPart(
        source=ShellVertices(world.simulation.constellation),
        stride=sample.stride,
        draws=sample.draws,
        shell_table=shell_table(world),
        rising=sample.rising,
        climb=build_climb(world, sample.stride) if sample.rising else None,
        points=points,
        gain=gain,
        size_px=size_px,
    )


def shell_table(world: World) -> Floats:
    """Return (shells, 4) float32: what places the satellites of each shell now."""
    constellation, phases = world.simulation.constellation, world.fleet.phases
    table = np.empty((len(constellation.shells), 4), dtype=np.float32)
    table[:, 0] = constellation.a_km * np.cos(phases.phase_rad)
    table[:, 1] = constellation.a_km * np.sin(phases.phase_rad)
    table[:, 2] = np.cos(phases.drift_rad)
    table[:, 3] = np.sin(phases.drift_rad)
    table.flags.writeable = False
    return table


def _swarm_area_px(pose: Pose, view: View) -> float:
    """Return how many pixels the swarm, a disc of about 1.3 Earth radii, fills.

    Of a picture of 1080 lines where there are more: a point grows with them.
    """
    radius_km = 1.3 * R_EARTH_KM
    half_angle_rad = radius_km / max(float(np.linalg.norm(pose.eye_km)), radius_km)
    radius_px = half_angle_rad / (2.0 * np.tan(pose.fov_rad / 2.0)) * min(view.height_px, 1080)
    return float(np.pi * radius_px * radius_px)


def _look(points: int, pose: Pose, view: View) -> tuple[float, float]:
    """Return brightness and size of a point, from how many of them share a pixel.

    Where points crowd, each is fainter, so that the picture keeps its tone;
    where they are few, or the eye is among them, each is a little larger.
    """
    crowd = points / max(_swarm_area_px(pose, view), 1.0)
    distance_radii = float(np.linalg.norm(pose.eye_km)) / R_EARTH_KM
    among = float(np.clip(2.2 - distance_radii, 0.0, 1.0))  # 1 in the swarm, 0 from 2.2 radii out
    gain = 1.0 / (1.0 + 0.75 * crowd * (1.0 - 0.85 * among))
    size_px = 1.0 + among if crowd > 0.1 else 1.6 + 0.4 * among
    return gain, size_px


def drawn_positions(world: World, view: View) -> tuple[Integers, Floats]:
    """Return the satellites that are drawn, (N,) launch numbers, and where, (N, 3) GCRS km, for picking."""
    from engine import satellites  # here: the first picture asks for none

    sample = _sample(world, view, resolve(view.camera, world, view.stage_scale))
    table = shell_table(world)
    constellation = world.simulation.constellation
    numbers: list[Integers] = []
    places: list[Floats] = []
    for draw in sample.draws:
        vertices = chunk_vertices(constellation, draw.chunk)
        place = vertices["a_place"]
        shown = vertices[(place >= draw.begin) & (place < draw.end)]
        number = np.rint(np.linalg.norm(shown["a_shell"], axis=1))
        cos_p, sin_p, cos_d, sin_d = table[number.astype(np.int64) - 1].T
        x, y, z = cos_p / number * shown["a_shell"].T + sin_p * shown["b_unit"].T
        places.append(np.stack([cos_d * x - sin_d * y, sin_d * x + cos_d * y, z], axis=1))
        numbers.append(draw.chunk.stride * (draw.chunk.first + shown["a_place"].astype(np.int64)))
    for draw in sample.rising:
        k = chunk_launches(draw.chunk)[draw.begin : draw.end]
        numbers.append(k)
        places.append(satellites.positions_km(world, k).astype(np.float32))
    if not numbers:
        return np.empty(0, np.int64), np.empty((0, 3), np.float32)
    return np.concatenate(numbers), np.concatenate(places)
