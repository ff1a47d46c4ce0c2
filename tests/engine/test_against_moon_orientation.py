"""engine.frames.gcrs_to_moon against JPL's DE421 mean-Earth frame (tests/authorities/moon_orientation.py)."""

import json
from pathlib import Path

import numpy as np

from engine.ephemeris import load_ephemeris
from engine.frames import gcrs_to_moon

ROWS = json.loads((Path(__file__).parents[1] / "authorities/moon_orientation.json").read_text(encoding="utf-8"))["rows"]
DEGREE = np.radians(1.0)


def test_sub_earth_point_on_the_moon():
    """Geometric on both sides: Earth and Moon at the same instant."""
    for row in ROWS:
        x, y, z = gcrs_to_moon(row["t_s"]) @ -load_ephemeris().moon_gcrs_km(row["t_s"])
        lon_deg, lat_deg = np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
        assert abs(lon_deg - row["sub_earth_lon_deg"]) < 0.01
        assert abs(lat_deg - row["sub_earth_lat_deg"]) < 0.01


def test_every_axis_of_the_moon():
    for row in ROWS:
        ours, theirs = gcrs_to_moon(row["t_s"]), np.array(row["matrix"])
        assert np.linalg.norm(np.cross(ours, theirs), axis=1).max() < 0.01 * DEGREE
        assert np.allclose(ours @ ours.T, np.eye(3), atol=1e-14)
        assert np.linalg.det(ours) > 0.0
