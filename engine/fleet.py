"""A million satellites for the price of a matrix.

Satellite k of a shell of radius a is on

    r(t) = a Rz(node drift) (cos(phase) A + sin(phase) B)

with A its unit position and B its unit velocity direction at the scenario's
start: constants, known from k alone.  Phase and node drift are two numbers per
*shell*, reduced modulo 2 pi in float64.  No satellite needs a sine of its own.

Newly launched satellites rise from the insertion altitude for a stated time.
They move on the same two lines with a phase, a drift and a radius of their own
that arrive at the shell's with no jump in place or rate (see ``Rise``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, TWO_PI
from engine.constellation import Constellation, Integers
from engine.orbits import mean_motion_rad_s, node_rate_rad_s

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShellPhases:
    """How far each shell has turned since the scenario's start: (shells,), rad in [0, 2 pi)."""

    phase_rad: Array
    drift_rad: Array


def shell_phases(constellation: Constellation, elapsed_s: float) -> ShellPhases:
    """Return the phases ``elapsed_s`` seconds after the scenario's start.

    In float64 a century of a 95-minute orbit is known to 1e-9 rad, a centimetre.
    """
    return ShellPhases(
        constellation.argument_of_latitude_rate_rad_s * elapsed_s % TWO_PI,
        constellation.node_rate_rad_s * elapsed_s % TWO_PI,
    )


@dataclass(frozen=True, slots=True)
class FleetState:
    """Which satellites are what.  Launch numbers split into three ranges:

    k < ``retired`` are retired, ``retired`` <= k < ``on_station_end`` on station,
    ``on_station_end`` <= k < ``launched`` rising.
    """

    retired: int
    on_station_end: int
    launched: int
    phases: ShellPhases

    @property
    def on_station(self) -> int:
        return self.on_station_end - self.retired

    @property
    def rising(self) -> int:
        return self.launched - self.on_station_end


@dataclass(frozen=True, slots=True)
class Basis:
    """The constants of some satellites: ``a_unit`` and ``b_unit`` are (N, 3), ``shell`` is (N,)."""

    a_unit: Array
    b_unit: Array
    shell: Integers


def basis_of(constellation: Constellation, k: Integers) -> Basis:
    """Return A, B and the shell of each satellite k, in launch numbers."""
    return basis_of_addresses(constellation, constellation.address(k))


def basis_of_addresses(constellation: Constellation, address: Integers) -> Basis:
    """Return A, B and the shell of the satellite in each slot."""
    place = constellation.place(address)
    u0 = constellation.argument_of_latitude0_rad(place)
    plane = constellation.plane_offset[place.shell] + place.plane
    to_node, onward = (axis[plane] for axis in plane_axes(constellation))
    cos_u, sin_u = np.cos(u0)[:, None], np.sin(u0)[:, None]
    return Basis(cos_u * to_node + sin_u * onward, cos_u * onward - sin_u * to_node, place.shell)


@lru_cache(maxsize=4)
def plane_axes(constellation: Constellation) -> tuple[Array, Array]:
    """Return the unit vectors of each plane to its node, and a quarter turn on, (planes, 3) each."""
    inclination = constellation.inclination_rad[constellation.plane_shell]
    cos_node, sin_node = np.cos(constellation.raan0_rad), np.sin(constellation.raan0_rad)
    to_node = np.stack([cos_node, sin_node, np.zeros_like(cos_node)], axis=1)
    onward = np.stack([-sin_node * np.cos(inclination), cos_node * np.cos(inclination), np.sin(inclination)], axis=1)
    to_node.flags.writeable = onward.flags.writeable = False
    return to_node, onward


def _placed(basis: Basis, a_km: Array, phase_rad: Array, drift_rad: Array) -> tuple[Array, Array, Array]:
    """Return position (N, 3), and the unit vectors outward and onward, (N, 3) each."""
    cos_p, sin_p = np.cos(phase_rad)[:, None], np.sin(phase_rad)[:, None]
    outward = _turned(cos_p * basis.a_unit + sin_p * basis.b_unit, drift_rad)
    onward = _turned(cos_p * basis.b_unit - sin_p * basis.a_unit, drift_rad)
    return a_km[:, None] * outward, outward, onward


