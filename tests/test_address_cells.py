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
    ("271276", "大阪府", "大阪市北区"): "元町",
    ("011053", "北海道", "札幌市豊平区"): "平岸一条五丁目 平岸二条五丁目 平岸二条六丁目 水車町五丁目",
    ("011011", "北海道", "札幌市中央区"): "宮の森 宮の森四条十一丁目",
    ("131016", "東京都", "千代田区"): "神田小川町三丁目 神田錦町一丁目 鍛冶町二丁目",
    ("331007", "岡山県", "岡山市北区"): "元町 本町",
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
    # the branch of a 番地, however it is joined
    *[(f"生駒市門前町{number}", "門前町", "5-1", "", "") for number in (
        "5--1", "5_1", "5⁃1", "5➖1", "5番地ノ1", "5ノ1", "5ノ一", "五番地ノ一", "5番地一", "5之1", "五の一", "五―一", "5-1①", "5-1²")],
    ("千葉県旭市ニの2132", "ニ", "2132", "", ""),
    ("千葉県旭市ロの1番地", "ロ", "1", "", ""),
    ("①生駒市門前町5-1", "門前町", "5-1", "", ""),
    ("生駒市元町①-6-12", "元町一丁目", "6-12", "", ""),
    ("生駒市元町1丁日6-12", "元町一丁目", "6-12", "", ""),
    ("生駒市元町1町目6-12", "元町一丁目", "6-12", "", ""),
    # a 小字 that the dictionary lacks, and buildings that are none
    ("軽米町大字軽米三壺5-4", "大字軽米", "三壺5-4", "", ""),
    ("中能登町末坂三壺599-4", "末坂", "三壺599-4", "", ""),
    ("生駒市俵口町満路1199", "俵口町", "満路1199", "", ""),
    ("生駒市俵口町若葉荘203", "俵口町", "", "若葉荘203", ""),
    ("生駒市俵口町サンハイツ302", "俵口町", "", "サンハイツ302", ""),
    ("俵口町450", "俵口町", "450", "", ""),
    # 条 and 丁目 by their numbers alone
    ("札幌市豊平区平岸2-5-2-1", "平岸二条五丁目", "2-1", "", ""),
    ("札幌市豊平区平岸２－５－２　見本ビル", "平岸二条五丁目", "2", "見本ビル", ""),
    ("札幌市中央区宮の森4-11-2-1", "宮の森四条十一丁目", "2-1", "", ""),
    ("札幌市中央区宮の森5-11-2-1", "宮の森", "5-11-2-1", "", ""),
    ("札幌市中央区宮の森4-11", "宮の森", "4-11", "", ""),
    # what is behind the number and is none of it
    *[(f"生駒市門前町{number}{more}", "門前町", number, "", unread) for number, more, unread in (
        ("5", "、1", "1"), ("5", "・6・7番地", "6・7番地"), ("5", "～7", "~7"), ("5-1", "及び5-2", "及び5-2"), ("5", "番地から7番地", "から7番地"),
        ("5", " 1", "1"), ("5-1", " 0743-74-1111", "0743-74-1111"), ("5-1", "(0743-74-1111)", "(0743-74-1111)"),
        ("5-1", " https://example.jp/", "https://example.jp/"), ("5-1", " a@example.jp", "a@example.jp"),
        ("5-1", "から山崎町3-2へ移転", "山崎町3-2へ移転"), ("5-1", "か山崎町3-2", "山崎町3-2"), ("5-1", "⇒山崎町3-2", "山崎町3-2"),
        ("5-1", "②山崎町3-2", "山崎町3-2"))],
    ("生駒市東新町8-38３階", "東新町", "8-38", "3階", ""),
    ("生駒市東新町8-38 301", "東新町", "8-38", "301", ""),
    ("生駒市東新町8-38・3階", "東新町", "8-38", "3階", ""),
    # what names more than the number
    ("石川県鹿島郡中能登町末坂9部46番地", "末坂", "9部46", "", ""),
    ("生駒市門前町5丁目1番", "門前町", "5丁目1", "", ""),
    ("生駒市本町3丁目自治会館", "本町", "3丁目", "自治会館", ""),
    ("生駒市門前町上寺田1-1", "門前町", "上寺田1-1", "", ""),
    ("生駒市門前町周辺", "門前町", "", "", "周辺"),
    # names as people write them
    ("東京都杉並区阿佐ヶ谷南1-15-1", "阿佐谷南一丁目", "15-1", "", ""),
    ("新宿区四ツ谷1-1", "四谷一丁目", "1", "", ""),
    ("生駒市一分町83-77", "壱分町", "83-77", "", ""),
    ("中区三の丸3-1-1", "三の丸三丁目", "1-1", "", ""),
    # the municipality in front holds for what follows
    ("奈良市中部公民館（上三条町23-4）", "上三条町", "23-4", "", ""),
    ("奈良県,生駒市,門前町,5-1", "門前町", "5-1", "", ""),
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
    ("生駒市門前町5丁目1番", "門前町に5丁目は見つかりません"),
    ("生駒市元町3-1-1", "元町に3丁目は見つかりません"),
    ("生駒市門前町上寺田1-1", "「上寺田」は住所辞書にありません"),
    ("東京都杉並区阿佐ヶ谷南1-15-1", "町名の字を補って読みました"),
    ("生駒市全域", "町名を読み取れませんでした"),
    ("北区元町1-1", "同じ町名が2の市区町村にあります"),
    ("生駒市俵口町字大手1-1", "「字大手」は住所辞書にありません"),
    ("軽米町軽米10地割85", "「10地割」は住所辞書にありません"),
    ("札幌市豊平区平岸2-5-2-1", "「町」や「条」を補って"),
    ("生駒市俵口町満路1199", "「満路」は住所辞書にありません"),
    ("俵口町450", "全国に1つだけの町名"),
    ("千代田区小川町3-1", "「神田小川町」ではないか"),
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


@pytest.mark.parametrize("number", ["5、1", "5～7", "5番～7番", "5-1及び5-2", "5 1", "5丁目1番", "5-1から山崎町3-2へ移転"])
def test_what_was_not_read_whole_is_not_sure(geocoder: Geocoder, number: str) -> None:
    """So that even a 番地 that is known is looked at by somebody."""
    assert not geocoder.locate(f"生駒市門前町{number}").sure
