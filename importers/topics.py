"""項目: what a list tells of a 社会資源, topic by topic: which columns of a sheet say it, and which of the record hold it."""

from typing import NamedTuple

from geodata.staff.topics import TOPICS as NAMES

DIGEST = 10  # hexadecimal digits of one topic within a fingerprint


class Topic(NamedTuple):
    """`fields` as importers.sheets names them, `columns` of resource, `child` as geodata.keeping.children names its rows."""

    code: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    child: str = ""

    @property
    def name(self) -> str:
        """As a page calls it."""
        return NAMES[self.code]

    @property
    def audited(self) -> tuple[str, ...]:
        """The fields under which the record of changes tells of it."""
        return (*self.columns, self.child) if self.child else self.columns


def _plain(*codes: str) -> tuple[Topic, ...]:
    """Topics whose field and column bear the same name."""
    return tuple(Topic(code, (code,), (code,)) for code in codes)


TOPICS = (
    *_plain("name", "name_kana"),
    Topic("category", ("category",), ("category_code",)),
    Topic("place", ("place", "address", "building", "postal_code", "lat", "lng", "latlng", "level", "prefecture", "city",
                    "barrier_free", "parking", "online"), ("place_id", "mode")),
    Topic("organization", ("organization",), ("organization_id",)),
    Topic("schedule", ("schedule", "frequency", "weekdays", "days", "starts", "ends", "weekday_starts", "weekday_ends",
                       "saturday_starts", "saturday_ends", "schedule_note", "hours", "weekday_hours", "saturday_hours",
                       "sunday_hours", "holiday_hours", "closed_days", "weekday_marks"), ("schedule_text", "schedule_words"), "schedules"),
    Topic("target", ("target",), ("target_text",), "targets"),
    Topic("fee", ("fee", "fee_child", "fee_adult"), ("fee_text", "free")),
    Topic("served", ("served_area",), ("served_text",), "served"),
    *_plain("reservation", "capacity", "languages"),
    Topic("phone", ("phone", "extension"), ("phone",)),
    *_plain("fax", "email", "url", "description", "remarks", "visibility"),
    Topic("confirmed", ("confirmed_on",), ("last_confirmed_on", "confirmed_by", "confirmed_how")),
)  # fmt: skip
"""In the order of a fingerprint: a new one is added at the end."""
BY_CODE = {topic.code: topic for topic in TOPICS}
COLUMNS = tuple(column for topic in TOPICS for column in topic.columns)


def differing(one: str, other: str) -> frozenset[str]:
    """The topics in which two fingerprints differ; all of them when either is of another edition of ours."""
    if len(one) != len(other) or len(one) != DIGEST * len(TOPICS):
        return frozenset(BY_CODE)
    return frozenset(
        topic.code for at, topic in enumerate(TOPICS)
        if one[at * DIGEST : (at + 1) * DIGEST] != other[at * DIGEST : (at + 1) * DIGEST]
    )  # fmt: skip
