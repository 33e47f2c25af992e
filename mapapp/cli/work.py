"""wagagoto work: the worker alone, for a server whose pages are served elsewhere."""

from dataclasses import replace

import click

from geodata.cluster import private_database
from geodata.settings import Settings
from mapapp import worker
from mapapp.cli.opening import say


@click.command(help="取り込みの読み取りと確認だけを受けもつ働き手を動かします（serve と up は自分で動かします）。")
@click.pass_obj
def work(settings: Settings) -> None:
    """Work until Ctrl-C."""
    with private_database(settings, watch=True) as url:
        say("取り込みを待っています。止めるには Ctrl-C を押してください。")
        worker.main(replace(settings, database_url=url, database_password_file=None))
