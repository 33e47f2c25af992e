"""取り込みの速さ: 10,000 rows of the national こども食堂 layout, geocoded; 20,000 会場 given their 自治会; what memory it takes."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine

from geodata import municipalities
from geodata.address import Dictionary, Geocoder
from geodata.address.town import Town
from geodata.assignment import assign_places
from geodata.bulk import copy_rows, ewkt
from geodata.database import transaction
from geodata.models import Area, Place
from importers.reading import ImportOptions
from importers.resources import import_resources
from tests.figures import figure, wanted
from tests.lists import IKOMA

ROWS, PLACES, AREAS = 10_000, 20_000, 300
PLAIN = (135.60, 34.60, 135.80, 34.80)  # west, south, east, north of a drawn city
DRAWN = "470007"  # nobody's code
AREA = ("municipality_code", "kind", "code", "name", "name_kana", "boundary", "approximate", "source", "members")
PLACE = (
    "municipality_code", "name", "address", "address_key", "address_read", "building", "location", "level", "level_reason",
    "point_source", "needs_review", "private_home", "published_location", "published_level", "published_address",
    "barrier_free", "parking",
)  # fmt: skip
HEADER = (
    "NO", "都道府県コード又は市区町村コード", "都道府県", "市区町村名", "名称", "名称_カナ", "住所", "方書", "緯度", "経度",
    "電話番号1", "URL", "運営団体名", "開催頻度", "開催曜日", "開催開始時間", "開催終了時間", "開催日時特記事項", "参加条件",
    "参加費_小学生", "参加費_大人", "参加費特記事項", "予約方法", "定員", "備考",
)  # fmt: skip
NAMES = ("みんな食堂", "こども食堂ひだまり", "わいわいごはん", "ふれあい食堂", "地域食堂おかえり", "にこにこキッチン")


def figures(only: str) -> Iterator[dict[str, Any]]:
    """import_10000_s, import_10000_mb, import_assign_20000_s."""
    from tests.city import city, folder

    if wanted(only, "import_10000_s", "import_10000_mb"):
        engine = city(2_000, "import")
        told = _in_a_process_of_its_own(engine, workbook(folder() / "kodomo_shokudo.xlsx"))
        note = f"{told['rows']:,} rows, {told['located']:,} geocoded to a 町, in one transaction"
        yield figure("import_10000_s", told["seconds"], "s", most=10, note=note)
        yield figure("import_10000_mb", told["megabytes"], "MB", most=500, note="resident, dictionary of all Japan included")
    if wanted(only, "import_assign_20000_s"):
        yield figure("import_assign_20000_s", assigning(city(2_000, "import")), "s", most=2, note=f"into {AREAS} 自治会, in one statement")


def workbook(path: Path) -> Path:
    """10,000 rows at real 町 of all Japan, without coordinates."""
    from tests.city import WHEEL, read_towns

    chance = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("基本情報")
    sheet.append(HEADER)
    towns = [town for town in read_towns(WHEEL) if not town.koaza]
    for number, town in enumerate(chance.sample(towns, ROWS), 1):
        sheet.append(_row(number, town, chance))
    book.save(path)
    return path


def _row(number: int, town: Town, chance: random.Random) -> list[Any]:
    weekday, week, hour = chance.choice("月火水木金土日"), chance.randint(1, 4), chance.randint(9, 17)
    named = f"第{week}{weekday}曜日"
    note = chance.choice((named, f"毎週{weekday}曜日", f"{named}、8月は休み", f"{chance.randint(1, 28)}日", ""))
    address = f"{town.city}{town.name}{chance.randint(1, 30)}-{chance.randint(1, 30)}"
    return [
        number, town.city_code, town.pref, town.city, f"{chance.choice(NAMES)}{town.name}{number}", "ショクドウ", address,
        chance.choice(("", "", "1階", "自治会館")), None, None, f"(0{chance.randint(10, 99)})000-{number:04}",
        "https://example.jp/", f"NPO法人見本{number % 900}", chance.choice("3456"), weekday, f"{hour}:00", f"{hour + 2}:00",
        note, chance.choice(("どなたでも", "小学生", "")), 0, chance.choice((0, 100, 300)), "", "要予約",
        chance.choice((20, 30, None)), "",
    ]  # fmt: skip


def _in_a_process_of_its_own(engine: Engine, path: Path) -> dict[str, Any]:
    from tests.city import WHEEL, folder, read_towns

    dictionary = Dictionary.build(read_towns(WHEEL)).save(folder() / "japan.dictionary")
    url = engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench_import", url, path, dictionary], capture_output=True, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main(url: str, path: str, dictionary: str) -> None:
    """Import once, in this process, and say how long it took and how large the process became."""
    from geodata.database import engine_for

    engine = engine_for(url)
    options = ImportOptions(IKOMA, source="測定", category="kodomo_shokudo", today=date(2026, 10, 14))
    before = time.perf_counter()
    with transaction(engine) as session:
        report = import_resources(session, Path(path), Geocoder.open(Path(dictionary)), options)
    seconds = time.perf_counter() - before
    assert report.new == ROWS
    told = {"rows": report.rows, "located": report.levels.get("machiaza", 0), "seconds": seconds,
            "megabytes": _most_resident()}  # fmt: skip
    print(json.dumps(told))


def _most_resident() -> float:
    """Megabytes at the highest. Not ru_maxrss, which a process inherits from the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def assigning(engine: Engine) -> float:
    """Seconds to assign 20,000 会場 of a drawn city to its 300 自治会, both strewn at random."""
    import numpy as np
    import shapely

    west, south, east, north = PLAIN
    ground = shapely.box(*PLAIN)
    chance = np.random.default_rng(7)

    def strewn(count: int) -> Any:
        return np.column_stack([chance.uniform(west, east, count), chance.uniform(south, north, count)])

    cells = shapely.voronoi_polygons(shapely.multipoints(strewn(AREAS)), extend_to=ground).geoms
    with transaction(engine) as session:
        municipalities.ensure(session, DRAWN, "測定市")
        borders = (shapely.multipolygons([cell.intersection(ground)]).wkt for cell in cells)
        copy_rows(session, Area.__table__, AREA, (
            (DRAWN, "jichikai", f"{DRAWN}-{n}", f"第{n}自治会", "", f"SRID=4326;{border}", False, "", "")
            for n, border in enumerate(borders)
        ))  # fmt: skip
        spots = (ewkt((float(lng), float(lat))) for lng, lat in strewn(PLACES))
        copy_rows(session, Place.__table__, PLACE, (
            (DRAWN, f"第{n}会館", "", f"n:{n}", "", "", spot, "venue", "", "", False, False, spot, "venue", "", "unknown", "unknown")
            for n, spot in enumerate(spots)
        ))  # fmt: skip
    with transaction(engine) as session:
        before = time.perf_counter()
        assert assign_places(session, DRAWN) > PLACES * 0.99
        return time.perf_counter() - before


if __name__ == "__main__":
    main(*sys.argv[1:])
