"""出典を決める: which list a file is an edition of, by what staff say, else by whom it has in common with one that is known."""

from collections.abc import Collection

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session

from geodata.models import ImportBatch, Resource
from geodata.staff.edit import BY_HAND

IN_COMMON = 0.5  # of the shorter of the two lists
LONGEST = 200


def source_of(
    session: Session, municipality: str, department: str, *, told: str, otherwise: str, keys: Collection[str]
) -> str:
    """The name under which the records of a file are kept.

    Half of its rows known already, by name and place, make it the next edition of that list, whatever the file is called.
    What staff wrote by hand is no list's: a file of that name would take off the map whatever it does not have.
    A name that another department uses for its own list gets ours behind it: nobody rewrites what is not theirs.
    """
    source = told or _edition_of(session, municipality, department, keys) or otherwise
    if department and _is_anothers(session, municipality, department, source):
        mark = f"（{department}）"
        source = source[: LONGEST - len(mark)] + mark
    return f"{BY_HAND}（一覧）" if source == BY_HAND else source[:LONGEST]


def _edition_of(session: Session, municipality: str, department: str, keys: Collection[str]) -> str:
    ours = or_(Resource.department == "", Resource.department == department) if department else true()
    common = func.count().filter(Resource.source_key == func.any(list(keys)))
    stmt = (
        select(Resource.source).where(Resource.municipality_code == municipality, ours).group_by(Resource.source)
        .having(common >= IN_COMMON * func.least(func.count(), len(keys)), common > 1)
        .order_by(common.desc(), Resource.source).limit(1)
    )  # fmt: skip
    return session.scalars(stmt).first() or ""


def _is_anothers(session: Session, municipality: str, department: str, source: str) -> bool:
    """True for a list that others keep. Ours stays ours when single records of it were given to another department."""
    taken = select(ImportBatch.id).where(
        ImportBatch.municipality_code == municipality, ImportBatch.source == source, ImportBatch.department == department,
        ImportBatch.undone_at.is_(None),
    )  # fmt: skip
    ours = func.count().filter(Resource.department == department)
    theirs = func.count().filter(Resource.department.not_in(("", department)))
    stmt = select(and_(theirs > 0, ours <= theirs, ~taken.exists())).where(
        Resource.municipality_code == municipality, Resource.source == source
    )
    return bool(session.scalar(stmt))
