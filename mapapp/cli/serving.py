"""wagagoto serve and up: the service, alone or with everything that it needs."""

import socket
from dataclasses import replace

import click
from sqlalchemy import Engine, func, select

from geodata.database import transaction
from geodata.errors import BadSetting, GeodataError
from geodata.models import Area, AreaKind, District, GazetteerEntry
from geodata.settings import Settings
from geodata.staff.accounts import any_account
from importers import has_resources, load_demo
from mapapp import serve as server
from mapapp.cli.opening import database, downloaded_wheel, geocoder, load_gazetteer, say

DEMO_CITY = "292095"


@click.command(help="サービスを動かします。")
@click.option("--port", type=click.IntRange(1, 65535), help="ポート（WAGAGOTO_PORT でも指定できます）")
@click.option("--host", help="待ち受けるアドレス")
@click.pass_obj
def serve(settings: Settings, port: int | None, host: str | None) -> None:
    """Serve what is there."""
    _serve(replace(settings, port=port or settings.port, host=host or settings.host), prepare=False)


@click.command(help="データベースから見本データまで整えて、サービスを動かします（make up）。")
@click.pass_obj
def up(settings: Settings) -> None:
    """Everything, then serve."""
    _serve(settings, prepare=True)


def _serve(settings: Settings, *, prepare: bool) -> None:
    _check_port(settings)
    say("データベースを動かしています…")
    with database(settings, watch=True) as engine:
        if prepare:
            _prepare(engine, settings)
        _tell_addresses(engine, settings)
        url = engine.url.render_as_string(hide_password=False)
        engine.dispose()
        server.run(settings, url)
    say("止めました。")


def _prepare(engine: Engine, settings: Settings) -> None:
    """What an empty database needs; what cannot be had is said, and the service starts all the same."""
    with transaction(engine) as session:
        empty = session.scalars(select(GazetteerEntry.id).limit(1)).first() is None
        resources = has_resources(session)
    wheel = downloaded_wheel(settings)
    if empty and wheel:
        say("全国の町の辞書を入れています（10秒ほど）…")
        _try(lambda: load_gazetteer(engine, settings, wheel))
    elif empty:
        say("住所の辞書がまだありません。ネットワークのあるときに make up をもう一度実行してください。")
    if not resources and settings.municipality == DEMO_CITY:
        say("見本データを入れています…")
        _try(lambda: _demo(engine, settings))


def _demo(engine: Engine, settings: Settings) -> None:
    with transaction(engine) as session:
        report = load_demo(session, geocoder(session, settings))
    say(f"見本データ: {report.resources} 件、自治会 {report.areas}、地区 {report.districts}")


def _try(step: object) -> None:
    try:
        step()  # type: ignore[operator]
    except GeodataError as problem:
        click.echo(str(problem), err=True)


def _tell_addresses(engine: Engine, settings: Settings) -> None:
    home = f"{'https' if settings.tls_certificate else 'http'}://{settings.host}:{settings.port}"
    with transaction(engine) as session:
        areas = session.scalar(select(func.count()).where(Area.kind == AreaKind.JICHIKAI)) or 0
        somebody = any_account(session, settings.municipality)
        district = session.scalars(select(District.slug).order_by(District.model.desc(), District.id)).first()
    say("")
    say(f"わがごとマップを開けます（{settings.city_name}、{areas} 自治会）。止めるには Ctrl-C を押してください。")
    say(f"  地図と一覧        {home}/")
    say(f"  自治会の一覧      {home}/areas/")
    if district:
        say(f"  モデル地区        {home}/districts/{district}")
    say(f"  公開API           {home}/api/")
    say(f"  職員のページ      {home}/staff/")
    if not somebody:
        say("職員のページには、最初の利用者を登録すると入れます（仮のパスワードが出ます）:")
        say("  .venv/bin/wagagoto user add あなたのメールアドレス --role admin")


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise BadSetting(
                f"{settings.host}:{settings.port} はほかのプログラムが使っています。"
                "WAGAGOTO_PORT=8001 make up のように変えてください。"
            ) from None
