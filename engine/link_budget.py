"""What a laser link carries over its range: from the laser's power to bits a second.

    received = power x G_t x G_r x (wavelength / 4 pi R)^2 x optics x pointing,   G = (pi D / wavelength)^2
    rate = received / (h c / wavelength x photons a bit), at most what the electronics carry

The Friis equation with the gain of an evenly lit round aperture.  It holds in the far field, beyond about
``far_field_km`` = D_t D_r / wavelength; nearer it would give more light than was sent, so no more than what
optics and pointing leave is taken to arrive.  ``optics_share`` is of both telescopes together.

Left out: the Sun's light and the receiver's own noise (both stand in the photons a bit), air, coding overhead, the
time that a terminal takes to find its partner, and the shape of real beams, which clip their edges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log10, pi
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from engine.constants import SPEED_OF_LIGHT_KM_S

if TYPE_CHECKING:
    from engine.scenario import Scenario

PLANCK_J_S = 6.626_070_15e-34  # exact: the SI since 2019
AIRY_WIDTH = 2.44  # between the first dark rings of the image of a round aperture, in wavelength / diameter

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBudget:
    """A kind of laser terminal and its partner.  Methods take one range or an array of them, km, and keep its shape."""

    power_w: float
    transmit_aperture_m: float
    receive_aperture_m: float
    wavelength_m: float
    optics_share: float
    pointing_loss_db: float
    photons_per_bit: float
    ceiling_bit_s: float

    @property
    def transmit_gain(self) -> float:
        return antenna_gain(self.transmit_aperture_m, self.wavelength_m)

    @property
    def receive_gain(self) -> float:
        return antenna_gain(self.receive_aperture_m, self.wavelength_m)

    @property
    def photon_energy_j(self) -> float:
        return PLANCK_J_S * SPEED_OF_LIGHT_KM_S * 1e3 / self.wavelength_m

    @property
    def kept_share(self) -> float:
        """What the optics and the pointing leave of the light."""
        return self.optics_share * float(10.0 ** (-self.pointing_loss_db / 10.0))

    @property
    def far_field_km(self) -> float:
        """The range beyond which the budget's formula holds: both apertures' product over the wavelength."""
        return self.transmit_aperture_m * self.receive_aperture_m / self.wavelength_m / 1e3

    @overload
    def received_w(self, range_km: float) -> float: ...
    @overload
    def received_w(self, range_km: Floats) -> Floats: ...
    def received_w(self, range_km: float | Floats) -> float | Floats:
        """Return the light that arrives, W."""
        spread = self._spread_1_km / np.maximum(np.asarray(range_km, dtype=np.float64), 1e-9) ** 2
        return _as_given(self.power_w * self.kept_share * np.minimum(spread, 1.0))

    @overload
    def rate_bit_s(self, range_km: float) -> float: ...
    @overload
    def rate_bit_s(self, range_km: Floats) -> Floats: ...
    def rate_bit_s(self, range_km: float | Floats) -> float | Floats:
        """Return the data rate, bit/s each way: what the light gives, at most what the electronics carry."""
        return _as_given(np.minimum(np.asarray(self.photon_rate_bit_s(range_km)), self.ceiling_bit_s))

    @overload
    def photon_rate_bit_s(self, range_km: float) -> float: ...
    @overload
    def photon_rate_bit_s(self, range_km: Floats) -> Floats: ...
    def photon_rate_bit_s(self, range_km: float | Floats) -> float | Floats:
        """Return what the light alone would give, bit/s, whatever the electronics carry."""
        return _as_given(np.asarray(self.received_w(range_km)) / self._joule_per_bit)

    @overload
    def beam_diameter_m(self, range_km: float) -> float: ...
    @overload
    def beam_diameter_m(self, range_km: Floats) -> Floats: ...
    def beam_diameter_m(self, range_km: float | Floats) -> float | Floats:
        """Return the beam's width at the far end, m, between its first dark rings; in the far field."""
        angle_rad = AIRY_WIDTH * self.wavelength_m / self.transmit_aperture_m
        return _as_given(angle_rad * np.asarray(range_km, dtype=np.float64) * 1e3)

    @overload
    def doppler_hz(self, range_rate_km_s: float) -> float: ...
    @overload
    def doppler_hz(self, range_rate_km_s: Floats) -> Floats: ...
    def doppler_hz(self, range_rate_km_s: float | Floats) -> float | Floats:
        """Return the shift of the light's frequency, Hz: lower, below zero, where the range grows; first order in v/c.

        The second order, 1 part in 40,000 of it at 15 km/s, is left out.
        """
        return _as_given(-np.asarray(range_rate_km_s, dtype=np.float64) * 1e3 / self.wavelength_m)

    @overload
    def light_time_s(self, range_km: float) -> float: ...
    @overload
    def light_time_s(self, range_km: Floats) -> Floats: ...
    def light_time_s(self, range_km: float | Floats) -> float | Floats:
        """Return how long light takes, s, over a range in km."""
        return _as_given(np.asarray(range_km, dtype=np.float64) / SPEED_OF_LIGHT_KM_S)

    @property
    def _joule_per_bit(self) -> float:
        return self.photon_energy_j * self.photons_per_bit

    @property
    def _spread_1_km(self) -> float:
        """What of the light sent would fall on the receiver at 1 km by the far field's formula."""
        return self.transmit_gain * self.receive_gain * (self.wavelength_m / (4.0 * pi * 1e3)) ** 2


def antenna_gain(aperture_m: float, wavelength_m: float) -> float:
    """Return the gain of an evenly lit round aperture over a source that shines all round, a pure number."""
    return (pi * aperture_m / wavelength_m) ** 2


def pointing_loss_db(gain: float, error_rad: float) -> float:
    """Return what a steady pointing error costs a beam of this gain, dB: light falls as exp(-gain x error^2)."""
    kept = exp(-gain * error_rad * error_rad)
    return -10.0 * log10(kept) if kept > 0.0 else float("inf")


def budget_of(scenario: Scenario) -> LinkBudget:
    """Return the laser terminal that a scenario states in ``[links]``, or that is taken; both ends are alike."""
    return budget_from(scenario.parameters)


def budget_from(parameters: Mapping[str, float]) -> LinkBudget:
    """Return the laser terminal of a scenario's parameters, by the names of their quantities."""
    return LinkBudget(
        power_w=parameters["link_laser_power_w"],
        transmit_aperture_m=parameters["link_aperture_m"],
        receive_aperture_m=parameters["link_aperture_m"],
        wavelength_m=parameters["link_wavelength_nm"] * 1e-9,
        optics_share=parameters["link_optics_share"],
        pointing_loss_db=parameters["link_pointing_loss_db"],
        photons_per_bit=parameters["link_photons_per_bit"],
        ceiling_bit_s=parameters["link_ceiling_bit_s"],
    )


def _as_given(values: Floats) -> float | Floats:
    return float(values) if values.ndim == 0 else values
