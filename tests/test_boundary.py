"""engine/ computes and knows of no window: neither Qt, nor OpenGL, nor gui/."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "engine").rglob("*.py"))
FORBIDDEN = {"PySide6", "shiboken6", "vispy", "pyqtgraph", "OpenGL", "gui"}

IMPORT_EVERYTHING = """
import importlib, json, sys
for name in json.load(sys.stdin):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_packages(source: str) -> set[str]:
    """Return the top-level packages that any import statement in ``source`` names, wherever it stands."""
    packages = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            packages |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            packages.add(str(node.module).partition(".")[0])
    return packages


def test_importing_the_whole_engine_brings_no_window_along() -> None:
    child = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        input=json.dumps([module_name(path) for path in MODULES]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert FORBIDDEN.isdisjoint(json.loads(child.stdout))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_engine_module_names_the_window_in_an_import(path: Path) -> None:
    """An import inside a function escapes the test above until the function is called."""
    assert FORBIDDEN.isdisjoint(imported_packages(path.read_text(encoding="utf8")))


def test_an_import_inside_a_function_is_seen() -> None:
    source = "def f():\n    from gui.window import Window\n    import numpy.linalg\n"
    assert imported_packages(source) == {"gui", "numpy"}
