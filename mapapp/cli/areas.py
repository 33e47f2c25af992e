"""wagagoto areas and basemap: 区域 and the ground under the map."""

from pathlib import Path
from typing import Any

import click

from geodata.database import transaction
from geodata.models import AreaKind
from geodata.queries.towns import neighbours_of, towns_of
from geodata.settings import Settings
from importers import compose_areas, load_areas, load_basemap
from mapapp.cli.opening import database, say

FILE = click.Path(path_type=Path)


@click.group(help="区域（自治会・学校区・町丁目など）を入れる")
def areas() -> None:
    """The group."""


@areas.command("load", help="区域のファイル（GeoJSON・GeoPackage・Shapefile）を取り込みます。同じ種類の区域は入れかわります。")
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice([kind.value for kind in AreaKind]), required=True, help="区域の種類")
@click.option("--name-column", help="名前の列（指定しなければ見当をつけます）")
@click.option("--code-column", help="コードの列")
@click.option("--kana-column", help="よみの列")
@click.option("--crs", help="座標系（ファイルに書かれていないとき。例: EPSG:6668）")
@click.option("--source", help="出典")
@click.option("--approximate", is_flag=True, help="正確な境界ではないとき")
@click.pass_obj
def load(settings: Settings, file: Path, kind: str, **options: Any) -> None:
    """Replace all areas of a kind."""
    with database(settings) as engine, transaction(engine) as session:
        report = load_areas(session, file, kind=AreaKind(kind), municipality=settings.municipality, **options)
    _tell_areas(report)


@areas.command("compose", help="自治会を、町丁目の一覧（自治会名,かな,町丁目,地区）からつくります。")
@click.argument("mapping", type=FILE)
@click.pass_obj
def compose(settings: Settings, mapping: Path) -> None:
    """自治会 from lists of 町丁目."""
    with database(settings) as engine, transaction(engine) as session:
        city = settings.municipality
        report = compose_areas(
            session, mapping, municipality=city, towns=towns_of(session, city), neighbours=neighbours_of(session, city)
        )
    _tell_areas(report)


@click.group(help="地図の下地を入れる")
def basemap() -> None:
    """The group."""


@basemap.command("load", help="鉄道・駅・川・道路・地名のファイルを取り込みます。")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["rail", "station", "water", "road", "place"]), required=True, help="下地の種類")
@click.option("--crs", help="座標系（ファイルに書かれていないとき）")
@click.option("--source", help="地図に書く出典（例: 国土数値情報（鉄道））")
@click.pass_obj
def load_ground(settings: Settings, files: tuple[Path, ...], kind: str, crs: str | None, source: str | None) -> None:
    """Keep shapes as ground."""
    with database(settings) as engine, transaction(engine) as session:
        report = load_basemap(session, files, kind=kind, municipality=settings.municipality, crs=crs, source=source)
    _tell(report)
    say(f"{report.kept:,} 件を下地に入れました（ファイルには {report.features:,} 件）。")


def _tell_areas(report: Any) -> None:
    _tell(report)
    rough = f"、うち {report.approximate} は「おおよその区域」" if report.approximate else ""
    say(f"{report.areas} の区域を入れました（新規 {report.new}、更新 {report.kept}、なくなったもの {report.gone}{rough}）。")


def _tell(report: Any) -> None:
    for note in report.notes:
        say(f"・{note}")
    if report.problems:
        for problem in report.problems:
            click.echo(str(problem.message), err=True)
        click.echo(f"{len(report.problems)} 件の問題があるため、何も取り込みませんでした。", err=True)
        raise SystemExit(1)
