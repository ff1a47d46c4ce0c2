"""Which version of the program this is."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the installed version, such as ``0.1.0``."""
    try:
        return version("heliograph")
    except PackageNotFoundError:
        return "(not installed)"
