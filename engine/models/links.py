"""Laser links: what one terminal carries over a range, how far it can see, and what light and fibre take for a way.

The formulas of ``engine/link_budget.py``, which works them out for many links; here each is shown with its inputs.
"""

from __future__ import annotations

from engine.formula import Formula

_BUDGET = "the Friis equation with the gain of an evenly lit round aperture"
_MU = "398600.4418"  # km³/s², GM of the Earth: IERS Conventions (2010)
_NOT_IN_BUDGET = "sunlight and the receiver's own noise, which stand in the photons a bit; the time to find a partner"


def over_range(range_km: str, name: str, shown: str, sign: str) -> tuple[Formula, ...]:
    """Return the light that arrives and the rate over one range: ``range_km`` is an expression, in km."""
    return (
        Formula(
            name=f"link_received_{name}_w",
            title=f"Light that arrives over {shown}",
            unit="W",
            symbol=f"P_r,{sign}",
            expression=(
                "link_laser_power_w * link_kept_share"
                f" * min((link_antenna_gain * link_wavelength_m / (4000 * pi * {range_km}))**2, 1)"
            ),
            words=(
                f"laser power × light kept × (gain of an aperture × wavelength / (4 π × {shown}))², of which no more"
                " than all arrives; both ends have the same aperture"
            ),
            leaves_out="the shape of real beams; nearer than the far field the formula is an upper limit",
            source=_BUDGET,
        ),
        Formula(
            name=f"link_rate_{name}_bit_s",
            title=f"Laser link over {shown}",
            unit="bit/s",
            symbol=f"B_{sign}",
            expression=(
                f"min(link_received_{name}_w / (link_photon_energy_j * link_photons_per_bit), link_ceiling_bit_s)"
            ),
            words="light that arrives / (energy of a photon × photons a bit), at most what the electronics carry",
            leaves_out=_NOT_IN_BUDGET,
            source=_BUDGET,
        ),
    )


TERMINAL: tuple[Formula, ...] = (
    Formula(
        name="link_wavelength_m",
        title="Wavelength in metres",
        unit="m",
        symbol="λ_m",
        expression="link_wavelength_nm / 1000000000",
        words="wavelength in nm / 10⁹",
    ),
    Formula(
        name="link_antenna_gain",
        title="Gain of an aperture",
        unit="1",
        symbol="G_las",
        expression="(pi * link_aperture_m / link_wavelength_m)**2",
        words="(π × aperture / wavelength)²: how much brighter its beam is than a source that shines all round",
        leaves_out="what a mirror in the middle takes away, and beams that are weaker at the rim",
        source=_BUDGET,
    ),
    Formula(
        name="link_far_field_km",
        title="Far field begins at about",
        unit="km",
        symbol="R_far",
        expression="link_aperture_m**2 / link_wavelength_m / 1000",
        words="aperture² / wavelength; nearer, the budget's formula gives too much",
    ),
    Formula(
        name="link_kept_share",
        title="Light kept by optics and pointing",
        unit="1",
        symbol="κ_las",
        expression="link_optics_share * exp(-ln(10) * link_pointing_loss_db / 10)",
        words="light kept by both telescopes × 10^(-pointing loss in dB / 10)",
    ),
    Formula(
        name="link_photon_energy_j",
        title="Energy of a photon",
        unit="J",
        symbol="E_ph",
        expression="planck_j_s * speed_of_light_m_s / link_wavelength_m",
        words="Planck's constant × speed of light / wavelength",
    ),
)

