"""Flights from the Earth: which rocket is where, from the pad to the circle on which the satellites are let go.

Flight j carries satellites k in [j n, (j + 1) n), n being the satellites on a flight, and lets them go when the
running total of launches passes the middle one; it left the pad ``ASCENT_S`` earlier.  So no list of flights exists,
and the satellites' own launch times, from which they rise (``fleet.Rise``), lie evenly round the release, within half
the time between two flights.

What is flown is a *kinematic arc*: a smooth curve through places that real flights pass, and not optimised flight
dynamics.  It leaves the pad at rest on the turning ground and ends at the insertion altitude, level, at circular
speed, in a plane of the shell's inclination to the bit.  With s = time / ASCENT_S:

- height: a polynomial of degree 5 through 70 km at staging (150 s), level and without vertical acceleration at the end;
- angle along the plane: the ground's own rate, blended into the circle's by g(s) = s^2 (a + b s), which has a sixth of
  it at staging (1.25 km/s over the ground);
- angle across the plane: the ground moves across it at first; s (1 - s)^3 (1 + 3 s) takes that out.

Left out: thrust, drag, throttling, the booster's return, the upper stage's way home, and the coast to apogee that a
real flight to 350 km would make half an orbit later.  Above 400 km the arc ends on a circle at 400 km.  The Earth is
a sphere here, as it is drawn.

The plane is that of a satellite on board as nearly as may be.  The closed form deals satellites out over all planes,
so no flight could serve all it carries, and its launch time is given: of the satellites of one kind on board, the one
is taken whose plane passes nearest over the pad at lift-off, and ``node_miss_rad`` says by how much it misses.  Planes
at 30 degrees come by often (a few degrees); sun-synchronous ones only at dawn and dusk.  The place along the orbit is
not matched: the arc hands over to the cloud of rising satellites, not to one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, floor, pi, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import MU_EARTH_KM3_S2, R_EARTH_KM, R_EARTH_MEAN_KM, TWO_PI
from engine.fleet import Rise
from engine.frames import gcrs_to_itrs
from engine.launch_sites import EARTH_ROTATION_RAD_S, Course, LaunchSite, course_to, courses_to, launch_sites

if TYPE_CHECKING:
    from engine.constellation import Constellation
    from engine.scenario import Scenario
    from engine.world import Simulation

Array = NDArray[np.float64]

ASCENT_S = 510.0  # our choice: 8.5 minutes from lift-off to the end of thrust, as rockets of this class take
STAGING_S, STAGING_KM = 150.0, 70.0  # our choice: about where boosters let go
STAGING_SHARE = 0.171  # of the way from the ground's speed to the circle's, then: 1.25 km/s
HIGHEST_ARC_KM = 400.0  # above it one burn from the pad is no way to go
_MOST_CANDIDATES = 256
_PLASTIC = 0.754_877_666_246_692_7

_S1 = STAGING_S / ASCENT_S
_G3 = (STAGING_SHARE / (_S1 * _S1) - 1.0) / (_S1 - 1.0)  # g = s^2 (G2 + G3 s), g(1) = 1, g(staging) = STAGING_SHARE
_G2 = 1.0 - _G3


def height_terms(end_km: float) -> Array:
    """Return the coefficients (4,) of s^2 .. s^5 for the height in km of an arc that ends at ``end_km``."""
    powers = np.arange(2.0, 6.0)
    staging_km = min(STAGING_KM, 0.35 * end_km)
    rows = np.stack([np.ones(4), powers, powers * (powers - 1.0), _S1**powers])
    return np.asarray(np.linalg.solve(rows, [end_km - _GROUND_KM, 0.0, 0.0, staging_km]))


# Altitudes are above the equatorial radius, as shells' are; the ground is drawn 7 km below it.
_GROUND_KM = R_EARTH_MEAN_KM - R_EARTH_KM


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One flight.  Axes are unit vectors (3,), GCRS: ``pad`` to the pad at lift-off, ``onward`` a quarter turn on in
    the plane of the flight, ``across`` its normal.  ``along_rad_s`` and ``across_rad_s`` are the ground's rates there.
    """

    number: int
    first_satellite: int
    satellites: int  # on board; 1 where a satellite takes several flights
    course: Course
    satellite: int  # whose plane is flown to
    shell: int
    liftoff_s: float
    release_s: float
    inclination_rad: float
    turn_rad: float  # what is missing to the shell's inclination: 0 but where no site reaches it
    raan_rad: float
    node_miss_rad: float
    pad: Array
    onward: Array
    across: Array
    along_rad_s: float
    across_rad_s: float


