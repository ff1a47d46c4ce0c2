"""The clock: simulated time, how fast it runs and whether it runs."""

from __future__ import annotations

from math import copysign
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0

# Simulated seconds a second -> what it is called.
RATE_LADDER: dict[float, str] = {
    1.0: "real time",
    _MINUTE: "1 min/s",
    10 * _MINUTE: "10 min/s",
    _HOUR: "1 h/s",
    6 * _HOUR: "6 h/s",
    _DAY: "1 day/s",
    7 * _DAY: "1 week/s",
    30.4375 * _DAY: "1 month/s",
    91.3125 * _DAY: "3 months/s",
    365.25 * _DAY: "1 year/s",
}
_RUNGS = tuple(RATE_LADDER)

TICK_MS = 16
# After a hitch, or a night in a closed laptop, time goes on from where it was instead of leaping.
_LONGEST_TICK_S = 0.5


def rate_name(rate: float) -> str:
    """Return what a rate is called: ``1 h/s``, ``1 h/s, backwards``."""
    name = RATE_LADDER.get(abs(rate)) or f"{abs(rate):,.0f} s/s"
    return f"{name}, backwards" if rate < 0.0 else name


class Clock(QObject):
    """Simulated time ``t_s``.  ``rate`` is in simulated seconds a second and negative backwards.

    The rate outlives a pause.  The clock keeps within its bounds and stops there.
    """

    time_changed = Signal(float)
    rate_changed = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._t_s = 0.0
        self._bounds_s = (0.0, 0.0)
        self._rate = _RUNGS[1]
        self._ticked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def t_s(self) -> float:
        return self._t_s

    @property
    def bounds_s(self) -> tuple[float, float]:
        return self._bounds_s

    @property
    def rate(self) -> float:
        return self._rate

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def set_bounds(self, start_s: float, end_s: float) -> None:
        """Keep to ``start_s`` .. ``end_s`` from now on; the time itself is asked for next."""
        self._bounds_s = (start_s, end_s)
        self._t_s = min(max(self._t_s, start_s), end_s)

    def request_time(self, t_s: float) -> None:
        """Go to ``t_s``, or as near as the bounds allow."""
        start_s, end_s = self._bounds_s
        self._t_s = min(max(t_s, start_s), end_s)
        self.time_changed.emit(self._t_s)

    def play(self) -> None:
        if not self.playing:
            self._ticked = perf_counter()
            self._timer.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        self.pause() if self.playing else self.play()

    def set_rate(self, rate: float) -> None:
        if rate != self._rate:
            self._rate = rate
            self.rate_changed.emit(rate)

    def reverse(self) -> None:
        self.set_rate(-self._rate)

    def realtime(self) -> None:
        self.set_rate(_RUNGS[0])

    def faster(self) -> None:
        """Go one rung up: from backwards through real time to forwards."""
        self._climb(+1)

    def slower(self) -> None:
        """Go one rung down: below real time it runs backwards."""
        self._climb(-1)

    def step(self, direction: int) -> None:
        """Go as far as one second at this rate would, forwards (+1) or back (-1)."""
        self.request_time(self._t_s + direction * abs(self._rate))

    def _climb(self, by: int) -> None:
        # The ladder has no rung 0: ... -2 -1 1 2 ... are the rungs backwards and forwards.
        number = 1 + min(range(len(_RUNGS)), key=lambda i: abs(_RUNGS[i] - abs(self._rate)))
        signed = int(copysign(number, self._rate)) + by
        signed = signed or by
        if abs(signed) <= len(_RUNGS):
            self.set_rate(copysign(_RUNGS[abs(signed) - 1], signed))

    def _tick(self) -> None:
        now = perf_counter()
        passed_s = min(now - self._ticked, _LONGEST_TICK_S)
        self._ticked = now
        wanted_s = self._t_s + passed_s * self._rate
        self.request_time(wanted_s)
        if wanted_s != self._t_s:  # a bound was in the way
            self.pause()
