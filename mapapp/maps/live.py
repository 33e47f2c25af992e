"""動く地図: the frames that pages put in, their script served as a file and kept for each version of the data."""

from geodata.queries.vocabulary import Vocabulary
from mapapp.maps.description import Frame
from mapapp.maps.frame import Parts, render
from mapapp.maps.gather import Scope, area_scope, city_scope, describe, district_scope, scope_of
from mapapp.store import Store, store
from mapapp.wire import SCRIPT, Packed, pack


def city_frame(vocabulary: Vocabulary) -> Frame:
    """The whole city."""
    return _frame(vocabulary, city_scope(vocabulary))


def area_frame(vocabulary: Vocabulary, code: str) -> Frame:
    """One 自治会 and what lies around it. Raises UnknownArea."""
    return _frame(vocabulary, area_scope(vocabulary, code))


def district_frame(vocabulary: Vocabulary, slug: str) -> Frame:
    """The 自治会 of one 地区. Raises UnknownDistrict."""
    return _frame(vocabulary, district_scope(vocabulary, slug))


def _frame(vocabulary: Vocabulary, scope: Scope) -> Frame:
    parts, settings = parts_of(store(), scope), store().settings
    address = f"/map/frame-{scope.key}-{vocabulary.version}.js"
    return Frame(parts.header, parts.html, address, settings.tiles_url, settings.tiles_attribution)


def parts_of(kept: Store, scope: Scope) -> Parts:
    """What folium made of a scope."""
    return kept.kept(("map parts", scope.key), lambda: render(describe(kept, scope)))


def frame_script(key: str) -> Packed:
    """The script of the frame with this key, compressed. Raises UnknownArea or UnknownDistrict."""
    kept = store()
    scope = scope_of(kept.vocabulary(), key)
    return kept.kept(("map script", scope.key), lambda: pack(parts_of(kept, scope).script.encode(), SCRIPT, quality=9))
