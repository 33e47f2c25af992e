"""見本の市: what `demo load` brings is whole, of every kind, and told where it is bad on purpose."""

from collections import Counter
from importlib.resources import as_file
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geodata.address import Geocoder
from geodata.address.match import MatchLevel
from geodata.database import transaction
from geodata.models import (
    Area,
    Category,
    District,
    ImportBatch,
    ImportRow,
    Mode,
    Place,
    Resource,
    Schedule,
    Status,
    Visibility,
    served_area,
)
from geodata.publication import is_public
from geodata.schedule.session import Understood
from importers.demo import MIHON, has_resources, load_demo
from importers.sheets.mihon import SHEETS, KodomoShokudoSheet
from tests.lists import IKOMA, everything, imported

SCHEDULES = {  # what departments write, and what residents are told of it
    "第2・4土曜日　11:00〜13:30": "毎月 第2・第4土曜 11:00–13:30",
    "第3日曜日（8月は休み）　11:30〜13:30": "毎月 第3日曜 11:30–13:30（8月休み）",
    "毎月10日・25日　17:00〜19:00": "毎月 10日・25日 17:00–19:00",
    "月～金曜日（祝日・年末年始休み）　17:00〜20:00": "毎週 月～金曜 17:00–20:00（祝日・年末年始休み）",
    "毎月第1木曜日　午前10時から正午まで": "毎月 第1木曜 10:00–12:00",
    "毎週木曜日 10:00～11:30、13:00～14:30": "毎週 木曜 10:00–11:30・13:00–14:30",
    "月2回 / 第1・3木 / 10:00～11:30": "毎月 第1・第3木曜 10:00–11:30",
    "年6回 / 10:00～11:30 / 奇数月の第2日曜": "奇数月 第2日曜 10:00–11:30",
    "9:00～17:00（火曜・年末年始休み）": "毎週 月・水・木・金・土・日曜 9:00–17:00（年末年始休み）",
    "金 / 10:00～11:00 / 第5金曜は休み": "毎月 第1・第2・第3・第4金曜 10:00–11:00",
    "月～土（第2・4土曜休み）9:00～15:00": "毎週 月～金曜、毎月 第1・第3・第5土曜 9:00–15:00",
    "隔週日曜 14:00～16:00": "隔週 日曜 14:00–16:00",
    "不定期": "不定期（お問い合わせください）",
}
ONE_MONTH_ONLY = {  # an exception of one month, or a word on the dates, must not become the rule
    "第1・3土曜日\n（1月の第1土曜日は休み）　12:00〜14:00": ("1SA", "3SA"),
    "第2・4火曜 13:30～15:00（12月の第4火曜は休み）": ("2TU", "4TU"),
    "月1回 / 第4金 / 10:00～13:00 / 12月は第3金": ("4FR",),
    "第1日 / 13:30～15:30 / 1月は第2日曜": ("1SU",),
}


@pytest.fixture(scope="module")
def mihon(demo_city: Engine) -> Any:
    """A session that only reads the 見本 city."""
    with Session(demo_city) as session:
        yield session


def public(mihon: Session) -> list[Resource]:
    return list(mihon.scalars(select(Resource).where(*is_public(IKOMA))))


def problems(mihon: Session) -> dict[tuple[str, int], list[str]]:
    """(file, row) → sentences."""
    columns = (ImportBatch.file_name, ImportRow.number, ImportRow.problems)
    stmt = select(*columns).join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
    return {(file, number): [p["message"] for p in said] for file, number, said in mihon.execute(stmt) if said}


def test_there_are_180_public_resources_of_every_kind(mihon: Session) -> None:
    kinds = Counter(resource.category_code for resource in public(mihon))
    assert sum(kinds.values()) >= 180
    assert set(kinds) >= {code for sheet in SHEETS for code in (sheet.category, *sheet.categories.values())}
    desks = mihon.scalars(select(Category.code).where(Category.consultation)).all()
    assert all(kinds[code] >= 9 for code in desks)


def test_every_resource_says_that_it_is_a_sample(mihon: Session) -> None:
    assert all(resource.source.startswith("（見本）") and resource.name.endswith("（見本）") for resource in public(mihon))


def test_no_padding_row_is_refused(mihon: Session) -> None:
    assert {row for row, said in problems(mihon).items() if any("名称がない" in s for s in said)} == set()


def test_there_are_55_jichikai_and_a_model_district_of_two(mihon: Session) -> None:
    areas = mihon.scalars(select(Area).where(Area.kind == "jichikai")).all()
    assert len(areas) >= 55 and all(area.approximate for area in areas)
    (model,) = mihon.scalars(select(District).where(District.model)).all()
    assert (model.slug, len(model.areas)) == ("shikanodai", 2)
    ids = [area.id for area in model.areas]
    here = mihon.scalar(select(func.count()).select_from(Resource).join(Place).where(Place.jichikai_id.in_(ids)))
    assert here and here >= 10


def test_online_is_online_and_has_no_pin(mihon: Session) -> None:
    online = [resource for resource in public(mihon) if resource.mode is Mode.ONLINE]
    assert len([resource for resource in online if resource.category_code == "ibasho"]) == 5
    assert all(resource.place_id is None for resource in online)


