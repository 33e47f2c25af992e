"""公開されているままの見本ファイル: the counts, leftovers and points of real files of 和歌山県 and 屋久島町."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from geodata.address import Dictionary
from geodata.address.compile import compile_dictionary
from geodata.address.located import AddressBook
from geodata.address.reasons import CHOME_WITHOUT_POINT, KOAZA_WITHOUT_POINT, NO_POINT, TOWN_WITHOUT_POINT
from geodata.address.town import label
from geodata.models import GazetteerEntry, GazetteerSource, StreetPoint
from importers import GazetteerReport, gazetteer_status, load_gazetteer

SAMPLES = Path(__file__).parents[2] / "shared/data/address/official_samples"
FILES = sorted(SAMPLES.glob("mt_*.zip")) + sorted(SAMPLES.glob("30000-*.zip"))
pytestmark = pytest.mark.skipif(not FILES, reason="公開ファイルの見本（../shared/data/address）がないため確かめられません")
Loaded = tuple[Session, GazetteerReport, GazetteerReport]


@pytest.fixture(scope="module")
def official(shared: Engine) -> Iterator[Loaded]:
    """All samples in one load, forgotten after these tests."""
    with shared.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            island = load_gazetteer(session, [path for path in FILES if "465054" in path.name])
            assert not island.problems
            yield session, load_gazetteer(session, [path for path in FILES if "465054" not in path.name]), island
        outer.rollback()


@pytest.fixture(scope="module")
def book(official: Loaded, tmp_path_factory: pytest.TempPathFactory) -> AddressBook:
    """What geocoding knows then."""
    path = compile_dictionary(official[0], tmp_path_factory.mktemp("dictionary") / "towns")
    return AddressBook.over(Dictionary.open(path), official[0])


def loaded(report: GazetteerReport, name: str) -> dict[str, int]:
    one = next(one for one in report.loaded if name in one.source)
    return {field: value for field in one.__slots__ if isinstance(value := getattr(one, field), int) and value}


def test_real_lists_of_venues(db: Session) -> None:
    report = load_gazetteer(db, [SAMPLES.parents[1] / name for name in ("facilities_ikoma.csv", "facilities_nara_other.csv")])
    assert not report.problems
    assert [(one.rows, one.nameless, one.without_position, one.dropped) for one in report.loaded] == [(146, 0, 0, 0), (6746, 0, 0, 0)]
    assert report.loaded[0].kept + report.loaded[0].repeated == 146 and report.loaded[0].kept > 140


def test_every_row_of_the_towns_is_accounted_for(official: Loaded) -> None:
    assert not official[1].problems
    assert loaded(official[1], "町字マスター") == {
        "rows": 3544, "positions": 3537, "kept": 3524, "repeated": 19, "nameless": 1, "without_position": 1605,
        "without_name": 1516, "inherited": 1495, "pointless": 110,
    }  # fmt: skip


def test_every_row_of_the_street_points_is_accounted_for(official: Loaded) -> None:
    assert loaded(official[1], "住居マスター") == {"rows": 34_015, "positions": 34_016, "kept": 34_015, "blocks": 925}
    assert loaded(official[1], "地番") == {"rows": 1220, "positions": 1179, "kept": 1179, "without_position": 41}
    assert loaded(official[1], "位置参照情報") == {"rows": 1918, "kept": 1918}
    assert loaded(official[1], "市区町村") == {"rows": 1918, "positions": 1918, "kept": 1918}
    assert loaded(official[1], "都道府県") == {"rows": 47, "kept": 47, "pointless": 47}


def test_points_stand_where_the_files_say(official: Loaded) -> None:
    point = StreetPoint
    stmt = select(func.ST_X(point.location), func.ST_Y(point.location), point.far).where(
        point.city_code == "302015", point.town_key == "葵町", point.number == "1-2", point.level == "residence"
    )
    assert official[0].execute(stmt).one() == (135.165204936, 34.214374032, False)
    assert official[0].scalar(select(func.count()).where(point.far)) == 0


def test_chome_are_named_as_the_other_sources_name_them(official: Loaded) -> None:
    entry = GazetteerEntry
    stmt = select(entry.machiaza, entry.kana, entry.code, entry.jukyo, entry.preferred, entry.inherited).where(
        entry.city_code == "302015", entry.town_key.in_(["今福", "今福2丁目"])
    ).join(GazetteerSource, GazetteerSource.id == entry.source_id).where(GazetteerSource.family == "abr-town")
    assert sorted(official[0].execute(stmt)) == [
        ("今福", "イマブク", "3020150023000", False, True, True),
        ("今福二丁目", "イマブク2チョウメ", "3020150023002", True, True, False),
    ]


def test_each_town_is_preferred_once(official: Loaded) -> None:
    twice = text("""SELECT count(*) FROM (SELECT FROM gazetteer_entry WHERE level = 'machiaza' AND preferred
                     GROUP BY city_code, town_key HAVING count(*) > 1) AS t""")
    assert official[0].execute(twice).scalar_one() == 0
    none = text("""SELECT count(*) FROM (SELECT FROM gazetteer_entry WHERE level = 'machiaza'
                    GROUP BY city_code, town_key HAVING NOT bool_or(preferred)) AS t""")
    assert official[0].execute(none).scalar_one() == 0


def test_sources_carry_licence_edition_and_date(official: Loaded) -> None:
    sources = {source.slug: source for source in official[0].scalars(select(GazetteerSource))}
    assert {"abr-town-30", "abr-residence-30", "abr-parcel-302015", "abr-parcel-465054", "isj-town-30"} <= sources.keys()
    town = sources["abr-town-30"]
    assert (town.edition, str(town.published_on)) == ("mt_town_pos_pref30 2025-10-27、mt_town_pref30 2026-03-10", "2025-10-27")
    assert "CC BY" in town.licence and "デジタル庁" in town.attribution
    assert sources["isj-town-30"].edition == "17.0b、30_2023 2024-01-23"


def test_the_status_says_what_is_there_and_what_is_missing(official: Loaded) -> None:
    here = gazetteer_status(official[0], "302015")
    steps = " ".join(here.next_steps)
    assert "街区レベル" in steps and "30201" in steps and "郵便番号" in steps
    assert "地番マスター" not in steps and "大字・町丁目レベル」（" not in steps
    assert [source.here for source in here.sources if source.family == "abr-residence"] == [34_015]
    elsewhere = gazetteer_status(official[0], "292095")
    assert "これがないと位置が分かりません" in elsewhere.next_steps[0]
    assert any("mt_parcel_city292095" in step for step in elsewhere.next_steps)


def test_a_town_without_a_point_stands_at_its_oaza_and_says_so(official: Loaded, book: AddressBook) -> None:
    entry = GazetteerEntry
    stmt = select(entry.pref, entry.city, entry.machiaza, entry.koaza).where(entry.inherited, entry.preferred)
    towns = [(pref + city, label(name, koaza), koaza) for pref, city, name, koaza in official[0].execute(stmt)]
    assert len(towns) > 1400
    wrong = []
    for (city, name, koaza), found in zip(towns, book.locate_many([f"{city}{name}9999" for city, name, _ in towns]), strict=True):
        said = KOAZA_WITHOUT_POINT if koaza else CHOME_WITHOUT_POINT if name.endswith("丁目") else TOWN_WITHOUT_POINT
        told = (found.level, found.matched, found.machiaza, found.reason, found.needs_review, "町字マスター" in found.source)
        if told != ("machiaza", "machiaza", name, said, True, True):
            wrong.append((city, name, told))
    assert wrong == []


def test_a_town_without_any_point_is_named_and_its_parcels_are_found(official: Loaded, book: AddressBook) -> None:
    rows = official[0].execute(text(
        """SELECT e.pref || e.city || replace(e.machiaza, '（大字なし）', '') || e.koaza, p.number, ST_X(p.location), ST_Y(p.location)
             FROM street_point AS p JOIN gazetteer_entry AS e USING (city_code, town_key)
            WHERE city_code = '465054' AND e.location IS NULL AND p.level = 'parcel'""")).all()
    found = book.locate_many([f"{town}{number}" for town, number, *_ in rows])
    assert len(rows) == 790 and [match.point for match in found] == [(lng, lat) for *_, lng, lat in rows]
    assert {(match.level.value, match.score, match.reason, match.needs_review) for match in found} == {("parcel", 1, "", False)}
    assert all("地番マスター" in match.source and match.dated for match in found)
    nothing = book.locate(f"{rows[0][0]}99999")
    assert (nothing.level, nothing.matched, nothing.point, nothing.score) == ("city", "machiaza", None, 1)
    assert nothing.reason == NO_POINT and nothing.needs_review and nothing.machiaza


def test_koaza_without_oaza_are_towns(official: Loaded) -> None:
    island = official[2]
    assert loaded(island, "町字マスター") == {"rows": 1283, "kept": 1283, "pointless": 1283, "without_position": 1283}
    assert loaded(island, "地番") == {"rows": 800, "positions": 790, "kept": 790, "without_position": 10}
    bare = select(GazetteerEntry.machiaza, GazetteerEntry.town_key).where(GazetteerEntry.koaza == "安房")
    assert official[0].execute(bare).one() == ("（大字なし）", "安房")
