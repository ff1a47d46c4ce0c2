"""The ``heliograph`` command: the window here, and everything else in ``gui.command_line``.

What is imported on the way to the window is the least that the first picture needs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("report", "explain", "timeline", "states", "shot", "route", "links", "check", "schema", "snapshot")
PICTURE = Path("heliograph.png")
DEFAULT_SCENARIO = "megaton"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 after one clear sentence."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    no_command = not arguments or (arguments[0] not in COMMANDS and not arguments[0].startswith("-"))
    try:
        if no_command and len(arguments) <= 1:  # nothing, or a scenario: making the parser would cost 6 ms
            return open_window_if_possible(arguments[0] if arguments else None)

        from gui.command_line import run_command

        return run_command(["window", *arguments] if no_command else arguments, COMMANDS, open_window_if_possible)
    except BrokenPipeError:  # the reader of our output went away: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except ValueError as error:
        for sentence in str(error).splitlines():
            sys.stderr.write(f"heliograph: {sentence}\n")
        return 2


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_window_if_possible(scenario: str | None) -> int:
    """Open the window, or say that there is no display and show what can be shown."""
    scenario = scenario or DEFAULT_SCENARIO
    if not _has_display():
        return _without_display(scenario)
    # For the start: nothing of all that is made now goes away, so there is nothing to collect; threads that work
    # ahead hand over quickly; and PySide6 reads the source of every module imported after it, so what works
    # without it comes first.
    gc.disable()
    sys.setswitchinterval(0.0005)
    from engine.world import open_simulation
    from gui import ahead

    # isort: split
    # It changes what every type does, so nothing else runs meanwhile: a start was seen to crash in it, one of hundreds.
    import shiboken6  # noqa: F401

    ahead.begin(open_simulation, scenario)
    import vispy.app  # noqa: F401

    import gui.scene.scene  # noqa: F401
    from gui.app import open_window

    return open_window(scenario)


def _without_display(scenario: str) -> int:
    """Say that there is no display, then show what can be shown: a picture file and the totals."""
    from engine.commands import report
    from gui.snapshot_command import draw_picture

    text = report(scenario, None)
    print(f"There is no display here, so instead of the window this draws {PICTURE} and prints the totals.")
    try:
        draw_picture(scenario, None, "earth", "1920x1080", "true", PICTURE)
        print(f"Drawn: {PICTURE.resolve()}\n")
    except ValueError as error:
        print(f"No picture: {error}\n")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
