"""The report on one shot: its track, what it takes, how it flies and arrives, and where it is every ten minutes."""

from __future__ import annotations

import json
from math import floor, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.aims import DEEP_SPACE_DAYS
from engine.constants import R_EARTH_KM, R_MOON_KM, SECONDS_PER_DAY
from engine.ephemeris import Ephemeris
from engine.insertion import mass_ratio
from engine.mass_driver import electric_energy_j, kinetic_energy_j, load_g, peak_power_w, time_on_track_s
from engine.shot_wishes import Answer, angle_deg
from engine.timebase import format_utc
from engine.trajectory import duration, place_name

Array = NDArray[np.float64]

STEP_S = 600.0
MOST_SAMPLES = 200_000
COLUMNS = ("t_s", "x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s")
TIME_AND_FRAME = "t_s is seconds after launch, TDB (taken equal to TT); positions and velocities are in GCRS axes"
END = "end_time"  # the last event of a flight that nothing ends
_SHORTEST_S = 1.0  # between the last two samples


def samples(answer: Answer, step_s: float = STEP_S) -> Array:
    """Return rows (N, 7) of ``COLUMNS``: the muzzle, then one each ``step_s``, and the arrival itself as the last.

    Raises ``ValueError`` with one sentence for a step that makes too many.
    """
    shot = answer.shot
    count = floor(max(shot.flight_s - _SHORTEST_S, 0.0) / step_s) + 1
    if count > MOST_SAMPLES:
        raise ValueError(
            f"--step is {step_s:g} s: that makes {count:,} samples, and at most {MOST_SAMPLES:,} are allowed:"
            f" give {floor(shot.flight_s / (MOST_SAMPLES - 1)) + 1}s or more"
        )
    after_s = step_s * np.arange(count, dtype=np.float64)
    states = shot.flight.state(shot.launch_s + after_s)
    last = np.concatenate([[shot.flight_s], shot.state])
    rows: Array = np.vstack([np.column_stack([after_s, states.T]), last])
    return rows


def content(answer: Answer, ephemeris: Ephemeris, rows: Array) -> dict[str, Any]:
    """Return all that is known of a shot under flat names that end in their units; no number is rounded.

    ``rows`` are the samples.  Energy and power are of a satellite with the
    propellant of its insertion; the bucket that carries it is left out.
    """
    shot, track = answer.shot, answer.shot.track
    thrown_kg = answer.satellite_mass_kg * mass_ratio(shot.insertion_km_s, answer.isp_s)
    longitude_rad = (track.longitude_rad + pi) % (2.0 * pi) - pi
    return {
        "scenario": answer.scenario.name,
        "destination": shot.destination,
        "launch_utc": utc(shot.launch_s),
        "launch_tdb_s_after_j2000": shot.launch_s,
        "site_latitude_deg": angle_deg(track.latitude_rad),
        "site_longitude_deg": angle_deg(longitude_rad),
        "azimuth_deg": angle_deg(track.azimuth_rad % (2.0 * pi)),
        "elevation_deg": angle_deg(track.elevation_rad),
        "length_km": track.length_km,
        "acceleration_m_s2": shot.push_m_s2,
        "acceleration_g": load_g(shot.push_m_s2),
        "most_acceleration_g": load_g(answer.most_acceleration_m_s2),
        "muzzle_speed_km_s": shot.speed_km_s,
        "most_muzzle_speed_km_s": track.muzzle_speed_km_s,
        "speed_from": answer.speed_from,
        "time_on_track_s": time_on_track_s(track.length_km, shot.speed_km_s),
        "satellite_mass_kg": answer.satellite_mass_kg,
        "propellant_mass_kg": thrown_kg - answer.satellite_mass_kg,
        "shot_mass_kg": thrown_kg,
        "driver_efficiency": answer.efficiency,
        "kinetic_energy_j_per_kg": kinetic_energy_j(1.0, shot.speed_km_s),
        "kinetic_energy_j": kinetic_energy_j(thrown_kg, shot.speed_km_s),
        "electric_energy_j": electric_energy_j(thrown_kg, shot.speed_km_s, answer.efficiency),
        "peak_power_w": peak_power_w(thrown_kg, shot.speed_km_s, shot.push_m_s2),
        "flight_s": shot.flight_s,
        "arrival_utc": utc(shot.arrival_s),
        "arrival_radius_km": shot.radius_km,
        "arrival_altitude_km": shot.radius_km - R_EARTH_KM,
        "arrival_speed_km_s": float(np.linalg.norm(shot.state[3:])),
        "inclination_deg": angle_deg(shot.inclination_rad),
        "c3_km2_s2": shot.c3_km2_s2,
        "l2_distance_km": shot.l2_distance_km,
        "insertion_delta_v_km_s": shot.insertion_km_s,
        "insertion_mode": _insertion_mode(answer),
        "insertion_isp_s": answer.isp_s,
        "events": events(answer, ephemeris),
        "notes": list(answer.notes),
        "time_and_frame": TIME_AND_FRAME,
        "sample_columns": list(COLUMNS),
        "samples": rows.tolist(),
    }


