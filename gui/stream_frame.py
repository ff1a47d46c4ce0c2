"""The stream's part of a frame: payloads on their way from the Moon, on the line on which all of them fly.

At one instant all payloads in flight lie on one line, newest at the Moon, oldest
at its end: one flies behind the other.  The line has some hundred nodes, worked
out in float64 from the table of flights; the GPU finds each payload's place on
it from its launch alone, however many there are.

Above ``MOST_POINTS`` every n-th launch is drawn, n a power of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.flight_table import NODE_SHARES
from gui.craft_frame import ARRAY_W_PER_M2
from gui.fleet_frame import stride_for
from gui.launch_nodes import NODES, LaunchNodes
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.ephemeris import Ephemeris
    from engine.flight_table import FlightTable
    from engine.world import World
    from gui.camera import Pose
    from gui.view import View

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

MOST_POINTS = 65_536
PATH_EVERY_S, PATH_NODES = 86_400.0, 64  # one path a day: the way that a payload of that day has flown
_PATH_SHARES: Array = NODE_SHARES[:: (len(NODE_SHARES) - 1) // PATH_NODES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Payloads of one destination.  ``line`` (2, STEPS + 1, 4) holds drawn places from the eye, km, then what they
    change by per node; ``pace`` (1, NODES, 4) each launch node's share of its flight and how that goes on.

    ``count`` payloads are drawn, every ``stride``-th; ``paths_km`` (n, 3) are ways flown, one after another, from the
    eye, and ``paths_share`` (n,) the share of the flight there, negative where one path ends and the next begins.
    """

    destination: str
    stride: int
    first: int  # launch number / stride of the first payload drawn
    count: int
    nodes: LaunchNodes
    line: Floats
    pace: Floats
    paths_km: Floats
    paths_share: Floats
    gain: float
    width_px: float  # of a payload at 1 km: the side of its arrays
    arrives: bool  # in an orbit, with a burn


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPart:
    """All that flies from the Moon now; ``points`` of them are drawn."""

    streaks: tuple[Streak, ...]

    @property
    def points(self) -> int:
        return sum(streak.count for streak in self.streaks)


def build_stream_part(world: World, view: View, pose: Pose) -> StreamPart | None:
    """Return the stream's part of the frame, or None while nothing flies, or its flights are not worked out yet."""
    flights = world.simulation.flights
    if flights is None:
        return None
    streaks = []
    for table in flights.tables:
        first_k, stop_k = flights.in_flight(table, world.t_s)
        if stop_k > first_k:
            streaks.append(_streak(world, view, pose, table, first_k, stop_k))
    return StreamPart(streaks=tuple(streaks)) if streaks else None


