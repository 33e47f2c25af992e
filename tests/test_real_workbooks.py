"""実在の一覧表: six real workbooks and a list of facilities, as their departments publish them, through the whole import."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Geocoder
from geodata.database import transaction
from geodata.models import Answer, ImportRow, Place, Resource, RowAction
from importers.reading import ImportOptions
from importers.resources import ImportReport, import_resources
from tests.conftest import WHEEL, read_towns
from tests.lists import IKOMA, TODAY

PREFECTURES = ("神奈川県", "沖縄県", "静岡県", "香川県", "秋田県", "奈良県")


@dataclass(frozen=True)
class Real:
    """What a file must give. `facts` are (row number, column of resource, value)."""

    file: str
    sheet: str
    header_row: int
    rows: int
    columns: dict[str, str]
    levels: dict[str, int]
    categories: dict[str, int]
    facts: tuple[tuple[int, str, Any], ...]
    problems: tuple[tuple[int, str, str], ...] = ()
    most_problems: int = 0
    within: str = ""
    unused: tuple[str, ...] = field(default=())


KANAGAWA = Real(
    "messy/kanagawa_kodomoshokudo_20231105.xlsx",
    "基本情報",
    1,
    116,
    {
        "名称": "name",
        "住所": "address",
        "方書": "building",
        "電話番号1": "phone",
        "開催頻度": "frequency",
        "開催曜日": "weekdays",
        "開催開始時間": "starts",
        "開催日時特記事項": "schedule_note",
        "参加費_小学生": "fee_child",
        "参加費_大人": "fee_adult",
    },
    {"machiaza": 111, "city": 5},
    {"kodomo_shokudo": 116},
    (
        (2, "phone", "045-516-8560"),
        (2, "schedule_text", "金 / 17:00～19:30 / 第2金曜日、第4金曜日"),
        (2, "schedule_words", "毎月 第2・第4金曜 17:00–19:30"),
        (2, "fee_text", "こども 100円、おとな 300円"),
        (2, "free", Answer.NO),
        (3, "fee_text", "こども 無料、おとな 無料"),
        (3, "free", Answer.YES),
        (7, "free", Answer.UNKNOWN),
        (105, "free", Answer.NO),
        (69, "schedule_words", "毎週 月～土曜 7:00–8:00"),
    ),
    problems=(
        (9, "住所", "町名が書かれていません。"),
        (4, "開催頻度", "「月1回」とありますが、そのどの日かが書かれていません"),
        (21, "開催日時特記事項", "休止中と書かれています"),
        (60, "開催頻度", "コード「4」が曜日の書き方と合いません"),
    ),
    most_problems=45,
)
OKINAWA = Real(
    "messy/okinawa_city_kodomonoibasyo_20221003.csv",
    "okinawa_city_kodomonoibasyo_20221003.csv",
    1,
    10,
    {"名称": "name", "緯度": "lat", "経度": "lng", "開催曜日": "weekdays", "参加費特記事項": "fee", "予約方法": "reservation"},
    {"venue": 10},
    {"kodomo_shokudo": 10},
    (
        (2, "name", "一般社団法人みんなのももやま子ども食堂"),
        (2, "phone", "098-939-1212 内線2282"),
        (2, "free", Answer.UNKNOWN),
        (5, "schedule_words", "毎週 月・金曜 15:00–19:00 ※原文もご確認ください"),
    ),
    problems=((2, "開催日時特記事項", "変更する場合があります"), (2, "住所", "10行の住所が生駒市の外です")),
    most_problems=11,
)
HOIKUSHO = Real(
    "messy/nara_city_hoikusho_ichiran_sjis.csv",
    "nara_city_hoikusho_ichiran_sjis.csv",
    1,
    149,
    {
        "施設名称": "name",
        "施設種別": "category",
        "定員(人)": "capacity",
        "開園時間(平日)": "weekday_starts",
        "終園時間(土曜日)": "saturday_ends",
        "住所": "address",
        "施設設置者": "organization",
        "公式サイトアドレス": "url",
    },
    {"venue": 148, "machiaza": 1},
    {"hoiku": 149},
    (
        (2, "phone", "0742-22-7018"),
        (4, "schedule_words", "毎週 月～金曜 7:30–18:30、毎週 土曜 7:50–17:00（祝日休み）"),
        (2, "capacity", "120"),
        (102, "schedule_text", "平日 9:00〜14:00"),
    ),
    problems=((131, "開園時間(平日)", "が読み取れません"),),
    most_problems=3,
)
YAIZU = Real(
    "messy/yaizu_yohairyosha_shisetsu_sjis.csv",
    "yaizu_yohairyosha_shisetsu_sjis.csv",
    1,
    277,
    {"№": "source_id", "要配慮者利用施設名称": "name", "所在地": "address", "区分": "category", "郵便番号": "postal_code"},
    {"venue": 277},
    {"kaigo": 96, "hoiku": 55, "kosodate": 33, "shogai": 41, "shuro_shien": 21, "shisetsu": 22, "iryo": 9},
    (
        (2, "category_code", "shogai"),
        (11, "category_code", "shuro_shien"),
        (247, "category_code", "shogai"),
        (2, "phone", "054-625-7320"),
    ),
    problems=((259, "", "同じ名称・会場の行が"),),
    most_problems=3,
    unused=("所管課", "避難確保計画対象", "地域防災計画分類", "家屋倒壊危険区域", "土砂災害警戒区域"),
)
TAKAMATSU = Real(
    "messy/takamatsu_0049_koreisha_fukushi_titlerows.xlsx",
    "Sheet0",
    7,
    45,
    {
        "name": "name",
        "telephoneNumber": "phone",
        "location": "latlng",
        "service": "category",
        "availableDateNote": "schedule_note",
    },
    {"venue": 45},
    {"kaigo": 45},
    (
        (10, "name", "特別養護老人ホーム シオンの丘ホーム"),
        (10, "phone", "087-881-4531"),
        (10, "capacity", "70"),
        (10, "schedule_words", "24時間 年中無休"),
        (10, "url", "http://www.bokuyoukai.or.jp/qhm/sion/"),
    ),
    problems=((10, "address", "45行の住所が生駒市の外です"),),
    most_problems=1,
)
AKITA = Real(
    "messy/akita_city_bunkazai_merged_cells.xlsx",
    "指定文化財",
    2,
    303,
    {"№": "source_id", "種別": "category", "名称": "name", "所在地": "address"},
    {},
    {"shisetsu": 19, "sonota": 284},
    ((3, "name", "旧奈良家住宅"), (3, "category_code", "shisetsu")),
    problems=((11, "種別", "種類「彫刻」が分からないため"), (11, "所在地", "住所がないため地図にのせられません")),
    most_problems=700,
    within="052019",
    unused=("指定年月日", "員数"),
)
FACILITIES = Real(
    "facilities_ikoma.csv",
    "facilities_ikoma.csv",
    1,
    146,
    {"name": "name", "address": "address", "lat": "lat", "lng": "lng", "category": "category"},
    {"venue": 146},
    {"shisetsu": 69, "hinan": 27, "kaigo": 22, "sonota": 21, "shogai": 4, "shuro_shien": 2, "iryo": 1},
    ((2, "name", "なばた幼稚園"),),
    most_problems=40,
)
REAL = (KANAGAWA, OKINAWA, HOIKUSHO, YAIZU, TAKAMATSU, AKITA, FACILITIES)
every_file = pytest.mark.parametrize("real", REAL, ids=lambda real: Path(real.file).stem.split("_")[0])


@pytest.fixture(scope="module")
def japan() -> Geocoder:
    """The prefectures of these files."""
    if not WHEEL.is_file():
        pytest.skip("町字の辞書（instance/downloads）が手に入らなかったため確かめられません")
    return Geocoder(Dictionary.build([town for town in read_towns(WHEEL) if town.pref in PREFECTURES]))


def path_of(real: Real, shared_data: Path) -> Path:
    """The file, when it is there."""
    path = shared_data / real.file
    if not path.is_file():
        pytest.skip(f"実データ {real.file} がないため確かめられません")
    return path


def import_real(session: Session, real: Real, folder: Path, japan: Geocoder) -> ImportReport:
    options = ImportOptions(IKOMA, within=real.within or None, today=TODAY)
    return import_resources(session, path_of(real, folder), japan, options)


@every_file
def test_a_real_file_reads_as_it_should(db: Session, shared_data: Path, japan: Geocoder, real: Real) -> None:
    report = import_real(db, real, shared_data, japan)
    assert (report.sheet, report.header_row, report.rows, report.new) == (real.sheet, real.header_row, real.rows, real.rows)
    assert report.columns.items() >= real.columns.items()
    assert set(report.unused) >= set(real.unused)
    assert not real.levels or report.levels == real.levels
    assert Counter(db.scalars(select(Resource.category_code))) == real.categories
    assert len(report.problems) <= real.most_problems
    for row, column, words in real.problems:
        assert any(p.row == row and p.column == column and words in p.message for p in report.problems), (row, words)
    ids = dict(db.execute(select(ImportRow.number, ImportRow.resource_id)).all())
    for row, column, value in real.facts:
        resource = db.get(Resource, ids[row])
        assert getattr(resource, column) == value, (row, column)


@every_file
def test_no_cell_of_a_real_file_is_lost_or_garbled(db: Session, shared_data: Path, japan: Geocoder, real: Real) -> None:
    """Every record has a name of one line, its row as it was written, and nothing that no person would write."""
    import_real(db, real, shared_data, japan)
    for resource in db.scalars(select(Resource)):
        texts = [resource.name, resource.phone, resource.schedule_text, resource.capacity, resource.fee_text]
        assert resource.name in [" ".join(cell.split()) for cell in resource.raw.values()]
        assert not any(text.endswith(".0") or "\ufffd" in text or "_x000D_" in text for text in texts), texts
        assert not resource.phone or re.search(r"(^|\D)0\d", resource.phone), resource.phone
    assert all(place.name or place.address for place in db.scalars(select(Place)))


@every_file
def test_a_real_file_again_changes_nothing(db: Session, shared_data: Path, japan: Geocoder, real: Real) -> None:
    import_real(db, real, shared_data, japan)
    again = import_real(db, real, shared_data, japan)
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, real.rows, 0)


def test_all_real_files_live_side_by_side(fresh_database: Engine, shared_data: Path, japan: Geocoder) -> None:
    with transaction(fresh_database) as session:
        reports = [import_real(session, real, shared_data, japan) for real in REAL]
    with transaction(fresh_database) as session:
        assert len(session.scalars(select(Resource.id)).all()) == sum(report.rows for report in reports)
        assert not session.scalars(select(ImportRow.id).where(ImportRow.action == RowAction.REFUSED)).all()
