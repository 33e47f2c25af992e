"""番地まで: the whole command over a real PostGIS, and how near the points are, by the official rows of 和歌山県 and 生駒市の施設."""

import csv
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from psycopg import Connection
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata import native
from geodata.address import Dictionary, Geocoder, Point, Town
from geodata.address.compile import compile_dictionary
from geodata.address.finer import metres
from geodata.address.located import AddressBook, connection_of
from geodata.address.shelf import dictionary_path
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows, ewkt
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade
from geodata.models import StreetPoint
from importers import load_gazetteer
from tests.address_town import IKOMA, source
from tests.bench_geocode import load, not_measured
from tests.city import WHEEL, folder, until_exit
from tests.figures import figure, wanted
from tests.geocode_texts import towns
from tests.test_learned_ikoma import _reference, errors, half, leave_one_out
from tests.test_streets_official import (
    held_out,
    official_towns,
    parcel_spellings,
    residence_spellings,
    rows_of,
    verdict,
)  # fmt: skip

SHARED = Path(__file__).parents[2] / "shared/data"
OFFICIAL = SHARED / "address/official_samples"
FILES = ("mt_town_pref30", "mt_town_pos_pref30", "mt_rsdtdsp_rsdt_pref30", "mt_rsdtdsp_rsdt_pos_pref30",
         "mt_parcel_city302015_SUBSET", "mt_parcel_pos_city302015_SUBSET")  # fmt: skip
ROWS, RUNS, EVERY = 10_000, 7, 7
WAKAYAMA = "302015"
COMPILED = ("-c", "from mapapp.cli import main; main()", "geocode")
AS_PYTHON = ("-c", "from geodata.native import pass_over; pass_over(); from mapapp.cli import main; main()", "geocode")
Asked = tuple[str, str, Point]
GOALS = {
    "geocode_csv_10000_s": ("s", "≤ 1.5"), "geocode_street_5m_percent": ("%", "≥ 98.5"), "geocode_street_5km_unflagged": ("", "≤ 0"),
    "geocode_ikoma_median_m": ("m", "≤ 150"),
}  # fmt: skip


def figures(only: str) -> Iterator[dict[str, Any]]:
    """What needs the real samples says so where they are not; the command is then timed with points of our own."""
    asked, real = [name for name in GOALS if wanted(only, name)], OFFICIAL.is_dir()
    if not WHEEL.is_file():
        yield from (not_measured(name, *GOALS[name], "町字の辞書が手に入らなかった") for name in asked)
        return
    if "geocode_csv_10000_s" in asked:
        yield _command(real)
    if not real:
        yield from (not_measured(name, *GOALS[name], "実データ（../shared/data）がない") for name in asked if name != "geocode_csv_10000_s")
        return
    if {"geocode_street_5m_percent", "geocode_street_5km_unflagged"} & set(asked):
        yield from _streets()
    if "geocode_ikoma_median_m" in asked:
        yield _ikoma()


@cache
def _loaded(real: bool) -> Engine:
    """A cluster with all 町 of Japan and the street points of 和歌山県, as `wagagoto gazetteer load` loads them."""
    engine = engine_for(until_exit.enter_context(Cluster.at(folder() / "gazetteer", durable=False)))
    until_exit.callback(engine.dispose)
    upgrade(engine)
    files = [OFFICIAL / f"{name}.csv.zip" for name in FILES] if real else []
    with transaction(engine) as session:
        report = load_gazetteer(session, [WHEEL, *files])
        assert not report.problems, report.problems
        if not real:
            _drawn(session)
        path = dictionary_path(connection_of(session), folder())
        assert path
        compile_dictionary(session, path)
    with transaction(engine) as session:
        session.connection().exec_driver_sql("ANALYZE")
    return engine


