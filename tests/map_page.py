"""A drawn town with a name that would run if anybody let it, served over loopback, and pages that tell all they did."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, Page, Request
from sqlalchemy.orm import Session
from town import Town, jichikai, resource
from werkzeug.serving import make_server

from geodata.assignment import assign_places
from geodata.models import BasemapFeature, District

HOSTILE = "</script><img src=x onerror=alert(1)>${alert(2)}`<b>&\u2028"
TOWN = Town(
    """
    a . . . b . . . c
    . . 1 . . . 2 . .
    . . . . . . . . .
    . 3 . . . . . . .
    d . . . e . . 4 f
    """
)


def build(db: Session) -> None:
    """Two 自治会, west (approximate, in a model district) and east (with the hostile name), four 社会資源, a railway."""
    west = jichikai(db, "西町自治会", TOWN.area("abed"), code="west", approximate=True, source="見本の区域")
    jichikai(db, HOSTILE, TOWN.area("bcfe"), code="east")
    db.add(District(municipality_code="292095", slug="nishi", name="西地区", description="", model=True, areas=[west]))
    here = (("1", "みんな食堂", "kodomo_shokudo"), ("2", HOSTILE, "ibasho"), ("3", "体操の会", "hyakusai_taiso"))
    for letter, name, kind in here:
        resource(db, name, at=TOWN[letter], category_code=kind, name_kana=letter)
    resource(db, "境の近くの会", at=TOWN["4"], category_code="ninchisho_cafe")
    rail = "LINESTRING(135.699 34.692, 135.709 34.692)"
    ground = (("rail", "見本線", rail), ("station", "見本駅", "POINT(135.703 34.692)"), ("water", HOSTILE, rail))
    for kind, name, wkt in ground:
        shape = f"SRID=4326;{wkt}"
        db.add(BasemapFeature(municipality_code="292095", kind=kind, name=name, shape=shape, source="見本の下地"))
    db.flush()
    assign_places(db, "292095")


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the app on a free port of loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


@dataclass
class Watched:
    """A page, and everything that went wrong or out on it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        def note(request: Request) -> None:
            self.asked.append(request.url)

        self.page.on("request", note)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)


class Browse:
    """Opens watched pages in a browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def __call__(self, width: int = 1280, height: int = 800, scripts: bool = True) -> Iterator[Watched]:
        context = self._browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        yield Watched(context.new_page())
        context.close()