def test_what_moves_is_served_where_it_says(mihon: Session) -> None:
    moving = [resource for resource in public(mihon) if resource.mode is Mode.MOVING]
    served = dict(mihon.execute(select(served_area.c.resource_id, func.count()).group_by(served_area.c.resource_id)).all())
    assert len(moving) == 14 and all(served.get(resource.id) for resource in moving)
    everywhere = next(resource for resource in moving if resource.served_text == "市内全域")
    assert served[everywhere.id] == mihon.scalar(select(func.count()).where(Area.kind == "jichikai"))
    assert max(count for id_, count in served.items() if id_ != everywhere.id) < 15
    assert not [said for said in problems(mihon).values() if any("自治会の一覧に見つかりません" in s for s in said)]


def test_some_are_unconfirmed_and_some_need_review(mihon: Session) -> None:
    assert sum(resource.last_confirmed_on is None for resource in public(mihon)) >= 5
    clubs = [resource for resource in public(mihon) if resource.category_code == "rojin_club"]
    assert sum(club.last_confirmed_on is None for club in clubs) <= 1, "令和8年6月 is a date"
    reviewed = mihon.scalars(select(Place.needs_review)).all()
    assert 10 <= sum(reviewed) < len(reviewed) / 2


def test_the_private_home_stays_private(mihon: Session) -> None:
    (home,) = mihon.scalars(select(Place).where(Place.private_home)).all()
    assert (home.name, home.published_level) == ("個人宅", MatchLevel.MACHIAZA)
    assert home.published_address == "奈良県生駒市東生駒月見町（個人宅のため町名まで）"


def test_what_is_for_professionals_is_not_public(mihon: Session) -> None:
    hidden = mihon.scalars(select(Resource).where(Resource.visibility != Visibility.PUBLIC)).all()
    assert [resource.name for resource in hidden] == ["ひきこもり家族の集い（見本）"]
    assert not {resource.id for resource in hidden} & {resource.id for resource in public(mihon)}


@pytest.mark.parametrize(
    "file,row,words",
    [
        ("01_kodomo_shokudo.xlsx", 26, "住所「市内各所」"), ("01_kodomo_shokudo.xlsx", 27, "住所がない"),
        ("01_kodomo_shokudo.xlsx", 19, "休止中"), ("03_ibasho_salon.xlsx", 29, "住所「生駒市桜台3丁目9-1」"),
        ("03_ibasho_salon.xlsx", 25, "番地が書かれていない"), ("06_kosodate.xlsx", 24, "住所「生駒市内」"),
        ("07_shuro_silver.ods", 14, "鹿ノ台東9丁目1-1"), ("07_shuro_silver.ods", 13, "「週1日から（曜日は相談）」"),
        ("03_ibasho_salon.xlsx", 40, "個人宅のため"), ("02_ninchisho_cafe.csv", 7, "市外局番がありません"),
    ],
)  # fmt: skip
def test_what_is_bad_is_told_by_its_row(mihon: Session, file: str, row: int, words: str) -> None:
    said = problems(mihon)[(file, row)]
    assert any(words in message for message in said), said


def test_a_venue_of_several_lists_is_one(mihon: Session) -> None:
    halls = mihon.scalars(select(Place).where(Place.name.like("見本・鹿ノ台ふれあい会館%"))).all()
    assert len(halls) == 1 and halls[0].level is MatchLevel.VENUE and halls[0].jichikai_id
    held = mihon.scalars(select(Resource.category_code).where(Resource.place_id == halls[0].id)).all()
    assert len(set(held)) >= 5


def test_schedules_are_understood(mihon: Session) -> None:
    found = dict(mihon.execute(select(Resource.schedule_text, Resource.schedule_words)).all())
    understood = dict(mihon.execute(select(Schedule.resource_id, Schedule.understood)).all())
    full = sum(one is Understood.FULL for one in understood.values())
    assert full / len(mihon.scalars(select(Resource.id)).all()) >= 0.8
    for text, words in SCHEDULES.items():
        assert found[text] == words


@pytest.mark.parametrize("text", ONE_MONTH_ONLY)
def test_an_exception_is_not_the_rule(mihon: Session, text: str) -> None:
    resource = mihon.scalars(select(Resource).where(Resource.schedule_text == text)).one()
    usual = [held for held in resource.schedules if set(ONE_MONTH_ONLY[text]) <= set(held.days)]
    assert usual and any(not held.months or len(held.months) > 6 for held in usual), resource.schedule_words


def test_dates_that_are_all_sundays_are_not_every_sunday(mihon: Session) -> None:
    dated = mihon.scalars(select(Resource).where(Resource.schedule_text.like("%いずれも%"))).all()
    assert len(dated) == 3
    for resource in dated:
        assert "毎週" not in resource.schedule_words
        assert all(day[:2] == "20" for held in resource.schedules for day in held.days)


def test_loading_again_changes_nothing(fresh_database: Engine, geocoder: Geocoder) -> None:
    with transaction(fresh_database) as session:
        assert not has_resources(session)
        first = load_demo(session, geocoder)
        assert has_resources(session)
    before = everything(fresh_database)
    with transaction(fresh_database) as session:
        again = load_demo(session, geocoder)
    assert [(report.new, report.changed, report.gone) for report in again.lists] == [(0, 0, 0)] * len(SHEETS)
    assert again.resources == first.resources
    assert everything(fresh_database) == before


def test_a_mihon_book_is_recognised_without_its_declaration(db: Session) -> None:
    """As an officer would who brings the same list from a department."""
    with as_file(MIHON / KodomoShokudoSheet.file) as path:
        report = imported(db, path, category="kodomo_shokudo")
    assert (report.sheet, report.header_row, report.new) == ("一覧", 3, 24)
    assert {resource.status for resource in db.scalars(select(Resource))} == {Status.PUBLISHED}
