"""A flight as a CZML document, which Cesium plays: the payload and the Moon on their ways, in inertial axes, metres."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_MOON_KM

Array = NDArray[np.float64]

_DEGREE = 7
_A_SECOND = 3_600.0  # an hour of the flight in a second of Cesium's clock
_GOLD, _GREY, _FAINT = [255, 209, 102, 255], [190, 195, 205, 255], [140, 150, 170, 140]


def czml_text(rows: Array, moon_rows: Array, *, launch_utc: str, arrival_utc: str, name: str, description: str) -> str:
    """Return the document for states (N, 7) of a payload and (M, 4 or more) of the Moon.

    Both: seconds after ``launch_utc`` (ISO, UTC), then km in the GCRS, which Cesium calls INERTIAL.  Cesium
    joins the positions by Lagrange polynomials of degree 7: with one every ten minutes that is 4 km off in the
    first minutes, near the Moon, 10 km in the last before a perigee at 550 km, and metres between.
    """
    interval = f"{launch_utc}/{arrival_utc}"
    lasts_s = float(rows[-1, 0])
    document = {
        "id": "document",
        "name": name,
        "version": "1.0",
        "clock": {
            "interval": interval,
            "currentTime": launch_utc,
            "multiplier": _A_SECOND,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }
    payload = {
        "id": "payload",
        "name": name,
        "description": description,
        "availability": interval,
        "position": _position(rows, launch_utc),
        "path": _path(_GOLD, lead_s=0.0, trail_s=lasts_s, width=2.0),
        "point": {"pixelSize": 8.0, "color": {"rgba": _GOLD}},
        "label": {"text": name, "font": "12pt sans-serif", "pixelOffset": {"cartesian2": [14.0, -14.0]},
                  "horizontalOrigin": "LEFT"},
    }  # fmt: skip
    radius_m = R_MOON_KM * 1_000.0
    moon = {
        "id": "moon",
        "name": "Moon",
        "availability": interval,
        "position": _position(moon_rows, launch_utc),
        "path": _path(_FAINT, lead_s=lasts_s, trail_s=lasts_s, width=1.0),
        "ellipsoid": {
            "radii": {"cartesian": [radius_m, radius_m, radius_m]},
            "material": {"solidColor": {"color": {"rgba": _GREY}}},
        },
        "point": {"pixelSize": 4.0, "color": {"rgba": _GREY}},
    }
    packets = ",\n".join(
        json.dumps(packet, ensure_ascii=False, allow_nan=False) for packet in (document, payload, moon)
    )
    return f"[\n{packets}\n]\n"


def _position(rows: Array, epoch_utc: str) -> dict[str, Any]:
    in_metres = np.column_stack([rows[:, 0], np.round(rows[:, 1:4] * 1_000.0, 3)])
    return {
        "interpolationAlgorithm": "LAGRANGE",
        "interpolationDegree": _DEGREE,
        "referenceFrame": "INERTIAL",
        "epoch": epoch_utc,
        "cartesian": in_metres.ravel().tolist(),
    }


def _path(rgba: list[int], *, lead_s: float, trail_s: float, width: float) -> dict[str, Any]:
    return {
        "leadTime": lead_s,
        "trailTime": trail_s,
        "width": width,
        "resolution": 600.0,
        "material": {"solidColor": {"color": {"rgba": rgba}}},
    }
