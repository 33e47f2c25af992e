"""開催日時の読み取り: a text as people write it → sessions, closures and how far it was understood."""

from datetime import date

from geodata.schedule.closing import with_closures
from geodata.schedule.draft import Draft
from geodata.schedule.finish import reading_of
from geodata.schedule.session import Reading
from geodata.schedule.text import LONGEST, normal
from geodata.schedule.tokens import tokens_of


def read(text: str, *, today: date) -> Reading:
    """The reading of a text. Dates without a year are taken in today's 年度 (April–March), see dates.resolve.

    Never raises. A text longer than LONGEST characters is not read at all."""
    if len(text) > LONGEST or not text.strip():
        return Reading(text, unread=text.strip()[:LONGEST])
    draft = Draft()
    draft.read(with_closures(tokens_of(normal(text))))
    return reading_of(text, draft, today)
