"""How many satellites are drawn: as many as this machine draws smoothly."""

from __future__ import annotations

from collections import deque

MOST_POINTS, FEWEST_POINTS = 2_097_152, 131_072
MOST_LINKS, FEWEST_LINKS = 100_000, 10_000
ALL_LINKS = 100_000_000  # more than there are
_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software", "swrast", "basic render", "gdi generic")
TARGET_S = 0.050  # 20 frames a second
# Apart by more than the factor of two that one step changes, so that it never goes to and fro.
SLOW_S, FAST_S = 1.4 * TARGET_S, 0.36 * TARGET_S
_WORTH_IT = 0.88  # fewer points must save this much, or it is something else that takes the time
_FRAMES = 11


def link_limit_for(renderer: str) -> int:
    """Return how many laser links to draw at most, from the name of the renderer: few without a graphics card."""
    name = renderer.lower()
    return FEWEST_LINKS if not name or any(each in name for each in _SOFTWARE) else MOST_LINKS


class FramePacer:
    """Watches how long frames take and proposes point limits, powers of two."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque(maxlen=_FRAMES)
        self._before: tuple[int, float] | None = None  # limit and frame time before the last step down
        self._floor = FEWEST_POINTS

    @property
    def frame_s(self) -> float:
        """The median time of the last frames, 0 before the first."""
        return sorted(self._times_s)[len(self._times_s) // 2] if self._times_s else 0.0

    def forget(self) -> None:
        """Start anew: the picture's size has changed."""
        self._times_s.clear()
        self._before, self._floor = None, FEWEST_POINTS

    def note(self, frame_s: float, points: int, stride: int, limit: int) -> int | None:
        """Note a frame's time; return the limit to use from now on, or None to keep it."""
        self._times_s.append(frame_s)
        if len(self._times_s) < _FRAMES:
            return None
        usual_s, before, self._before = self.frame_s, self._before, None
        if before is not None and usual_s > _WORTH_IT * before[1]:
            self._floor = before[0]
            return self._step(before[0], limit)
        if usual_s > SLOW_S and points > self._floor:
            # Below what is drawn now, or it would change nothing.
            lower = limit
            while lower >= points:
                lower //= 2
            self._before = limit, usual_s
            return self._step(max(lower, self._floor), limit)
        if usual_s < FAST_S and stride > 1:
            return self._step(min(2 * limit, MOST_POINTS), limit)
        return None

    def _step(self, wanted: int, limit: int) -> int | None:
        if wanted == limit:
            return None
        self._times_s.clear()
        return wanted
