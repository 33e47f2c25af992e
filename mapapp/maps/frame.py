"""地図の枠: a MapDescription rendered by folium in parts, each of which a strict Content-Security-Policy lets through."""

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from mapapp.maps.description import MapDescription

if TYPE_CHECKING:
    from branca.element import Figure


class Parts(NamedTuple):
    """Links for the head, the element itself, and the script that fills it."""

    header: Markup
    html: Markup
    script: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def render(description: MapDescription) -> Parts:
    """What folium makes of the description. The first call imports folium, which takes half a second."""
    figure = _figure(description)
    for child in list(figure._children.values()):
        child.render()
    styles, scripts = _links(figure)
    links = [Markup('<link rel="stylesheet" href="{}">').format(url) for url in styles]
    links += [Markup('<script src="{}" defer></script>').format(url) for url in scripts]
    return Parts(Markup("\n").join(links), Markup(figure.html.render()), figure.script.render(), styles, scripts)


def _figure(description: MapDescription) -> "Figure":
    from mapapp.maps.elements import Areas, FirstLook, FrameReady, Ground, LocalMap

    west, south, east, north = description.bbox
    bounds = [[south, west], [north, east]]
    drawn = LocalMap(
        description.title,
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=13,
        home=bounds,
        zoomSnap=1 if description.tiles else 0.25,
    )
    drawn.add_child(FirstLook(bounds))
    drawn.add_child(Areas(description.areas, description.highlighted))
    drawn.add_child(Ground(description.ground))
    drawn.add_child(FrameReady(description.legend, description.credits))
    return drawn.get_root()


def _links(figure: "Figure") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(style sheets, scripts) that folium put into the header; its inline styles and meta tags are left behind."""
    from branca.element import CssLink, JavascriptLink

    children = list(figure.header._children.values())
    styles = tuple(child.url for child in children if isinstance(child, CssLink))
    scripts = tuple(child.url for child in children if isinstance(child, JavascriptLink))
    return styles, scripts
