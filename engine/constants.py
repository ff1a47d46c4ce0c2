"""Physical constants, with their sources.  Kilometres for orbits, SI for the rest."""

from math import pi

TWO_PI = 2.0 * pi
SECONDS_PER_DAY = 86_400.0
SECONDS_PER_JULIAN_YEAR = 365.25 * SECONDS_PER_DAY
TROPICAL_YEAR_DAYS = 365.242_189_7  # Explanatory Supplement to the Astronomical Almanac (2013)

MU_EARTH_KM3_S2 = 398_600.4418  # IERS Conventions (2010), table 1.1, GM of the Earth (TCG)
R_EARTH_KM = 6_378.137  # equatorial radius, GRS80 / WGS84
R_EARTH_MEAN_KM = 6_371.0  # mean radius; the globe is drawn as a sphere of this size
J2_EARTH = 1.082_635_9e-3  # IERS Conventions (2010), table 1.1, dynamical form factor

MU_MOON_KM3_S2 = 4_902.800_118  # DE440 (Park et al. 2021), GM of the Moon
MU_SUN_KM3_S2 = 132_712_440_041.3  # DE440 (Park et al. 2021), GM of the Sun
STANDARD_GRAVITY_M_S2 = 9.806_65  # exact: 3rd CGPM (1901)

R_SUN_KM = 695_700.0  # IAU 2015 Resolution B3, nominal solar radius
R_MOON_KM = 1_737.4  # IAU WGCCRE 2015, mean radius
AU_KM = 149_597_870.7  # IAU 2012 Resolution B2
SPEED_OF_LIGHT_KM_S = 299_792.458

SUN_LUMINOSITY_W = 3.828e26  # IAU 2015 Resolution B3, nominal solar luminosity
