"""Lasers from compute satellites to the Starlink layer.

Every n-th satellite is a *gate* (n a power of two, so that gates nest and stay
evenly spread): as many as the Starlink satellites have terminals for, with room
to choose.  A gate takes the nearest satellite in sight that has a terminal
left, and holds it until it is half as far again as when it was taken, and
500 km more, or sets.  Others reach a gate by the lasers of their own shell.

Links are renewed every minute.  Every tenth minute all of them are chosen anew,
so that any instant follows from the scenario alone, and not from how one came to it.

Left out: the seconds that terminals take to find each other, and their pointing limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.fleet import shell_phases
from engine.kept import remembered
from engine.links import in_sight, range_km
from engine.mesh import Members, of_satellites
from engine.starlink import StarlinkLayer, starlink_of

if TYPE_CHECKING:
    from engine.link_settings import LinkSettings
    from engine.world import Simulation

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

RENEWED_S, ANEW_S = 60.0, 600.0
FILLED = 0.7  # gates for each terminal that the layer has: with all filled, the last would go far
HOLD, HOLD_MORE_KM = 1.5, 500.0
_CHOICES = 6  # the nearest so many are tried
_MOST_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Uplinks:
    """Which Starlink satellite each gate holds: ``partner`` (G,), -1 where none, of launch numbers ``k`` (G,), in the
    order of their slots."""

    k: Integers
    partner: Integers
    taken_km: Array = field(repr=False)  # the range at which each was taken

    @property
    def joined(self) -> Integers:
        """Rows of gates that hold a link."""
        return np.flatnonzero(self.partner >= 0)


def gate_stride(satellites: int, terminals: int) -> int:
    """Return n where every n-th satellite is a gate: the least power of two that leaves no more than are wanted."""
    stride = 1
    while satellites > stride * max(FILLED * terminals, 1.0):
        stride *= 2
    return stride


def uplinks_at(simulation: Simulation, settings: LinkSettings, t_s: float) -> Uplinks:
    """Return the links held at ``t_s``: 0.1 to 0.2 s for each minute since the last ten that is not known yet."""
    layer, minute = starlink_of(simulation), int(np.floor(t_s / RENEWED_S))
    kept = _kept.setdefault(simulation, {})
    held: Uplinks | None = None
    for each in range(minute - minute % _MINUTES, minute + 1):  # all but the last are most often known
        make = partial(_in_minute, simulation, layer, settings, each, held)
        held = remembered(kept, (settings, each), make, _MOST_KEPT)
    assert held is not None
    return held


_MINUTES = int(ANEW_S // RENEWED_S)
_MOST_KEPT = 2 * _MINUTES
_kept: WeakKeyDictionary[Simulation, dict[tuple[LinkSettings, int], Uplinks]] = WeakKeyDictionary()
_gates: WeakKeyDictionary[Simulation, dict[tuple[int, int], Members]] = WeakKeyDictionary()


def _in_minute(
    simulation: Simulation, layer: StarlinkLayer, settings: LinkSettings, minute: int, before: Uplinks | None
) -> Uplinks:
    gates = _gates_of(simulation, layer.count * settings.terminals_for_compute, minute // _MINUTES)
    t_s = (minute + 0.5) * RENEWED_S
    phases = shell_phases(simulation.constellation, t_s - simulation.scenario.start_s)
    return renewed(gates.k, gates.positions_km(phases), layer.positions_km(t_s), settings, before)


def _gates_of(simulation: Simulation, terminals: int, period: int) -> Members:
    """Return the gates of a ten-minute period; the last two periods are kept."""

    def make() -> Members:
        from engine.satellites import failure_time_s
        from engine.world import fleet_state

        t_s = min(max(period * ANEW_S, simulation.scenario.start_s), simulation.scenario.end_s)
        fleet = fleet_state(simulation, t_s)
        stride = gate_stride(fleet.on_station, terminals)
        k = np.arange(-(-fleet.retired // stride) * stride, fleet.on_station_end, stride)
        if simulation.scenario.failures_per_s > 0.0:
            k = k[failure_time_s(simulation, k) > t_s]
        return of_satellites(simulation.constellation, k)

    return remembered(_gates.setdefault(simulation, {}), (period, terminals), make, 2)


def renewed(
    k: Integers, gates_km: Array, starlink_km: Array, settings: LinkSettings, held: Uplinks | None = None
) -> Uplinks:
    """Return links of gates (G, 3) with satellites (S, 3), km; those of ``held`` stay that still do.

    No satellite takes more than ``settings.terminals_for_compute``, the nearest first.
    """
    most, grazing_km = settings.most_range_km, settings.grazing_altitude_km
    there = np.isfinite(starlink_km[:, 0])
    partner, taken_km = np.full(len(k), -1, dtype=np.int64), np.full(len(k), np.nan)
    if not there.any() or len(k) == 0:
        return Uplinks(k, partner, taken_km)
    if held is not None:
        row = held.joined
        row = row[there[held.partner[row]]]
        here, other = gates_km[row], starlink_km[held.partner[row]]
        now_km = range_km(here, other)
        stays = (now_km <= HOLD * held.taken_km[row] + HOLD_MORE_KM) & (now_km <= most)
        stays &= in_sight(here, other, grazing_km)
        partner[row[stays]], taken_km[row[stays]] = held.partner[row[stays]], held.taken_km[row[stays]]
    free = np.where(there, settings.terminals_for_compute, 0)
    np.subtract.at(free, partner[partner >= 0], 1)
    for _ in range(_MOST_ROUNDS):
        seeking = np.flatnonzero(partner < 0)
        open_ones = np.flatnonzero(free > 0)
        if not len(seeking) or not len(open_ones):
            break
        choice, apart_km = nearest_in_sight(gates_km[seeking], starlink_km[open_ones], most, grazing_km)
        found = np.flatnonzero(choice >= 0)
        if not len(found):
            break
        # The nearest first: each takes as many as it has terminals free; who is left over seeks again among the rest.
        found = found[np.argsort(apart_km[found], kind="stable")]
        wanted = open_ones[choice[found]]
        order = np.argsort(wanted, kind="stable")
        rank = np.empty(len(wanted), dtype=np.int64)
        begins = np.flatnonzero(np.r_[True, np.diff(wanted[order]) != 0])
        rank[order] = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
        taken = rank < free[wanted]
        rows = seeking[found[taken]]
        partner[rows], taken_km[rows] = wanted[taken], apart_km[found[taken]]
        np.subtract.at(free, wanted[taken], 1)
    return Uplinks(k, partner, taken_km)


def nearest_in_sight(from_km: Array, to_km: Array, longest_km: float, grazing_km: float) -> tuple[Integers, Array]:
    """Return for places (N, 3) the nearest of (M, 3) in sight, (N,) with -1 where none is, and how far, km.

    A million among ten thousand take about a second.  The nearest six are tried where the nearest is not in sight.
    """
    from scipy.spatial import cKDTree

    tree = cKDTree(to_km)
    apart_km, found = tree.query(from_km, workers=-1)
    seen = (apart_km <= longest_km) & in_sight(from_km, to_km[found], grazing_km)
    behind = np.flatnonzero(~seen)
    best = np.where(seen, found, -1)
    if len(behind) and len(to_km) > 1:
        further_km, further = tree.query(from_km[behind], k=min(_CHOICES, len(to_km)))
        ok = in_sight(from_km[behind, None, :], to_km[further], grazing_km) & (further_km <= longest_km)
        some = ok.any(axis=1)
        first = ok.argmax(axis=1)
        rows = np.arange(len(behind))
        best[behind[some]] = further[rows, first][some]
        apart_km[behind[some]] = further_km[rows, first][some]
    return best.astype(np.int64), np.where(best >= 0, apart_km, np.nan)