FORMULAS: tuple[Formula, ...] = (
    *TERMINAL,
    # -- over a range
    Formula(
        name="link_loss_1000_km_db",
        title="Free-space loss over 1,000 km",
        unit="dB",
        symbol="L_fs,1000",
        expression="20 * log10(4 * pi * 1000000 / link_wavelength_m)",
        words="20 log₁₀(4 π × range / wavelength)",
        source=_BUDGET,
    ),
    Formula(
        name="link_loss_5000_km_db",
        title="Free-space loss over 5,000 km",
        unit="dB",
        symbol="L_fs,5000",
        expression="20 * log10(4 * pi * 5000000 / link_wavelength_m)",
        words="20 log₁₀(4 π × range / wavelength)",
        source=_BUDGET,
    ),
    *over_range("1000", "1000_km", "1,000 km", "1000"),
    *over_range("5000", "5000_km", "5,000 km", "5000"),
    *over_range("link_express_range_km", "express", "an express link", "exp"),
    *over_range("starlink_link_range_km", "starlink", "Starlink's longest", "SL"),
    Formula(
        name="link_rate_over_reported_share",
        title="This budget over Starlink's reported rate, there",
        unit="1",
        symbol="x_SL",
        expression="link_rate_starlink_bit_s / starlink_link_bit_s",
        words="laser link over Starlink's longest / the rate that Starlink's links are reported to sustain",
        leaves_out="that the reported rate and the reported range need not go together; nothing here is fitted to them",
    ),
    Formula(
        name="link_beam_1000_km_m",
        title="Width of the beam after 1,000 km",
        unit="m",
        symbol="d_1000",
        expression="2.44 * link_wavelength_m / link_aperture_m * 1000000",
        words="2.44 × wavelength / aperture × range: between the first dark rings",
    ),
    Formula(
        name="link_beam_5000_km_m",
        title="Width of the beam after 5,000 km",
        unit="m",
        symbol="d_5000",
        expression="2.44 * link_wavelength_m / link_aperture_m * 5000000",
        words="2.44 × wavelength / aperture × range: between the first dark rings",
    ),
    # -- how far, how fast
    Formula(
        name="link_horizon_550_km",
        title="Longest line of sight at 550 km",
        unit="km",
        symbol="R_550",
        expression=(
            "2 * sqrt(max((earth_equatorial_radius_m / 1000 + 550)**2"
            " - (earth_equatorial_radius_m / 1000 + link_grazing_altitude_km)**2, 0))"
        ),
        words="2 √((radius of the Earth + 550 km)² - (radius of the Earth + lowest altitude of a path)²)",
        leaves_out="the Earth's flattening, bending in the air",
    ),
    Formula(
        name="link_horizon_km",
        title="Longest line of sight at the shells' mean altitude",
        unit="km",
        symbol="R_hor",
        expression=(
            "2 * sqrt(max((earth_equatorial_radius_m / 1000 + mean_shell_altitude_km)**2"
            " - (earth_equatorial_radius_m / 1000 + link_grazing_altitude_km)**2, 0))"
        ),
        words="2 √((radius of the Earth + mean altitude)² - (radius of the Earth + lowest altitude of a path)²)",
        leaves_out="the Earth's flattening, bending in the air",
    ),
    Formula(
        name="link_doppler_most_hz",
        title="Greatest Doppler shift at 550 km",
        unit="Hz",
        symbol="Δf_las",
        expression=(f"2 * sqrt({_MU} / (earth_equatorial_radius_m / 1000 + 550)) * 1000 / link_wavelength_m"),
        words="2 × speed of a circular orbit at 550 km / wavelength: two that meet head on",
    ),
    Formula(
        name="light_time_1000_km_s",
        title="Light time over 1,000 km",
        unit="s",
        symbol="t_1000",
        expression="1000000 / speed_of_light_m_s",
        words="range / speed of light",
    ),
    Formula(
        name="light_time_5000_km_s",
        title="Light time over 5,000 km",
        unit="s",
        symbol="t_5000",
        expression="5000000 / speed_of_light_m_s",
        words="range / speed of light",
    ),
    Formula(
        name="fibre_time_5000_km_s",
        title="Light in fibre over 5,000 km of ground",
        unit="s",
        symbol="t_fib",
        expression="5000 * fibre_path_factor * fibre_us_per_km / 1000000",
        words="5,000 km × fibre's way over the great circle × time of light in fibre",
        leaves_out="routers and repeaters",
    ),
    Formula(
        name="ping_overhead_s",
        title="There and back through a satellite at 550 km",
        unit="s",
        symbol="t_ping",
        expression="4 * 550000 / speed_of_light_m_s + 2 * radio_access_s",
        words="4 × 550 km / speed of light + 2 × waiting for the radio",
        leaves_out=(
            "satellites lower in the sky, the ground beyond the gateway, queues: Starlink's measured median is longer,"
            " and is shown beside it (Latency of Starlink, measured)"
        ),
    ),
    # -- what a question takes
    Formula(
        name="prompt_send_s",
        title="To send a prompt over a user's radio link",
        unit="s",
        symbol="t_prompt",
        expression="prompt_tokens * bits_per_token / min(user_link_bit_s, starlink_uplink_bit_s)",
        words="tokens of a prompt × bits of a token / radio link of a user",
        leaves_out="that up is slower than down for most users",
    ),
    Formula(
        name="answer_send_s",
        title="To send an answer over a user's radio link",
        unit="s",
        symbol="t_answer",
        expression="answer_tokens * bits_per_token / min(user_link_bit_s, starlink_downlink_bit_s)",
        words="tokens of an answer × bits of a token / radio link of a user",
        leaves_out="coding; pictures and video",
    ),
    Formula(
        name="starlink_satellites_for_text",
        title="Starlink downlinks that carry all text",
        unit="1",
        symbol="N_text",
        expression="downlink_bit_s / starlink_downlink_bit_s",
        words="bits per second down, for all tokens / down from a Starlink satellite",
        leaves_out="where the users are: a satellite serves only those below it; pictures and video",
    ),
)
