"""Watch a prompt go and its answer come back, slowed by powers of ten that are said.

Light on a way takes some hundredths of a second, reading a prompt perhaps a second: each stage has a pace of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from PySide6.QtCore import QObject, QVariantAnimation, Signal

from engine.cities import City
from engine.route_parts import Route

_FLIGHT_S, _WAIT_S = 4.0, 1.5  # how long a stage is wished to be shown
_TOKENS = 6  # so many pulses come back
_LEAST_SPAN_S = 1e-6


@dataclass(frozen=True, slots=True)
class Stage:
    """``span_s`` shown ``slowed`` times as long, ``begins_s`` after the prompt left; ``way``: "out", "home" or ""."""

    what: str
    begins_s: float
    span_s: float
    slowed: float
    way: str = ""

    @property
    def pace(self) -> str:
        """How it is slowed, or hurried on, in words."""
        if self.slowed == 1.0:
            return "as fast as it is"
        thing = "light" if self.way else "shown"
        if self.slowed < 1.0:
            return f"shown {1.0 / self.slowed:,.0f} × faster"
        return f"{thing} slowed {self.slowed:,.0f} ×"


def stages_of(route: Route, reading_s: float | None = None, token_s: float = 0.0) -> list[Stage]:
    """Return what happens, in order: there, and back; a prompt to compute is read there, and some tokens come back.

    ``reading_s`` is what a chip takes to read the prompt, ``token_s`` to make each token.
    """
    way_s = route.latency_s
    light = _power_of_ten(_FLIGHT_S / max(way_s, _LEAST_SPAN_S))
    stages = [Stage("the prompt is on its way", 0.0, way_s, light, "out")]
    if isinstance(route.goal, City) or reading_s is None:
        stages.append(Stage("the answer is on its way", way_s, way_s, light, "home"))
        return stages
    reading_s = max(reading_s + token_s, _LEAST_SPAN_S)
    pace = _power_of_ten(_WAIT_S / reading_s)
    stages.append(Stage("the prompt is read, a token made", way_s, reading_s, pace))
    for token in range(_TOKENS):
        leaves_s = way_s + reading_s + token * token_s
        slowed = light if token == 0 else light / 10.0  # the first is followed, the others are a stream
        stages.append(Stage(f"token {token + 1} comes back", leaves_s, way_s, slowed, "home"))
    return stages


def _power_of_ten(ratio: float) -> float:
    return 10.0 ** round(log10(ratio))


class Watch(QObject):
    """Runs the stages; ``stopped`` comes at the end, by itself or by ``stop``."""

    moved = Signal(str, object)  # which way, and the seconds since the stage began, None while nothing flies
    told = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stages: list[Stage] = []
        self._route: Route | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._move)
        self._animation.finished.connect(self._next)

    @property
    def running(self) -> bool:
        return bool(self._stages)

    def start(self, route: Route, stages: list[Stage]) -> None:
        self._animation.stop()
        self._route, self._stages = route, list(stages)
        self._begin()

    def stop(self) -> None:
        if self._stages:
            self._stages = []
            self._animation.stop()
            self.stopped.emit()

    def _begin(self) -> None:
        stage = self._stages[0]
        self._animation.setDuration(max(round(1e3 * stage.span_s * stage.slowed), 1))
        self._animation.start()

    def _next(self) -> None:
        if not self._stages:
            return
        if len(self._stages) == 1:
            self.stop()
            return
        self._stages.pop(0)
        self._begin()

    def _move(self, share: float) -> None:
        if not self._stages or self._route is None:
            return
        stage = self._stages[0]
        gone_s = share * stage.span_s
        words = f"+{1e3 * (stage.begins_s + gone_s):,.1f} ms · {stage.what}"
        leg = f"{self._leg(gone_s if stage.way == 'out' else stage.span_s - gone_s)} · " if stage.way else ""
        self.told.emit(f"{words}\n{leg}{stage.pace}")
        self.moved.emit(stage.way, gone_s if stage.way else None)

    def _leg(self, at_s: float) -> str:
        assert self._route is not None
        hops = self._route.hops
        for number, hop in enumerate(hops, 1):
            at_s -= hop.latency_s
            if at_s <= 0.0:
                return f"leg {number} of {len(hops)}"
        return f"leg {len(hops)} of {len(hops)}"
