"""Chebyshev series over equal spans of time: how JPL writes down where a body is.

A file gives, for each span of some days, the coefficients of three series (x, y, z)
in ``s``, the time within the span from -1 to 1.  jplephem sums them as well, but one
instant costs it 40 microseconds a body; the picture asks for several at each frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.timebase import J2000_JD

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """One segment: ``coefficients`` (spans, 3, order) in km, the first span from ``start_s``, each ``span_s`` long."""

    start_s: float
    span_s: float
    coefficients: Array

    @classmethod
    def of_segment(cls, segment: Any) -> Series:
        """Return the series of a jplephem segment of type 2; the file stays mapped, not read."""
        first_jd, span_days, coefficients = segment.load_array()
        return cls(
            (first_jd - J2000_JD) * SECONDS_PER_DAY, span_days * SECONDS_PER_DAY, coefficients.transpose(1, 0, 2)
        )

    @property
    def end_s(self) -> float:
        """Where the last span ends, seconds since J2000."""
        return self.start_s + len(self.coefficients) * self.span_s

    def place(self, t_s: float) -> tuple[int, float]:
        """Return the span of an instant inside the file, and ``s`` in it."""
        since_s = t_s - self.start_s
        number = min(int(since_s / self.span_s), len(self.coefficients) - 1)
        return number, 2.0 * (since_s - number * self.span_s) / self.span_s - 1.0  # so that nothing is rounded

    def places(self, t_s: Array) -> tuple[NDArray[np.int64], Array]:
        """Return the spans (N,) of instants (N,), and ``s`` (N,) in them."""
        since_s = t_s - self.start_s
        number = np.minimum((since_s / self.span_s).astype(np.int64), len(self.coefficients) - 1)
        return number, 2.0 * (since_s - number * self.span_s) / self.span_s - 1.0

    def at(self, t_s: float) -> Array:
        """Return the position (3,) at one instant, km."""
        number, s = self.place(t_s)
        coefficients = self.coefficients[number]
        value: Array = coefficients @ polynomials(s, coefficients.shape[1])
        return value

    def at_all(self, t_s: Array) -> Array:
        """Return the positions (3, N) at instants (N,), km."""
        number, s = self.places(t_s)
        coefficients = self.coefficients[number]
        value: Array = np.einsum("nic,cn->in", coefficients, all_polynomials(s, coefficients.shape[2]))
        return value

    def speed_at_all(self, t_s: Array) -> Array:
        """Return the velocities (3, N) at instants (N,), km/s, by differentiating the series."""
        number, s = self.places(t_s)
        coefficients = self.coefficients[number]
        slopes = slopes_of_polynomials(s, coefficients.shape[2]) * (2.0 / self.span_s)
        value: Array = np.einsum("nic,cn->in", coefficients, slopes)
        return value


def polynomials(s: float, order: int) -> Array:
    """Return the Chebyshev polynomials T0 to T(order - 1) at ``s``: plain floats are the fastest for one instant."""
    values = [1.0, s]
    twice = 2.0 * s
    for k in range(2, order):
        values.append(twice * values[k - 1] - values[k - 2])
    return np.array(values)


def all_polynomials(s: Array, order: int) -> Array:
    """Return T0 to T(order - 1) at each of ``s`` (N,), as (order, N)."""
    values = np.ones((order, s.size))
    values[1] = s
    twice = 2.0 * s
    for k in range(2, order):
        np.multiply(twice, values[k - 1], out=values[k])
        values[k] -= values[k - 2]
    return values


def slopes_of_polynomials(s: Array, order: int) -> Array:
    """Return the derivatives of T0 to T(order - 1) with respect to ``s``, as (order, N)."""
    values = all_polynomials(s, order)
    slopes = np.zeros((order, s.size))
    slopes[1] = 1.0
    for k in range(2, order):
        slopes[k] = 2.0 * (values[k - 1] + s * slopes[k - 1]) - slopes[k - 2]
    return slopes
