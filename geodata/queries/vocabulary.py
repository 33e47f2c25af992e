"""言葉の一覧: the 種類, 対象, 困りごと, 区域, 地区 and 町 of a city, read once for each version of the data."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.japanese import kana_row
from geodata.models import (
    Area,
    AreaKind,
    Category,
    DataVersion,
    District,
    GazetteerEntry,
    GazetteerSource,
    Municipality,
    Need,
    Place,
    Resource,
    Target,
    category_need,
    place_area,
)
from geodata.publication import MONTHS_FRESH, SAMPLE, is_public

KANA_ORDER = "ja-x-icu"


@dataclass(frozen=True, slots=True)
class CategoryInfo:
    """種類 as a page needs it; `count` is the number of public resources, `confirm_months` how long a confirmation is good."""

    code: str
    name: str
    mark: str
    color: str
    shape: str
    description: str
    consultation: bool
    count: int
    confirm_months: int = 12


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """区域 as a page needs it: lng, lat inside it and bbox in lon-lat; `count` public resources at 会場 it covers."""

    id: int
    code: str
    name: str
    kana: str
    row: str
    kind: AreaKind
    approximate: bool
    lng: float
    lat: float
    bbox: tuple[float, float, float, float]
    count: int
    members: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class DistrictInfo:
    """地区."""

    slug: str
    name: str
    description: str
    model: bool
    area_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedInfo:
    """困りごと and the 種類 that help."""

    code: str
    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TownInfo:
    """町字 to start a 近い順 from; `code` is its name, a point in lon-lat."""

    code: str
    name: str
    kana: str
    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that a form offers and a sentence names, for one municipality at one version of the data."""

    municipality: str
    city_name: str
    version: int = 0
    categories: dict[str, CategoryInfo] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    needs: dict[str, NeedInfo] = field(default_factory=dict)
    areas: dict[str, AreaInfo] = field(default_factory=dict)
    districts: dict[str, DistrictInfo] = field(default_factory=dict)
    towns: dict[str, TownInfo] = field(default_factory=dict)
    public_count: int = 0
    confirmed_percent: int | None = None  # confirmed within MONTHS_FRESH
    sample: bool = False  # 見本 data are among the rows
    only_sample: bool = False  # and nothing else
    credits: tuple[str, ...] = ()

    @property
    def jichikai(self) -> list[AreaInfo]:
        """自治会 in 五十音 order."""
        return [area for area in self.areas.values() if area.kind is AreaKind.JICHIKAI]


def data_version(session: Session) -> int:
    """The number that every committed change of public data raises."""
    return session.scalars(select(DataVersion.number)).one()


def load_vocabulary(session: Session, municipality: str) -> Vocabulary:
    """All of it, in six small questions."""
    public, recent, sample = _tallies(session, municipality)
    return Vocabulary(
        municipality=municipality,
        city_name=session.scalar(select(Municipality.name).where(Municipality.code == municipality)) or "",
        version=data_version(session),
        categories=_categories(session, municipality),
        targets={code: name for code, name in session.execute(select(Target.code, Target.name).order_by(Target.position))},
        needs=_needs(session),
        areas=_areas(session, municipality),
        districts=_districts(session, municipality),
        towns=_towns(session, municipality),
        public_count=public,
        confirmed_percent=round(100 * recent / public) if public else None,
        sample=sample > 0,
        only_sample=0 < sample == public,
        credits=_credits(session, municipality),
    )


def _tallies(session: Session, municipality: str) -> tuple[int, int, int]:
    recent = Resource.last_confirmed_on > func.current_date() - func.make_interval(0, MONTHS_FRESH)
    counted = select(
        func.count(), func.count().filter(recent), func.count().filter(Resource.source.startswith(SAMPLE))
    ).where(*is_public(municipality))
    public, fresh, sample = session.execute(counted).one()
    return public, fresh, sample


