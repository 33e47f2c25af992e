"""日付に変わった番地: Excel makes a date of 1-2 where it stands alone in a cell; what was meant can still be told."""

import re
from typing import NamedTuple

DATE = re.compile(
    r"(?<=[^\d\s年月日/:(（-])\s?((?:(?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日|(?:19|20)\d\d/(\d{1,2})/(\d{1,2})"
    r"|(?:19|20)\d\d-(0\d|1[0-2](?=-\d\d 0))-(\d\d))(?: 0?0:00(?::00)?)?(?=$|[\s(（、,])"
)


class Dated(NamedTuple):
    """A text whose date is a number again, the date as it was written, and the number it is taken for."""

    text: str
    written: str
    meant: str


def undated(text: str) -> Dated | None:
    """俵口町1-2 for 俵口町1月2日 and 俵口町2024-01-02 00:00:00; None where no date stands behind a name."""
    likely = "月" in text or (("20" in text or "19" in text) and ("/" in text or "-0" in text or " 0" in text))
    found = DATE.search(text) if likely else None  # the search takes its time
    if found is None:
        return None
    month, day = [int(part) for part in found.groups()[1:] if part]
    meant = f"{month}-{day}"
    return Dated(text[:found.start()] + meant + text[found.end():], found[1], meant)
