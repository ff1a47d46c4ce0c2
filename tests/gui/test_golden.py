"""Seven small pictures against those that are committed, on Mesa's software renderer only.

A difference is saved to tests/failures.  To accept new pictures, look at them and run

    HELIOGRAPH_GOLDEN=write make test ARGS=tests/gui/test_golden.py
"""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gui.snapshot import save_png

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("earth", "sunrise", "moon", "earth-moon-compressed", "factory", "sun", "network")

# Another Mesa or processor may round a point to the next pixel; a changed look moves far more.
MEAN_LEVELS = 1.2
FAR_LEVELS, FAR_SHARE = 32, 0.01


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_the_one_that_was_approved(name: str, software_gl: Path, failures: Path) -> None:
    drawn_file, golden_file = software_gl / f"{name}.png", GOLDEN / f"{name}.png"
    if os.environ.get("HELIOGRAPH_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        shutil.copy(drawn_file, golden_file)
    drawn, golden = (np.asarray(Image.open(file).convert("RGB")).astype(int) for file in (drawn_file, golden_file))
    off = np.abs(drawn - golden)
    far = float((off.max(axis=2) > FAR_LEVELS).mean())
    if off.mean() > MEAN_LEVELS or far > FAR_SHARE:
        shutil.copy(drawn_file, failures / f"{name}-drawn.png")
        save_png(failures / f"{name}-difference.png", np.clip(4 * off, 0, 255).astype(np.uint8))
        pytest.fail(f"{name}: mean difference {off.mean():.2f} levels, {far:.1%} of pixels far off; see {failures}")
