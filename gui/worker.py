"""Work in a thread, one job at a time: its answer comes back on the GUI's thread, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from engine.files import Cancelled

Progress = Callable[[float], bool]  # told the share that is done; returns whether to go on


class _Failure:
    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


class Worker(QObject):
    """``start`` another job, or ``cancel``, and the answer of the one before is dropped.

    A job is told how to report progress, and may stop when that returns False.
    ``answered``, ``failed`` and ``progressed`` are called on the GUI's thread:
    with what the job returned, with the sentence of the ValueError or
    ArithmeticError that it raised, and with the share that is done.
    """

    _answered = Signal(object)
    _failed = Signal(str)
    _progressed = Signal(float)
    _came = Signal(int, object)
    _share_came = Signal(int, float)

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        answered: Callable[..., object],
        failed: Callable[[str], object] | None = None,
        progressed: Callable[[float], object] | None = None,
    ) -> None:
        """``name`` is the thread's."""
        super().__init__(parent)
        self._name, self._number, self._running = name, 0, False
        self._came.connect(self._take)
        self._share_came.connect(self._take_share)
        self._answered.connect(answered)
        if failed is not None:
            self._failed.connect(failed)
        if progressed is not None:
            self._progressed.connect(progressed)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def start(self, job: Callable[[Progress], object]) -> None:
        """Begin a job in a thread of its own; one that is under way is cancelled."""
        self._number += 1
        self._running = True
        number = self._number

        def progress(share: float) -> bool:
            with suppress(RuntimeError):  # the window was closed in the meantime, and Qt's half of this with it
                self._share_came.emit(number, share)
            return self._number == number

        def work() -> None:
            try:
                answer: object = job(progress)
            except (ValueError, ArithmeticError) as error:
                answer = _Failure(str(error))
            except Cancelled:
                return
            except Exception as error:  # a fault of ours: the log has it, and nobody waits for ever
                threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
                answer = _Failure("something went wrong in the program: the log says what")
            with suppress(RuntimeError):
                self._came.emit(number, answer)

        threading.Thread(target=work, name=self._name, daemon=True).start()

    def cancel(self) -> None:
        """Drop the answer of what is under way."""
        self._number += 1
        self._running = False

    def _take_share(self, number: int, share: float) -> None:
        if number == self._number:
            self._progressed.emit(share)

    def _take(self, number: int, answer: object) -> None:
        if number != self._number:
            return
        self._running = False
        if isinstance(answer, _Failure):
            self._failed.emit(answer.sentence)
        else:
            self._answered.emit(answer)
