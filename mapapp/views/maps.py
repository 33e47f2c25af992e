"""地図のファイル: the frame scripts, the printed figures and the standalone files."""

from flask import Blueprint, Response

from mapapp.maps import frame_script
from mapapp.store import store
from mapapp.wire import send

bp = Blueprint("maps", __name__)


@bp.get("/map/frame-<key>-<int:version>.js")
def frame(key: str, version: int) -> Response:
    """folium's script. Only the present version may be kept for good: a page of yesterday gets today's shapes."""
    return send(frame_script(key), immutable=version == store().version())
