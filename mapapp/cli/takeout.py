"""wagagoto export: the lists and maps that leave, as files."""

from pathlib import Path

import click
from sqlalchemy import ColumnElement

from geodata.database import transaction
from geodata.exports.catalogue import layout_named, layouts_of
from geodata.exports.record import Audience, exported
from geodata.models import Resource
from geodata.publication import is_public
from geodata.queries.vocabulary import load_vocabulary
from geodata.settings import Settings
from geodata.staff.scope import Scope
from mapapp.cli.opening import database, say
from mapapp.takeout import FORMATS, file_of


@click.command(help="社会資源を一覧表や地図のデータとして書き出します。ファイルの種類は名前の終わり（.csv .xlsx .geojson .gpkg）で決まります。")
@click.option("--layout", "name", default="ichiran", show_default=True, help="書き出しの形。ないものを指定すると一覧が出ます")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="書き出すファイル")
@click.option("--all", "everything", is_flag=True, help="公開していない項目と社会資源もふくめます（庁内用）")
@click.pass_obj
def export(settings: Settings, name: str, output: Path, everything: bool) -> None:
    """Only what residents may see, unless everything is asked for."""
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        raise click.BadParameter(f"--output の名前は {'、'.join('.' + one for one in FORMATS)} のどれかで終わらせてください。")
    if not output.absolute().parent.is_dir():
        raise click.BadParameter(f"書き出すフォルダがありません: {output.parent}")
    conditions: tuple[ColumnElement[bool], ...] = is_public(settings.municipality)
    if everything:
        conditions = (Scope(settings.municipality, every=True).sees(Resource),)
    with database(settings) as engine, transaction(engine) as session:
        layout = layout_named(name, layouts_of(session, settings.municipality), staff=everything)
        vocabulary = load_vocabulary(session, settings.municipality)
        found = exported(session, conditions, vocabulary, Audience.STAFF if everything else Audience.RESIDENT)
        body = file_of(layout, found, suffix)
    output.write_bytes(body)
    say(f"{layout.title}: {len(found):,} 件を {output} に書き出しました。")
