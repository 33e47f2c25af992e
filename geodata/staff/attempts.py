"""ログインの失敗を数える: after some failures one waits, longer each time and never for good. Counted by what was typed.

Whether there is such an account plays no part, so that nothing here tells who exists.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geodata.models import LoginFailure


@dataclass(frozen=True, slots=True)
class Patience:
    """`free` failures within `memory` cost nothing; the next waits `first`, and each after it twice as long, up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long after its last failure something that failed so often is not listened to."""
        if failures < self.free:
            return timedelta(0)
        return min(self.first * (1 << min(failures - self.free, 20)), self.longest)


ACCOUNT = Patience(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
ADDRESS = Patience(60, timedelta(seconds=5), timedelta(minutes=2), timedelta(hours=1))  # a whole office may share one
LONGEST_MEMORY = max(ACCOUNT.memory, ADDRESS.memory)


def admitted(session: Session, keys: dict[str, Patience]) -> bool:
    """Whether a try may be looked at. It counts as a failure of every key until `forgive`; while one waits it does not count.

    Several tries at once are let in one after the other: each sees those before it.
    """
    for key in sorted(keys):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    now = session.scalars(select(func.clock_timestamp())).one()
    if any(_waits(session, key, patience, now) for key, patience in keys.items()):
        return False
    session.add_all(LoginFailure(key_hash=key, at=now) for key in keys)
    return True


def forgive(session: Session, account_key: str, address_key: str) -> None:
    """It was the right person: the account's failures are forgotten, and of the address's the newest. Old ones go as well."""
    newest = select(LoginFailure.id).where(LoginFailure.key_hash == address_key).order_by(LoginFailure.id.desc()).limit(1)
    session.execute(delete(LoginFailure).where(LoginFailure.key_hash == account_key))
    session.execute(delete(LoginFailure).where(LoginFailure.id.in_(newest)))
    session.execute(delete(LoginFailure).where(LoginFailure.at < func.now() - LONGEST_MEMORY))


def _waits(session: Session, key: str, patience: Patience, now: datetime) -> bool:
    counted = select(func.count(), func.max(LoginFailure.at)).where(
        LoginFailure.key_hash == key, LoginFailure.at > now - patience.memory
    )
    failures, last = session.execute(counted).one()
    return last is not None and now < last + patience.wait(failures)
