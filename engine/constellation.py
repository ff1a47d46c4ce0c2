"""The pattern that a fleet fills: shells of planes of slots, addressed in closed form.

A *slot* is a place in the pattern; a *satellite* k is the k-th launch and takes
slot k * M mod S (S slots in all).  M is coprime to S, so that every slot is used
once before any is used twice, and chosen by test so that a part-built pattern,
and every n-th satellite of it, looks even.  Nothing of size S is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

import numpy as np
from numpy.typing import NDArray

from engine.constants import TWO_PI
from engine.orbits import argument_of_latitude_rate_rad_s, node_rate_rad_s

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

# Two irrationals that spread a sequence of integers evenly: 1/phi and 1/rho (plastic number).
_GOLDEN = 0.618_033_988_749_894_9
_PLASTIC = 0.754_877_666_246_692_7


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """One altitude and inclination: ``planes`` circles with ``slots_per_plane`` places each.

    ``raan0_rad`` is (planes,), the nodes at the scenario's start; None spreads
    them evenly round the equator.
    """

    group: str
    altitude_km: float
    a_km: float
    inclination_rad: float
    planes: int
    slots_per_plane: int
    raan0_rad: tuple[float, ...] | None = None

    @property
    def slots(self) -> int:
        return self.planes * self.slots_per_plane


@dataclass(frozen=True, slots=True)
class Place:
    """Where satellites sit: columns (N,) of shell, plane within the shell, and slot within the plane."""

    shell: Integers
    plane: Integers
    slot: Integers


@dataclass(frozen=True, eq=False)  # told apart by identity, so that it can key a cache
class Constellation:
    """All shells of a scenario as columns, with the address arithmetic."""

    shells: tuple[Shell, ...]
    multiplier: int
    slots: int = field(init=False)
    offset: Integers = field(init=False)  # (shells + 1,) first slot of each shell
    planes: Integers = field(init=False)
    slots_per_plane: Integers = field(init=False)
    plane_offset: Integers = field(init=False)  # (shells + 1,) first plane of each shell
    a_km: Array = field(init=False)
    inclination_rad: Array = field(init=False)
    node_rate_rad_s: Array = field(init=False)
    argument_of_latitude_rate_rad_s: Array = field(init=False)
    raan0_rad: Array = field(init=False)  # (all planes,)
    plane_shell: Integers = field(init=False)  # (all planes,)

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)

        shells = self.shells
        put("offset", np.cumsum([0, *(s.slots for s in shells)], dtype=np.int64))
        put("plane_offset", np.cumsum([0, *(s.planes for s in shells)], dtype=np.int64))
        put("slots", int(self.offset[-1]))
        put("planes", np.array([s.planes for s in shells], dtype=np.int64))
        put("slots_per_plane", np.array([s.slots_per_plane for s in shells], dtype=np.int64))
        put("a_km", np.array([s.a_km for s in shells]))
        put("inclination_rad", np.array([s.inclination_rad for s in shells]))
        put("node_rate_rad_s", node_rate_rad_s(self.a_km, self.inclination_rad))
        put(
            "argument_of_latitude_rate_rad_s",
            argument_of_latitude_rate_rad_s(self.a_km, self.inclination_rad),
        )
        put("plane_shell", np.repeat(np.arange(len(shells), dtype=np.int64), self.planes))
        put("raan0_rad", np.concatenate([_nodes_rad(i, s) for i, s in enumerate(shells)]))
        if gcd(self.multiplier, self.slots) != 1:
            raise ValueError(f"the slot multiplier {self.multiplier} shares a factor with the {self.slots} slots")

    def address(self, k: Integers) -> Integers:
        """Return the slot number of each satellite k, (N,) in [0, slots)."""
        # int64 holds the product for fewer than 3e9 slots
        numbers: Integers = np.asarray(k, dtype=np.int64)
        address: Integers = numbers % self.slots * self.multiplier % self.slots
        return address

    def satellite_of_address(self, address: Integers) -> Integers:
        """Return the first-generation satellite in each slot, the inverse of ``address``."""
        numbers: Integers = np.asarray(address, dtype=np.int64)
        inverse: int = pow(self.multiplier, -1, self.slots)
        k: Integers = numbers * inverse % self.slots
        return k

    def place(self, address: Integers) -> Place:
        """Return shell, plane and slot of each address."""
        shell = np.searchsorted(self.offset, address, side="right") - 1
        plane, slot = np.divmod(address - self.offset[shell], self.slots_per_plane[shell])
        return Place(shell, plane, slot)

    def argument_of_latitude0_rad(self, place: Place) -> Array:
        """Return each place's angle from the node at the scenario's start, (N,), rad."""
        along = place.slot / self.slots_per_plane[place.shell]
        angle: Array = TWO_PI * ((along + place.plane * _GOLDEN + place.shell * _PLASTIC) % 1.0)
        return angle

    def raan0_of(self, place: Place) -> Array:
        """Return each place's node at the scenario's start, (N,), rad."""
        nodes: Array = self.raan0_rad[self.plane_offset[place.shell] + place.plane]
        return nodes


def _nodes_rad(index: int, shell: Shell) -> Array:
    if shell.raan0_rad is not None:
        return np.array(shell.raan0_rad) % TWO_PI
    turns = (np.arange(shell.planes) + 0.5) / shell.planes + index * _GOLDEN
    return TWO_PI * (turns % 1.0)


def unevenness(constellation: Constellation) -> float:
    """Return the worst chi-squared per degree of freedom of any tried part of the pattern.

    Prefixes (a fleet part-built), windows (one with retirements) and strides
    (what is drawn of a large one) are each counted in bins of node, of angle
    along the orbit and of shell.  A random fill gives about 1; below 1 is more
    even than chance.
    """
    s = constellation.slots
    parts = [
        np.arange(start, min(stop, s), stride, dtype=np.int64)
        for start, stop, stride in (
            (0, 1_000, 1), (0, 20_000, 1), (s // 3, s // 3 + 5_000, 1), (0, 40_000, 2), (0, 160_000, 8),
            (s // 2, s // 2 + 320_000, 64),
        )
    ]  # fmt: skip
    return max(_chi_squared_per_bin(constellation, k) for k in parts if k.size >= 50)


def _chi_squared_per_bin(constellation: Constellation, k: Integers) -> float:
    address = constellation.address(k)
    place = constellation.place(address)
    bins = int(min(24, max(4, k.size // 20)))
    angle = constellation.argument_of_latitude0_rad(place) / TWO_PI
    # Planes follow one another within a shell, and shells within the pattern, so these two
    # shares are nodes and altitudes; the full pattern fills the bins of all three equally.
    node = (address - constellation.offset[place.shell]) / np.diff(constellation.offset)[place.shell]
    altitude = address / constellation.slots
    expected = k.size / bins
    worst = 0.0
    for values in (angle, node, altitude):
        counts = np.bincount((values * bins).astype(np.int64) % bins, minlength=bins)
        worst = max(worst, float(((counts - expected) ** 2 / expected).sum() / (bins - 1)))
    return worst


def choose_multiplier(shells: tuple[Shell, ...], candidates: int = 24) -> int:
    """Return the most even of ``candidates`` multipliers coprime to the number of slots."""
    slots = sum(s.slots for s in shells)
    tried: dict[int, float] = {}
    for j in range(1, 20 * candidates):
        multiplier = max(1, int(slots * ((j * _PLASTIC + 0.1) % 1.0)))
        while gcd(multiplier, slots) != 1:
            multiplier += 1
        if multiplier not in tried:
            parts_fit = slots >= 50
            tried[multiplier] = unevenness(Constellation(shells, multiplier)) if parts_fit else 0.0
        if len(tried) >= min(candidates, max(1, slots // 4)):
            break
    return min(tried, key=lambda multiplier: tried[multiplier])
