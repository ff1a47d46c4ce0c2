"""What the user looks at and how: everything a picture depends on besides the ``World``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gui.camera import CAMERAS, Camera

if TYPE_CHECKING:
    from engine.link_loads import LinkLoads
    from gui.designed_frame import DesignedFlight
    from gui.links_choice import ChosenLinks
    from gui.route_frame import DrawnRoute

# Layer name -> title in the layer list, in the order in which they are drawn.
LAYERS: dict[str, str] = {
    "milky_way": "Milky Way",
    "stars": "Stars",
    "grid": "Equator and ecliptic",
    "sun": "Sun",
    "planets": "Planets and their orbits",
    "swarm": "Swarm round the Sun",
    "moon": "Moon",
    "driver": "Mass driver",
    "earth": "Earth",
    "clouds": "Clouds",
    "city_lights": "City lights",
    "atmosphere": "Atmosphere",
    "moon_orbit": "Path of the Moon",
    "orbit": "Orbit of the selected satellite",
    "starlink": "Starlink",
    "links": "Laser links",
    "fleet": "Satellites",
    "rising": "Rising satellites",
    "lunar_fleet": "Built on the Moon",
    "stream": "Flights from the Moon",
    "ascents": "Launches from the Earth",
    "designed": "Designed flight",
    "gateways": "Gateways and cities",
    "route": "Route of a prompt",
    "labels": "Labels",
}
ALL_LAYERS = frozenset(LAYERS)
# The network is drawn when it is asked for: the first picture waits for none of it.
NETWORK_LAYERS = frozenset({"starlink", "links", "gateways"})
LINKS_BY = ("class", "load")
DEFAULT_LAYERS = ALL_LAYERS - {"grid"} - NETWORK_LAYERS


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Camera, picture size, scale, layers and selection.

    ``width_px`` and ``height_px`` are physical pixels; ``pixel_ratio`` is how
    many of them make one logical pixel, and sets the size of text and points.
    ``supersample`` draws that many samples along each side of a pixel.  With
    ``hud`` names of stars keep clear of the corners where a window has text.
    ``links`` are the laser links to draw, None for those of the instant: up to
    ``link_limit``.  They have colours by class or by load: by class too while
    no ``link_loads`` are known.  Light in them is slowed by ``light_slowed``.
    Of ``route`` the prompt left ``pulse_s`` ago, None for no pulse.
    """

    camera: Camera = field(default_factory=lambda: CAMERAS["earth"])
    width_px: int = 1280
    height_px: int = 720
    pixel_ratio: float = 1.0
    stage_scale: float = 0.0  # 0 true scale .. 1 compressed
    layers: frozenset[str] = DEFAULT_LAYERS
    selected: int | None = None
    hovered: int | None = None
    point_limit: int = 2_000_000
    supersample: int = 1
    hud: bool = False
    designed: DesignedFlight | None = None
    link_limit: int = 10_000
    links: ChosenLinks | None = None
    links_by: str = "class"  # or "load"
    link_loads: LinkLoads | None = None
    light_slowed: float = 1_000.0
    route: DrawnRoute | None = None
    pulse_s: float | None = None

    @property
    def shown_loads(self) -> LinkLoads | None:
        """The loads after which links have their colours, None where they have them by class."""
        return self.link_loads if self.links_by == "load" and "links" in self.layers else None

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError(f"a view of {self.width_px} x {self.height_px} pixels is empty: give at least 1 x 1")
        if not 0.0 <= self.stage_scale <= 1.0:
            raise ValueError(f"stage scale {self.stage_scale} is outside 0 (true) to 1 (compressed)")
        if self.pixel_ratio <= 0.0 or self.supersample < 1:
            raise ValueError(
                f"pixel ratio {self.pixel_ratio} and {self.supersample} samples a side: give more than 0 and at least 1"
            )
        if self.links_by not in LINKS_BY:
            raise ValueError(f"links by {self.links_by!r} are not known: there are {' and '.join(LINKS_BY)}")
        unknown = self.layers - ALL_LAYERS
        if unknown:
            raise ValueError(f"no layer is called {min(unknown)!r}: there are {', '.join(LAYERS)}")
