"""ログイン中のしるし: begun by a password, finished by a second factor, ended by logout, by stopping, and by time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, func, select, type_coerce, update
from sqlalchemy.orm import Session

from geodata.models import Account, AccountSession, Role

AT_MOST = 10  # logins of one account at a time; the oldest ends
UNFINISHED = timedelta(minutes=30)  # time to install an authenticator


@dataclass(frozen=True, slots=True)
class Limits:
    """When a login ends by itself."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Login:
    """A login and whose it is. `age` and `idle` are since it was made, and since it was last seen."""

    id: int
    account_id: int
    email: str
    role: Role
    department: str
    municipality: str
    temporary: bool  # the password was given by somebody else
    has_factor: bool
    passed_factor: bool
    age: timedelta
    idle: timedelta


@dataclass(frozen=True, slots=True)
class Device:
    """One of the browsers in which somebody is logged in."""

    id: int
    name: str
    made_at: datetime
    seen_at: datetime


def begin(session: Session, account: Account, token_hash: str, device: str) -> None:
    """A login whose password was right."""
    session.add(AccountSession(account_id=account.id, token_hash=token_hash, device=device[:100]))
    session.flush()
    newest = select(AccountSession.id).where(_open_of(account.id)).order_by(AccountSession.id.desc()).limit(AT_MOST)
    _end(session, _open_of(account.id), AccountSession.id.not_in(newest))


def find(session: Session, token_hash: str, limits: Limits) -> Login | None:
    """Whose token it is; None when it is nobody's, ended, stopped or too old."""
    now = func.now()
    stmt = (
        select(
            AccountSession.id, Account.id, Account.email, Account.role, Account.department, Account.municipality_code,
            Account.password_expires_at.is_not(None), Account.totp_secret != "", AccountSession.factor_passed_at.is_not(None),
            type_coerce(now - AccountSession.made_at, Interval), type_coerce(now - AccountSession.seen_at, Interval),
        )
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.token_hash == token_hash, AccountSession.ended_at.is_(None), Account.active)
        .where(AccountSession.seen_at > now - limits.idle, AccountSession.made_at > now - limits.longest)
    )  # fmt: skip
    row = session.execute(stmt).first()
    return Login(*row) if row else None


def touch(session: Session, login_id: int) -> None:
    """It was seen just now."""
    session.execute(update(AccountSession).where(AccountSession.id == login_id).values(seen_at=func.now()))


def pass_factor(session: Session, login_id: int, token_hash: str) -> None:
    """The second factor was right: the token is a new one from now on."""
    session.execute(update(AccountSession).where(AccountSession.id == login_id).values(
        factor_passed_at=func.now(), token_hash=token_hash, totp_pending=""))  # fmt: skip


def end(session: Session, login_id: int) -> None:
    """Logged out."""
    _end(session, AccountSession.id == login_id)


def end_all(session: Session, account_id: int, *, but: int | None = None) -> None:
    """Logged out everywhere, or everywhere else."""
    _end(session, _open_of(account_id), AccountSession.id.is_distinct_from(but))


def devices(session: Session, account_id: int, limits: Limits) -> list[Device]:
    """Where somebody is logged in, the last seen first."""
    now = func.now()
    stmt = (
        select(AccountSession.id, AccountSession.device, AccountSession.made_at, AccountSession.seen_at)
        .where(_open_of(account_id))
        .where(AccountSession.seen_at > now - limits.idle, AccountSession.made_at > now - limits.longest)
        .order_by(AccountSession.seen_at.desc())
    )
    return [Device(*row) for row in session.execute(stmt)]


def _open_of(account_id: int) -> ColumnElement[bool]:
    return (AccountSession.account_id == account_id) & AccountSession.ended_at.is_(None)


def _end(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(update(AccountSession).where(*which, AccountSession.ended_at.is_(None)).values(ended_at=func.now(), totp_pending=""))
