"""連絡先の欄: telephone, FAX, mail and page of a row; what stands in the wrong one of them is told, and read where it belongs."""

import re
import unicodedata

from geodata.telephone import lacks_area_code, phone, wrong_length
from importers.rows import Row

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
EXTENSION = re.compile(r"\d[\d,、-]{0,20}", re.ASCII)
HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:jp|com|org|net|info|me|gr\.jp|lg\.jp)(?:/\S*)?", re.IGNORECASE)


def phone_of(row: Row) -> str:
    """The numbers of a row, see geodata.telephone; what its column for 内線 holds stands behind the number."""
    number = phone(row["phone"])
    if lacks_area_code(number):
        row.say("phone", f"電話番号「{number}」に市外局番がありません。")
    elif wrong_length(number):
        row.say("phone", f"電話番号「{number[:40]}」の桁数が合いません。確かめてください。")
    extension = unicodedata.normalize("NFKC", row["extension"]).removeprefix("内線").strip(" :")
    return f"{number} 内線{extension}" if number and EXTENSION.fullmatch(extension) else number


def fax_of(row: Row) -> str:
    """The FAX numbers of a row."""
    return phone(row["fax"])


def email_of(row: Row) -> str:
    """The mail address; where its column is empty, one that stands among the pages."""
    return row["email"] or (row["url"] if MAIL.fullmatch(row["url"]) else "")


def url_of(row: Row) -> str:
    """The first address of a page in the cell, if it is one that a browser should follow."""
    said = next(iter(row["url"].split()), "")
    if not said or said in ("-", "なし", "無し", "無"):
        return ""
    if MAIL.fullmatch(said):
        row.say("url", f"ホームページの欄にメールアドレス「{said[:40]}」が入っています。メールアドレスとして読みました。")
        return ""
    url = f"http://{said}" if said.startswith("www.") or HOST.fullmatch(said) else said
    if not url.startswith(("http://", "https://")):
        row.say("url", f"ホームページ「{said[:40]}」は http:// か https:// から始まる形で入力してください。")
        return ""
    return url
