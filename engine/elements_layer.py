"""Real satellites from a file of orbital elements, as the Starlink layer of a world or of any constellation."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, R_EARTH_KM, SECONDS_PER_DAY
from engine.elements import ElementSet, Reading
from engine.elements_mesh import Neighbours, laser_mesh
from engine.frames import teme_to_gcrs
from engine.kept import remembered
from engine.sgp4_batch import Sgp4Batch
from engine.timebase import format_utc

Array = NDArray[np.float64]

DRAG_DAYS = 30.0  # from the median epoch; our choice: in the snapshot of 2026-08-22 decayed ones run off from there on
MESH_S = 600.0  # how long links are held
STALE_DAYS = 365.25  # from the median epoch; our choice: what is as old as that has long been lost
LOWEST_KM = 100.0  # our choice: below it nothing stays in orbit
_KEPT = 4


class ElementsStarlink:
    """Satellites that fly by SGP4.

    Those that it fails for, that have decayed, and whose elements are a year off the median are rows of NaN, and
    counted.  Within 30 days of the median epoch that is all.  Further off drag, which is fitted to days, would pull
    satellites down that are there, and throw decayed ones millions of kilometres out: from there on they fly without
    drag, so that planes and heights hold; where each is along its orbit is then no longer known.  ``note`` says so.
    """

    def __init__(self, elements: ElementSet, reading: Reading | None = None) -> None:
        self.elements, self.reading = elements, reading
        self._states: dict[tuple[float, bool], tuple[Array, Array]] = {}
        self._meshes: dict[float, Neighbours] = {}

    @property
    def title(self) -> str:
        """The file, how many satellites, and the day of the median epoch."""
        satellites = f"{self.count:,} real satellite{'s' if self.count != 1 else ''}"
        return f"{satellites} from {self.elements.source}, elements of {self._epoch_day}"

    @property
    def count(self) -> int:
        """How many satellites the elements have; some may be left out at a time."""
        return self.elements.count

    def name(self, i: int, t_s: float = 0.0) -> str:
        """Return the name that the file gives satellite i."""
        return self.elements.name[i]

    def age_days(self, t_s: float) -> float:
        """Return how long after the median epoch ``t_s`` is."""
        return (t_s - self.elements.median_epoch_s) / SECONDS_PER_DAY

    def with_drag(self, t_s: float) -> bool:
        """Return whether the instant is near enough to the epochs for SGP4's drag."""
        return abs(self.age_days(t_s)) <= DRAG_DAYS

    def positions_km(self, t_s: float) -> Array:
        """Return (count, 3) GCRS km, NaN in the rows of satellites left out."""
        return self.states(t_s)[0]

    def states(self, t_s: float, drag: bool | None = None) -> tuple[Array, Array]:
        """Return positions and velocities (count, 3), GCRS, km and km/s, NaN in the rows of satellites left out.

        ``drag`` is by the age of the elements unless it is given.
        """
        flown = self.with_drag(t_s) if drag is None else drag
        return remembered(self._states, (t_s, flown), lambda: self._states_at(t_s, flown), _KEPT)

    def left_out(self, t_s: float) -> int:
        """Return how many satellites have no place at an instant."""
        return int(np.isnan(self.states(t_s)[0][:, 0]).sum())

    def neighbours(self, t_s: float) -> Neighbours:
        """Return laser partners (count, 5): ahead, behind, east, west, bridge; inferred anew every ten minutes.

        For the ten thousand satellites of Starlink that takes 0.4 s of one core's time (0.6 s before scipy is loaded):
        a minute for the 144 meshes of a day.
        """
        first_s = float(np.floor(t_s / MESH_S)) * MESH_S
        drag = self.with_drag(first_s)
        return remembered(
            self._meshes,
            first_s,
            lambda: _frozen(laser_mesh(*self.states(first_s, drag), self.states(first_s + MESH_S, drag)[0])),
            _KEPT,
        )

    def note(self, t_s: float) -> str:
        """Return the age of the elements, whether drag is flown, and how many satellites are left out."""
        age, dropped = self.age_days(t_s), self.left_out(t_s)
        days = round(abs(age))
        words = f"elements of {self._epoch_day}"
        if days:
            words += f", {days:,} day{'s' if days > 1 else ''} {'old' if age >= 0.0 else 'after this instant'}"
        if not self.with_drag(t_s):
            words += (
                f": more than {DRAG_DAYS:.0f} days off, so flown without drag;"
                " planes and heights hold, where each satellite is along its orbit does not"
            )
        if dropped:
            words += f"; {dropped:,} of {self.count:,} left out: decayed, elements too old, or SGP4 fails"
        return words

    @property
    def _epoch_day(self) -> str:
        return format_utc(self.elements.median_epoch_s)[:10]

    @cached_property
    def _flown(self) -> tuple[NDArray[np.int64], ElementSet]:
        """The rows that are flown, and their elements: epochs near the others', and no perigee too low."""
        elements = self.elements
        stale = np.abs(elements.epoch_s - elements.median_epoch_s) > STALE_DAYS * SECONDS_PER_DAY
        low = _axis_km(elements) * (1.0 - elements.eccentricity) < R_EARTH_KM + LOWEST_KM
        rows = np.flatnonzero(~(stale | low))
        return rows, elements if len(rows) == elements.count else elements.take(rows.tolist())

    @cached_property
    def _by_drag(self) -> Sgp4Batch:
        return Sgp4Batch(self._flown[1])

    @cached_property
    def _without_drag(self) -> Sgp4Batch:
        return Sgp4Batch(self._flown[1], drag=False)

    @cached_property
    def _farthest_km(self) -> Array:
        """How far out each that is flown can be: its apogee and a tenth."""
        elements = self._flown[1]
        return 1.1 * _axis_km(elements) * (1.0 + elements.eccentricity)

    def _states_at(self, t_s: float, drag: bool) -> tuple[Array, Array]:
        rows, _ = self._flown
        found = (self._by_drag if drag else self._without_drag).at(t_s)
        out = (found.error != 0) | ~(np.isfinite(found.r_km).all(axis=1) & np.isfinite(found.v_km_s).all(axis=1))
        r_teme, v_teme = np.where(out[:, None], 0.0, found.r_km), np.where(out[:, None], 0.0, found.v_km_s)
        radius_km = np.sqrt(np.einsum("ij,ij->i", r_teme, r_teme))
        out |= (radius_km < R_EARTH_KM + LOWEST_KM) | (radius_km > self._farthest_km)
        turn, there = teme_to_gcrs(t_s).T, rows[~out]
        r_km, v_km_s = np.full((self.count, 3), np.nan), np.full((self.count, 3), np.nan)
        r_km[there], v_km_s[there] = r_teme[~out] @ turn, v_teme[~out] @ turn
        return _frozen(r_km), _frozen(v_km_s)


def _axis_km(elements: ElementSet) -> Array:
    """Return the semi-major axes (N,), km, by Kepler's third law: near enough for limits."""
    axis_km: Array = np.cbrt(MU_EARTH_KM3_S2 / (elements.mean_motion_rad_min / 60.0) ** 2)
    return axis_km


_Frozen = TypeVar("_Frozen", Array, Neighbours)


def _frozen(array: _Frozen) -> _Frozen:
    array.flags.writeable = False
    return array
