"""Round trips between cities over the first shell of Starlink, against a published study (LEOCraft, and Hypatia in it).

The study's satellites are flown by the sgp4 package and joined as the study
joins them; routes, places on the ground and the Earth's turning are the
engine's.  Then the same with the engine's own circles.
"""

import json
from collections.abc import Callable
from math import pi, radians, sin
from pathlib import Path

import numpy as np
import pytest
from sgp4.api import WGS72, Satrec, SatrecArray

from engine.constants import R_EARTH_KM, SPEED_OF_LIGHT_KM_S, TWO_PI
from engine.constellation import Constellation, Place, Shell
from engine.fleet import shell_phases
from engine.frames import gcrs_to_itrs, teme_to_gcrs
from engine.ground import ground_itrs_km
from engine.mesh import all_slots
from engine.routing import Ends, Graph, least_latency
from engine.timebase import parse_utc

STUDY = json.loads((Path(__file__).parent.parent / "authorities" / "round_trips.json").read_text(encoding="utf8"))
CITIES = {name: ground_itrs_km(latitude, longitude)[0] for name, latitude, longitude in STUDY["cities"]}
PAIRS = STUDY["pairs"]
PLANES, SLOTS = 72, 22
SLANT_KM = 550.0 / sin(radians(25.0))
EPOCH_S = parse_utc("2000-01-01T00:00:00Z")
SERIES = sorted(STUDY["revolutions_per_day"])


def wiring() -> np.ndarray:
    plane, slot = np.divmod(np.arange(PLANES * SLOTS), SLOTS)
    partners = (
        plane * SLOTS + (slot + 1) % SLOTS,
        plane * SLOTS + (slot - 1) % SLOTS,
        (plane + 1) % PLANES * SLOTS + slot,
        (plane - 1) % PLANES * SLOTS + slot,
    )
    return np.column_stack(partners).astype(np.int32)


def studys_satellites(revolutions_per_day: float) -> Callable[[float], np.ndarray]:
    """Their satellites, (N, 3) ITRS km at an instant."""
    made = []
    for plane in range(PLANES):
        for slot in range(SLOTS):
            one = Satrec()
            one.sgp4init(
                WGS72, "i", 1, 18_263.0, 0.0, 0.0, 0.0, 1e-7, 0.0, radians(53.0),  # days since 1949-12-31
                radians(360.0 / SLOTS * (slot + 0.5 * (plane % 2))), revolutions_per_day * TWO_PI / 1_440.0,
                radians(360.0 * plane / PLANES),
            )  # fmt: skip
            made.append(one)
    array = SatrecArray(made)

    def at(t_s: float) -> np.ndarray:
        error, r_km, _ = array.sgp4(np.array([2_451_544.5]), np.array([(t_s - EPOCH_S) / 86_400.0]))
        assert not error.any()
        return r_km[:, 0] @ (gcrs_to_itrs(t_s) @ teme_to_gcrs(t_s)).T

    return at


class HalfASlotOn(Constellation):
    """The engine's shell, with their phases."""

    def argument_of_latitude0_rad(self, place: Place) -> np.ndarray:
        return 2.0 * pi * (place.slot + 0.5 * (place.plane % 2)) / SLOTS


def round_trip_ms(r_itrs_km: np.ndarray, first: str, last: str) -> float:
    def ends(city: str) -> Ends:
        away_km = np.linalg.norm(r_itrs_km - CITIES[city], axis=1)
        seen = np.flatnonzero(away_km <= SLANT_KM)
        return Ends(seen, away_km[seen] / SPEED_OF_LIGHT_KM_S, CITIES[city])

    path = least_latency(Graph(np.ascontiguousarray(r_itrs_km), wiring()), ends(first), ends(last))
    assert path is not None
    return 2e3 * path.cost_s


@pytest.mark.parametrize("series", SERIES)
def test_the_studys_round_trips_come_out(series: str) -> None:
    """Thirty values a series, to five microseconds."""
    at = studys_satellites(STUDY["revolutions_per_day"][series])
    for name, pair, published in STUDY["round_trip_ms"]:
        if name == series:
            found = [round_trip_ms(at(EPOCH_S + i * STUDY["every_s"]), *PAIRS[pair]) for i in range(len(published))]
            assert found == pytest.approx(published, abs=5e-3)


def test_the_engines_own_circles_keep_to_the_studys_spread() -> None:
    """Over two hours, where the study has 200 seconds: within a third of a millisecond of its least and most."""
    shell = Shell(
        group="first", altitude_km=550.0, a_km=R_EARTH_KM + 550.0, inclination_rad=radians(53.0), planes=PLANES,
        slots_per_plane=SLOTS,
    )  # fmt: skip
    constellation = HalfASlotOn((shell,), 1)
    members = all_slots(constellation)
    found: list[list[float]] = [[] for _ in PAIRS]
    for elapsed_s in np.arange(0.0, 7_200.0, 90.0).tolist():
        r_km = members.positions_km(shell_phases(constellation, elapsed_s)) @ gcrs_to_itrs(EPOCH_S + elapsed_s).T
        for pair, (first, last) in enumerate(PAIRS):
            found[pair].append(round_trip_ms(r_km, first, last))
    for name, pair, least_ms, median_ms, most_ms in STUDY["spread_ms"]:
        if name == "LEOCraft":
            assert least_ms - 0.35 <= min(found[pair]) <= median_ms
            assert median_ms <= max(found[pair]) <= most_ms + 0.35