def _turned(vectors: Array, angle_rad: Array) -> Array:
    """Return ``vectors`` (N, 3) turned about the pole by ``angle_rad`` (N,)."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    x, y = vectors[:, 0], vectors[:, 1]
    return np.stack([c * x - s * y, s * x + c * y, vectors[:, 2]], axis=1)


@dataclass(frozen=True, eq=False)
class Rise:
    """The climb from insertion altitude to each shell, over ``duration_s``, for all shells.

    With x = age / duration in [0, 1] the mean motion goes
    n = n0 + (n1 - n0)(3 x^2 - 2 x^3), so that the climb starts and ends at
    rest; the angle along the orbit is its integral, in closed form.  The node
    drifts faster down there, so a satellite is launched into an offset plane
    and drifts into its own: that integral is tabulated per shell.

    Left out: the thrust itself, drag, and phasing manoeuvres.  The angle's J2
    part is that of the shell throughout, (n0 - n1) being Kepler's.
    """

    NODES = 1025

    constellation: Constellation
    insertion_radius_km: float
    duration_s: float
    mean_motion_gap_rad_s: Array  # (shells,) n0 - n1
    radius_km: Array  # (shells, NODES) over x
    node_lag_rad: Array  # (shells, NODES) what is added to the shell's drift

    @classmethod
    def of(cls, constellation: Constellation, insertion_radius_km: float, duration_s: float) -> Rise:
        x = np.linspace(0.0, 1.0, cls.NODES)
        n0 = float(mean_motion_rad_s(insertion_radius_km))
        n1 = mean_motion_rad_s(constellation.a_km)
        blend = 3.0 * x**2 - 2.0 * x**3
        h = duration_s / (cls.NODES - 1)
        radius_km, lag = np.empty((2, len(n1), cls.NODES))
        lag[:, -1] = 0.0
        for first in range(0, len(n1), 12):  # a dozen shells at a time stay in the processor's cache: half the time
            of = slice(first, first + 12)
            n = n0 + (n1[of] - n0)[:, None] * blend
            radius_km[of] = np.cbrt(MU_EARTH_KM3_S2 / n**2)
            inclination = constellation.inclination_rad[of, None]
            excess = node_rate_rad_s(radius_km[of], inclination) - constellation.node_rate_rad_s[of, None]
            # Simpson's rule on each pair of steps would need midpoints; the trapezium with its
            # end correction (Euler-Maclaurin, first term) is as exact at 1,024 steps: 1e-10 rad.
            steps = 0.5 * h * (excess[:, 1:] + excess[:, :-1])
            slope = np.gradient(excess, h, axis=1, edge_order=2)
            steps -= h * h / 12.0 * np.diff(slope, axis=1)
            lag[of, :-1] = -np.cumsum(steps[:, ::-1], axis=1)[:, ::-1]
        for table in (radius_km, lag):
            table.flags.writeable = False
        return cls(constellation, insertion_radius_km, duration_s, n0 - n1, radius_km, lag)

    def at(self, shell: Integers, x: Array) -> tuple[Array, Array, Array]:
        """Return radius (km), angle lag (rad) and node lag (rad) of satellites at age share ``x``.

        All are (N,).  Tables are read linearly: 2 m and 1e-7 rad.
        """
        angle_lag = -self.mean_motion_gap_rad_s[shell] * self.duration_s * (0.5 - x + x**3 - 0.5 * x**4)
        position = x * (self.NODES - 1)
        left = np.minimum(position.astype(np.int64), self.NODES - 2)
        weight = position - left
        left += shell * self.NODES
        radius, lag = self.radius_km.ravel(), self.node_lag_rad.ravel()
        return (
            radius[left] + weight * (radius[left + 1] - radius[left]),
            angle_lag,
            lag[left] + weight * (lag[left + 1] - lag[left]),
        )

    def rates(self, shell: Integers, x: Array) -> tuple[Array, Array, Array]:
        """Return climb rate (km/s), excess angle rate and excess node rate (rad/s), (N,) each."""
        gap = self.mean_motion_gap_rad_s[shell]
        blend = 3.0 * x**2 - 2.0 * x**3
        n1 = mean_motion_rad_s(self.constellation.a_km[shell])
        n = n1 + gap * (1.0 - blend)
        a_km = np.cbrt(MU_EARTH_KM3_S2 / n**2)
        climb = (2.0 / 3.0) * a_km / n * gap * 6.0 * x * (1.0 - x) / self.duration_s
        excess = (
            node_rate_rad_s(a_km, self.constellation.inclination_rad[shell]) - self.constellation.node_rate_rad_s[shell]
        )
        return climb, gap * (1.0 - blend), excess


def states_of(
    constellation: Constellation, rise: Rise, phases: ShellPhases, k: Integers, age_s: Array
) -> tuple[Array, Array]:
    """Return positions (N, 3) km and velocities (N, 3) km/s, GCRS, of satellites of age ``age_s`` (N,).

    The node's slow drift is part of the velocity (up to 1 m/s of it is not
    along the orbit).
    """
    basis = basis_of(constellation, k)
    shell = basis.shell
    x = np.clip(age_s / rise.duration_s, 0.0, 1.0)
    a_km, angle_lag, node_lag = rise.at(shell, x)
    r_km, outward, onward = _placed(
        basis, a_km, phases.phase_rad[shell] + angle_lag, phases.drift_rad[shell] + node_lag
    )
    climb, extra_angle_rate, extra_node_rate = rise.rates(shell, x)
    angle_rate = constellation.argument_of_latitude_rate_rad_s[shell] + extra_angle_rate
    node_rate = constellation.node_rate_rad_s[shell] + extra_node_rate
    drifting = node_rate[:, None] * np.stack([-r_km[:, 1], r_km[:, 0], np.zeros(len(r_km))], axis=1)
    v_km_s = climb[:, None] * outward + (a_km * angle_rate)[:, None] * onward + drifting
    return r_km, v_km_s


@dataclass(frozen=True)
class FleetBlock:
    """Many on-station satellites sorted by shell, ready to be placed at any instant.

    ``basis`` is (6, N): A and B as rows, one column a satellite, shell after
    shell; ``bounds`` (shells + 1,) says where each shell's columns begin; ``k``
    (N,) which satellite each column is.  Placing them is one 3x6 matrix per
    shell: no trigonometry, 50 million states a second.
    """

    constellation: Constellation
    k: Integers
    basis: Array
    bounds: Integers

    @classmethod
    def of(cls, constellation: Constellation, k: Integers) -> FleetBlock:
        address = constellation.address(k)
        order = np.argsort(address)
        return cls.of_addresses(constellation, np.asarray(k)[order], address[order])

    @classmethod
    def of_addresses(cls, constellation: Constellation, k: Integers, address: Integers) -> FleetBlock:
        """Return the block of satellites k whose slots ``address`` (N,) are known, and rise."""
        made = basis_of_addresses(constellation, address)
        basis = np.ascontiguousarray(np.concatenate([made.a_unit, made.b_unit], axis=1).T)
        bounds = np.searchsorted(made.shell, np.arange(len(constellation.shells) + 1)).astype(np.int64)
        return cls(constellation, k, basis, bounds)

    def positions_km(self, phases: ShellPhases, out: Array | None = None) -> Array:
        """Return GCRS positions as (3, N), in the order of ``k``; written to ``out`` if given."""
        if out is None:
            out = np.empty((3, self.k.size))
        matrices = shell_matrices(self.constellation, phases)
        for shell, (start, stop) in enumerate(zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True)):
            if stop > start:
                np.matmul(matrices[shell], self.basis[:, start:stop], out=out[:, start:stop])
        return out


def shell_matrices(constellation: Constellation, phases: ShellPhases) -> Array:
    """Return (shells, 3, 6): what takes A and B to the position in km, a Rz(drift) [cos I | sin I]."""
    cos_d, sin_d = np.cos(phases.drift_rad), np.sin(phases.drift_rad)
    turn = np.zeros((len(cos_d), 3, 3))
    turn[:, 0, 0], turn[:, 0, 1], turn[:, 1, 0], turn[:, 1, 1], turn[:, 2, 2] = (
        cos_d,
        -sin_d,
        sin_d,
        cos_d,
        1.0,
    )
    turn *= constellation.a_km[:, None, None]
    cos_p, sin_p = np.cos(phases.phase_rad)[:, None, None], np.sin(phases.phase_rad)[:, None, None]
    return np.concatenate([turn * cos_p, turn * sin_p], axis=2)
