"""Pictures and maps on their way to disk and back: whole or not at all, and one sentence when it fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.commands import world_of
from engine.paths import ASSETS
from gui.offscreen import GlError, check_gl
from gui.scene.textures import FULL, SMALL, MapLoader, load_maps
from gui.snapshot import MAX_WIDTH_PX, render_image, save_png
from gui.snapshot_command import _moon_note, _with_route
from gui.star_catalogue import AssetError, load_stars, star_rgb
from gui.view import View


@pytest.mark.parametrize(
    ("scenario", "at", "camera", "said"),
    [
        ("moon", "2030-01-01", "factory", "begins on 2054-09-01: on 2030-01-01 nothing of it is there yet"),
        ("megaton", None, "track", "the scenario megaton has no lunar factory"),
        ("moon", "2085-01-01", "factory", ""),
        ("moon", "2030-01-01", "earth", ""),
    ],
)
def test_a_picture_of_works_that_are_not_there_says_so(scenario: str, at: str | None, camera: str, said: str) -> None:
    note = _moon_note(world_of(scenario, at), camera)
    assert said in note if said else note == ""


def one_sentence(error: BaseException) -> bool:
    text = str(error)
    return 20 < len(text) < 300 and "\n" not in text and "Error" not in text


def test_a_saved_picture_comes_back(tmp_path: Path) -> None:
    image = np.random.default_rng(2).integers(0, 256, (37, 53, 3), dtype=np.uint8)
    save_png(tmp_path / "picture.png", image)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "picture.png")), image)
    assert [file.name for file in tmp_path.iterdir()] == ["picture.png"]


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "picture.png"
    target.write_bytes(b"old")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", no_space)
    with pytest.raises(OSError, match="No space"):
        save_png(target, np.zeros((4, 4, 3), np.uint8))
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written") as error:
        save_png(tmp_path / "nowhere" / "picture.png", np.zeros((4, 4, 3), np.uint8))
    assert one_sentence(error.value)


def test_a_size_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="7680x4320") as error:
        render_image(None, View(), MAX_WIDTH_PX + 1, 100)  # type: ignore[arg-type]
    assert one_sentence(error.value)


@pytest.mark.parametrize("version", ["1.4 (2.1 Mesa 7)", "2.0", "OpenGL ES 3.2", ""])
def test_too_little_gl_is_one_sentence(version: str) -> None:
    with pytest.raises(GlError) as error:
        check_gl(version, "Old Card")
    assert one_sentence(error.value)


def test_enough_gl_is_taken() -> None:
    for version in ("2.1 INTEL-22", "4.5 (Compatibility Profile) Mesa 22.3.6", "4.6.0 NVIDIA 550.1"):
        check_gl(version, "A Card")


def test_no_gl_at_all_is_one_sentence(tmp_path: Path) -> None:
    """In a child whose EGL finds no driver."""
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            "from gui.offscreen import *\ntry: open_context()\nexcept GlError as error: print(error)",
        ],
        cwd=Path(__file__).parents[2],
        env={"EGL_PLATFORM": "surfaceless", "__EGL_VENDOR_LIBRARY_DIRS": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr
    assert "no OpenGL" in child.stdout
    assert len(child.stdout.strip().splitlines()) == 1


@pytest.mark.parametrize("broken", ["missing", "not a picture"])
def test_a_broken_map_is_one_sentence(tmp_path: Path, broken: str) -> None:
    shutil.copytree(ASSETS / "small", tmp_path / "small")
    file = tmp_path / "small" / "moon_albedo_1024.jpg"
    file.unlink()
    if broken == "not a picture":
        file.write_text("hello")
    with pytest.raises(AssetError, match=r"small/moon_albedo_1024\.jpg") as error:
        load_maps(SMALL, tmp_path)
    assert one_sentence(error.value)


def test_a_missing_star_catalogue_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="star catalogue") as error:
        load_stars(tmp_path)
    assert one_sentence(error.value)


def test_small_and_full_maps_have_the_same_channels() -> None:
    small, full = load_maps(SMALL), load_maps(FULL)
    for name, pixels in small.items():
        assert full[name].shape == (2048, 4096, pixels.shape[2])
        assert np.allclose(full[name].mean((0, 1)), pixels.mean((0, 1)), atol=2.5), name


def test_the_loader_gives_every_map_once() -> None:
    loader = MapLoader(SMALL)
    taken = []
    while not loader.done:
        arrived = loader.take()
        if arrived is not None:
            taken.append(arrived[0])
    assert sorted(taken) == sorted(SMALL)


def test_stars_are_where_they_should_be_and_coloured_as_they_should_be() -> None:
    stars = load_stars()
    assert len(stars.magnitude) == 41_411
    assert stars.magnitude[0] == pytest.approx(-1.44, abs=0.05)  # Sirius
    names = {name: row for row, name in stars.named}
    sirius = stars.direction[names["Sirius"]]
    assert np.degrees(np.arctan2(sirius[1], sirius[0])) == pytest.approx(101.287, abs=0.01)
    assert np.degrees(np.arcsin(sirius[2])) == pytest.approx(-16.716, abs=0.01)
    blue, white, red = star_rgb(np.array([-0.2, 0.45, 1.8]))
    assert blue[2] == 1.0 and red[0] == 1.0
    assert white.min() > 0.85
    assert red[2] < 0.5 < blue[0]


def test_a_route_is_put_into_the_picture() -> None:
    world = world_of("megaton", "2029-06-11T07:13:20Z")
    view = _with_route(world, View(), "Lagos:Tokyo", own_camera=True)
    assert view.route is not None
    assert view.route.names[0] == "Lagos"
    assert view.route.names[-1].startswith("Tokyo")
    assert {"starlink", "links", "gateways", "route"} <= view.layers
    assert view.camera != View().camera
    assert _with_route(world, View(), "Lagos", own_camera=False).camera == View().camera


@pytest.mark.parametrize(
    ("route", "said"), [("Lagoss", "the nearest names are Lagos"), ("Oslo:Rome", "no path: no satellite of the layer")]
)
def test_a_route_that_is_none_is_one_sentence(route: str, said: str) -> None:
    with pytest.raises(ValueError) as raised:
        _with_route(world_of("starlink", "2020-01-03"), View(), route, own_camera=True)
    assert said in str(raised.value)
    assert one_sentence(raised.value)
