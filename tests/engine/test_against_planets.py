"""Planets against JPL's DE421 and the theory VSOP2013, and Kepler's orbits against numerical integration."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.constants import AU_KM, MU_SUN_KM3_S2, SECONDS_PER_DAY
from engine.ephemeris import load_ephemeris
from engine.kepler import eccentric_longitude_rad, orbits_of, positions_km
from engine.planets import EARTH, GCRS_TO_ECLIPTIC, MARS, MERCURY, PLANETS, VENUS, orbit_km, planet_km

ANSWERS = json.loads((Path(__file__).parents[1] / "authorities" / "planets.json").read_text(encoding="utf-8"))
KEPLER = json.loads((Path(__file__).parents[1] / "authorities" / "kepler.json").read_text(encoding="utf-8"))

# As the docstring of engine.planets states them.
TOLERANCE_KM = {"Mercury": 1_400.0, "Venus": 2_900.0, "Earth": 1.0, "Mars": 27_000.0}


@pytest.mark.parametrize(
    ("authority", "planet"),
    [("de421", planet) for planet in PLANETS] + [("vsop2013", planet) for planet in (MERCURY, VENUS, MARS)],
    ids=lambda given: getattr(given, "name", given),
)
def test_planets_are_where_others_have_them(authority: str, planet) -> None:  # type: ignore[no-untyped-def]
    rows = ANSWERS[authority]
    t_s = np.array([row["t_s"] for row in rows])
    off_km = np.linalg.norm(
        planet_km(planet, t_s, load_ephemeris()).T - np.array([row[planet.name] for row in rows]), axis=1
    )
    assert off_km.max() < TOLERANCE_KM[planet.name]


def test_beyond_the_ephemeris_the_earth_goes_on_without_a_jump() -> None:
    ephemeris = load_ephemeris()
    last_s = ephemeris.last_s
    before, after = planet_km(EARTH, np.array([last_s, last_s + 1.0]), ephemeris).T
    assert np.linalg.norm(after - before) < 11_000.0  # the barycentre: 4,700 km from the Earth, and 5,500 of plan94


@pytest.mark.parametrize(
    ("planet", "nearest_au", "farthest_au", "inclination_deg"),
    [(MERCURY, 0.3075, 0.4667, 7.00), (VENUS, 0.7184, 0.7282, 3.39), (MARS, 1.3814, 1.6660, 1.85)],
    ids=["Mercury", "Venus", "Mars"],
)
def test_orbits_have_their_known_size_and_tilt(
    planet,  # type: ignore[no-untyped-def]
    nearest_au: float,
    farthest_au: float,
    inclination_deg: float,
) -> None:
    """Perihelion, aphelion and inclination: NASA's planetary fact sheets."""
    path = orbit_km(planet, 8.0e8, 721) @ GCRS_TO_ECLIPTIC.T
    distance_au = np.linalg.norm(path, axis=1) / AU_KM
    assert distance_au.min() == pytest.approx(nearest_au, abs=5e-4)
    assert distance_au.max() == pytest.approx(farthest_au, abs=5e-4)
    assert np.degrees(np.arcsin(np.abs(path[:, 2]) / np.linalg.norm(path, axis=1)).max()) == pytest.approx(
        inclination_deg, abs=0.03
    )
    assert np.linalg.norm(path[0] - path[-1]) < 1e-3 * AU_KM  # it closes
    assert np.allclose(orbit_km(planet, 8.0e8, 3)[-1], planet_km(planet, 8.0e8, load_ephemeris()), rtol=1e-12)


def test_states_go_where_a_numerical_integration_takes_them() -> None:
    """Ellipses of any eccentricity up to 0.95 and of any tilt, over two years."""
    states = np.array([row["start"] for row in KEPLER["flights"]]).T
    orbits = orbits_of(states, MU_SUN_KM3_S2)
    assert np.allclose(orbits.eccentricity, [row["eccentricity"] for row in KEPLER["flights"]], atol=1e-9)
    assert np.allclose(positions_km(orbits, 0.0, MU_SUN_KM3_S2), states[:3].T, atol=1e-3)
    for column, days in enumerate(KEPLER["after_days"]):
        arrived = positions_km(orbits, days * SECONDS_PER_DAY, MU_SUN_KM3_S2)
        expected = np.array([row["places"][column] for row in KEPLER["flights"]])
        assert np.linalg.norm(arrived - expected, axis=1).max() < 1.0


def test_what_leaves_the_sun_has_no_ellipse() -> None:
    escape = np.sqrt(2.0 * MU_SUN_KM3_S2 / AU_KM)
    states = np.array([[AU_KM, 0.0, 0.0, 0.0, 1.001 * escape, 0.0], [AU_KM, 0.0, 0.0, 0.0, 0.99 * escape, 0.0]]).T
    orbits = orbits_of(states, MU_SUN_KM3_S2)
    assert np.isnan(orbits.rows()[:, 0]).all()
    assert np.isfinite(orbits.rows()[:, 1]).all()


def test_keplers_equation_is_solved_for_every_ellipse() -> None:
    e, w, longitude = np.meshgrid(np.linspace(0.0, 0.98, 50), np.linspace(0.0, 6.2, 9), np.linspace(-9.0, 9.0, 181))
    h, k, longitude = (e * np.sin(w)).ravel(), (e * np.cos(w)).ravel(), longitude.ravel()
    found = eccentric_longitude_rad(longitude, h, k)
    assert np.abs(found + h * np.cos(found) - k * np.sin(found) - longitude).max() < 1e-11
