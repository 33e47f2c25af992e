"""選べるもの: the 種類, departments, lists, imports and 自治会 that forms of staff let choose from."""

from dataclasses import dataclass

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from geodata.dates import day
from geodata.models import Account, Area, AreaKind, Category, ImportBatch, Resource, Target
from geodata.staff.scope import Scope

BATCHES = 30  # the latest


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers; 自治会 as (code, name), imports as (number, words), 種類 and 対象 as code → name."""

    categories: dict[str, str]
    targets: dict[str, str]
    departments: tuple[str, ...]
    sources: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    batches: tuple[tuple[int, str], ...]


def offered(session: Session, scope: Scope) -> Offered:
    """Of the municipality, and of what this person sees."""
    categories = session.execute(select(Category.code, Category.name).order_by(Category.position))
    targets = session.execute(select(Target.code, Target.name).order_by(Target.position))
    sources = session.scalars(select(Resource.source).where(scope.sees(Resource)).distinct().order_by(Resource.source))
    areas = select(Area.code, Area.name).where(
        Area.municipality_code == scope.municipality, Area.kind == AreaKind.JICHIKAI
    ).order_by(func.coalesce(func.nullif(Area.name_kana, ""), Area.name), Area.id)  # fmt: skip
    batches = (
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.made_at)
        .where(scope.sees(ImportBatch), ImportBatch.undone_at.is_(None))
        .order_by(ImportBatch.id.desc()).limit(BATCHES)
    )  # fmt: skip
    return Offered(
        {code: name for code, name in categories}, {code: name for code, name in targets}, departments(session, scope),
        tuple(sources), tuple((code, name) for code, name in session.execute(areas)),
        tuple((id_, f"{day(made_at)} {name}") for id_, name, made_at in session.execute(batches)),
    )  # fmt: skip


def departments(session: Session, scope: Scope) -> tuple[str, ...]:
    """Every 所管課 that the municipality's people and records know."""
    named = [select(model.department).where(model.municipality_code == scope.municipality, model.department != "")
             for model in (Account, Resource)]  # fmt: skip
    return tuple(sorted(session.scalars(union(*named))))
