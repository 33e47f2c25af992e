"""区域のコード: short, safe in an address, and the same ones after every reload."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Area, AreaKind

if TYPE_CHECKING:
    from importers.areas import Draft

SHORT = {
    AreaKind.JICHIKAI: "j",
    AreaKind.SCHOOL_ZONE: "s",
    AreaKind.CARE_ZONE: "c",
    AreaKind.MACHIAZA: "t",
    AreaKind.MUNICIPALITY: "m",
}
CODE = re.compile(r"[0-9A-Za-z_-]{1,40}")


def name_key(name: str) -> str:
    """Two spellings of one area's name meet in this."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def full_code(municipality: str, kind: AreaKind, written: str) -> str:
    """`292095-j-12` for the 12 of a file; what begins with the municipality stays. ValueError in Japanese."""
    code = unicodedata.normalize("NFKC", written)
    if not code.startswith(f"{municipality}-"):
        code = f"{municipality}-{SHORT[kind]}-{code}"
    if not CODE.fullmatch(code):
        raise ValueError(f"コード「{written}」は使えません。半角の英数字と - _ で短く書いてください。")
    return code


def taken_codes(session: Session, drafts: Iterable["Draft"], municipality: str, kind: AreaKind) -> list[str]:
    """The codes of `drafts` that areas of another kind or municipality hold already."""
    elsewhere = (Area.kind != kind) | (Area.municipality_code != municipality)
    codes = [draft.code for draft in drafts if draft.code]
    return list(session.scalars(select(Area.code).where(Area.code.in_(codes), elsewhere)))


def next_codes(municipality: str, kind: AreaKind, used: Iterable[str], names: Sequence[str]) -> dict[str, str]:
    """A new code for each of `names`, numbered on from `used` in the order of the names."""
    stem = f"{municipality}-{SHORT[kind]}-"
    numbered = re.compile(rf"{stem}(\d{{1,6}})")
    last = max((int(found[1]) for code in used if (found := numbered.fullmatch(code))), default=0)
    return {name: f"{stem}{number:03}" for number, name in enumerate(sorted(names), start=last + 1)}
