"""The filter as SQL: one small condition for each name, over resource outer-joined to place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Float, cast, func, or_, select, true, union
from sqlalchemy.orm import aliased

from geodata.filters.days import held_on
from geodata.filters.timespan import MINUTES_WHEN_NO_END_IS_WRITTEN, TimeSpan, weekday_mask
from geodata.japanese import bigrams, search_form, words_of
from geodata.models import (
    Answer,
    Area,
    Place,
    Resource,
    Schedule,
    place_area,
    resource_target,
    served_area,
)

if TYPE_CHECKING:
    from geodata.filters.chosen import ResourceFilter
    from geodata.queries.vocabulary import Vocabulary

Condition = ColumnElement[bool]


def conditions(chosen: "ResourceFilter", vocabulary: "Vocabulary") -> Iterator[Condition]:
    """Every condition of the filter, over resource and place."""
    if chosen.categories:
        yield Resource.category_code.in_(chosen.categories)
    if chosen.targets:
        yield Resource.id.in_(select(resource_target.c.resource_id).where(resource_target.c.target_code.in_(chosen.targets)))
    if chosen.weekdays or chosen.time:
        yield _held(_when(chosen), chosen.unknown)
    if chosen.date:
        yield _held(held_on(chosen.date, chosen.unknown), chosen.unknown)
    if chosen.areas:
        yield in_areas(chosen.areas)
    if chosen.free:
        yield _yes(Resource.free, chosen.unknown)
    if chosen.barrier_free:
        yield _yes(func.coalesce(Place.barrier_free, Answer.UNKNOWN.value), chosen.unknown)
    if chosen.bbox:
        yield Place.published_location.op("&&")(func.ST_MakeEnvelope(*chosen.bbox, 4326))
    for word in words_of(chosen.q):
        yield _says(word, vocabulary)


def in_areas(codes: tuple[str, ...]) -> Condition:
    """Held at a 会場 that one of the areas covers, or served there (移動販売・配食).

    The ids are gathered by index from either side: an OR of two conditions on the resource would read all of them.
    """
    areas = select(Area.id).where(Area.code.in_(codes)).scalar_subquery()
    here = aliased(Resource)
    held = select(here.id).join(place_area, place_area.c.place_id == here.place_id).where(place_area.c.area_id.in_(areas))
    served = select(served_area.c.resource_id).where(served_area.c.area_id.in_(areas))
    return Resource.id.in_(union(held, served))


def _yes(answer: Any, unknown: bool) -> Condition:
    fitting = (Answer.YES.value, Answer.UNKNOWN.value) if unknown else (Answer.YES.value,)
    return cast(answer, Area.code.type).in_(fitting)


def _held(session_fits: Condition, unknown: bool) -> Condition:
    """One session of the resource fits; with `unknown` also a resource whose sessions nobody has understood."""
    mine = Schedule.resource_id == Resource.id
    fits = select(Schedule.id).where(mine, session_fits).exists()
    return or_(fits, ~select(Schedule.id).where(mine).exists()) if unknown else fits


def _when(chosen: "ResourceFilter") -> Condition:
    return _on_weekday(chosen) & _overlaps(chosen.time, chosen.unknown)


def _on_weekday(chosen: "ResourceFilter") -> Condition:
    if not chosen.weekdays:
        return true()
    held = Schedule.weekday_mask.op("&")(weekday_mask(chosen.weekdays)) != 0
    return or_(held, Schedule.weekday_mask == 0) if chosen.unknown else held


def _overlaps(span: TimeSpan | None, unknown: bool) -> Condition:
    if span is None:
        return true()
    starts = _minutes(Schedule.starts)
    ends = func.coalesce(_minutes(Schedule.ends), starts + MINUTES_WHEN_NO_END_IS_WRITTEN)
    fits = (starts < (span.end or span.start + 1)) & (ends > span.start)
    return or_(fits, Schedule.starts.is_(None)) if unknown else fits & Schedule.starts.is_not(None)


def _minutes(clock: Any) -> Any:
    return cast(func.extract("epoch", clock), Float) / 60


def _says(word: str, vocabulary: "Vocabulary") -> Condition:
    """The word stands in the search text, or in the name of the 種類. Bigrams find it, strpos makes sure."""
    found = func.strpos(Resource.search_text, word) > 0
    if len(word) > 1:
        found = Resource.bigrams.contains(bigrams(word)) & found
    kinds = [kind.code for kind in vocabulary.categories.values() if word in search_form(kind.name)]
    return or_(found, Resource.category_code.in_(kinds)) if kinds else found
