"""Sheet: a department's list as a declaration, each subclass saying only where its list differs."""

from collections.abc import Mapping
from typing import ClassVar

FIELDS = frozenset({
    "name", "name_kana", "category", "organization", "place", "address", "building", "postal_code", "lat",
    "lng", "latlng", "phone", "fax", "email", "url", "schedule", "frequency", "weekdays", "days", "starts",
    "ends", "weekday_starts", "weekday_ends", "saturday_starts", "saturday_ends", "schedule_note", "target",
    "fee", "fee_child", "fee_adult", "reservation", "capacity", "barrier_free", "parking", "online",
    "served_area", "description", "languages", "confirmed_on", "visibility", "remarks", "source_id",
    "prefecture", "city", "level", "municipality_code", "extension", "hours", "weekday_hours", "saturday_hours",
    "sunday_hours", "holiday_hours", "closed_days", "weekday_marks",
})  # fmt: skip


class Sheet:
    """社会資源の一覧表. `columns` maps a header, as the sheet writes it, to a field; two-row headers are joined by "/"."""

    file: ClassVar[str] = ""
    sheet: ClassVar[str] = ""  # "" is the first sheet
    category: ClassVar[str] = ""  # the 種類 of every row that does not say its own
    categories: ClassVar[Mapping[str, str]] = {}  # what the category column says → code
    columns: ClassVar[Mapping[str, str]] = {}
    header_row: ClassVar[int] = 1  # the (first) row of the header, as Excel counts
    header_rows: ClassVar[int] = 1
    fill_down: ClassVar[tuple[str, ...]] = ()  # headers whose value stands only in the first row of a group
    skip_rows_starting: ClassVar[tuple[str, ...]] = ("#", "※", "（注", "(注")
    source: ClassVar[str] = ""  # 出典; a re-import of the same source finds its records again
    mode: ClassVar[str] = ""  # geodata.models.Mode when the whole list is online, visiting or moving
