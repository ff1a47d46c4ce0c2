"""What pyproject.toml promises: an installed copy holds every file, and each dependency is pinned within its range."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
PACKAGE_DATA = PROJECT["tool"]["setuptools"]["package-data"]
REQUIREMENTS = sorted(
    {
        *PROJECT["project"]["dependencies"],
        *(text for extra in PROJECT["project"]["optional-dependencies"].values() for text in extra),
    }
)


def data_files() -> list[Path]:
    """Return every file below the three packages that is not Python's, relative to the root."""
    files = [path.relative_to(ROOT) for package in ("engine", "gui", "assets") for path in (ROOT / package).rglob("*")]
    skipped = {"__pycache__", "recipes"}
    return [
        path
        for path in files
        if (ROOT / path).is_file()
        and skipped.isdisjoint(path.parts)
        and path.suffix not in (".py", ".typed")
        and not path.name.startswith(".")
    ]


def test_an_installed_copy_holds_every_file() -> None:
    left_out = [
        path.as_posix()
        for path in data_files()
        if not any(
            fnmatch(path.name, pattern)
            for pattern in PACKAGE_DATA["*"] + PACKAGE_DATA.get(".".join(path.parts[:-1]), [])
        )
    ]
    assert left_out == []


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_a_dependency_is_pinned_within_its_range(text: str) -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    requirement = Requirement(text)
    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])
