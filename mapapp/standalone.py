"""持ち帰る地図: one HTML file that opens from a USB stick, asks nothing of any network, and is a list where scripts are off."""

import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from geodata.queries.cards import Card
from mapapp.bundle import bundle
from mapapp.documents import render
from mapapp.figure import figure, pins_of
from mapapp.maps.description import MapDescription
from mapapp.maps.frame import Parts

STATIC = Path(__file__).resolve().parent / "static"
OUTSIDE = re.compile(r"url\((?!['\"]?data:)[^)]*\)")  # Leaflet's pictures, none of which we use


def standalone(
    description: MapDescription,
    parts: Parts,
    here: Sequence[Card],
    near: Sequence[Card],
    *,
    made_on: date,
    sample: bool = False,
) -> str:
    """The file: list and figure for everybody, a live map with the same entries where scripts run."""
    styles = [_styles((*parts.styles, "/static/css/standalone.css"))]
    scripts = [_script(url) for url in parts.scripts] + [_inline(parts.script), _modules()]
    kinds = {card.category.code: card.category for card in (*here, *near)}
    return render(
        "map/standalone.html",
        description=description, here=here, near=near, kinds=list(kinds.values()), made_on=made_on, sample=sample,
        figure=Markup(figure(description, pins_of((*here, *near)))), map=parts.html,
        styles=styles, scripts=scripts[:-1], modules=scripts[-1], policy=_policy(styles, scripts),
    )  # fmt: skip


def file_name(title: str) -> str:
    """A name that every file system takes."""
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]+', "_", title).strip(" .")[:60] + ".html"


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A Content-Security-Policy that runs exactly what is in the file and loads nothing else."""
    script, style = (" ".join(map(_hash, texts)) for texts in (scripts, styles))
    return f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _inline(script: str) -> Markup:
    """A script that may stand inside HTML; folium's data are escaped already, Leaflet and we write none of these."""
    for end in ("</script", "<!--"):
        script = re.sub(re.escape(end), lambda found: f"<\\{found[0][1:]}", script, flags=re.IGNORECASE)
    return Markup(f"\n{script.strip()}\n")


@cache
def _script(url: str) -> Markup:
    source = (STATIC / url.removeprefix("/static/")).read_text(encoding="utf-8")
    return _inline(re.sub(r"^//# sourceMappingURL=.*$", "", source, flags=re.MULTILINE))


@cache
def _styles(urls: tuple[str, ...]) -> Markup:
    sheets = [(STATIC / url.removeprefix("/static/")).read_text(encoding="utf-8") for url in urls]
    return Markup(OUTSIDE.sub("none", "\n".join(sheets).replace("\r", "")).replace("</style", "<\\/style"))


@cache
def _modules() -> Markup:
    return _inline(bundle(STATIC / "js" / "standalone.mjs"))
