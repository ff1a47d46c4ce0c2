"""The Starlink layer: the satellites that carry everybody's traffic, as the network sees them.

Three kinds answer to one protocol.  The *model* is the shells of the scenario
``starlink`` with every slot filled: figures of public licences, no satellite
that flies.  A scenario may say that its own fleet is Starlink.  And real
satellites come from a file of orbital elements (``engine/elements_layer.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.constellation import Constellation
from engine.fleet import shell_phases
from engine.kept import remembered
from engine.links import GRAZING_ALTITUDE_KM, in_sight, longest_km, range_km
from engine.mesh import AHEAD, BEHIND, EAST, WEST, Members, all_slots, members_of, neighbours_of

if TYPE_CHECKING:
    from engine.world import Simulation

Array = NDArray[np.float64]
Neighbours = NDArray[np.int32]

BRIDGE_COLUMN = 4  # of ``StarlinkLayer.neighbours``; those before it are ahead, behind, east and west
RENEWED_S = 300.0  # how long links between shells are held
LONGEST_BRIDGE_KM = 3_000.0  # our choice: a partner nearer than that is there for all but the sparsest shells


class StarlinkLayer(Protocol):
    """A constellation of ``count`` satellites.  Pure functions of time; rows of NaN stand for who is not there."""

    @property
    def title(self) -> str:
        """What it is, for the user: a model, or a file and its epoch."""
        ...

    @property
    def count(self) -> int: ...

    def name(self, i: int, t_s: float) -> str:
        """Return what satellite i is called."""
        ...

    def positions_km(self, t_s: float) -> Array:
        """Return (count, 3) GCRS km."""
        ...

    def states(self, t_s: float) -> tuple[Array, Array]:
        """Return positions and velocities (count, 3), GCRS, km and km/s."""
        ...

    def neighbours(self, t_s: float) -> Neighbours:
        """Return each satellite's laser partners (count, K), -1 where none: symmetric."""
        ...

    def note(self, t_s: float) -> str:
        """Return what must be said of it at that time, or nothing."""
        ...


@dataclass(frozen=True, eq=False)
class ShellsLayer:
    """Satellites of designed shells; those of ``members`` are there."""

    constellation: Constellation
    epoch_s: float
    members: Members

    def places_km(self, t_s: float) -> Array:
        """Return (slots, 3) GCRS km, NaN in slots that are empty."""
        return self._in_slots(self.members.positions_km(shell_phases(self.constellation, t_s - self.epoch_s)))

    def motion_km_s(self, t_s: float) -> Array:
        """Return (slots, 3) km/s."""
        return self._in_slots(self.members.velocities_km_s(shell_phases(self.constellation, t_s - self.epoch_s)))

    @cached_property
    def mesh(self) -> Neighbours:
        """Partners within each shell (slots, 4): ahead, behind, east and west."""
        found = neighbours_of(self.members, longest_km=np.inf, grazing_km=GRAZING_ALTITUDE_KM)
        slot_of = np.append(self.members.address, -1).astype(np.int32)  # -1, none, stays none
        mesh = np.full((self.constellation.slots, 4), -1, dtype=np.int32)
        mesh[self.members.address] = slot_of[found[:, [AHEAD, BEHIND, EAST, WEST]]]
        return mesh

    def neighbours(self, t_s: float) -> Neighbours:
        """Return partners (slots, 5): those of the mesh, and one in another shell, held for five minutes."""
        middle_s = (np.floor(t_s / RENEWED_S) + 0.5) * RENEWED_S
        return _with_bridges(self, float(middle_s))

    def _in_slots(self, rows: Array) -> Array:
        if len(rows) == self.constellation.slots:
            return rows
        placed = np.full((self.constellation.slots, 3), np.nan)
        placed[self.members.address] = rows
        return placed


@lru_cache(maxsize=4)
def _with_bridges(layer: ShellsLayer, middle_s: float) -> Neighbours:
    neighbours = np.full((layer.constellation.slots, BRIDGE_COLUMN + 1), -1, dtype=np.int32)
    neighbours[:, :BRIDGE_COLUMN] = layer.mesh
    here = layer.members.address
    partner = bridges(layer.places_km(middle_s)[here], layer.motion_km_s(middle_s)[here], layer.members.place.shell)
    joined = np.flatnonzero(partner >= 0)
    neighbours[here[joined], BRIDGE_COLUMN] = here[partner[joined]]
    neighbours.flags.writeable = False
    return neighbours


