"""The designed flight: one that somebody tries out, drawn whole, with what happens on the way and where it is now.

The line is the flight in the GCRS, so it begins where the Moon *was* at the
launch: where the Moon has gone on, a ring shows its place then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_MOON_KM
from gui.arrays import float32
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.world import World
    from gui.frame import Floats, Frame, LinePart

Array = NDArray[np.float64]

_NOT_NOW = 0.4  # how strong the last good flight is drawn while what is asked for cannot be done
_MOON_GONE_RADII = 0.5
_AT_THE_MUZZLE_S = 600.0  # so long the muzzle's own name is enough


@dataclass(frozen=True, slots=True)
class Mark:
    """What happens at ``r_gcrs_km`` (3,): ``text``, and whether it is the muzzle, the arrival or on the way."""

    text: str
    r_gcrs_km: Array
    kind: str  # "muzzle", "arrival" or "way"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DesignedFlight:
    """One flight as read-only samples: ``t_s`` (n,), rising, ``r_gcrs_km`` and ``v_gcrs_km_s`` (n, 3).

    ``moon_km`` (n, 3) is the Moon's place at those times.  ``current`` is false
    for the last good flight beside a wish that cannot be met.
    """

    t_s: Array
    r_gcrs_km: Array
    v_gcrs_km_s: Array
    moon_km: Array
    marks: tuple[Mark, ...]
    current: bool = True

    @property
    def launch_s(self) -> float:
        return float(self.t_s[0])

    def at(self, t_s: float) -> Array | None:
        """Return where it is (3,), by a cubic between samples; None before the launch and after the end."""
        if not self.t_s[0] <= t_s <= self.t_s[-1]:
            return None
        row = min(max(int(np.searchsorted(self.t_s, t_s, side="right")) - 1, 0), len(self.t_s) - 2)
        step_s = self.t_s[row + 1] - self.t_s[row]
        s = (t_s - self.t_s[row]) / step_s
        (a, b), (u, v) = self.r_gcrs_km[row : row + 2], self.v_gcrs_km_s[row : row + 2] * step_s
        place: Array = (
            (1.0 + 2.0 * s) * (1.0 - s) ** 2 * a
            + s * (1.0 - s) ** 2 * u
            + s * s * (3.0 - 2.0 * s) * b
            + s * s * (s - 1.0) * v
        )
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignedPart:
    """The designed flight in the picture, from the eye, km; ``strength`` 0..1 is that of all of it."""

    line: LinePart
    moon_line: LinePart  # the Moon's way meanwhile
    marks_km: Floats  # (m, 3)
    marks_visible: tuple[bool, ...]
    texts: tuple[tuple[str, Array, str], ...]  # words, (3,), kind
    payload_km: Floats | None  # (3,), while it is on its way and in sight
    moon_then_km: Floats | None  # (3,), where the Moon has gone on since the launch
    moon_then_radius_km: float
    strength: float


def build_designed_part(world: World, frame: Frame) -> DesignedPart | None:
    """Return the part of the frame, or None where nothing is designed."""
    from gui.frame import LinePart, project_offsets

    flight = frame.view.designed
    if flight is None:
        return None

    def seen(places_km: Array) -> Array:
        return np.asarray(compress(places_km, frame.stage_scale) - frame.pose.eye_km)

    strength = 1.0 if flight.current else _NOT_NOW
    line_km, moon_km = seen(flight.r_gcrs_km), seen(flight.moon_km)
    marks_km = seen(np.array([mark.r_gcrs_km for mark in flight.marks]))
    _, visible = project_offsets(frame, marks_km)
    now_km = flight.at(world.t_s)
    payload_km = None
    if now_km is not None:
        offset_km = seen(now_km[None])
        if project_offsets(frame, offset_km)[1][0]:
            payload_km = float32(offset_km[0])
    whole = float32(np.ones(len(line_km)))
    gone = float(np.linalg.norm(flight.moon_km[0] - world.moon_gcrs_km)) > _MOON_GONE_RADII * R_MOON_KM
    texts = [
        (mark.text.replace("Muzzle", "Moon at launch") if gone else mark.text, at, mark.kind)
        for mark, at in zip(flight.marks, marks_km, strict=True)
    ]
    if payload_km is not None and world.t_s - flight.launch_s > _AT_THE_MUZZLE_S:
        texts.insert(0, ("Payload", payload_km.astype(np.float64), "payload"))
    return DesignedPart(
        line=LinePart(points_km=float32(line_km), alpha=whole),
        moon_line=LinePart(points_km=float32(moon_km), alpha=whole),
        marks_km=float32(marks_km),
        marks_visible=tuple(bool(each) for each in visible),
        texts=tuple(texts),
        payload_km=payload_km,
        moon_then_km=float32(moon_km[0]) if gone else None,
        moon_then_radius_km=R_MOON_KM,
        strength=strength,
    )
