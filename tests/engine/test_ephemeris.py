"""engine.ephemeris against jplephem's own evaluation of the same file."""

import re

import numpy as np
import pytest
from jplephem.spk import SPK

from engine.ephemeris import EphemerisError, load_ephemeris
from engine.paths import EPHEMERIS_FILE
from engine.timebase import from_year

J2000_JD = 2_451_545.0
LIGHT_DAYS = 149_597_870.7 / 299_792.458 / 86_400.0
MILLIMETRE = 1e-6  # km
# Every fourth edge of a span of the Moon's series is one of the Sun's: both are met here, with what lies between.
EDGES_S = 631_022_400.0 + 1_382_400.0 * np.arange(1, 1849, 37)
INSTANTS_S = np.sort(np.concatenate([EDGES_S, EDGES_S + 345_600.0, EDGES_S + 123_456.789]))


@pytest.fixture(scope="module")
def jplephem():
    """Return what jplephem gives at the instants: Sun (astrometric and geometric) and Moon, km, and the Moon's km/s."""
    spk = SPK.open(str(EPHEMERIS_FILE))
    # In two parts: as one number of days an instant of 2100 is rounded to 0.4 microsecond, 14 mm of the Earth's way.
    whole, rest = J2000_JD + INSTANTS_S // 86_400.0, INSTANTS_S % 86_400.0 / 86_400.0
    earth = spk[0, 3].compute(whole, rest) + spk[3, 399].compute(whole, rest)
    moon, moon_day = spk[3, 301].compute_and_differentiate(whole, rest)
    own, own_day = spk[3, 399].compute_and_differentiate(whole, rest)
    answers = {
        "sun_gcrs_km": spk[0, 10].compute(whole, rest - LIGHT_DAYS) - earth,
        "sun_geometric_gcrs_km": spk[0, 10].compute(whole, rest) - earth,
        "moon_gcrs_km": moon - own,
        "moon_state_gcrs": np.concatenate([moon - own, (moon_day - own_day) / 86_400.0]),
    }
    spk.close()
    return answers


@pytest.mark.parametrize("asked", ["sun_gcrs_km", "sun_geometric_gcrs_km", "moon_gcrs_km", "moon_state_gcrs"])
def test_one_instant_and_many_give_what_jplephem_gives(jplephem, asked):
    ask, theirs = getattr(load_ephemeris(), asked), jplephem[asked]
    assert np.abs(ask(INSTANTS_S) - theirs).max() < MILLIMETRE
    one_by_one = np.array([ask(t_s) for t_s in INSTANTS_S.tolist()]).T
    assert np.abs(one_by_one - theirs).max() < MILLIMETRE


def test_velocity_is_the_change_of_position():
    ephemeris, half_s = load_ephemeris(), 60.0
    for t_s in INSTANTS_S[::20].tolist():
        moved_km = ephemeris.moon_gcrs_km(t_s + half_s) - ephemeris.moon_gcrs_km(t_s - half_s)
        assert ephemeris.moon_state_gcrs(t_s)[3:] == pytest.approx(moved_km / (2.0 * half_s), abs=1e-8)


@pytest.mark.parametrize("t_s", [from_year(2019.5), from_year(2103.0), 1e15, float("nan")])
@pytest.mark.parametrize("asked", ["sun_gcrs_km", "moon_gcrs_km", "moon_state_gcrs"])
def test_a_time_outside_the_file_is_told_in_one_sentence(asked, t_s):
    for given in (t_s, np.array([from_year(2050.0), t_s])):
        with pytest.raises(EphemerisError, match=re.escape("outside the ephemeris, which covers 20")) as told:
            getattr(load_ephemeris(), asked)(given)
        assert "\n" not in str(told.value)
