"""Laser links in a frame: where their ends are now.  Which links, ``gui.links_choice`` says, once a minute.

Per frame only the places of some thousand ends are worked out, a millisecond,
and go to the GPU as a small table.  The pulse in each link is a function of the
time alone, so it stands still when the clock does: light, slowed by a power of
ten that is said in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, SPEED_OF_LIGHT_KM_S
from gui.arrays import float32
from gui.links_choice import ChosenLinks, chosen_links
from gui.load_scale import PALETTE, load_tints
from gui.stage_scale import compress

if TYPE_CHECKING:
    from engine.link_loads import LinkLoads
    from engine.world import World
    from gui.frame import Frame

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Tints = NDArray[np.uint8]

_HOUR_S = 3_600.0  # pulses are counted from the hour: more would not fit float32
_USUAL_KM = 24_000.0  # focus distance at which light is slowed as the view says
_SHORTEST_S = 0.35  # a pulse that is through sooner is a flicker, and is not drawn
_FAINTEST = 0.015  # fainter than that is lost in 8 bits of colour
_BESIDE_SELECTION, _NEAR_GAIN = 0.35, 1.8  # where there is a selection: all others, and its own


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPart:
    """Links as threads: ``places_km`` (m, 3) of the nodes from the eye, ``there`` (m,) which of them there are.

    ``elapsed_s`` and ``slowed`` set the pulses: each is at the share
    ``elapsed_s`` c / (``slowed`` range) of its link, but for whole numbers and a
    shift of its own; in links shorter than ``shortest_km`` there is none.
    ``gain`` is how bright threads are, ``near_gain`` those about the selection.
    ``tint`` (n,) says which colour of ``gui.load_scale.PALETTE`` each thread has.
    """

    links: ChosenLinks
    tint: Tints
    places_km: Floats
    there: NDArray[np.bool_]
    elapsed_s: float
    slowed: float
    shortest_km: float
    gain: float
    near_gain: float

    @property
    def from_km(self) -> Floats:
        """(n, 3) where each link begins, from the eye."""
        return self.places_km[self.links.first]

    @property
    def to_km(self) -> Floats:
        return self.places_km[self.links.second]

    @property
    def colours(self) -> Floats:
        """(n, 3) red, green and blue of each thread, 0 to 1."""
        return float32(np.array(PALETTE)[self.tint])

    @property
    def drawn(self) -> int:
        return len(self.links.first)

    @property
    def share(self) -> float:
        """How many of all links are drawn, 0 to 1."""
        return self.drawn / max(self.links.total, 1)

    @property
    def words(self) -> tuple[str, ...]:
        """What must be said of links as they are drawn, one sentence each."""
        about = "about " if self.links.about else ""
        share = f"{self.drawn:,} of {about}{self.links.total:,} laser links drawn"
        return share, f"Light in the links slowed {self.slowed:,.0f} ×"


def build_link_part(world: World, frame: Frame, starlink_km: Array) -> LinkPart | None:
    """Return the part, or None where there are no links.  Pure; where the view brings no choice, it is made."""
    view = frame.view
    links = view.links or chosen_links(world, view.link_limit, view.selected)
    if not len(links.first):
        return None
    r_km = links.places_km(world, starlink_km)
    there = np.isfinite(r_km[:, 0])
    offsets_km = compress(np.where(there[:, None], r_km, 0.0), frame.stage_scale) - frame.pose.eye_km
    nearer = 10.0 ** min(max(round(log10(_USUAL_KM / max(frame.focus_distance_km, 1.0))), -1), 4)
    slowed = view.light_slowed * nearer
    gain = _gain(links, frame)
    some_near = bool(links.near.any())
    return LinkPart(
        links=links,
        tint=links.link_class if view.shown_loads is None else _by_load(links, view.shown_loads),
        places_km=float32(offsets_km),
        there=there,
        elapsed_s=float(world.t_s % _HOUR_S),
        slowed=slowed,
        shortest_km=_SHORTEST_S * SPEED_OF_LIGHT_KM_S / 1_000.0 / nearer,
        gain=gain * (_BESIDE_SELECTION if some_near else 1.0),
        near_gain=_NEAR_GAIN,
    )


@lru_cache(maxsize=1)
def _by_load(links: ChosenLinks, loads: LinkLoads) -> Tints:
    """Return the tints of links whose ends are known to ``loads``: once for each choice, not for each frame."""
    ends = np.concatenate([links.starlink, loads.layer_count + links.members.address])
    return load_tints(loads.between(ends[links.first], ends[links.second]))


def _gain(links: ChosenLinks, frame: Frame) -> float:
    """Return how bright a thread is: less, the more of the picture threads would cover."""
    height_px = frame.picture_px[1] / frame.point_scale
    px_rad = 2.0 * np.tan(0.5 * frame.pose.fov_rad) / height_px
    reach_km = max(float(np.linalg.norm(frame.pose.eye_km)) - R_EARTH_KM, 500.0)
    per_km = 1.0 / (reach_km * px_rad)  # pixels, of what is nearest
    disc_px = np.pi * (1.2 * R_EARTH_KM * per_km) ** 2
    covered = 0.6 * float(np.nansum(links.range_km)) * per_km / max(disc_px, 1.0)
    return max(1.0 / (1.0 + covered * (1.1 + 0.12 * covered)), _FAINTEST)