def bridges(r_km: Array, v_km_s: Array, group: NDArray[np.int64], held_s: float = RENEWED_S) -> NDArray[np.int64]:
    """Return each satellite's partner (N,) in another group, -1 where none.

    States (N, 3) are those at the middle of the ``held_s`` that a link is held.  Over that time the mean square of a
    range is dr^2 + dv^2 held^2 / 12, a distance in six dimensions, so the nearest there is the best partner for all of
    it.  A link is made where each is the other's best and both stay in sight.
    """
    from scipy.spatial import cKDTree

    points = np.concatenate([r_km, v_km_s * (held_s / np.sqrt(12.0))], axis=1)
    best = np.full(len(points), -1, dtype=np.int64)
    for each in np.unique(group):
        own, others = np.flatnonzero(group == each), np.flatnonzero(group != each)
        if len(others):
            _, nearest = cKDTree(points[others]).query(points[own])
            best[own] = others[nearest]
    row = np.arange(len(points))
    mutual = (best >= 0) & (best[best] == row)
    other = np.where(mutual, best, row)
    for at_s in (-0.5 * held_s, 0.0, 0.5 * held_s):
        here, there = r_km + at_s * v_km_s, r_km[other] + at_s * v_km_s[other]
        mutual &= in_sight(here, there) & (range_km(here, there) <= LONGEST_BRIDGE_KM)
    return np.where(mutual, best, -1)


@dataclass(frozen=True, eq=False)
class ModelStarlink:
    """The licensed shells with every slot filled, whenever: where no real elements are at hand."""

    shells: ShellsLayer
    title: str = "a model of Starlink: the 11,908 satellites licensed to 2022, all in place"

    @property
    def count(self) -> int:
        return self.shells.constellation.slots

    def name(self, i: int, t_s: float) -> str:
        return f"Starlink model {i:05d}"

    def positions_km(self, t_s: float) -> Array:
        return self.shells.places_km(t_s)

    def states(self, t_s: float) -> tuple[Array, Array]:
        return self.shells.places_km(t_s), self.shells.motion_km_s(t_s)

    def neighbours(self, t_s: float) -> Neighbours:
        return self.shells.neighbours(t_s)

    def note(self, t_s: float) -> str:
        return "Starlink is a model: the shells as licensed, all satellites in place; no real satellite's position"


@dataclass(frozen=True, eq=False)
class OwnFleet:
    """A scenario whose own satellites are Starlink: its slots, of which those that work on a day are there."""

    simulation: Simulation

    @property
    def title(self) -> str:
        return f"the satellites of the scenario {self.simulation.scenario.name}"

    @property
    def count(self) -> int:
        return self.simulation.constellation.slots

    def name(self, i: int, t_s: float) -> str:
        from engine.satellites import satellite_name

        members = self.members_at(t_s)
        row = int(np.searchsorted(members.address, i))
        there = row < len(members.address) and members.address[row] == i
        return satellite_name(self.simulation, int(members.k[row])) if there else f"empty slot {i}"

    def members_at(self, t_s: float) -> Members:
        """Return the satellites that are there on the day."""
        return self._on_day(t_s).members

    def positions_km(self, t_s: float) -> Array:
        return self._on_day(t_s).places_km(t_s)

    def states(self, t_s: float) -> tuple[Array, Array]:
        layer = self._on_day(t_s)
        return layer.places_km(t_s), layer.motion_km_s(t_s)

    def neighbours(self, t_s: float) -> Neighbours:
        return self._on_day(t_s).neighbours(t_s)

    def note(self, t_s: float) -> str:
        return ""

    def _on_day(self, t_s: float) -> ShellsLayer:
        start_s = self.simulation.scenario.start_s
        day_s = start_s + float(np.floor((t_s - start_s) / SECONDS_PER_DAY)) * SECONDS_PER_DAY
        return _own_layer(self.simulation, day_s)


_own_layers: WeakKeyDictionary[Simulation, dict[float, ShellsLayer]] = WeakKeyDictionary()  # die with their scenario
_MOST_DAYS = 4


def _own_layer(simulation: Simulation, day_s: float) -> ShellsLayer:
    def make() -> ShellsLayer:
        return ShellsLayer(simulation.constellation, simulation.scenario.start_s, members_of(simulation, day_s))

    return remembered(_own_layers.setdefault(simulation, {}), day_s, make, _MOST_DAYS)


@lru_cache(maxsize=1)
def model_starlink() -> ModelStarlink:
    """Return the model, worked out once: 20 ms."""
    from engine.scenario import load_scenario

    scenario = load_scenario("starlink")
    constellation = Constellation(scenario.shells, scenario.slot_multiplier or 1)
    return ModelStarlink(ShellsLayer(constellation, scenario.start_s, all_slots(constellation)))


def starlink_of(simulation: Simulation) -> StarlinkLayer:
    """Return the layer that a simulation's network runs over."""
    if simulation.elements is not None:
        return simulation.elements
    return OwnFleet(simulation) if simulation.scenario.starlink == "own fleet" else model_starlink()


def reach_km(altitude_km: float, grazing_km: float = GRAZING_ALTITUDE_KM) -> float:
    """Return the longest link between two satellites of one altitude, km."""
    from engine.orbits import satellite_radius_km

    radius_km = float(satellite_radius_km(altitude_km))
    return longest_km(radius_km, radius_km, grazing_km)
