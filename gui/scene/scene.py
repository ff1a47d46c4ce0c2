"""The scene: the layers, in the order in which they cover one another."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from vispy import gloo

from gui.frame import Frame
from gui.scene.earth import EarthLayer
from gui.scene.fleet import LUNAR_SHADOW, LUNAR_SUNLIT, FleetLayer
from gui.scene.grid import GridLayer
from gui.scene.moon import MoonLayer
from gui.scene.sky import MilkyWayLayer
from gui.scene.stars import StarLayer
from gui.scene.sun import SunLayer
from gui.scene.textures import FIRST, FULL, SMALL, MapLoader, Pixels, load_maps
from gui.scene.track import TrackLayer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gui.scene.ascent import AscentLayer
    from gui.scene.craft import CraftLayer
    from gui.scene.designed import DesignedLayer
    from gui.scene.driver import DriverLayer
    from gui.scene.ground import GroundLayer
    from gui.scene.labels import LabelLayer
    from gui.scene.links import LinkLayer
    from gui.scene.route import RouteLayer
    from gui.scene.solar import SolarLayer
    from gui.scene.starlink import StarlinkLayer
    from gui.scene.stream import StreamLayer


class Scene:
    """Everything on the GPU.  ``draw(frame)`` remembers nothing of earlier frames.

    Make one with its canvas current.  It starts with the small maps; call
    ``start_full_maps`` once the first picture stands, and each later ``draw``
    takes in at most one map, and some satellites, that have arrived.  A ``whole``
    scene has all at once, as an exported picture must.  Everything here can be
    made again at any time, from files and from the next frame.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._stars = StarLayer()
        self._sun = SunLayer()
        self._earth = EarthLayer()
        self.fleet = FleetLayer(wait=whole)
        self._labels: LabelLayer | None = None
        self._driver: DriverLayer | None = None
        self._loader: MapLoader | None = None
        self._set_map: dict[str, Callable[[Pixels, bool], None]] = {
            "earth_surface": self._earth.set_surface,
            "earth_aux": self._earth.set_aux,
            "moon": lambda pixels, mipmaps: self._moon.set_map(pixels, mipmaps),
            "milky_way": lambda pixels, mipmaps: self._milky_way.set_map(pixels, mipmaps),
        }
        recipes = FULL if whole else {name: SMALL[name] for name in FIRST}
        for name, pixels in load_maps(recipes).items():
            self._set_map[name](pixels, whole)
        self._has_map = set(recipes)

    # Made when first drawn: the first picture can do without.

    @cached_property
    def _milky_way(self) -> MilkyWayLayer:
        return MilkyWayLayer()

    @cached_property
    def _grid(self) -> GridLayer:
        return GridLayer()

    @cached_property
    def _moon(self) -> MoonLayer:
        return MoonLayer()

    @cached_property
    def _track(self) -> TrackLayer:
        return TrackLayer()

    @cached_property
    def _ascents(self) -> AscentLayer:
        from gui.scene.ascent import AscentLayer

        return AscentLayer()

    @cached_property
    def lunar_fleet(self) -> FleetLayer:
        return FleetLayer(sunlit=LUNAR_SUNLIT, shadow=LUNAR_SHADOW, wait=self.fleet.wait)

    @cached_property
    def _craft(self) -> CraftLayer:
        from gui.scene.craft import CraftLayer

        return CraftLayer()

    @cached_property
    def _stream(self) -> StreamLayer:
        from gui.scene.stream import StreamLayer

        return StreamLayer()

    @cached_property
    def _designed(self) -> DesignedLayer:
        from gui.scene.designed import DesignedLayer

        return DesignedLayer()

    @cached_property
    def _starlink(self) -> StarlinkLayer:
        from gui.scene.starlink import StarlinkLayer

        return StarlinkLayer()

    @cached_property
    def _links(self) -> LinkLayer:
        from gui.scene.links import LinkLayer

        return LinkLayer()

    @cached_property
    def _ground(self) -> GroundLayer:
        from gui.scene.ground import GroundLayer

        return GroundLayer()

    @cached_property
    def _route(self) -> RouteLayer:
        from gui.scene.route import RouteLayer

        return RouteLayer()

    @cached_property
    def _solar(self) -> SolarLayer:
        from gui.scene.solar import SolarLayer

        return SolarLayer()

    def start_full_maps(self) -> None:
        """Begin to decode the full maps in threads."""
        if self._loader is None:
            self._loader = MapLoader()

    @property
    def refining(self) -> bool:
        """Whether maps or satellites are still on their way: draw again soon."""
        fleets = self.fleet.refining or self.lunar_fleet.refining
        return fleets or (self._loader is not None and not self._loader.done)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Within this, ``draw`` waits for every satellite, so that a picture is whole."""
        before = self.fleet.wait
        self.fleet.wait = self.lunar_fleet.wait = True
        try:
            yield
        finally:
            self.fleet.wait = self.lunar_fleet.wait = before

    def close(self) -> None:
        """Stop waiting for maps and satellites.  With the scene, what it has on the GPU goes."""
        self.fleet.close()
        self.lunar_fleet.close()
        if self._loader is not None:
            self._loader.close()
        self._set_map.clear()  # it leads back here, and would keep all of this until who knows when

    def draw(self, frame: Frame) -> None:
        """Draw into the framebuffer that is bound."""
        self._take_map()
        on = frame.layers
        gloo.set_viewport(0, 0, frame.width_px, frame.height_px)
        gloo.set_state(depth_mask=True)
        gloo.clear(color="black", depth=True)
        if "milky_way" in on:
            self._need_map("milky_way")
            self._milky_way.draw(frame)
        if "stars" in on:
            self._stars.draw(frame)
        if "grid" in on:
            self._grid.draw(frame)
        if "sun" in on:
            self._sun.draw(frame)
        if frame.solar is not None:
            self._solar.draw(frame)
        near_earth = frame.earth.distance_km < frame.moon.distance_km
        for name in ("moon", "earth") if near_earth else ("earth", "moon"):
            part = frame.earth if name == "earth" else frame.moon
            if name in on and part.in_picture:
                if name == "moon":
                    self._need_map("moon")
                (self._earth if name == "earth" else self._moon).draw(frame)
        if frame.driver is not None:
            self._driver_layer().draw(frame)
        if frame.moon_trail is not None:
            self._track.draw_moon_trail(frame)
        if frame.track is not None:
            self._track.draw(frame)
        if frame.ground is not None:
            self._ground.draw(frame, frame.ground)
        if frame.links is not None:
            self._links.draw(frame, frame.links)
        if frame.starlink is not None:
            self._starlink.draw(frame, frame.starlink)
        gloo.flush()  # software GL then fills pixels so far while it places the satellites
        if on & {"fleet", "rising"}:
            self.fleet.draw(frame, frame.fleet)
        if frame.lunar_fleet is not None:
            self.lunar_fleet.draw(frame, frame.lunar_fleet)
        else:
            self.lunar_fleet.drop()
        if frame.stream is not None:
            self._stream.draw(frame)
        if frame.ascents is not None:
            self._ascents.draw(frame)
        if frame.designed is not None:
            self._designed.draw(frame)
        if frame.craft is not None:  # over the points, which write no depth: it is nearer than all of them
            self._craft.draw(frame)
        elif frame.track is not None:
            self._track.draw_reticle(frame)
        if frame.driver is not None:
            self._driver_layer().draw_lights(frame)
        if frame.route is not None:
            self._route.draw(frame, frame.route)
        if "sun" in on:
            self._sun.draw_glare(frame)
        if "labels" in on:
            self._draw_labels(frame)
        gloo.set_state(depth_mask=True)

    def _driver_layer(self) -> DriverLayer:
        if self._driver is None:
            from gui.scene.driver import DriverLayer  # seldom in the picture

            self._driver = DriverLayer()
        return self._driver

    def _draw_labels(self, frame: Frame) -> None:
        if self._labels is None:
            from gui.scene.labels import LabelLayer

            self._labels = LabelLayer()
        self._labels.draw(frame)

    def _need_map(self, name: str) -> None:
        """Take the small map of what is drawn for the first time, if the full one has not come yet."""
        if name not in self._has_map:
            self._has_map.add(name)
            self._set_map[name](load_maps({name: SMALL[name]})[name], False)

    def _take_map(self) -> None:
        arrived = self._loader.take() if self._loader is not None else None
        if arrived is not None:
            name, pixels = arrived
            self._has_map.add(name)
            self._set_map[name](pixels, True)
