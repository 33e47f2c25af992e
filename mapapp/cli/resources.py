"""wagagoto import, demo: lists of 社会資源."""

import json
from pathlib import Path

import click

from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel
from geodata.bulk import settle
from geodata.database import transaction
from geodata.settings import Settings
from importers import ImportOptions, ImportProblem, ImportReport, Problem, import_resources, load_demo, undo_import
from mapapp.cli.opening import database, geocoder, say

SHOWN = 20


class DryRun(Exception):
    """Take everything back."""


@click.group("import", help="一覧表を取り込む・元に戻す")
def import_() -> None:
    """The group."""


@import_.command(help="社会資源の一覧表（xlsx・xls・ods・csv・tsv）を取り込みます。同じ出典の前回との差分だけが変わります。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", default="", help="シート名（指定しなければ見当をつけます）")
@click.option("--header-row", type=click.IntRange(1, 1000), help="見出しの行番号（Excelの行番号）")
@click.option("--column", "columns", multiple=True, metavar="見出し=項目", help="列の指定（くりかえし可）。例: 名称=name")
@click.option("--category", default="", help="種類のコード。例: kodomo_shokudo")
@click.option("--source", default="", help="出典の名前。次の版を取り込むときに同じ名前にします")
@click.option("--within", help="市区町村名のない住所が属する団体コード（6桁）")
@click.option("--dry-run", is_flag=True, help="確かめるだけで、何も変えません")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="結果をJSONで書き出すファイル")
@click.pass_obj
def resources(
    settings: Settings, file: Path, sheet: str, header_row: int | None, columns: tuple[str, ...], category: str, source: str,
    within: str | None, dry_run: bool, report: Path | None,
) -> None:  # fmt: skip
    """Import one list."""
    options = ImportOptions(
        settings.municipality, sheet=sheet, header_row=header_row, columns=_pairs(columns), category=category, source=source,
        within=within,
    )  # fmt: skip
    if report and not report.absolute().parent.is_dir():
        raise click.BadParameter(f"結果を書き出すフォルダがありません: {report.parent}")
    with database(settings) as engine:
        try:
            with transaction(engine) as session:
                result = import_resources(session, file, geocoder(session, settings), options)
                if dry_run:
                    raise DryRun
            settle(engine)
        except DryRun:
            say("（確かめただけで、何も変えていません）")
    if report:
        report.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _tell(result, dry_run)


@import_.command(help="取り込みを元に戻します。")
@click.argument("batch", type=click.IntRange(1))
@click.option("--leave-touched", is_flag=True, help="あとで変わったものはそのままにして、ほかを元に戻します")
@click.pass_obj
def undo(settings: Settings, batch: int, leave_touched: bool) -> None:
    """Undo one import; with records that were changed since it stops, unless they are to be left."""
    with database(settings) as engine:
        with transaction(engine) as session:
            done = undo_import(session, batch, leave_touched=leave_touched)
        settle(engine)
    for one in done.touched:
        say(f"・{one.resource_id} 「{one.name}」{'（公開中）' if one.published else ''}: {'、'.join(one.what)}")
    if not done.done:
        raise ImportProblem("上のものが取り込みのあとで変わっています。--leave-touched でそれらを残して元に戻せます。")
    say(f"取り込み {batch} 番を元に戻しました（取りのぞいたもの {done.removed} 件、前の内容に戻したもの {done.restored} 件）。")


@click.group(help="見本データを入れる")
def demo() -> None:
    """The group."""


@demo.command("load", help="見本データ（生駒市の町名を使った架空の社会資源）を取り込みます。")
@click.pass_obj
def load(settings: Settings) -> None:
    """The nine workbooks of the 見本 city."""
    with database(settings) as engine:
        with transaction(engine) as session:
            report = load_demo(session, geocoder(session, settings))
        say(f"見本データ: {report.resources} 件、自治会 {report.areas}、地区 {report.districts}")


def _pairs(columns: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.rpartition("=") for text in columns]
    if any(not header or not name for header, _, name in pairs):
        raise click.BadParameter("--column は「見出し=項目」の形で指定してください（例: --column 名称=name）。")
    return {header: name for header, _, name in pairs}


def _where(problem: Problem) -> str:
    row = f"{problem.row}行目" if problem.row else ""
    column = f"「{problem.column}」" if problem.column else ""
    return f"{row}{column}: " if row or column else ""


def _tell(result: ImportReport, dry_run: bool) -> None:
    say(f"シート「{result.sheet}」{result.header_row}行目の見出し: " + "、".join(f"{h}→{f}" for h, f in result.columns.items()))
    if result.unused:
        say("使わなかった列: " + "、".join(result.unused))
    for problem in result.problems[:SHOWN]:
        say(f"・{_where(problem)}{problem.message}")
    if len(result.problems) > SHOWN:
        say(f"・ほか {len(result.problems) - SHOWN} 件（--report で全部を書き出せます）")
    levels = "、".join(f"{LEVEL_WORDS[MatchLevel(level)]} {count}" for level, count in sorted(result.levels.items()))
    say(f"{result.rows} 行: 新規 {result.new}、変更 {result.changed}、同じ {result.unchanged}、なくなったもの {result.gone}")
    say(f"位置: {levels or 'なし'}")
    if not dry_run:
        say(f"取り込み {result.batch_id} 番（元に戻すには wagagoto import undo {result.batch_id}）")
