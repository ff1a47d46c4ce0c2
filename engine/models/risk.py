"""Debris, re-entry, radiation and brightness: figures to worry about, each with what it leaves out.

What follows from the shells alone (crossing speeds, doses) is made in ``engine/shell_risk.py``.
"""

from __future__ import annotations

from engine.formula import Formula

_SCALING = "a scaling, not a model of this fleet: "

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="satellite_area_m2",
        title="Area of one satellite",
        unit="m²",
        symbol="A_sat",
        expression="array_area_m2 + radiator_area_m2",
        words="area of its array + area of its radiator, as the heat model has them",
        leaves_out="the body; how it is turned. AI1 was filed with 800 m² in all",
    ),
    Formula(
        name="debris_area_m2",
        title="Area in the way of debris",
        unit="m²",
        symbol="A_deb",
        expression="(satellites_alive + satellites_failed + satellites_rising) * satellite_area_m2",
        words="(on station + failed + rising) × area of one satellite",
        leaves_out="retired satellites still coming down, stages, and lunar-built satellites, which are far away",
    ),
    Formula(
        name="debris_area_as_filed_m2",
        title="Area in the way of debris, were each as large as AI1",
        unit="m²",
        symbol="A_debAI1",
        expression="(satellites_alive + satellites_failed + satellites_rising) * ai1_total_area_m2",
        words="(on station + failed + rising) × 800 m²",
        leaves_out="that this scenario's satellite may be another one",
    ),
    Formula(
        name="tracked_objects_ratio",
        title="Satellites over all objects tracked in 2026",
        unit="1",
        symbol="x_trk",
        expression="(satellites_alive + satellites_failed + satellites_rising) / tracked_objects",
        words="(on station + failed + rising) / objects tracked in April 2026",
        leaves_out="that working satellites steer, and most tracked objects cannot",
    ),
    Formula(
        name="manoeuvres_per_year",
        title="Avoidance manoeuvres a year at Starlink's rate",
        unit="1/year",
        symbol="dN_man/dt",
        expression="satellites_alive * 2 * starlink_manoeuvres_per_half_year / starlink_satellites",
        words="satellites on station × twice Starlink's manoeuvres in half a year / its satellites",
        leaves_out=(
            _SCALING + "encounters grow with the square of the number of satellites, so it is a lower bound;"
            " Starlink had fewer satellites in May 2025 than the January 2026 count taken"
        ),
    ),
    Formula(
        name="reentry_meteoric_most_ratio",
        title="Re-entry over natural meteoric mass, at most",
        unit="1",
        symbol="x_met⁺",
        expression="reentry_kg_per_year / meteoric_mass_low_kg_per_year",
        words="mass re-entering a year / the low figure for natural meteoric mass a year",
        leaves_out="disposal elsewhere than in the atmosphere; that meteors are rock and satellites are metal",
    ),
    Formula(
        name="reentry_meteoric_least_ratio",
        title="Re-entry over natural meteoric mass, at least",
        unit="1",
        symbol="x_met⁻",
        expression="reentry_kg_per_year / meteoric_mass_high_kg_per_year",
        words="mass re-entering a year / the high figure for natural meteoric mass a year",
        leaves_out="disposal elsewhere than in the atmosphere; that meteors are rock and satellites are metal",
    ),
    Formula(
        name="reentry_steady_meteoric_ratio",
        title="Steady upkeep over natural meteoric mass, at least",
        unit="1",
        symbol="x_met∞",
        expression="upkeep_kg_per_year / meteoric_mass_high_kg_per_year",
        words="mass a year that upkeep takes, all of which comes down in the end / the high figure for meteoric mass",
        leaves_out="disposal elsewhere than in the atmosphere, which the operator asked for above 600 km",
    ),
    Formula(
        name="alumina_kg_per_year",
        title="Alumina from re-entry a year",
        unit="kg/year",
        symbol="dM_Al/dt",
        expression="reentry_kg_per_year * alumina_ratio",
        words="mass re-entering a year × alumina per mass: 30 kg from 250 kg",
        leaves_out="what a larger satellite is made of, parts that reach the ground, launch vehicles",
    ),
    Formula(
        name="alumina_2022_ratio",
        title="Alumina over that of 2022",
        unit="1",
        symbol="x_Al",
        expression="alumina_kg_per_year / alumina_2022_kg_per_year",
        words="alumina from re-entry a year / that of all satellites in 2022",
        leaves_out="what it does up there, which is not known",
    ),
    Formula(
        name="radiation_years_to_limit",
        title="Years to memory's limit, mean dose",
        unit="years",
        symbol="T_HBM",
        expression="hbm_dose_limit_krad / radiation_dose_krad_per_year",
        words="dose at which memory becomes irregular / dose a year, mean of the places, behind 5 mm of aluminium",
        leaves_out="single events, solar storms, more shielding, memory made to bear more",
    ),
    Formula(
        name="radiation_years_to_limit_worst",
        title="Years to memory's limit, worst shell",
        unit="years",
        symbol="T_HBMmin",
        expression="hbm_dose_limit_krad / radiation_dose_worst_krad_per_year",
        words="dose at which memory becomes irregular / dose a year in the worst shell, behind 5 mm of aluminium",
        leaves_out="single events, solar storms, more shielding, memory made to bear more",
    ),
    Formula(
        name="radiation_life_dose_krad",
        title="Dose over a life, mean of the places",
        unit="krad",
        symbol="D_life",
        expression="radiation_dose_krad_per_year * upkeep_life_years",
        words="dose a year, mean of the places × the design life, or where nothing retires the life for upkeep",
        leaves_out="the weeks of rising; the Sun's cycle",
    ),
    Formula(
        name="bright_satellites_unmitigated",
        title="Visible to the naked eye at worst",
        unit="1",
        symbol="V⁺",
        expression=(
            "satellites_alive * sun_synchronous_share * bright_reference_unmitigated / bright_reference_satellites"
        ),
        words="satellites on station × share in sun-synchronous shells × 37,800 visible of 500,000",
        leaves_out=(
            _SCALING
            + "satellites of another size, height or paint than AI1; all that are not sun-synchronous; the season"
        ),
    ),
    Formula(
        name="bright_satellites_mitigated",
        title="Visible to the naked eye if dimmed as planned",
        unit="1",
        symbol="V⁻",
        expression=(
            "satellites_alive * sun_synchronous_share * bright_reference_mitigated / bright_reference_satellites"
        ),
        words="satellites on station × share in sun-synchronous shells × 1,400 visible of 500,000",
        leaves_out=(
            _SCALING + "satellites of another size, height or paint than AI1; all that are not sun-synchronous;"
            " the season, which alone takes the reference from 0 to 13,700"
        ),
    ),
    Formula(
        name="bright_satellites_per_star",
        title="Visible satellites for each visible star, at worst",
        unit="1",
        symbol="x_star",
        expression="bright_satellites_unmitigated / visible_stars",
        words="visible to the naked eye at worst / stars to the naked eye at a dark site",
        leaves_out=_SCALING + "what the number it is made from leaves out",
    ),
    Formula(
        name="bright_boley_ratio",
        title="Visible satellites for each visible star, by Boley and others",
        unit="1",
        symbol="x_star2",
        expression="boley_stars_ratio * satellites_alive / 1000000",
        words="100 times the visible stars for a million satellites × satellites on station / a million",
        leaves_out=_SCALING + "another fleet than theirs; two models of one sky differ this much",
    ),
)
