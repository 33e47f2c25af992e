"""出典の置き換え: what a load replaces is the part of the country that its files cover, and no more."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.models.gazetteer import GazetteerEntry, GazetteerSource, PostalCode, StreetPoint, VenueName
from importers.gazetteer.families import Family
from importers.gazetteer.pieces import Piece

Rows = type[GazetteerEntry] | type[StreetPoint] | type[PostalCode] | type[VenueName]
PREF = re.compile(r"pref(\d\d)(?!\d)|(?<!\d)(\d\d)000-\d+\.\d+[ab]")
ALL = re.compile(r"_all(?![a-z])")
EDITION = re.compile(r"\d+\.\d+[ab](?![a-z])")
ALL_JAPAN = 40  # 都道府県 in a file that calls itself all of Japan; less is an extract


@dataclass(frozen=True, slots=True)
class Scope:
    """The municipalities whose code starts with one of `prefixes`: "" is Japan, "29" 奈良県, "292095" 生駒市."""

    prefixes: tuple[str, ...]

    def covers(self, code: str) -> bool:
        """Whether the rows of this municipality are replaced."""
        return code.startswith(self.prefixes)

    @property
    def label(self) -> str:
        """Short, for the slug: all, 29, 292095, or a digest of several."""
        if len(self.prefixes) == 1:
            return self.prefixes[0] or "all"
        return blake2b(",".join(self.prefixes).encode(), digest_size=5).hexdigest()


JAPAN = Scope(("",))


def scope_of(pieces: Iterable[Piece], codes: Iterable[str]) -> Scope:
    """What the names of the files say that they cover, if their rows bear it out; else the municipalities of the rows.

    A file of a whole 都道府県 thus also removes a municipality that has ceased to be; an extract never removes its neighbours.
    """
    names = [name for piece in pieces for name in piece.names]
    codes = set(codes)
    prefs = {code[:2] for code in codes}
    said = {"".join(found.groups("")) for name in names if (found := PREF.search(name))}
    if len(prefs) >= ALL_JAPAN and any(ALL.search(name) for name in names):
        return JAPAN
    return Scope(tuple(sorted(prefs))) if prefs and prefs <= said else Scope(tuple(sorted(codes)))


def prefectures_of(codes: Iterable[str]) -> Scope:
    """Whole 都道府県, for files that always are."""
    return Scope(tuple(sorted({code[:2] for code in codes})))


def edition_of(pieces: Sequence[Piece]) -> str:
    """mt_town_pref30 2026-03-10、mt_town_pos_pref30 2025-10-27; for 位置参照情報 17.0b in front."""
    told = dict.fromkeys(
        f"{piece.names[0].rsplit('.', 1)[0]} {piece.dated or ''}".strip() for piece in pieces
    )
    numbers = dict.fromkeys(found[0] for piece in pieces for name in piece.names if (found := EDITION.search(name)))
    text = "、".join([*numbers, *told])
    return text if len(text) <= 300 else text[:299] + "…"


def published_on(pieces: Iterable[Piece]) -> date | None:
    """The date of the oldest part."""
    return min((piece.dated for piece in pieces if piece.dated), default=None)


def renew(
    session: Session, family: Family, scope: Scope, rows: Rows, counts: Mapping[str, int], *, edition: str,
    dated: date | None, name: str = "", slug: str = "",
) -> int:  # fmt: skip
    """Remove what `scope` covers of the family's sources and register the new source. Its id, for the rows to come."""
    slug = slug or (family.code if scope == JAPAN else f"{family.code}-{scope.label}")
    same = GazetteerSource.slug == slug if name else GazetteerSource.family == family.code
    for source in session.scalars(select(GazetteerSource).where(same | (GazetteerSource.slug == slug))).all():
        _retire(session, source, scope, rows)
    source = GazetteerSource(
        slug=slug, name=name or family.name, licence=family.licence, attribution=family.attribution, edition=edition,
        family=family.code, published_on=dated, counts=dict(counts),
    )  # fmt: skip
    session.add(source)
    session.flush()
    return source.id


def _retire(session: Session, source: GazetteerSource, scope: Scope, rows: Rows) -> None:
    kept = {code: count for code, count in source.counts.items() if not scope.covers(code)}
    gone = [code for code in source.counts if code not in kept]
    ours = delete(rows).where(rows.source_id == source.id)
    if kept:
        session.execute(ours.where(rows.city_code.in_(gone)))
        source.counts = kept
    else:
        session.execute(ours.where(rows.city_code.in_(gone)) if rows is StreetPoint else ours)
        session.delete(source)
    session.flush()
