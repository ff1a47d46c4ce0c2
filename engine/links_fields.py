"""Laser links, radio to the ground and fibre as a scenario may set them: the table ``[links]``.

What is taken where a scenario leaves a field out stands here with its source, as in ``model_fields.py``.
"""

from __future__ import annotations

from engine.fields import Field, Parameter
from engine.fields import taken_number as _number

STARLINK_LAYERS = ("model", "own fleet")

_OURS = "our choice"
_PROGRESS = "Starlink Progress Report 2024, by way of Szyma's literature report"
_TERMINAL = "Mynaric CONDOR Mk3, a terminal on sale (SatNow): 80 mm and 4 W at the end of its life; Starlink's own"
_HYPATIA = "Hypatia (ETH Zürich, 2020)"

LINKS: dict[str, Field] = {
    "starlink": Field(
        kind="choice", help="Whose satellites carry the traffic: a model of Starlink beside this fleet, or the fleet"
        " itself, where it is Starlink's own; left out: model", required=False, choices=STARLINK_LAYERS,
    ),
    # -- one laser terminal, the same at both ends
    "laser_power_w": _number(
        "Power of the laser of one terminal, W of light", 0.001, 10_000,
        "link_laser_power_w", "Laser power", "W", "P_las", 4.0, _TERMINAL + " power is not published", "B",
    ),
    "aperture_m": _number(
        "Diameter of the telescope of one terminal, m", 0.001, 10,
        "link_aperture_m", "Aperture of a laser terminal", "m", "D_las", 0.08,
        _TERMINAL + " aperture is not published", "B",
    ),
    "wavelength_nm": _number(
        "Wavelength of the lasers, nm", 200, 20_000,
        "link_wavelength_nm", "Wavelength", "nm", "λ_las", 1_550.0,
        _OURS + ": the usual band of optical fibre, in which TBIRD flew", "A",
    ),
    "optics_share": _number(
        "Share of the light that both telescopes together let through", 0.001, 1,
        "link_optics_share", "Light kept by both telescopes", "1", "η_las", 0.5, _OURS + ": half is lost in both",
    ),
    "pointing_loss_db": _number(
        "Light lost as the beam does not point exactly, dB", 0, 60,
        "link_pointing_loss_db", "Pointing loss of the beam", "dB", "L_pt", 3.0, _OURS + ": half the light",
    ),
    "photons_per_bit": _number(
        "Photons that the receiver needs for a bit", 0.1, 1e6,
        "link_photons_per_bit", "Photons a bit", "1", "n_ph", 100.0,
        _OURS + ": direct detection with an amplifier; coherent receivers are published with fewer",
    ),
    "ceiling_bit_s": _number(
        "Most that the electronics of a laser link carry, bit/s each way", 1, 1e18,
        "link_ceiling_bit_s", "Most of a laser link's electronics", "bit/s", "B_max", 1e11,
        "Starlink sustains 100 Gbps a link, 200 at peak (SPIE talk, pcmag, 31 January 2024)", "A",
    ),
    # -- which links there are
    "most_range_km": _number(
        "Longest laser link, km", 1, 1e6,
        "link_most_range_km", "Longest laser link allowed", "km", "R_max", 200_000.0,
        _OURS + ": longer than any line of sight near the Earth, so that geometry alone sets the limit",
    ),
    "grazing_altitude_km": _number(
        "Lowest altitude that a laser's path may have, km", 0, 1_000,
        "link_grazing_altitude_km", "Lowest altitude of a laser's path", "km", "h_gr", 80.0,
        _HYPATIA + ": links must not dip below 80 km, to keep clear of weather", "A",
    ),
    "terminals_for_compute": Field(
        kind="integer", help="Laser terminals of a Starlink satellite that take links from compute satellites",
        required=False, least=1, most=64,
        parameter=Parameter(
            "link_terminals_for_compute", "Terminals of a Starlink satellite for compute", "1", "n_term", 4.0,
            _OURS + ": as many again as Starlink's own links; it flies 3 lasers a satellite, studies take 3 to 5",
        ),
    ),
    "express_range_km": _number(
        "Length of the links that skip neighbours along an orbit, km", 1, 50_000,
        "link_express_range_km", "Length of an express link", "km", "R_exp", 3_000.0,
        _OURS + ": neighbours 8 to 140 km apart alone would make routes of thousands of hops",
    ),
    # -- radio to the ground
    "user_elevation_deg": _number(
        "Least angle of a satellite above a user's horizon, degrees", 0, 89,
        "user_elevation_deg", "Least elevation for users", "°", "ε_user", 25.0,
        f"FCC SAT-MOD-20181108-00083: at least 25°, by way of {_HYPATIA}", "A",
    ),
    "gateway_elevation_deg": _number(
        "Least angle of a satellite above a gateway's horizon, degrees", 0, 89,
        "gateway_elevation_deg", "Least elevation for gateways", "°", "ε_gw", 25.0,
        f"the same as for users (FCC SAT-MOD-20181108-00083, by way of {_HYPATIA}); gateways may look lower", "B",
    ),
    "user_link_bit_s": _number(
        "What one user's radio link carries down, bit/s", 1, 1e15,
        "user_link_bit_s", "Radio link of a user", "bit/s", "B_user", 1e8,
        _OURS + ": a household's link",
    ),
    "gateway_link_bit_s": _number(
        "What a satellite and a gateway carry between them each way, bit/s", 1, 1e15,
        "gateway_link_bit_s", "Radio link of a gateway", "bit/s", "B_gw", 9.6e10,
        _OURS + ": as much as a V2 mini sends down to its users",
    ),
    "downlink_bit_s": _number(
        "What one Starlink satellite sends down to all its users, bit/s", 1, 1e16,
        "starlink_downlink_bit_s", "Down from a Starlink satellite", "bit/s", "B_dn", 9.6e10,
        f"V2 mini: 96 Gbps ({_PROGRESS}); the V3 is announced with 1,000", "A",
    ),
    "uplink_bit_s": _number(
        "What one Starlink satellite takes up from all its users, bit/s", 1, 1e16,
        "starlink_uplink_bit_s", "Up to a Starlink satellite", "bit/s", "B_up", 6.7e9,
        f"V2 mini: 6.7 Gbps ({_PROGRESS}); the V3 is announced with 160 to 200", "A",
    ),
    # -- what else the lasers carry
    "training_bit_s": _number(
        "What each compute satellite sends besides to the one ahead of it in its plane, as training passes results"
        " round a ring, bit/s", 0, 1e18,
        "link_training_bit_s", "Training traffic along a plane", "bit/s", "B_train", 0.0, _OURS + ": none",
    ),
    # -- time that is not light
    "switching_s": _number(
        "Delay of each satellite that passes a message on, s", 0, 1,
        "link_switching_s", "Delay of a satellite on the way", "s", "t_sw", 1e-5,
        _OURS + ": the order of a switch on the ground; no figure is published",
    ),
    "radio_access_s": _number(
        "Delay of one passage of the radio link beside its light time, s", 0, 10,
        "radio_access_s", "Waiting for the radio, one way", "s", "t_rad", 0.005,
        _OURS + ": frames and waiting; Starlink's measured median of 25.7 ms there and back holds more than light's",
    ),
    # -- a question, and fibre to hold the answer against
    "prompt_tokens": _number(
        "Tokens of a prompt", 1, 1e9,
        "prompt_tokens", "Tokens of a prompt", "token", "n_prompt", 1_000.0,
        _OURS + ": 1,000 in and 1,000 out is a usual benchmark (InferenceX)",
    ),
    "answer_tokens": _number(
        "Tokens of an answer", 1, 1e9,
        "answer_tokens", "Tokens of an answer", "token", "n_answer", 500.0, _OURS + ": about a page",
    ),
    "fibre_us_per_km": _number(
        "Time of light in fibre, microseconds a km", 3.4, 20,
        "fibre_us_per_km", "Light in fibre", "µs/km", "τ_fib", 5.0,
        "about 5 µs/km: glass slows light by a factor of 1.5", "A", why="light in a vacuum takes 3.34",
    ),
    "fibre_path_factor": _number(
        "Length of a fibre route over the great circle", 1, 20,
        "fibre_path_factor", "Fibre's way over the great circle", "1", "k_fib", 1.0,
        _OURS + ": the shortest there could be, kinder to fibre than real routes, which wind",
    ),
}  # fmt: skip