def _streak(world: World, view: View, pose: Pose, table: FlightTable, first_k: int, stop_k: int) -> Streak:
    ephemeris, ramp = world.simulation.ephemeris, world.scenario.lunar_ramp
    assert ramp is not None
    stride = stride_for(stop_k - first_k, min(MOST_POINTS, view.point_limit))
    first, stop = -(-first_k // stride), -(-stop_k // stride)
    nodes = LaunchNodes.over(first, stop)
    # The newest launch first: shares near 0 are small numbers, which float32 holds to a thousandth of a second.
    launch_s = ramp.launch_time_s(stride * nodes.halves())
    share = (world.t_s - launch_s) / table.number("flight_s", launch_s)
    pace = np.zeros((1, NODES, 4), dtype=np.float32)
    for column, values in enumerate(nodes.squares(share)):
        pace[0, :, column] = values

    _, places_km = table.streak(ephemeris, world.t_s)
    drawn_km = compress(places_km, view.stage_scale) - pose.eye_km
    line = np.zeros((2, len(drawn_km), 4), dtype=np.float32)
    line[0, :, :3], line[1, :, :3] = drawn_km, _slopes(drawn_km)
    paths_km, paths_share = _paths(world, view, pose, table, first_k, stop_k)
    for array in (pace, line, paths_km, paths_share):
        array.flags.writeable = False
    return Streak(
        destination=table.destination,
        stride=stride,
        first=first,
        count=stop - first,
        nodes=nodes,
        line=line,
        pace=pace,
        paths_km=paths_km,
        paths_share=paths_share,
        gain=_gain(stop - first, drawn_km, view, pose),
        width_px=_array_km(world) / (2.0 * np.tan(0.5 * pose.fov_rad)) * view.height_px * view.supersample,
        arrives=table.destination != "deep_space",
    )


def _array_km(world: World) -> float:
    """Return the side of a square array that gives a lunar-built satellite its power, km."""
    return sqrt(world.scenario.parameters["moon_satellite_power_w"] / ARRAY_W_PER_M2) / 1_000.0


def _slopes(places: Array) -> Array:
    """Return the change per node (n, 3) of places (n, 3), of fourth order but for the two at each end."""
    slopes = np.gradient(places, axis=0, edge_order=2)
    slopes[2:-2] = (8.0 * (places[3:-1] - places[1:-3]) - (places[4:] - places[:-4])) / 12.0
    return slopes


def _paths(
    world: World, view: View, pose: Pose, table: FlightTable, first_k: int, stop_k: int
) -> tuple[Floats, Floats]:
    """Return ways flown so far in the GCRS, of one payload a day: (n, 3) from the eye, and the shares (n,)."""
    ramp = world.scenario.lunar_ramp
    assert ramp is not None
    oldest_s, newest_s = (float(ramp.launch_time_s(k)) for k in (first_k, stop_k - 1))
    days = range(ceil(oldest_s / PATH_EVERY_S), floor(newest_s / PATH_EVERY_S) + 1)
    places, shares = [np.empty((0, 3))], [np.empty(0)]
    for day in days:
        way = _way_of(table, world.simulation.ephemeris, day * PATH_EVERY_S)
        flown = (world.t_s - day * PATH_EVERY_S) / way.flight_s
        # What is not flown yet lies in one point, so that the number of points stays the same.
        share = np.minimum(_PATH_SHARES, flown)
        places.append(np.stack([np.interp(share, _PATH_SHARES, axis) for axis in way.axes_km], axis=1))
        share[0] = share[-1] = -1.0
        shares.append(share)
    from_eye_km = compress(np.concatenate(places), view.stage_scale) - pose.eye_km
    return from_eye_km.astype(np.float32), np.concatenate(shares).astype(np.float32)


_MOST_WAYS = 64


class _Way(NamedTuple):
    """A whole flight in the GCRS: ``axes_km`` (3, PATH_NODES + 1) at ``_PATH_SHARES``."""

    flight_s: float
    axes_km: Array


_ways: WeakKeyDictionary[FlightTable, dict[float, _Way]] = WeakKeyDictionary()


def _way_of(table: FlightTable, ephemeris: Ephemeris, launch_s: float) -> _Way:
    """Return the way of a launch, worked out once; kept no longer than its table."""
    kept = _ways.setdefault(table, {})
    way = kept.get(launch_s)
    if way is None:
        if len(kept) >= _MOST_WAYS:
            kept.clear()
        way = kept[launch_s] = _way(table, ephemeris, launch_s)
    return way


def _way(table: FlightTable, ephemeris: Ephemeris, launch_s: float) -> _Way:
    flight_s = float(table.number("flight_s", np.array([launch_s]))[0])
    launches_s = np.full(len(_PATH_SHARES), launch_s)
    at_s = launch_s + flight_s * _PATH_SHARES
    return _Way(flight_s, np.ascontiguousarray(table.positions_km(ephemeris, launches_s, at_s).T))


def _gain(count: int, drawn_km: Array, view: View, pose: Pose) -> float:
    """Return a point's brightness: fainter where more than one of them share a pixel of the line in sight."""
    right, up, back = (drawn_km @ pose.rotation.T).T
    depth = np.maximum(-back, 1.0)
    focal_px = 0.5 * min(view.height_px, 1080) / np.tan(0.5 * pose.fov_rad)
    x, y = right / depth * focal_px, up / depth * focal_px
    inside = (depth > 1.0) & (np.hypot(x, y) < 1_100.0)
    segment = inside[1:] & inside[:-1]
    length_px = float(np.hypot(np.diff(x), np.diff(y))[segment].sum())
    points = count * float(np.diff(NODE_SHARES)[segment].sum())
    return 1.0 / (1.0 + 0.2 * points / max(length_px, 50.0))
