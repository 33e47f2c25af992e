"""wagagoto user: who may come in, for the first account and for when nobody can."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.errors import BadAccount, UnknownAccount
from geodata.models import Account, Role
from geodata.settings import Settings
from geodata.staff import accounts, factors
from geodata.staff.audit import acting
from mapapp.access import ROLE_WORDS
from mapapp.accounts import passwords
from mapapp.cli.opening import database, say

ROLES = "、".join(f"{role.value}（{words}）" for role, words in ROLE_WORDS.items())
STDIN = click.option("--password-stdin", is_flag=True, help="パスワードを標準入力から読む（付けないときは仮のパスワードを出します）")


@click.group(help="ログインする利用者を登録する・止める")
def user() -> None:
    """The group."""


@user.command(help="利用者を登録します。")
@click.argument("email", metavar="メールアドレス")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), metavar="役割", help=f"役割: {ROLES}")
@click.option("--department", default="", metavar="所管課", help="所管課（付けないときは全庁）")
@STDIN
@click.pass_obj
def add(settings: Settings, email: str, role: str, department: str, password_stdin: bool) -> None:
    """One more."""
    with _acting(settings, "コマンド user add") as session:
        account = accounts.add(
            session, municipality=settings.municipality, email=email, role=Role(role), department=department
        )  # fmt: skip
        told = _set_password(session, account, settings, from_stdin=password_stdin)
    say(f"{account.email} を登録しました（{ROLE_WORDS[account.role]}、{account.department or '全庁'}）。")
    _tell(told)


@user.command("list", help="利用者の一覧を出します。")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Everybody of the municipality."""
    with database(settings) as engine, transaction(engine) as session:
        rows = accounts.listing(session, settings.municipality)
    for row in rows:
        state = "停止" if not row.active else "仮のパスワード" if row.temporary else "利用中"
        factor = "二段階認証あり" if row.has_factor else "二段階認証なし"
        say("\t".join((row.email, row.role.value, row.department or "全庁", state, factor)))
    if not rows:
        say("利用者はまだいません。wagagoto user add メールアドレス --role admin で登録できます。")


@user.command(help="利用を止めます。ログイン中の端末もログアウトします。")
@click.argument("email", metavar="メールアドレス")
@click.pass_obj
def stop(settings: Settings, email: str) -> None:
    """No login any more."""
    with _acting(settings, "コマンド user stop") as session:
        accounts.set_active(session, _found(session, settings, email), False)
    say(f"{email} の利用を止めました。")


@user.command(help="止めた利用を再開します。")
@click.argument("email", metavar="メールアドレス")
@click.pass_obj
def start(settings: Settings, email: str) -> None:
    """Login again."""
    with _acting(settings, "コマンド user start") as session:
        accounts.set_active(session, _found(session, settings, email), True)
    say(f"{email} の利用を再開しました。")


@user.command(help="二段階認証を解除します。次のログインで設定しなおします。")
@click.argument("email", metavar="メールアドレス")
@click.pass_obj
def reset(settings: Settings, email: str) -> None:
    """A lost second factor."""
    with _acting(settings, "コマンド user reset") as session:
        factors.forget_factor(session, _found(session, settings, email))
    say(f"{email} の二段階認証を解除しました。次のログインで設定しなおします。")


@user.command(help="新しいパスワードにします。")
@click.argument("email", metavar="メールアドレス")
@STDIN
@click.pass_obj
def password(settings: Settings, email: str, password_stdin: bool) -> None:
    """A forgotten password."""
    with _acting(settings, "コマンド user password") as session:
        told = _set_password(session, _found(session, settings, email), settings, from_stdin=password_stdin)
    say(f"{email} のパスワードを変えました。")
    _tell(told)


@contextmanager
def _acting(settings: Settings, how: str) -> Iterator[Session]:
    with database(settings) as engine, transaction(engine) as session:
        acting(session, None, how)
        yield session


def _found(session: Session, settings: Settings, email: str) -> Account:
    account = accounts.find(session, accounts.tidy(email))
    if account is None or account.municipality_code != settings.municipality:
        raise UnknownAccount(f"{email} という利用者はいません。")
    return accounts.get(session, settings.municipality, account.id)


def _set_password(session: Session, account: Account, settings: Settings, *, from_stdin: bool) -> str:
    """The password that was given, which nobody is told, or one to be told and changed."""
    if not from_stdin:
        given = passwords.temporary()
        accounts.set_password(session, account, passwords.hashed(given), given=True)
        return given
    chosen = sys.stdin.readline().rstrip("\r\n")
    problem = passwords.problem(chosen, email=account.email, city_name=settings.city_name, department=account.department)
    if problem:
        raise BadAccount(problem)
    accounts.set_password(session, account, passwords.hashed(chosen), given=False)
    return ""


def _tell(given: str) -> None:
    if given:
        say(f"仮のパスワード: {given}")
        say(f"{accounts.GIVEN_FOR.days}日のあいだ使えます。最初のログインで、自分のパスワードを決めます。")
