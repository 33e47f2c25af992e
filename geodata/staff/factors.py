"""二段階認証: each time step and each recovery code of an account is good once. Secrets come here encrypted or hashed."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geodata.models import Account, RecoveryCode
from geodata.staff.accounts import write_down
from geodata.staff.logins import end_all


def set_factor(session: Session, account: Account, encrypted: str, step: int, code_hashes: Sequence[str], *, but: int) -> None:
    """A second factor that was confirmed by a code of time step `step`, with its recovery codes."""
    write_down(session, account, "second_factor", bool(account.totp_secret), True)
    account.totp_secret, account.totp_last_step = encrypted, step
    set_recovery_codes(session, account, code_hashes)
    end_all(session, account.id, but=but)


def set_recovery_codes(session: Session, account: Account, code_hashes: Sequence[str]) -> None:
    """New recovery codes; those before are gone."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(RecoveryCode(account_id=account.id, number=n, code_hash=one) for n, one in enumerate(code_hashes, 1))
    write_down(session, account, "recovery_codes", None, len(code_hashes))


def forget_factor(session: Session, account: Account) -> None:
    """Take the second factor away: whoever lost it sets up a new one at the next login."""
    account.totp_secret, account.totp_last_step = "", None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    write_down(session, account, "second_factor", True, False)
    end_all(session, account.id)


def take_step(session: Session, account_id: int, step: int) -> bool:
    """Use up a TOTP time step; False when it, or a later one, was used before."""
    stmt = (
        update(Account)
        .where(Account.id == account_id, func.coalesce(Account.totp_last_step, -1) < step)
        .values(totp_last_step=step)
        .returning(Account.id)
    )
    return session.execute(stmt).first() is not None


def recovery_code(session: Session, account_id: int, number: int) -> str:
    """The hash of an account's recovery code that is not used yet, "" when there is none."""
    stmt = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id, RecoveryCode.number == number)
    return session.scalars(stmt).first() or ""


def take_recovery_code(session: Session, account_id: int, number: int, code_hash: str) -> bool:
    """Use up a recovery code; False when somebody was faster."""
    stmt = (
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.number == number, RecoveryCode.code_hash == code_hash)
        .returning(RecoveryCode.id)
    )
    return session.execute(stmt).first() is not None


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many are not used yet."""
    return session.scalars(select(func.count()).where(RecoveryCode.account_id == account_id)).one()


def relock(session: Session, renewed: Callable[[str], str]) -> int:
    """Every secret as `renewed` makes it of what is kept. How many there are."""
    held = session.scalars(select(Account).where(Account.totp_secret != "").order_by(Account.id).with_for_update()).all()
    for account in held:
        account.totp_secret = renewed(account.totp_secret)
    return len(held)
