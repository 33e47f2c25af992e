"""おかしなセル: what Excel and hands have spoiled is told by its column, and kept."""

import pytest

from importers.oddities import check_digit
from tests.test_drafts import draft, told

ADDRESS = {"address": "生駒市元町1-6-12"}


@pytest.mark.parametrize(
    "fields,column,words",
    [
        ({"municipality_code": "29209"}, "municipality_code", "検査数字がありません（292095）"),
        ({"municipality_code": "11002"}, "municipality_code", "先頭の0が落ちているようです（011002）"),
        ({"municipality_code": "292096"}, "municipality_code", "正しくありません"),
        ({"municipality_code": "奈良"}, "municipality_code", "数字ではありません"),
        ({"source_id": "3.43E+11"}, "source_id", "指数表記"),
        ({"place": "=HYPERLINK(A1)"}, "place", "式のように見えます"),
        ({"url": "info@example.jp"}, "url", "メールアドレスとして読みました"),
        ({"phone": "0743-74-111"}, "phone", "桁数が合いません"),
        ({"city": "生駒市元町1-1"}, "city", "番地まで入っています"),
    ],
)
def test_what_is_spoiled_is_told(fields: dict[str, str], column: str, words: str) -> None:
    ((where, message),) = told(draft(**ADDRESS, **fields))
    assert where == column and words in message


@pytest.mark.parametrize("fields", [{"municipality_code": "292095"}, {"municipality_code": "011002"}, {"source_id": "S001"}, {"place": "@ホーム会館"},
                                    {"url": "なし"}, {"url": "example.jp/hiroba"}])  # fmt: skip
def test_what_is_in_order_earns_no_sentence(fields: dict[str, str]) -> None:
    assert told(draft(**ADDRESS, **fields)) == []


def test_a_mail_address_among_pages_is_read_as_one() -> None:
    one = draft(**ADDRESS, url="info@example.jp")
    assert (one.values["url"], one.values["email"]) == ("", "info@example.jp")
    assert draft(**ADDRESS, url="example.jp/hiroba").values["url"] == "http://example.jp/hiroba"


def test_no_capacity_is_no_number() -> None:
    assert draft(capacity="0").values["capacity"] == "" and draft(capacity="10").values["capacity"] == "10"


def test_a_whole_address_in_the_column_of_cities_is_not_put_in_front() -> None:
    place = draft(address="奈良県生駒市壱分町2-2", city="生駒市元町1-1").place
    assert place is not None and place.address == "奈良県生駒市壱分町2-2"


@pytest.mark.parametrize("code", ["011002", "131016", "292095", "472115", "140007", "052019"])
def test_check_digits(code: str) -> None:
    assert check_digit(code[:5]) == int(code[5])
