"""確認の期限: the day a record turns grey and the day it is hidden, by the rule of its 種類; both sides of a page agree on it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from town import IKOMA, resource

from geodata.due import due_on, shown_until, today_in_japan
from geodata.filters import ResourceFilter
from geodata.models import Category, Resource
from geodata.payload import compact
from geodata.queries.resources import listing
from geodata.queries.vocabulary import load_vocabulary

NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)  # the first of January in Japan


def rule(db: Session, months: int, hide: int | None = None, code: str = "ibasho") -> None:
    db.execute(update(Category).where(Category.code == code).values(confirm_months=months, hide_months=hide))


@pytest.mark.parametrize(
    ("confirmed", "months", "hide", "due", "until"),
    [
        (date(2025, 11, 23), 12, 24, date(2026, 11, 23), date(2027, 11, 23)),
        (date(2026, 5, 31), 1, 6, date(2026, 6, 30), date(2026, 11, 30)),
        (date(2024, 2, 29), 12, None, date(2025, 2, 28), None),
        (None, 6, 12, date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_the_months_run_from_the_confirmation_or_else_from_the_making(
    db: Session, confirmed: date | None, months: int, hide: int | None, due: date, until: date | None
) -> None:
    rule(db, months, hide)
    one = resource(db, "みんなの居場所", last_confirmed_on=confirmed, made_at=NEW_YEAR)
    assert db.execute(select(due_on(), shown_until()).join(Category).where(Resource.id == one.id)).one() == (due, until)


def test_today_is_that_of_japan(db: Session) -> None:
    assert today_in_japan() == db.scalar(select(func.date(func.timezone("Asia/Tokyo", func.now()))))


def test_a_record_is_grey_from_the_day_after(db: Session) -> None:
    today = today_in_japan()
    rule(db, 6)
    last = today - relativedelta(months=6)
    for name, day in (("きのうまで", last - timedelta(days=1)), ("きょうまで", last), ("新しい", None)):
        resource(db, name, last_confirmed_on=day)
    resource(db, "忘れられた", made_at=datetime.now(UTC) - timedelta(days=400))
    vocabulary = load_vocabulary(db, IKOMA)
    grey = {card.name: card.stale for card in listing(db, ResourceFilter(), vocabulary).cards}
    assert grey == {"きのうまで": True, "きょうまで": False, "新しい": False, "忘れられた": True}
    payload = json.loads(compact(db, vocabulary))
    due = dict(zip(payload["resources"]["name"], payload["resources"]["due"], strict=True))
    assert {name: day < today.isoformat() for name, day in due.items()} == grey
    assert {kind["code"]: kind["months"] for kind in payload["categories"]}["ibasho"] == 6
