"""Shaders as files: GLSL 1.20 only, so that macOS and old Intel drivers take them."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def read_shader(*names: str) -> str:
    """Return these files of this folder as one shader, in order, shared ``.glsl`` parts first."""
    return "\n".join(["#version 120", *((_FOLDER / name).read_text(encoding="utf-8") for name in names)])
