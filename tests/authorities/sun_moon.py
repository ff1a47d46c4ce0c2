"""Where the Sun and the Moon are: skyfield and astropy, both on JPL's DE421.

DE421 (2008) is an older ephemeris than the program's DE440 and ends in 2053;
for the Moon they differ by metres, for the Sun by under a kilometre.  The file
comes with the package skyfield-data, so nothing is downloaded.

All vectors are geocentric, in GCRS axes, in km, for the same 40 instants of
Terrestrial Time.  Three kinds, so that like is compared with like:

- ``geometric``: both bodies where they are at that instant;
- ``astrometric``: the body where it was when its light left;
- ``apparent``: astrometric, with aberration (and in skyfield light bending).

astropy is given DE421 as well, since its built-in ephemeris is good only to
some 10 arcseconds for the Moon.  It has no astrometric place.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skyfield_data
from astropy.coordinates import get_body, get_body_barycentric, solar_system_ephemeris
from astropy.time import Time
from astropy.utils import iers
from record import record
from skyfield.api import load, load_file

iers.conf.auto_download = False
DE421 = Path(skyfield_data.__file__).parent / "data" / "de421.bsp"
J2000_JD = 2_451_545.0


def instants_s() -> np.ndarray:
    """Return 40 instants, seconds of TT since J2000.0, unevenly from 2021 to 2052.

    The step shares no factor with the month, the day or the year.
    """
    return np.round((21.0 + np.arange(40) * 0.805123) * 365.25 * 86_400.0)


def skyfield_rows(times_s: np.ndarray) -> list[dict]:
    kernel = load_file(str(DE421))
    timescale = load.timescale(builtin=True)
    rows = []
    for t_s in times_s:
        t = timescale.tt_jd(J2000_JD, t_s / 86_400.0)
        row: dict = {"t_s": t_s}
        for body in ("sun", "moon"):
            seen = kernel["earth"].at(t).observe(kernel[body])
            row[body] = {
                "geometric": (kernel[body] - kernel["earth"]).at(t).position.km,
                "astrometric": seen.position.km,
                "apparent": seen.apparent().position.km,
            }
            row[body] = {kind: np.round(vector, 3).tolist() for kind, vector in row[body].items()}
        rows.append(row)
    return rows


def astropy_rows(times_s: np.ndarray) -> list[dict]:
    rows = []
    with solar_system_ephemeris.set(DE421.as_uri()):
        for t_s in times_s:
            t = Time(J2000_JD, t_s / 86_400.0, format="jd", scale="tt")
            earth = get_body_barycentric("earth", t)
            row: dict = {"t_s": t_s}
            for body in ("sun", "moon"):
                geometric = (get_body_barycentric(body, t) - earth).xyz.to_value("km")
                apparent = get_body(body, t).cartesian.xyz.to_value("km")
                row[body] = {
                    "geometric": np.round(geometric, 3).tolist(),
                    "apparent": np.round(apparent, 3).tolist(),
                }
            rows.append(row)
    return rows


if __name__ == "__main__":
    record(
        __file__,
        about="Geocentric Sun and Moon, GCRS axes, km, on DE421; t_s is seconds of TT since J2000.0",
        packages=("skyfield", "skyfield-data", "astropy"),
        skyfield=skyfield_rows(instants_s()),
        astropy=astropy_rows(instants_s()),
    )
