"""What every test stands on: numbers that go wrong raise, settings stay in a folder of the test's own."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

# Qt asks for these as it starts, so they are set before it can be imported.
_HOME = Path(tempfile.mkdtemp(prefix="heliograph-tests-"))
os.environ["XDG_CONFIG_HOME"] = str(_HOME / "config")
os.environ["XDG_DATA_HOME"] = str(_HOME / "data")
os.environ["XDG_CACHE_HOME"] = str(_HOME / "cache")
if not os.path.isdir(os.environ.get("XDG_RUNTIME_DIR", "")):
    os.environ["XDG_RUNTIME_DIR"] = str(_HOME)  # mode 0700, as Qt wants it

FAILURES = Path(__file__).parent / "failures"

# A busy machine is not a slow function; a failure must come again when asked for.
settings.register_profile("heliograph", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("heliograph")


def pytest_sessionstart() -> None:
    shutil.rmtree(FAILURES, ignore_errors=True)


def pytest_sessionfinish() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _numbers_that_go_wrong_raise() -> Iterator[None]:
    """Underflow is left alone: a value too small to matter may well become zero."""
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        yield


@pytest.fixture(autouse=True)
def _fresh_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A window opens as on its first run, whatever the test before it left in the settings."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        folder = str(tmp_path_factory.mktemp("settings"))
        for form in (core.QSettings.Format.NativeFormat, core.QSettings.Format.IniFormat):
            core.QSettings.setPath(form, core.QSettings.Scope.UserScope, folder)


@pytest.fixture
def failures() -> Path:
    """The folder for what a failing test wants looked at, such as a difference image; emptied by each run."""
    FAILURES.mkdir(exist_ok=True)
    return FAILURES


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """pytest-qt makes its QApplication of this class; contexts must be set to share before there is one."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication
