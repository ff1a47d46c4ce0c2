"""The command ``shot``: one shot of a scenario, reported as text or JSON, or as an OEM or CZML file."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from engine.czml import czml_text
from engine.ephemeris import load_ephemeris
from engine.oem import oem_text
from engine.scenario import load_scenario
from engine.shot_report import STEP_S, as_json, as_text, content, samples, utc
from engine.shot_wishes import Wishes, answer
from engine.timebase import TT_MINUS_UTC_S, parse_utc
from engine.timeline_file import parse_step

FORMATS = ("text", "json", "oem", "czml")


def shot(scenario: str, at: str | None, wishes: Wishes, step: str | None = None, file_format: str = "text") -> str:
    """Return the report on a shot in one of ``FORMATS``; raises ``ValueError`` with one sentence."""
    loaded, ephemeris = load_scenario(scenario), load_ephemeris()
    t_s = loaded.opens_at_s if at is None else parse_utc(at)
    step_s = STEP_S if step is None else parse_step(step)
    made = answer(loaded, t_s, wishes, ephemeris)
    rows = samples(made, step_s)
    flown = made.shot
    if file_format == "oem":
        return oem_text(
            rows,
            t_s,
            object_name=f"SHOT TO {flown.destination.upper()}",
            created_utc=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            comments=(
                f"A shot from the Moon by the scenario {loaded.name}, launched {utc(t_s)} (UTC) at"
                f" {flown.speed_km_s:.9f} km/s.",
                f"TDB is taken equal to TT; UTC is TDB - {TT_MINUS_UTC_S} s.",
                "Earth with J2, Moon and Sun (DE440).",
                *made.notes,
            ),
        )
    if file_format == "czml":
        after_s = np.append(np.arange(0.0, flown.flight_s - 1.0, 3_600.0), flown.flight_s)
        moon_rows = np.column_stack([after_s, ephemeris.moon_gcrs_km(t_s + after_s).T])
        return czml_text(
            rows,
            moon_rows,
            launch_utc=utc(t_s),
            arrival_utc=utc(flown.arrival_s),
            name=f"Shot to {flown.destination}",
            description=" ".join((f"{flown.speed_km_s:.5f} km/s at the muzzle.", *made.notes)),
        )
    told = content(made, ephemeris, rows)
    return as_json(told) if file_format == "json" else as_text(made, told)
