"""入力中の候補: 町 and venues come up while they are typed, in kanji or kana, within ten milliseconds."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Town, desk
from geodata.address.located import connection_of
from geodata.address.suggest import Suggester, towns_of
from tests.address_town import IKOMA, entry, source, town, venue

TOWNS = (
    town("鹿ノ台北一丁目", kana="シカノダイキタ 1"), town("鹿ノ台南二丁目", kana="シカノダイミナミ 2"),
    town("鹿畑町", kana="シカハタチョウ"),
    town("元町一丁目", kana="モトマチ 1"), town("元町二丁目", kana="モトマチ 2"), town("東新町", kana="ヒガシシンマチ"),
    Town("292010", "奈良県", "奈良市", "鹿野園町", kana="ロクヤオンチョウ", lng=135.8, lat=34.66),
    Town("292010", "奈良県", "奈良市", "元町", kana="モトマチ", lng=135.8, lat=34.66),
)


@pytest.fixture
def suggester(db: Session) -> Suggester:
    venue(db, "鹿ノ台見本ホール", (135.75, 34.73), address="生駒市鹿ノ台南2丁目3-3")
    dictionary = Dictionary.build(TOWNS)
    return Suggester.of(connection_of(db), dictionary, [IKOMA, "292010"], home=IKOMA)


@pytest.mark.parametrize(("typed", "texts"), [
    ("鹿ノ", ["鹿ノ台北一丁目", "鹿ノ台南二丁目", "鹿ノ台見本ホール"]),
    ("鹿の台み", []),
    ("しかのだ", ["鹿ノ台北一丁目", "鹿ノ台南二丁目"]),
    ("しかのd", ["鹿ノ台北一丁目", "鹿ノ台南二丁目"]),
    ("ｼｶﾊﾀ", ["鹿畑町"]),
    ("元町", ["元町一丁目", "元町二丁目", "元町"]),
    ("元町2", ["元町二丁目"]),
    ("元町２－１４－８", ["元町二丁目"]),
    ("東新町4-20", ["東新町"]),
    ("生駒市東", ["東新町"]),
    ("見本", ["鹿ノ台見本ホール"]),
    ("", []),
    ("　\n\ud800", []),
    ("zzz", []),
    ("元" * 10_000, []),
])
def test_what_is_suggested(suggester: Suggester, typed: str, texts: list[str]) -> None:
    assert [one.text for one in suggester.suggest(typed)][:len(texts) or 8] == texts


def test_a_suggestion_tells_where_it_is(suggester: Suggester) -> None:
    hall = suggester.suggest("見本")[0]
    assert (hall.level, hall.where, hall.city_code, hall.point) == ("venue", "生駒市鹿ノ台南2丁目3-3", IKOMA, (135.75, 34.73))
    assert hall.origin.name == "試験"
    ours, theirs = suggester.suggest("もとまち", limit=3)[0], suggester.suggest("もとまち", limit=3)[2]
    assert (ours.where, theirs.where) == ("奈良県生駒市", "奈良県奈良市")


def test_no_more_than_asked(suggester: Suggester) -> None:
    assert len(suggester.suggest("町", limit=2)) == 2
    with pytest.raises(ValueError, match="at least one"):
        suggester.suggest("町", limit=0)


def test_several_prefectures_answer_whatever_is_typed(nara_towns: list[Town]) -> None:
    """The nearest come first; what nobody has gives nothing."""
    dictionary = Dictionary.build(nara_towns)
    cities = [municipality.code for municipality in dictionary.municipalities]
    everywhere = Suggester(towns_of(dictionary, cities), IKOMA)
    assert everywhere.suggest("元町")[0].where == "奈良県生駒市"
    for typed in ("鹿", "しかの", "元町2-1", "生駒市元", "町", "1", "あ"):
        assert len(everywhere.suggest(typed, limit=5)) <= 5
    assert everywhere.suggest("存在しない町名") == []



def test_what_a_worker_keeps(db: Session, tmp_path: Path) -> None:
    """One dictionary for as long as nothing is loaded; the suggestions are of the whole 都道府県, ours first."""
    assert desk.suggester(db, tmp_path, IKOMA).suggest("元町") == []
    number = source(db, "towns")
    for one in TOWNS:
        entry(db, number, one)
    venue(db, "見本ホール", (135.75, 34.73), address="生駒市鹿ノ台南2丁目3-3")
    kept = desk.suggester(db, tmp_path, IKOMA)
    assert [one.where for one in kept.suggest("もとまち")] == ["奈良県生駒市", "奈良県生駒市", "奈良県奈良市"]
    assert kept.suggest("見本")[0].point == (135.75, 34.73) and kept.suggest("元町")[0].origin.name == "試験"
    first = desk.dictionary(db, tmp_path)
    assert desk.dictionary(db, tmp_path) is first and desk.book(db, tmp_path).dictionary is first
    source(db, "another load")
    assert desk.dictionary(db, tmp_path) is not first
    assert desk.book(db, tmp_path).locate("元町2-1-1", within=IKOMA).machiaza == "元町二丁目"
