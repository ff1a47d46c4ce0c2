"""Where the inner planets are: JPL's DE421 (by jplephem), and the theory VSOP2013 (by heyoka).

DE421 comes with the package skyfield-data and ends in 2053; VSOP2013 (Simon et
al. 2013, *Astronomy and Astrophysics* 557, A49) reaches the end of the century.
Vectors from the Sun's centre, ICRF axes, km; times in TDB, seconds since
J2000.0.  VSOP2013 has the barycentre of Earth and Moon in place of the Earth,
so that the Earth is asked of DE421 alone.  Terms below 1e-8 are cut off: 3 km.
"""

from __future__ import annotations

from pathlib import Path

import heyoka as hy
import numpy as np
import skyfield_data
from jplephem.spk import SPK
from record import record

DE421 = Path(skyfield_data.__file__).parent / "data" / "de421.bsp"
J2000_JD = 2_451_545.0
AU_KM = 149_597_870.7
DAYS_A_MILLENNIUM = 365_250.0


def instants_s(first_year: float, last_year: float, count: int) -> np.ndarray:
    return np.round((np.linspace(first_year, last_year, count) - 2000.0) * 365.25 * 86_400.0)


def de421_rows() -> list[dict]:
    kernel = SPK.open(str(DE421))
    rows = []
    for t_s in instants_s(2020.1, 2051.9, 45).tolist():
        when = (J2000_JD, t_s / 86_400.0)
        sun = kernel[0, 10].compute(*when)
        places = {name: kernel[0, i].compute(*when) for name, i in (("Mercury", 1), ("Venus", 2), ("Mars", 4))}
        places["Earth"] = kernel[0, 3].compute(*when) + kernel[3, 399].compute(*when)
        rows.append({"t_s": t_s} | {name: np.round(at - sun, 1).tolist() for name, at in places.items()})
    return rows


def vsop2013_rows() -> list[dict]:
    compiled = {
        name: hy.cfunc(hy.model.vsop2013_cartesian_icrf(number, thresh=1e-8, time_expr=hy.time)[:3], vars=[])
        for name, number in (("Mercury", 1), ("Venus", 2), ("Mars", 4))
    }
    rows = []
    for t_s in instants_s(2020.3, 2100.9, 45).tolist():
        millennia = t_s / 86_400.0 / DAYS_A_MILLENNIUM
        rows.append(
            {"t_s": t_s}
            | {name: np.round(at(time=millennia, inputs=[]) * AU_KM, 1).tolist() for name, at in compiled.items()}
        )
    return rows


if __name__ == "__main__":
    record(
        __file__,
        about="Heliocentric planets, ICRF axes, km; t_s is seconds of TDB since J2000.0",
        packages=("jplephem", "skyfield-data", "heyoka"),
        de421=de421_rows(),
        vsop2013=vsop2013_rows(),
    )
