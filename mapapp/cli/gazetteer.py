"""wagagoto gazetteer: the address dictionary's official files, loaded and looked over."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.settings import Settings
from importers import gazetteer_status, load_gazetteer, load_own_venues
from mapapp.cli.opening import database, geocoder, say

FILE = click.Path(path_type=Path)


@click.group(help="住所の辞書を入れる、様子を見る")
def gazetteer() -> None:
    """The group."""


@gazetteer.command("load")
@click.argument("files", type=FILE, nargs=-1)
@click.option("--licence", default="", help="施設の一覧のライセンス（例: CC BY 4.0）")
@click.option("--own-venues", is_flag=True, help="登録済みの会場だけを読みなおします（ファイルは要りません）")
@click.pass_obj
def load(settings: Settings, files: tuple[Path, ...], licence: str, own_venues: bool) -> None:
    """公開されている住所データを、そのままのファイル（zip も可）で取り込みます。

    アドレス・ベース・レジストリ、位置参照情報、郵便番号データ、Geolonia 住所データ、施設の一覧（名称・緯度・経度のある表）を
    見出しで見分けます。同じ種類・同じ地域のものは入れかわります。1つでも壊れたファイルがあれば、何も取り込みません。
    """
    if bool(files) == own_venues:
        raise click.UsageError("取り込むファイルを指定してください（登録済みの会場だけなら --own-venues）。")
    with database(settings) as engine, transaction(engine) as session:
        if own_venues:
            say(load_own_venues(session).sentences()[0])
            return
        report = load_gazetteer(session, files, licence=licence, said=say)
        for note in report.notes:
            say(f"・{note}")
        for problem in report.problems:
            click.echo(problem.message, err=True)
        if report.problems:
            click.echo(f"{len(report.problems)} 件の問題があるため、何も取り込みませんでした。", err=True)
            raise SystemExit(1)
        for loaded in report.loaded:
            say("\n".join(loaded.sentences()))
        _compile(session, settings)


@gazetteer.command("status", help="入っている住所の辞書と、次に用意するとよいファイルを示します。")
@click.pass_obj
def status(settings: Settings) -> None:
    """What is loaded, and what to fetch."""
    with database(settings) as engine, transaction(engine) as session:
        state = gazetteer_status(session, settings.municipality)
    say("入っているもの:" if state.sources else "住所の辞書は、まだ何も入っていません。")
    for source in state.sources:
        say(f"・{source.sentence}")
    if state.next_steps:
        say("次に用意するとよいもの（ダウンロードして wagagoto gazetteer load に渡してください）:")
    for step in state.next_steps:
        say(f"・{step}")


def _compile(session: Session, settings: Settings) -> None:
    """The dictionary of what is loaded now; those of former loads are of no more use."""
    before = set(settings.instance.glob("gazetteer-*.dictionary"))
    geocoder(session, settings)
    if set(settings.instance.glob("gazetteer-*.dictionary")) - before:
        for old in before:
            old.unlink(missing_ok=True)