def _categories(session: Session, municipality: str) -> dict[str, CategoryInfo]:
    counts = dict(
        session.execute(
            select(Resource.category_code, func.count()).where(*is_public(municipality)).group_by(Resource.category_code)
        ).all()
    )
    return {
        c.code: CategoryInfo(c.code, c.name, c.mark, c.color, c.shape, c.description, c.consultation, counts.get(c.code, 0),
                             c.confirm_months)
        for c in session.scalars(select(Category).order_by(Category.position))
    }  # fmt: skip


def _needs(session: Session) -> dict[str, NeedInfo]:
    kinds: dict[str, list[str]] = {}
    pairs = (
        select(category_need.c.need_code, Category.code)
        .join(Category, Category.code == category_need.c.category_code)
        .order_by(Category.position)
    )
    for need, category in session.execute(pairs):
        kinds.setdefault(need, []).append(category)
    rows = session.execute(select(Need.code, Need.name).order_by(Need.position))
    return {code: NeedInfo(code, name, tuple(kinds.get(code, ()))) for code, name in rows}


def _areas(session: Session, municipality: str) -> dict[str, AreaInfo]:
    counts: dict[int, int] = dict(
        session.execute(
            select(place_area.c.area_id, func.count())
            .join(Place, Place.id == place_area.c.place_id)
            .join(Resource, Resource.place_id == Place.id)
            .where(*is_public(municipality))
            .group_by(place_area.c.area_id)
        ).all()
    )
    inside = func.ST_PointOnSurface(Area.boundary)
    columns = (
        Area.id, Area.code, Area.name, Area.name_kana, Area.kind, Area.approximate, Area.members, Area.source,
        func.ST_X(inside), func.ST_Y(inside),
        func.ST_XMin(Area.boundary), func.ST_YMin(Area.boundary), func.ST_XMax(Area.boundary), func.ST_YMax(Area.boundary),
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .where(Area.municipality_code == municipality)
        .order_by(Area.kind, func.coalesce(func.nullif(Area.name_kana, ""), Area.name).collate(KANA_ORDER), Area.code)
    )
    return {
        code: AreaInfo(id_, code, name, kana, kana_row(kana), kind, rough, lng, lat, (west, south, east, north),
                       counts.get(id_, 0), tuple(members.split("\n")) if members else (), source)
        for id_, code, name, kana, kind, rough, members, source, lng, lat, west, south, east, north in rows
    }  # fmt: skip


def _districts(session: Session, municipality: str) -> dict[str, DistrictInfo]:
    rows = session.scalars(select(District).where(District.municipality_code == municipality).order_by(District.slug))
    return {d.slug: DistrictInfo(d.slug, d.name, d.description, d.model, tuple(a.code for a in d.areas)) for d in rows}


def _towns(session: Session, municipality: str) -> dict[str, TownInfo]:
    """By name: the dictionary's own names are what a shared link can rely on."""
    entry = GazetteerEntry
    rows = session.execute(
        select(entry.machiaza + entry.koaza, entry.kana, func.ST_X(entry.location), func.ST_Y(entry.location))
        .where(entry.city_code == municipality, entry.level == "machiaza", entry.location.is_not(None), entry.preferred)
        .order_by(func.coalesce(func.nullif(entry.kana, ""), entry.machiaza).collate(KANA_ORDER), entry.id)
    )
    towns: dict[str, TownInfo] = {}
    for name, kana, lng, lat in rows:
        towns.setdefault(name, TownInfo(name, name, kana, lng, lat))
    return towns


def _credits(session: Session, municipality: str) -> tuple[str, ...]:
    """What must be credited: the address dictionary and the sources of the areas, each once."""
    books = session.scalars(select(GazetteerSource.attribution).order_by(GazetteerSource.id)).all()
    areas = session.scalars(select(Area.source).where(Area.municipality_code == municipality).distinct()).all()
    return tuple(dict.fromkeys(text for text in (*books, *sorted(areas)) if text))
