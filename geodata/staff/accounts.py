"""利用者: accounts of a municipality, added, changed and stopped, never deleted. Every change stands in the record."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.errors import BadAccount, LastAdmin, UnknownAccount
from geodata.models import Account, AccountSession, ImportBatch, Resource, Role
from geodata.publication import SAMPLE
from geodata.staff.audit import note
from geodata.staff.logins import end_all

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\]{2,}")
GIVEN_FOR = timedelta(days=7)  # a password that somebody else gave is good for so long


@dataclass(frozen=True, slots=True)
class Row:
    """An account as administrators see it."""

    id: int
    email: str
    role: Role
    department: str
    active: bool
    has_factor: bool
    temporary: bool
    expired: bool
    last_login_at: datetime | None
    logins: int


def tidy(email: str) -> str:
    """An address as it is kept. Raises BadAccount."""
    tidied = unicodedata.normalize("NFKC", email).strip().casefold()
    if len(tidied) > 254 or not EMAIL.fullmatch(tidied):
        raise BadAccount(f"メールアドレスの形ではありません: {email.strip()[:100] or '（空）'}")
    return tidied


def find(session: Session, email: str) -> Account | None:
    """Whose address it is."""
    return session.scalars(select(Account).where(Account.email == email)).first()


def get(session: Session, municipality: str, account_id: int) -> Account:
    """An account of that municipality, to be changed; whoever changes another of them waits. Raises UnknownAccount."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"accounts of {municipality}"))))
    stmt = select(Account).where(Account.id == account_id, Account.municipality_code == municipality).with_for_update()
    account = session.scalars(stmt).first()
    if account is None:
        raise UnknownAccount("その利用者はいません。")
    return account


def listing(session: Session, municipality: str, account_id: int | None = None) -> list[Row]:
    """The accounts of a municipality, those at work first; or one of them. Raises UnknownAccount."""
    logins = (
        select(func.count()).where(AccountSession.account_id == Account.id, AccountSession.ended_at.is_(None)).scalar_subquery()
    )
    expired = func.coalesce(Account.password_expires_at < func.now(), False)
    stmt = (
        select(Account.id, Account.email, Account.role, Account.department, Account.active, Account.totp_secret != "",
               Account.password_expires_at.is_not(None), expired, Account.last_login_at, logins)
        .where(Account.municipality_code == municipality)
        .order_by(Account.active.desc(), Account.department, Account.email)
    )  # fmt: skip
    if account_id is not None:
        stmt = stmt.where(Account.id == account_id)
    rows = [Row(*row) for row in session.execute(stmt)]
    if account_id is not None and not rows:
        raise UnknownAccount("その利用者はいません。")
    return rows


def add(session: Session, *, municipality: str, email: str, role: Role, department: str) -> Account:
    """A new account, without a password yet. Raises BadAccount."""
    account = Account(municipality_code=municipality, email=tidy(email), role=role, department=_department(department))
    if find(session, account.email):
        raise BadAccount(f"{account.email} はすでに登録されています。")
    session.add(account)
    session.flush()
    write_down(session, account, "*", None, {"email": account.email, "role": role.value, "department": account.department})
    return account


def assign(session: Session, account: Account, role: Role, department: str) -> bool:
    """Another role or department; whoever is logged in is logged out. True when anything changed. Raises LastAdmin."""
    department = _department(department)
    before = (account.role, account.department)
    if before == (role, department):
        return False
    if role is not Role.ADMIN:
        _keep_an_admin(session, account)
    account.role, account.department = role, department
    for field, old, new in (("role", before[0].value, role.value), ("department", before[1], department)):
        if old != new:
            write_down(session, account, field, old, new)
    end_all(session, account.id)
    return True


def set_active(session: Session, account: Account, active: bool) -> None:
    """Stop an account, and with it every login; or start it again. Raises LastAdmin."""
    if account.active == active:
        return
    if not active:
        _keep_an_admin(session, account)
        end_all(session, account.id)
    account.active = active
    write_down(session, account, "active", not active, active)


def set_password(session: Session, account: Account, password_hash: str, *, given: bool, but: int | None = None) -> None:
    """A new password; `given` by somebody else it is good for some days, to choose one's own. Ends all logins `but` one."""
    account.password_hash = password_hash
    account.password_set_at = func.now()
    account.password_expires_at = func.now() + GIVEN_FOR if given else None
    write_down(session, account, "password", None, "仮のパスワード" if given else "本人のパスワード")
    end_all(session, account.id, but=but)


def departments(session: Session, municipality: str) -> list[str]:
    """The 所管課 that are written anywhere, to choose from."""
    known: set[str] = set()
    for model in (Account, Resource, ImportBatch):
        stmt = select(model.department).where(model.municipality_code == municipality).distinct()
        known.update(session.scalars(stmt))
    return sorted(known - {""})


def only_samples(session: Session) -> bool:
    """True while every 社会資源 is 見本, as in a service that was just started."""
    return session.scalars(select(Resource.id).where(~Resource.source.startswith(SAMPLE)).limit(1)).first() is None


def any_account(session: Session, municipality: str) -> bool:
    """True when somebody can log in."""
    stmt = select(Account.id).where(Account.municipality_code == municipality, Account.active).limit(1)
    return session.scalars(stmt).first() is not None


def write_down(session: Session, account: Account, field: str, old: Any, new: Any) -> None:
    """Into the record of changes; never a secret."""
    note(session, "account", account.id, field, old, new, municipality=account.municipality_code)


def _department(words: str) -> str:
    department = " ".join(unicodedata.normalize("NFKC", words).split())
    if len(department) > 100 or not department.isprintable():
        raise BadAccount("所管課は100文字までにしてください。")
    return department


def _keep_an_admin(session: Session, account: Account) -> None:
    stmt = select(Account.id).where(
        Account.municipality_code == account.municipality_code, Account.active, Account.role == Role.ADMIN
    )  # fmt: skip
    if session.scalars(stmt).all() == [account.id]:
        raise LastAdmin("管理者が一人もいなくなるため、その変更はできません。先にほかの人を管理者にしてください。")
