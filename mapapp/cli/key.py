"""wagagoto key: the secret key of the service, replaced without anybody being locked out."""

import click

from geodata.database import transaction
from geodata.settings import Settings
from geodata.staff.factors import relock
from mapapp.accounts import keys
from mapapp.accounts.factors import Safe
from mapapp.cli.opening import database, say


@click.group(help="サービスの秘密の鍵")
def key() -> None:
    """The group."""


@key.command(help="鍵を新しくします。前の鍵で守られているものは、新しい鍵で守りなおします。")
@click.pass_obj
def renew(settings: Settings) -> None:
    """A new key; second factors are encrypted with it at once, and whoever is logged in stays so."""
    keys.renew(settings)
    with database(settings) as engine, transaction(engine) as session:
        count = relock(session, Safe(keys.keys_of(settings)).relock)
    say(f"鍵を新しくしました（二段階認証 {count} 件を守りなおしました）。動いているサービスは、止めて始めなおしてください。")
