"""How the Moon is turned: JPL's DE421 mean-Earth frame, read by skyfield.

NAIF's kernels moon_080317.tf and moon_pa_de421_1900-2050.bpc (they come with
the package lunarsky) hold the Moon's orientation as integrated with DE421; the
frame MOON_ME_DE421 has its x axis at the mean near side and z at the pole, the
axes of lunar maps.  40 instants from 2021 to 2049.

The sub-Earth point is geometric: the Earth and the Moon at the same instant,
no light time (which would move it by under 0.001 degree) and no aberration.
East longitude and latitude in degrees on the sphere.  The matrix's rows are
the Moon's axes in GCRS coordinates.
"""

from __future__ import annotations

from pathlib import Path

import lunarsky
import numpy as np
import skyfield_data
from record import record
from skyfield.api import load, load_file
from skyfield.planetarylib import PlanetaryConstants

LUNAR_KERNELS = Path(lunarsky.__file__).parent / "data"
DE421 = Path(skyfield_data.__file__).parent / "data" / "de421.bsp"


def rows() -> list[dict]:
    kernel, timescale = load_file(str(DE421)), load.timescale(builtin=True)
    constants = PlanetaryConstants()
    with (LUNAR_KERNELS / "fk/satellites/moon_080317.tf").open("rb") as names:
        constants.read_text(names)
    answers = []
    with (LUNAR_KERNELS / "pck/moon_pa_de421_1900-2050.bpc").open("rb") as angles:
        constants.read_binary(angles)
        frame = constants.build_frame_named("MOON_ME_DE421")
        for t_s in np.round((21.0 + np.arange(40) * 0.7213) * 365.25 * 86_400.0):
            t = timescale.tt_jd(2_451_545.0, t_s / 86_400.0)
            matrix = frame.rotation_at(t)
            x, y, z = matrix @ (kernel["earth"] - kernel["moon"]).at(t).position.km
            answers.append(
                {
                    "t_s": t_s,
                    "sub_earth_lon_deg": round(float(np.degrees(np.arctan2(y, x))), 6),
                    "sub_earth_lat_deg": round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 6),
                    "matrix": np.round(matrix, 10).tolist(),
                }
            )
    return answers


if __name__ == "__main__":
    record(
        __file__,
        about="MOON_ME_DE421: sub-Earth point (geometric) and GCRS-to-body matrix; t_s is seconds of TT since J2000.0",
        packages=("skyfield", "skyfield-data", "lunarsky"),
        rows=rows(),
    )