def events(answer: Answer, ephemeris: Ephemeris) -> list[dict[str, Any]]:
    """Return what happens on the way, in order, up to the arrival, which is the last; times after launch, TDB."""
    shot = answer.shot

    def event(name: str, after_s: float, state: Array, moon: Array) -> dict[str, Any]:
        return {
            "name": name,
            "t_s": after_s,
            "utc": utc(shot.launch_s + after_s),
            "earth_distance_km": float(np.linalg.norm(state[:3])),
            "moon_distance_km": float(np.linalg.norm(state[:3] - moon[:3])),
            "speed_km_s": float(np.linalg.norm(state[3:])),
        }

    told = [
        event(met.name, met.after_s, met.state, met.moon)
        for met in shot.flight.events
        if met.after_s <= shot.flight_s + 1e-6
    ]
    if not told or told[-1]["t_s"] < shot.flight_s - 1e-6:
        told.append(event(END, shot.flight_s, shot.state, ephemeris.moon_state_gcrs(shot.arrival_s)))
    return told


def as_json(told: dict[str, Any]) -> str:
    """Return the content as JSON: a line a key, and a line a sample."""
    lines = []
    for name, value in told.items():
        if name in ("samples", "events") and value:
            rows = ",\n".join(f"    {_json(row)}" for row in value)
            lines.append(f'  "{name}": [\n{rows}\n  ]')
        else:
            lines.append(f'  "{name}": {_json(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def utc(t_s: float) -> str:
    """Return an instant to the microsecond, which is left out where it is a whole second."""
    text = format_utc(t_s, 6)
    return text.replace(".000000Z", "Z")


def _insertion_mode(answer: Answer) -> str:
    return {"deep_space": "none", "eml2": "propulsive"}.get(
        answer.shot.destination, "aerobraking" if answer.aerobraking else "propulsive"
    )


def as_text(answer: Answer, told: dict[str, Any]) -> str:
    """Return the content as tables to read; the samples are only counted."""
    shot = answer.shot
    site = place_name(shot.track.latitude_rad, shot.track.longitude_rad)
    how = {"solved": "solved for", "given": "as given", "scenario": "the scenario's"}[answer.speed_from]
    lines = [
        f"Shot to {shot.destination} at {told['launch_utc']}, by {answer.scenario.title} ({answer.scenario.name})", "",
        "Track", "",
        _row("site of the muzzle", site, "on the Moon"),
        _row("azimuth", f"{told['azimuth_deg']:.4g}°", "clockwise from north"),
        _row("elevation", f"{told['elevation_deg']:.4g}°", "above the horizon"),
        _row("length", f"{told['length_km']:,.4g} km", ""),
        _row("acceleration", f"{told['acceleration_m_s2']:,.1f} m/s²",
             f"{told['acceleration_g']:,.1f} g, of {told['most_acceleration_g']:,.6g} g at most"),
        _row("time on the track", f"{told['time_on_track_s']:.2f} s", ""),
        "", "Shot", "",
        _row("muzzle speed", f"{told['muzzle_speed_km_s']:.5f} km/s",
             f"{how}; {told['most_muzzle_speed_km_s']:.4f} km/s at most"),
        _row("energy at the muzzle", f"{told['kinetic_energy_j_per_kg'] / 1e6:.4f} MJ/kg",
             f"{told['kinetic_energy_j_per_kg'] / 3.6e6:.4f} kWh/kg"),
        _row("mass thrown", f"{told['shot_mass_kg']:,.0f} kg",
             f"of that {told['propellant_mass_kg']:,.0f} kg of propellant for the insertion"),
        _row("kinetic energy", f"{told['kinetic_energy_j'] / 1e9:,.4g} GJ",
             f"electric {told['electric_energy_j'] / 1e9:,.4g} GJ at {told['driver_efficiency']:.0%}"),
        _row("power at the muzzle", f"{told['peak_power_w'] / 1e9:,.4g} GW", "the most along the track"),
        "", "Arrival", "",
        _row("time of flight", duration(shot.flight_s), f"until {format_utc(shot.arrival_s)}"),
        _row("from the Earth's centre", f"{shot.radius_km:,.1f} km", f"altitude {told['arrival_altitude_km']:,.1f} km"),
        _row("speed", f"{told['arrival_speed_km_s']:.4f} km/s", ""),
        _row("inclination", f"{told['inclination_deg']:.2f}°", "to the GCRS equator"),
        _row("C3", f"{shot.c3_km2_s2:.3f} km²/s²", ""),
    ]  # fmt: skip
    if shot.l2_distance_km is not None:
        lines.append(_row("from L2", f"{shot.l2_distance_km:,.0f} km", "at the nearest"))
    lines.append(_row("insertion delta-v", f"{shot.insertion_km_s:.4f} km/s", told["insertion_mode"]))
    lines += [
        "", "On the way", "",
        f"  {'':<14}{'after launch':>14}  {'UTC':<20}  {'from Earth, km':>14}  {'from Moon, km':>14}  {'km/s':>8}",
    ]  # fmt: skip
    muzzle = {"name": "muzzle", "t_s": 0.0, "utc": told["launch_utc"], **_muzzle(told)}
    for event in (muzzle, *told["events"]):
        when = format_utc(shot.launch_s + event["t_s"])
        distances = f"{event['earth_distance_km']:>14,.0f}  {event['moon_distance_km']:>14,.0f}"
        lines.append(
            f"  {_event_name(event):<14}{duration(event['t_s']):>14}  {when:<20}  {distances}"
            f"  {event['speed_km_s']:>8.4f}"
        )
    lines += ["", *(f"Note: {note}" for note in answer.notes)]
    lines.append(f"--json, --format oem and --format czml give its {len(told['samples']):,} states on the way.")
    return "\n".join(lines) + "\n"


def _muzzle(told: dict[str, Any]) -> dict[str, float]:
    first = np.array(told["samples"][0][1:])
    return {
        "earth_distance_km": float(np.linalg.norm(first[:3])),
        "moon_distance_km": R_MOON_KM,
        "speed_km_s": float(np.linalg.norm(first[3:])),
    }


def _event_name(event: dict[str, Any]) -> str:
    if event["name"] == END and abs(event["t_s"] - DEEP_SPACE_DAYS * SECONDS_PER_DAY) < 1.0:
        return "followed until"
    return str(event["name"]).replace("_", " ")


def _row(title: str, value: str, more: str) -> str:
    return f"  {title:<24}{value:>18}  {more}".rstrip()
