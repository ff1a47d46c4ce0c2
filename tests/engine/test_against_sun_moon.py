"""engine.ephemeris against skyfield and astropy on DE421 (tests/authorities/sun_moon.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.ephemeris import load_ephemeris

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/sun_moon.json").read_text(encoding="utf-8"))
ARCSECOND = np.radians(1.0 / 3600.0)
KM = 1.0


def separation_rad(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), (a * b).sum(axis=-1))


def column(authority, body, kind):
    return np.array([row[body][kind] for row in AUTHORITY[authority]])


@pytest.fixture(scope="module")
def ours():
    ephemeris = load_ephemeris()
    times_s = [row["t_s"] for row in AUTHORITY["skyfield"]]
    return {
        "sun": np.array([ephemeris.sun_gcrs_km(t_s) for t_s in times_s]),
        "moon": np.array([ephemeris.moon_gcrs_km(t_s) for t_s in times_s]),
    }


def test_sun_is_where_skyfield_sees_it(ours):
    theirs = column("skyfield", "sun", "astrometric")
    assert separation_rad(ours["sun"], theirs).max() < 1.0 * ARCSECOND
    assert np.linalg.norm(ours["sun"] - theirs, axis=1).max() < 10.0 * KM


@pytest.mark.parametrize("authority", ["skyfield", "astropy"])
def test_moon_is_where_the_authorities_put_it(ours, authority):
    theirs = column(authority, "moon", "geometric")
    assert separation_rad(ours["moon"], theirs).max() < 1.0 * ARCSECOND
    assert np.linalg.norm(ours["moon"] - theirs, axis=1).max() < 10.0 * KM


@pytest.mark.parametrize("authority", ["skyfield", "astropy"])
@pytest.mark.parametrize(("body", "arcseconds"), [("sun", 21.0), ("moon", 22.0)])
def test_what_is_left_out_is_aberration_and_no_more(ours, authority, body, arcseconds):
    """The docstring's promise: the apparent place is some 20 arcseconds away (0.7 of them the Moon's light time)."""
    theirs = column(authority, body, "apparent")
    assert separation_rad(ours[body], theirs).max() < arcseconds * ARCSECOND


def test_the_two_authorities_agree():
    for body in ("sun", "moon"):
        a, b = (column(authority, body, "geometric") for authority in ("skyfield", "astropy"))
        assert np.linalg.norm(a - b, axis=1).max() < 0.01 * KM
