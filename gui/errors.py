"""What nobody foresaw: one sentence for the user, the traceback into a log file, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from gui.settings import config_folder

_MOST_LOG_BYTES = 1_000_000


class ErrorReporter(QObject):
    """Catches what no other code caught, in any thread, and emits ``failed(sentence)``.

    The same failure is told once: a fault in every frame must not bury the user in dialogs.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()

    def install(self) -> None:
        sys.excepthook = self.report
        threading.excepthook = lambda given: self.report(given.exc_type, given.exc_value, given.exc_traceback)

    def report(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        lines = traceback.format_exception(kind, error, trace)
        where = write_log("".join(lines))
        last = traceback.extract_tb(trace)[-1:] if trace else []
        key = f"{kind.__name__}{[(frame.filename, frame.lineno) for frame in last]}"
        if key in self._told:
            return
        self._told.add(key)
        detail = str(error).strip().splitlines()
        what = detail[0].rstrip(".") if detail else kind.__name__
        self.failed.emit(f"Something went wrong that should not: {what}. Details are in {where}.")


def log_file() -> Path:
    return config_folder() / "heliograph.log"


def write_log(text: str) -> Path:
    """Append ``text`` to the log, which starts anew when it is large; return its path."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        anew = path.exists() and path.stat().st_size > _MOST_LOG_BYTES
        with path.open("w" if anew else "a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{text.rstrip()}\n\n")
    except OSError:
        pass  # a full or read-only disk must not make one failure two
    return path


def quiet_libraries() -> Callable[..., object]:
    """Send what Qt and vispy would print to the console into the log instead."""
    logger = logging.getLogger("vispy")
    logger.handlers[:] = [_LogHandler(logging.ERROR)]
    logger.propagate = False
    return qInstallMessageHandler(_qt_message)


class _LogHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        write_log(f"vispy: {record.getMessage()}")


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        write_log(f"Qt: {text}")