def satellites_per_flight(payload_kg: float, satellite_mass_kg: float) -> float:
    """Return how many satellites a flight carries; below 1 where one takes several flights."""
    if satellite_mass_kg > payload_kg:
        return 1.0 / ceil(satellite_mass_kg / payload_kg)
    return float(max(floor(payload_kg / satellite_mass_kg), 1))


def end_of_arc(scenario: Scenario) -> tuple[float, float]:
    """Return radius (km) and speed (km/s) of the circle on which the arcs of a scenario end."""
    radius_km = R_EARTH_KM + min(scenario.insertion_altitude_km, HIGHEST_ARC_KM)
    return radius_km, sqrt(MU_EARTH_KM3_S2 / radius_km)


class Ascents:
    """The flights of a simulation: all follow from their number; those that were wanted lately are kept."""

    def __init__(
        self, scenario: Scenario, constellation: Constellation, rise: Rise, sites: tuple[LaunchSite, ...] | None = None
    ) -> None:
        self._ramp, self._constellation, self._rise = scenario.ramp, constellation, rise
        self._start_s = scenario.start_s
        self.sites = launch_sites() if sites is None else sites
        self.per_flight = satellites_per_flight(
            scenario.parameters["payload_kg_per_flight"], scenario.satellite_mass_kg
        )
        self.radius_km, self.speed_km_s = end_of_arc(scenario)
        self._height = height_terms(self.radius_km - R_EARTH_KM)
        kinds = {group: kind for kind, group in enumerate(dict.fromkeys(shell.group for shell in constellation.shells))}
        self._kind_of_shell = np.array([kinds[shell.group] for shell in constellation.shells])
        self.flight = lru_cache(maxsize=512)(self._made_flight)  # dies with the simulation, as it must
        self._courses = lru_cache(maxsize=512)(self._courses_of_shell)

    # -- which flights ---------------------------------------------------------------------

    def release_s(self, number: ArrayLike) -> Array:
        """Return when flight j lets its satellites go, ``t_s``, of the same shape as ``number``."""
        j = np.asarray(number, dtype=np.float64)
        return self._ramp.launch_time_s((j + 0.5) * self.per_flight - 0.5)

    def released(self, t_s: float) -> int:
        """Return how many flights j have let their satellites go at or before ``t_s``."""
        return floor(float(self._ramp.satellites_launched(t_s)) / self.per_flight + 0.5)

    def numbers_up(self, t_s: float, after_s: float = 0.0, most: int = 1_000) -> range:
        """Return the flights j that have left the pad and let go at most ``after_s`` ago: the latest ``most``."""
        last = self.released(t_s + ASCENT_S)
        return range(max(self.released(t_s - after_s), last - most), last)

    def next_flight(self, t_s: float) -> int:
        """Return the number of the first flight that leaves its pad after ``t_s``."""
        return self.released(t_s + ASCENT_S)

    # -- one flight ------------------------------------------------------------------------

    def courses(self, shell: int) -> tuple[Course, ...]:
        """Return the courses to a shell's inclination: see ``launch_sites.courses_to``."""
        return self._courses(shell)

    def _courses_of_shell(self, shell: int) -> tuple[Course, ...]:
        return courses_to(self.sites, float(self._constellation.inclination_rad[shell]), self.speed_km_s)

    def _made_flight(self, number: int) -> Flight:
        release_s = float(self.release_s(number))
        liftoff_s = release_s - ASCENT_S
        first = floor(number * self.per_flight)
        aboard = max(int(self.per_flight), 1)
        k = first + np.arange(min(aboard, _MOST_CANDIDATES), dtype=np.int64)
        place = self._constellation.place(self._constellation.address(k))
        # The middle satellite says for which kind of shell this flight is: over many, each as often as it has slots.
        middle = int(place.shell[len(k) // 2])
        courses = self.courses(middle)
        sites = tuple(dict.fromkeys(course.site for course in courses))
        site = sites[int((number + 0.5) * _PLASTIC % 1.0 * len(sites))]
        courses = tuple(course for course in courses if course.site is site)

        to_earth = gcrs_to_itrs(liftoff_s)
        east_lon, lat = site.longitude_rad, site.latitude_rad
        pad = np.array([cos(lat) * cos(east_lon), cos(lat) * sin(east_lon), sin(lat)]) @ to_earth
        cos_dec = sqrt(1.0 - pad[2] ** 2)
        east = np.array([-pad[1], pad[0], 0.0]) / cos_dec
        north = np.array([-pad[2] * east[1], pad[2] * east[0], cos_dec])

        # Which satellite of that kind, and northward or southward: where the plane is nearest.
        kind = self._kind_of_shell[place.shell] == self._kind_of_shell[middle]
        reachable = kind & (np.abs(np.cos(self._constellation.inclination_rad[place.shell])) <= cos_dec)
        kind = reachable if reachable.any() else kind
        shell, k = place.shell[kind], k[kind]
        wanted = self._constellation.inclination_rad[shell]
        drift = self._constellation.node_rate_rad_s[shell] * (release_s - self._start_s)
        _, _, node_lag = self._rise.at(shell, np.zeros(len(shell)))
        node = self._constellation.raan0_of(place)[kind] + drift + node_lag
        best: tuple[float, int, Course, Array, float] | None = None
        for course in courses:
            if course.direct:
                sine = np.clip(np.cos(wanted) / cos_dec, -1.0, 1.0)
            else:
                sine = np.full(len(k), sin(course.azimuth_rad))
            cosine = np.sqrt(1.0 - sine * sine) * (1.0 if course.ascending else -1.0)
            onward = sine[:, None] * east + cosine[:, None] * north
            # the normal is pad x onward; the ascending node lies along (-normal y, normal x)
            normal_x = pad[1] * onward[:, 2] - pad[2] * onward[:, 1]
            normal_y = pad[2] * onward[:, 0] - pad[0] * onward[:, 2]
            flown = np.arctan2(normal_x, -normal_y)
            miss = (node - flown + pi) % TWO_PI - pi
            at = int(np.argmin(np.abs(miss)))
            if best is None or abs(miss[at]) < abs(best[4]):
                best = float(flown[at]) % TWO_PI, at, course, onward[at], float(miss[at])
        assert best is not None
        raan, at, course, ahead, miss_rad = best
        if course.direct:  # shells of one kind differ by a few degrees
            course = course_to(site, float(wanted[at]), course.ascending, self.speed_km_s)
        across = _cross(pad, ahead)
        inclination = float(np.arccos(np.clip(across[2], -1.0, 1.0)))
        ground = EARTH_ROTATION_RAD_S * _cross(to_earth[2], pad)  # rad/s along each axis
        for axis in (pad, ahead, across):
            axis.flags.writeable = False
        return Flight(
            number=number,
            first_satellite=first,
            satellites=aboard,
            course=course,
            satellite=int(k[at]),
            shell=int(shell[at]),
            liftoff_s=liftoff_s,
            release_s=release_s,
            inclination_rad=inclination,
            turn_rad=float(wanted[at]) - inclination,
            raan_rad=raan,
            node_miss_rad=miss_rad,
            pad=pad,
            onward=ahead,
            across=across,
            along_rad_s=float(ground @ ahead),
            across_rad_s=float(ground @ across),
        )

    # -- where -----------------------------------------------------------------------------

    def positions_km(self, flights: Sequence[Flight], since_s: ArrayLike) -> Array:
        """Return positions (N, P, 3), GCRS, of N flights ``since_s`` (N, P) after lift-off.

        Past the end of the arc the flight goes on along its circle, unpowered and without the drift of its node.
        """
        since = np.asarray(since_s, dtype=np.float64)
        pad, onward, across = _axes(flights)
        along0, across0 = _ground_rates(flights)
        s = np.clip(since / ASCENT_S, 0.0, 1.0)
        h2, h3, h4, h5 = self._height.tolist()
        height = R_EARTH_MEAN_KM + s * s * (h2 + s * (h3 + s * (h4 + s * h5)))
        circle = self.speed_km_s / self.radius_km
        gained = s * s * s * (_G2 / 3.0 + _G3 / 4.0 * s) * ASCENT_S
        angle = along0 * ASCENT_S * s + (circle - along0) * gained + circle * np.maximum(since - ASCENT_S, 0.0)
        left = 1.0 - s
        aside = across0 * ASCENT_S * s * (left * left * left) * (1.0 + 3.0 * s)
        cos_a, sin_a, cos_b, sin_b = (f(x)[..., None] for x in (angle, aside) for f in (np.cos, np.sin))
        ahead = cos_a * pad + sin_a * onward
        r_km: Array = height[..., None] * (cos_b * ahead + sin_b * across)
        return r_km


def _cross(a: Array, b: Array) -> Array:
    """Return a x b of two vectors (3,): numpy's is made for many, and takes ten times as long."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def _axes(flights: Sequence[Flight]) -> Array:
    """Return pad, onward and across of each flight: (3, N, 1, 3)."""
    axes = [(flight.pad, flight.onward, flight.across) for flight in flights]
    return np.array(axes).reshape(-1, 3, 1, 3).swapaxes(0, 1)


def _ground_rates(flights: Sequence[Flight]) -> Array:
    """Return the ground's rates along and across the plane of each flight: (2, N, 1)."""
    return np.array([[f.along_rad_s for f in flights], [f.across_rad_s for f in flights]])[..., None]


def ascents_of(simulation: Simulation) -> Ascents:
    """Return the flights of a simulation, which keeps them."""
    return simulation.ascents
