"""What orbital elements mean: the official answers of SGP4, and skyfield's places in the GCRS.

- ``vectors``: the verification cases of Vallado, Crawford, Hujsak and Kelso, "Revisiting Spacetrack Report #3",
  AIAA 2006-6753: the elements of ``SGP4-VER.TLE`` and the states that the authors' C++ program prints for them,
  ``tcppver.out``, as both ship inside the sgp4 package.  Nothing is computed here.  A row is minutes from the
  epoch, then km and km/s to the true equator and mean equinox.  Left out are rows on which that program reports an
  error, which it does not print either, and the three cases 33333 to 33335, whose lines are faulty on purpose.
- ``skyfield``: satellites made up here, in the orbits that Starlink, GPS, Molniya and geostationary satellites have,
  each as two lines written by the sgp4 package's exporter or as an OMM, with ``EarthSatellite.at(t)`` in the GCRS at
  instants within 25 days of the epoch.  ``t_s`` is seconds of TT since J2000.0.
"""

from __future__ import annotations

from importlib.resources import files

from record import record
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle
from skyfield.api import EarthSatellite, load

FAULTY = {33333, 33334, 33335}
TT_MINUS_UTC_S = 69.184
EPOCH_DAYS = 27_990.25  # from 1949-12-31: 2026-08-19 06:00 UTC
DAYS = (-25.0, -3.3, -0.01, 0.0, 0.013, 0.5, 1.7, 6.0, 19.9)
# Name, number, inclination, node, eccentricity, perigee, anomaly (degrees), rev/day, B*.
MADE_UP = (
    ("LOW 53", 70001, 53.05, 110.2629, 0.0001411, 75.9267, 284.2321, 15.06391233, 3.1e-4),
    ("LOW 43", 70002, 43.0021, 10.5, 0.0002172, 266.1, 93.9, 15.27911173, 8.9842e-4),
    ("LOW 70", 70003, 70.0015, 200.25, 0.0003114, 1.5, 358.4, 14.98326188, -1.2e-5),
    ("SUN-SYNCHRONOUS", 70004, 97.6581, 301.7, 0.0001001, 90.5, 269.6, 15.01112345, 2.2e-4),
    ("FALLING", 70005, 53.2173, 33.3, 0.0011, 12.5, 100.5, 15.9, 4.0e-4),
    ("NAVIGATION", 70006, 55.1, 77.7, 0.0105, 44.4, 222.2, 2.00563, 0.0),
    ("MOLNIYA", 70007, 63.4, 250.1, 0.722, 270.0, 15.5, 2.00613, 1.0e-4),
    ("STATIONARY", 70008, 0.0512, 88.8, 0.0002, 99.9, 111.1, 1.00271, 0.0),
)
SIX_DIGITS = 270_001


def vectors() -> list[dict]:
    lines = [
        line.rstrip()
        for line in files("sgp4").joinpath("SGP4-VER.TLE").read_text().splitlines()
        if line[:2] in ("1 ", "2 ")
    ]
    elements = {int(one[2:7]): [one[:69], two[:69]] for one, two in zip(lines[::2], lines[1::2], strict=True)}
    answers: dict[int, list[list[float]]] = {}
    for line in files("sgp4").joinpath("tcppver.out").read_text().splitlines():
        if line.endswith("xx"):
            number = int(line.split()[0])
            answers[number] = []
        elif line.strip():
            answers[number].append([float(word) for word in line.split()[:7]])
    return [
        {"number": number, "lines": elements[number], "rows": rows}
        for number, rows in answers.items()
        if number not in FAULTY
    ]


def as_omm(name: str, number: int, *values: float) -> dict[str, str]:
    keys = "INCLINATION RA_OF_ASC_NODE ECCENTRICITY ARG_OF_PERICENTER MEAN_ANOMALY MEAN_MOTION BSTAR".split()
    fixed = {
        "OBJECT_NAME": name, "OBJECT_ID": "2026-001A", "EPOCH": "2026-08-19T06:00:00.000000", "EPHEMERIS_TYPE": "0",
        "CLASSIFICATION_TYPE": "U", "NORAD_CAT_ID": str(number), "ELEMENT_SET_NO": "999", "REV_AT_EPOCH": "1",
        "MEAN_MOTION_DOT": "0.0001", "MEAN_MOTION_DDOT": "0",
    }  # fmt: skip
    return fixed | {key: repr(value) for key, value in zip(keys, values, strict=True)}


def as_lines(number: int, *values: float) -> tuple[str, str]:
    import math

    inclination, node, eccentricity, perigee, anomaly, motion, bstar = values
    satellite = Satrec()
    radians = [math.radians(angle) for angle in (perigee, inclination, anomaly, node)]
    satellite.sgp4init(
        WGS72, "i", number, EPOCH_DAYS, bstar, 0.0, 0.0, eccentricity,
        *radians[:3], motion * math.tau / 1_440.0, radians[3],
    )  # fmt: skip
    return export_tle(satellite)


def skyfield_rows() -> list[dict]:
    scale = load.timescale(delta_t=TT_MINUS_UTC_S, builtin=True)
    made = []
    for name, number, *values in MADE_UP:
        lines = as_lines(number, *values)
        made.append((name, number, {"lines": lines}, EarthSatellite(*lines, name, scale)))
        if name == "LOW 53":
            omm = as_omm("SIX DIGITS", SIX_DIGITS, *values)
            made.append(("SIX DIGITS", SIX_DIGITS, {"omm": omm}, EarthSatellite.from_omm(scale, omm)))
    answers = []
    for name, number, given, satellite in made:
        states = []
        for days in DAYS:
            t = scale.tt_jd(2_451_545.0, satellite.epoch.tt - 2_451_545.0 + days)
            place = satellite.at(t)
            r, v = place.position.km, place.velocity.km_per_s
            states.append([round((t.whole - 2_451_545.0 + t.tt_fraction) * 86_400.0, 6), *r.round(6), *v.round(9)])
        answers.append({"name": name, "number": number, **given, "states": states})
    return answers


if __name__ == "__main__":
    record(
        __file__,
        about="states from orbital elements, km and km/s: SGP4's verification vectors (TEME), skyfield (GCRS)",
        packages=("sgp4", "skyfield"),
        vectors=vectors(),
        skyfield=skyfield_rows(),
    )
