"""役所の表のセル: kinds of mess that lists of welfare offices have, each with what an officer would say it means."""

import pytest

from geodata.address import Dictionary, Geocoder, Match, MatchLevel, Town

JAPAN = {
    ("292095", "奈良県", "生駒市"): "元町一丁目 元町二丁目 門前町 山崎町 俵口町 壱分町 鹿ノ台東一丁目 鹿ノ台西一丁目 鹿ノ台西二丁目 東新町 本町",
    ("292010", "奈良県", "奈良市"): "針町 上三条町",
    ("172014", "石川県", "金沢市"): "香林坊一丁目 香林坊二丁目",
    ("172049", "石川県", "輪島市"): "二ツ屋町",
    ("174076", "石川県", "鹿島郡中能登町"): "末坂",
    ("122157", "千葉県", "旭市"): "ロ ニ",
    ("133647", "東京都", "神津島村"): "（大字なし） 三浦",
    ("134210", "東京都", "小笠原村"): "父島",
    ("035017", "岩手県", "九戸郡軽米町"): "大字軽米",
    ("231061", "愛知県", "名古屋市中区"): "三の丸三丁目",
    ("131156", "東京都", "杉並区"): "阿佐谷南一丁目",
    ("131041", "東京都", "新宿区"): "四谷一丁目",
}


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    """A small Japan of our own; points a hundredth of a degree apart."""
    return Geocoder(Dictionary.build(
        Town(code, pref, city, name, lng=round(135 + number / 100, 2), lat=34.0)
        for (code, pref, city), names in JAPAN.items() for number, name in enumerate(names.split())
    ))  # fmt: skip


def parts(found: Match) -> tuple[str, str, str, str]:
    return found.machiaza, found.rest, found.building, found.unread


READ = [
    ("石川県金沢市香林坊ニ丁目1番1号", "香林坊二丁目", "1-1", "", ""),
    ("金沢市香林坊ー丁目1-1", "香林坊一丁目", "1-1", "", ""),
    ("石川県輪島市二ツ屋町2字29番地", "二ツ屋町", "2字29", "", ""),
    ("岩手県軽米町大字軽米第10地割85番地2", "大字軽米", "第10地割85-2", "", ""),
    ("軽米町軽米10地割85", "大字軽米", "10地割85", "", ""),
    ("東京都小笠原村父島字西町", "父島", "", "", "字西町"),
    ("生駒市門前町字宮前公民館", "門前町", "", "字宮前公民館", ""),
    ("名古屋中区三の丸3-1-1", "三の丸三丁目", "1-1", "", ""),
    ("奈良県山辺郡都祁村針", "針町", "", "", ""),
    ("東京都神津島村904番地", "", "904", "", ""),
    ("生駒市門前町1-1と生駒市元町1-6-12", "門前町", "1-1", "", "生駒市元町1-6-12"),
    ("生駒市俵口町1月2日", "俵口町", "1-2", "", ""),
    ("生駒市俵口町2024/1/2", "俵口町", "1-2", "", ""),
    ("生駒市俵口町2024-01-02 00:00:00", "俵口町", "1-2", "", ""),
    ("生駒市俵口町2024-01-02", "俵口町", "1-2", "", ""),
    ("生駒市元町2月3日", "元町二丁目", "3", "", ""),
]


@pytest.mark.parametrize(("text", "machiaza", "rest", "building", "unread"), READ, ids=[row[0] for row in READ])
def test_cells_are_read(geocoder: Geocoder, text: str, machiaza: str, rest: str, building: str, unread: str) -> None:
    found = geocoder.locate(text)
    assert found.level is MatchLevel.MACHIAZA and parts(found) == (machiaza, rest, building, unread)


@pytest.mark.parametrize(("text", "words"), [
    ("生駒市俵口町1月2日", "「1月2日」は日付に変わった番地とみて1-2と読みました"),
    ("東京都小笠原村父島字西町", "「字西町」は住所辞書にありません"),
    ("東京都神津島村904番地", "町名のない番地として読みました"),
    ("生駒市鹿ノ台", "「鹿ノ台」で始まる町が2つあります"),
    ("生駒市鹿ノ台1-2", "「鹿ノ台」で始まる町が2つあります"),
    ("同上", "「同上」が指す前の行の住所は、ここからは分かりません"),
    ("未定", "住所が書かれていません"),
])  # fmt: skip
def test_it_is_said_why_no_better(geocoder: Geocoder, text: str, words: str) -> None:
    found = geocoder.locate(text)
    assert words in found.reason and found.needs_review and found.score < 0.9


def test_of_towns_only_begun_the_city_and_all_of_them_are_told(geocoder: Geocoder) -> None:
    found = geocoder.locate("生駒市鹿ノ台")
    assert (found.level, found.city, found.point) == (MatchLevel.CITY, "生駒市", None)
    assert [one.machiaza for one in found.candidates] == ["鹿ノ台東", "鹿ノ台西"]
    assert [one.machiaza for one in geocoder.locate("鹿ノ台", "292095").candidates] == ["鹿ノ台東", "鹿ノ台西"]
    assert geocoder.locate("鹿ノ台集会所", "292095").candidates == ()


@pytest.mark.parametrize("text", ["1月2日", "開催日1月2日", "生駒市俵口町集会所(1月2日)"])
def test_a_date_that_stands_behind_no_town_is_no_number(geocoder: Geocoder, text: str) -> None:
    assert geocoder.locate(text).rest == ""
