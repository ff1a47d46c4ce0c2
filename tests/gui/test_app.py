"""The program as its user starts it: quiet, quick, and in words where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gui.main", *arguments],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_it_opens_draws_and_says_nothing_more() -> None:
    ended = start(HELIOGRAPH_EXIT_AFTER_FIRST_FRAME="1")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "first frame\n"
    assert ended.stderr == ""


def test_a_bad_scenario_is_one_sentence_and_exit_code_2() -> None:
    ended = start("no-such-scenario")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1


def test_nothing_slow_is_imported_before_the_first_picture() -> None:
    code = (
        "import sys; from gui.app import make_application; make_application();"
        "from gui.window import Window;"
        "print(sorted({'pyqtgraph', 'scipy', 'skyfield', 'PIL', 'sgp4', 'astropy'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.stdout.strip() == "[]", ended.stderr


def test_without_opengl_the_window_opens_and_says_so() -> None:
    code = """
import sys
from gui.app import make_application
application = make_application()
from gui.errors import quiet_libraries
from gui.session import Session
from gui.window import Window
from PySide6.QtTest import QTest
quiet_libraries()
window = Window(Session("megaton"))
window.show()
for _ in range(100):
    QTest.qWait(50)
    if window.canvas.broken:
        break
window.session.request_time(window.session.clock.t_s + 1e7)
QTest.qWait(300)
print(window.canvas.broken)
print(window.telemetry.tiles["power_total_w"].text)
window.close()
"""
    environment = os.environ | {"QT_XCB_GL_INTEGRATION": "none"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    sentence, power = ended.stdout.strip().splitlines()
    assert "OpenGL" in sentence
    assert power.endswith("W")
