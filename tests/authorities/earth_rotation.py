"""How the Earth has turned: GCRS to ITRS from skyfield and from astropy.

20 instants of UTC from 2021 to 2026, inside the tables of measured UT1 that
come with the packages (nothing is downloaded).  Three matrices each, rows
being the ITRS axes in GCRS coordinates:

- ``skyfield_ut1_is_utc``: skyfield told that UT1 = UTC, as the engine assumes.
  skyfield has its own IAU 2000A nutation and no polar motion;
- ``skyfield``: skyfield with its measured UT1;
- ``astropy``: astropy with measured UT1 and polar motion (IERS).

``t_s`` is seconds of TT since J2000.0 as astropy converts the UTC string, so
the engine's own time conversion is held against it too.
"""

from __future__ import annotations

import numpy as np
from astropy import units
from astropy.coordinates import GCRS, ITRS, CartesianRepresentation
from astropy.time import Time
from astropy.utils import iers
from record import record
from skyfield.api import load
from skyfield.framelib import itrs

iers.conf.auto_download = False
TT_MINUS_UTC_S = 69.184


def instants() -> list[str]:
    start = Time("2021-01-03T01:17:00", scale="utc")
    return [(start + n * 103.7713 * units.day).isot[:19] + "Z" for n in range(20)]


def astropy_matrix(t: Time) -> np.ndarray:
    """Return the matrix by turning the three GCRS axes, far enough away that they are directions."""
    axes = CartesianRepresentation(np.eye(3) * 1.0e6, unit=units.km)
    turned = GCRS(axes, obstime=t).transform_to(ITRS(obstime=t))
    return turned.cartesian.xyz.to_value("km") / 1.0e6


def rows() -> list[dict]:
    measured, ut1_is_utc = load.timescale(builtin=True), load.timescale(delta_t=TT_MINUS_UTC_S, builtin=True)
    answers = []
    for text in instants():
        t = Time(text[:-1], scale="utc")
        t_s = float((t.tt - Time("2000-01-01T12:00:00", scale="tt")).to_value("s"))
        jd = (2_451_545.0, t_s / 86_400.0)
        matrices = {
            "skyfield_ut1_is_utc": itrs.rotation_at(ut1_is_utc.tt_jd(*jd)),
            "skyfield": itrs.rotation_at(measured.tt_jd(*jd)),
            "astropy": astropy_matrix(t),
        }
        answers.append(
            {"utc": text, "t_s": round(t_s, 6), "ut1_minus_utc_s": round(float(t.delta_ut1_utc), 6)}
            | {name: np.round(matrix, 12).tolist() for name, matrix in matrices.items()}
        )
    return answers


if __name__ == "__main__":
    record(
        __file__,
        about="GCRS to ITRS matrices; t_s is seconds of TT since J2000.0",
        packages=("skyfield", "astropy", "astropy-iers-data", "pyerfa"),
        rows=rows(),
    )
