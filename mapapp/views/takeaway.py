"""公開データの持ち帰り: the public records as files, in every layout but that of staff."""

from flask import Blueprint, Response, request

from geodata.exports.catalogue import layout_named, layouts_of
from geodata.exports.record import Audience, exported
from geodata.filters import ResourceFilter
from geodata.publication import is_public
from mapapp.store import store
from mapapp.takeout import FORMATS, attached, file_of
from mapapp.wire import Packed, fingerprint

bp = Blueprint("takeaway", __name__)


@bp.get("/download/<name>.<suffix>")
def download(name: str, suffix: str) -> Response:
    """One layout as one kind of file; the query narrows it as it narrows the map."""
    vocabulary = store().vocabulary()
    layout = layout_named(name, store().kept("layouts", lambda: layouts_of(store().session(), vocabulary.municipality)), staff=False)
    chosen = ResourceFilter.from_args(request.args.items(multi=True), vocabulary)

    def make() -> Packed:
        found = exported(store().session(), is_public(vocabulary.municipality), vocabulary, Audience.RESIDENT, chosen)
        body = file_of(layout, found, suffix)
        return Packed(body, b"", b"", fingerprint(body), FORMATS[suffix].mimetype, 0)

    made = make() if chosen.chosen_anything else store().kept(("download", name, suffix), make)
    return attached(made.plain, layout, suffix, etag=made.etag)
