"""foliumの部品: our own elements, drawing from data that is embedded as JSON and never as HTML. Imports folium: slow."""

from pathlib import Path
from typing import Any, ClassVar

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.map import FitBounds
from folium.template import Template

from mapapp.maps.ink import INK

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "map"
ELEMENT_ID = "wagagoto"  # one map a page, so that the same data give the same bytes


def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text(encoding="utf-8"))


def safe_json(geojson: bytes) -> str:
    """JSON that may stand in a script, even one written inside HTML: no <, >, & and no line separators."""
    text = geojson.decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


class LocalMap(folium.Map):
    """folium's map on our own Leaflet: no other host, no inline style or script, Japanese zoom buttons."""

    default_js: ClassVar = [
        ("leaflet", "/static/vendor/leaflet/leaflet.js"),
        ("ground", "/static/js/ground.js"),
        ("names", "/static/js/names.js"),
    ]
    default_css: ClassVar = [
        ("leaflet_css", "/static/vendor/leaflet/leaflet.css"),
        ("ground_css", "/static/css/ground.css"),
    ]
    _template = _template("frame.html")

    def __init__(self, title: str, **options: Any) -> None:
        fixed: dict[str, Any] = {"tiles": None, "prefer_canvas": True, "zoom_control": False, "attributionControl": False}
        super().__init__(minZoom=8, maxZoom=19, ink=dict(INK), **fixed, **options)
        self._id = ELEMENT_ID
        self.title = title

    def folium_script(self, kwargs: dict[str, Any]) -> str:
        """What folium.Map itself writes: the view and its options."""
        written: str = folium.Map._template.module.script(self, kwargs)
        return written


class FirstLook(FitBounds):
    """The bounds that the map opens with, at once: a zoom on its way would take back where the page looks next."""

    def __init__(self, bounds: list[list[float]]) -> None:
        super().__init__(bounds, padding=(16, 16))
        self.options["animate"] = False


class Areas(JSCSSMixin, MacroElement):
    """区域: tints below, borders above; dashed where they are only approximate."""

    _template = _template("areas.js")

    def __init__(self, geojson: bytes, highlighted: tuple[str, ...]) -> None:
        super().__init__()
        self._name, self._id = "Areas", ELEMENT_ID
        self.geojson, self.highlighted = safe_json(geojson), list(highlighted)


class Ground(JSCSSMixin, MacroElement):
    """下地: water, roads, rail with stations, and names that come and go with the zoom."""

    _template = _template("ground.js")

    def __init__(self, geojson: bytes) -> None:
        super().__init__()
        self._name, self._id = "Ground", ELEMENT_ID
        self.geojson = safe_json(geojson)


class FrameReady(MacroElement):
    """Hands the finished map to the page's own modules."""

    _template = _template("ready.js")

    def __init__(self, legend: tuple[tuple[str, str], ...], credits: tuple[str, ...]) -> None:
        super().__init__()
        self._name, self._id = "FrameReady", ELEMENT_ID
        self.legend, self.credits = legend, credits
