"""engine.shadow against rays counted one by one (tests/authorities/shadow.py)."""

import json
from pathlib import Path

import numpy as np

from engine.constants import AU_KM
from engine.shadow import sunlit_fraction, sunlit_share_of_orbits

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/shadow.json").read_text(encoding="utf-8"))


def test_sunlit_fraction_is_what_the_rays_count():
    """5e-4 is what taking the Earth's limb for a flat disc's edge can cost."""
    rows = AUTHORITY["rows"]
    ours = [sunlit_fraction(np.array([row["r_gcrs_km"]]), np.array(row["sun_gcrs_km"]))[0] for row in rows]
    theirs = np.array([row["sunlit"] for row in rows])
    assert ((theirs > 0.0) & (theirs < 1.0)).sum() > 50  # the hard cases are really among them
    assert np.abs(ours - theirs).max() < 5e-4


def test_umbra_is_black_and_sunlight_full():
    for row in AUTHORITY["rows"]:
        ours = sunlit_fraction(np.array([row["r_gcrs_km"]]), np.array(row["sun_gcrs_km"]))[0]
        if row["sunlit"] in (0.0, 1.0) and row["discs"] == row["sunlit"]:
            assert ours == row["sunlit"]


def test_sunlit_share_of_whole_orbits():
    """Within 0.1 point everywhere, grazing orbits included."""
    rows = AUTHORITY["orbits"]
    ours = sunlit_share_of_orbits(
        np.array([row["a_km"] for row in rows]), np.sin(np.radians([row["beta_deg"] for row in rows])), AU_KM
    )
    assert np.abs(ours - [row["sunlit"] for row in rows]).max() < 1e-3
