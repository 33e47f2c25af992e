"""wagagoto db: the private cluster and the schema."""

import click

from geodata.cluster import Cluster, private_database
from geodata.database import check as check_database
from geodata.database import engine_for
from geodata.settings import Settings
from mapapp.cli.opening import database, say


@click.group(help="データベースを動かす・止める・整える")
def db() -> None:
    """The group."""


@db.command(help="組み込みのデータベースを動かしたままにします。")
@click.pass_obj
def up(settings: Settings) -> None:
    """Start and leave running."""
    if settings.database_url:
        say("WAGAGOTO_DATABASE_URL が指定されているため、組み込みのデータベースは使いません。")
        return
    say(f"動いています: {Cluster.at(settings.instance).up()}")


@db.command(help="組み込みのデータベースを止めます。")
@click.pass_obj
def down(settings: Settings) -> None:
    """Stop."""
    if settings.database_url:
        say("WAGAGOTO_DATABASE_URL が指定されているため、何もしません。")
        return
    Cluster.at(settings.instance).down()
    say("止めました。")


@db.command(help="データベースの形を新しくします。")
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Migrate to the newest."""
    with database(settings):
        say("データベースの形は最新です。")


@db.command(help="データベースにつながるか、形が最新かを確かめます。")
@click.pass_obj
def check(settings: Settings) -> None:
    """Look, and change nothing."""
    with private_database(settings) as url:
        check_database(engine_for(url))
    say("データベースは使えます。")