def _drawn(session: Session) -> None:
    """12 houses in each of 10 blocks at every 町 of 和歌山市."""
    number = source(session, "drawn")
    columns = ("city_code", "town_key", "number", "level", "source_id", "far", "location")
    copy_rows(session, StreetPoint.__table__, columns, (
        (WAKAYAMA, town_key(town.label), f"{block}-{house}", "residence", number, False, ewkt(town.point))
        for town in towns() if town.city_code == WAKAYAMA and town.point for block in range(1, 11) for house in range(1, 13)
    ))  # fmt: skip


# 1. the command
def _command(real: bool) -> dict[str, Any]:
    engine = _loaded(real)
    texts = Random(1).sample([text for _, text, _ in _residences()] if real else list(_drawn_texts()), ROWS)
    path, output = folder() / "list.csv", folder() / "list.out.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("番号", "名称", "住所", "備考"), *((n, f"見本{n}", text, "") for n, text in enumerate(texts))])
    environ = {"WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False), "WAGAGOTO_INSTANCE": str(folder())}
    runs = [[sys.executable, *way, path, "--column", "住所", "--output", output] for way in (AS_PYTHON, COMPILED)]
    taken = [[_timed(run, os.environ | environ) for run in runs] for _ in range(1 + RUNS)][1:]
    with output.open(encoding="utf-8-sig", newline="") as file:
        levels = Counter(row["level"] for row in csv.DictReader(file))
    walls, cpus = zip(*[python for python, _ in taken], strict=True)
    compiled = f"{median(wall for _, (wall, _) in taken):.2f} compiled by make native" if native.up_to_date() else native.NO_COMPILER
    points = engine.connect().exec_driver_sql("SELECT count(*) FROM street_point").scalar_one()
    note = (
        f"the whole command, from its start to its end, by the clock, median of {RUNS} (best {min(walls):.2f}); {median(cpus):.2f} of the "
        f"processor without PostgreSQL; {compiled}; {ROWS:,} rows, {', '.join(f'{level} {count:,}' for level, count in levels.most_common())}; "
        f"{'official' if real else 'drawn'} street points, {points:,}; the dictionary of all Japan compiled before; {load()}"
    )
    return figure("geocode_csv_10000_s", median(walls), "s", most=1.5, note=note)


def _timed(run: list[Any], environ: dict[str, str]) -> tuple[float, float]:
    """(by the clock, of the processor)."""
    before, wall = os.times(), time.perf_counter()
    subprocess.run(run, env=environ, check=True, capture_output=True)
    wall, after = time.perf_counter() - wall, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def _drawn_texts() -> Iterator[str]:
    for town in towns():
        if town.city_code == WAKAYAMA:
            yield from (f"和歌山市{town.label}{block}番{house}号" for block in range(1, 11) for house in range(1, 13))


# 2. how near the points are
def _streets() -> Iterator[dict[str, Any]]:
    residences, parcels = list(_residences())[::EVERY], list(_parcels())
    with _loaded(True).connect() as connection:
        driver: Connection[Any] = connection.connection.driver_connection
        path = dictionary_path(driver, folder())
        assert path
        book = AddressBook(Dictionary.open(path), lambda: driver)
        told = [_verdicts(book, asked) for asked in (residences, parcels)]
    both = told[0] + told[1]
    shares = [100 * sum(n for (_, said), n in one.items() if said == "right") / one.total() for one in told]
    kinds = {kind: 100 * both[kind, "right"] / sum(n for (name, _), n in both.items() if name == kind) for kind, _ in both}
    lowest = ", ".join(f"{kind} {share:.1f}" for kind, share in sorted(kinds.items(), key=lambda one: one[1])[:4])
    far = {said: sum(n for (_, one), n in both.items() if one == said) for said in ("nowhere", "near", "far, flagged", "FAR AND SURE")}
    note = (
        f"within 5 m, {both.total():,} spellings of held-out rows of 和歌山県 in アドレス・ベース・レジストリ, loaded as published: 住居表示 "
        f"{told[0].total():,} in 13 ways {shares[0]:.2f} %, 地番 {told[1].total():,} in 6 ways {shares[1]:.2f} %; lowest: {lowest}; "
        f"without a point {far['nowhere']}, nearer than 5 km {far['near']}, farther and flagged {far['far, flagged']}"
    )
    right = sum(n for (_, said), n in both.items() if said == "right")
    yield figure("geocode_street_5m_percent", 100 * right / both.total(), "%", least=98.5, note=note)
    yield figure("geocode_street_5km_unflagged", far["FAR AND SURE"], "", most=0, note=f"of the same {both.total():,} spellings")


def _verdicts(book: AddressBook, asked: list[Asked]) -> "Counter[tuple[str, str]]":
    found = book.locate_many([text for _, text, _ in asked])
    return Counter((kind, verdict(match, point)) for (kind, _, point), match in zip(asked, found, strict=True))


@cache
def _official_towns() -> dict[tuple[str, str], Town]:
    return official_towns(SHARED)


def _residences() -> Iterator[Asked]:
    """(way of writing, address, true point) of every held-out row."""
    keys = ("lg_code", "machiaza_id", "blk_id", "rsdt_id", "rsdt2_id")
    points = {tuple(row[key] for key in keys): (float(row["rep_lon"]), float(row["rep_lat"]))
              for row in rows_of(SHARED, "mt_rsdtdsp_rsdt_pos_pref30.csv.zip")}  # fmt: skip
    for row in rows_of(SHARED, "mt_rsdtdsp_rsdt_pref30.csv.zip"):
        town, point = _official_towns().get((row["lg_code"], row["machiaza_id"])), points.get(tuple(row[key] for key in keys))
        if town and point and held_out(row):
            numbers = [row[name] for name in ("blk_num", "rsdt_num", "rsdt_num2") if row[name]]
            yield from ((kind, text, point) for kind, text in residence_spellings(town, row["chome"], numbers))


def _parcels() -> Iterator[Asked]:
    points = {(row["machiaza_id"], row["prc_id"]): (float(row["rep_lon"]), float(row["rep_lat"]))
              for row in rows_of(SHARED, "mt_parcel_pos_city302015_SUBSET.csv.zip")}  # fmt: skip
    for row in rows_of(SHARED, "mt_parcel_city302015_SUBSET.csv.zip"):
        town, point = _official_towns().get((row["lg_code"], row["machiaza_id"])), points.get((row["machiaza_id"], row["prc_id"]))
        if town and point and row["prc_num1"] and held_out(row):
            numbers = [row[name] for name in ("prc_num1", "prc_num2", "prc_num3") if row[name]]
            yield from ((kind, text, point) for kind, text in parcel_spellings(town, numbers))


# 3. 生駒市
def _ikoma() -> dict[str, Any]:
    dictionary = Dictionary.build(town for town in towns() if town.pref == "奈良県")
    with (SHARED / "facilities_ikoma.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Geocoder(dictionary).locate_many([row["address"] for row in rows], within=IKOMA)
    facilities = [(row, match, _reference(row, match)) for row, match in zip(rows, found, strict=True)]
    answers, blind = (leave_one_out(dictionary, facilities, same_address=same) for same in (True, False))
    tuned, unseen = ([one for one in answers if half(one) == part] for part in (0, 1))
    centre = median(metres(row[1].point or (0, 0), row[2].point) for row, _, _ in unseen)
    levels = Counter(match.level.value for _, match, _ in unseen)
    note = (
        f"{len(unseen)} of {len(answers)} 施設, the half not tuned on, each located by all others as if staff had confirmed them; the "
        f"町 centre alone is {centre:.0f} m off; the tuned half {median(errors(tuned)):.0f} m; without any of the same 番地 "
        f"{median(errors(one for one in blind if half(one) == 1)):.0f} m; {', '.join(f'{level} {n}' for level, n in levels.most_common())}"
    )
    return figure("geocode_ikoma_median_m", median(errors(unseen)), "m", most=150, note=note)
