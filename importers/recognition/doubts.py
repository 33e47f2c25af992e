"""確かめてほしいこと: sentences for staff about whatever in a file was not plain."""

from collections.abc import Sequence

from importers.layout import Layout
from importers.recognition.guess import Guess, Part, letter
from importers.recognition.parts import Block
from importers.recognition.words import PRIVATE

ALSO = 0.45  # of the best: a table that fits so well may have been meant
CLEAR = 3.0  # how much of a header must be known for its row to be sure
LISTED = 8


def doubts(
    guesses: Sequence[Guess], layout: Layout, parts: Sequence[Part], chosen: int, hidden_rows: Sequence[int], block: Block, *, told: bool
) -> list[str]:  # fmt: skip
    """What staff should look at before they go on, the weightiest first."""
    said = [*_other_tables(parts, chosen), *_hidden(hidden_rows, layout)]
    if block.header.score < CLEAR and not told:
        said.append(f"見出しは{layout.header_row}行目と考えました。ちがうときは見出しの行を選んでください。")
    said += [_doubtful(guess) for guess in guesses if guess.doubtful]
    said += [f"「{guess.header}」の列は、{guess.why}。" for guess in guesses if guess.why == PRIVATE]
    said += [f"「{guess.header}」の列は、{guess.why}。" for guess in guesses if "同じ項目に見える" in guess.why]
    said += [f"「{header}」は、空白の行に上の行の値を入れて読みました。" for header in layout.fill_down]
    return said


def _doubtful(guess: Guess) -> str:
    return f"「{guess.header}」（{letter(guess.column)}列）を{LABELS.get(guess.field, guess.field)}として読みました（{guess.why}）。確かめてください。"


def _other_tables(parts: Sequence[Part], chosen: int) -> list[str]:
    mine = parts[chosen]
    others = [part for at, part in enumerate(parts) if at != chosen and part.fit >= ALSO * mine.fit and part.rows]
    if not others:
        return []
    called = "、".join(_called(part, mine) for part in others[:LISTED])
    return [f"ほかにも表があります（{called}）。今は{_called(mine, None)}だけを読みました。必要なら別に取り込んでください。"]


def _called(part: Part, beside: Part | None) -> str:
    where = f"{part.header_row}行目から {part.columns}列"
    sheet = f"シート「{part.sheet}」の" if beside is None or part.sheet != beside.sheet else ""
    return f"{sheet}{'非表示・' if part.hidden else ''}{where}"


def _hidden(rows: Sequence[int], layout: Layout) -> list[str]:
    said = []
    if rows:
        listed = "、".join(map(str, rows[:LISTED])) + ("…" if len(rows) > LISTED else "")
        said.append(f"非表示の行が{len(rows):,}行あります（{listed}行目）。取り込むかどうかを選んでください。")
    if layout.table.hidden:
        said.append(f"シート「{layout.table.name}」は非表示です。読んでよいか確かめてください。")
    return said


LABELS = {
    "name": "名称", "name_kana": "ふりがな", "category": "種類", "organization": "運営団体", "place": "会場", "address": "住所", "building": "方書",
    "postal_code": "郵便番号", "lat": "緯度", "lng": "経度", "latlng": "緯度・経度", "phone": "電話番号", "extension": "内線番号", "fax": "FAX",
    "email": "メールアドレス", "url": "ホームページ", "schedule": "開催日時", "frequency": "開催頻度", "weekdays": "曜日", "weekday_marks": "曜日の印",
    "days": "開催日", "hours": "時間帯", "starts": "開始時間", "ends": "終了時間", "weekday_hours": "平日の時間", "saturday_hours": "土曜の時間",
    "sunday_hours": "日曜の時間", "holiday_hours": "祝日の時間", "closed_days": "休みの日", "weekday_starts": "平日の開始", "weekday_ends": "平日の終了",
    "saturday_starts": "土曜の開始", "saturday_ends": "土曜の終了", "schedule_note": "日時の備考", "target": "対象", "fee": "費用", "fee_child": "こどもの費用",
    "fee_adult": "おとなの費用", "reservation": "予約", "capacity": "定員", "barrier_free": "車いす・バリアフリー", "parking": "駐車場", "online": "オンライン",
    "served_area": "回る区域", "description": "内容", "languages": "対応言語", "confirmed_on": "確認日", "visibility": "公開可否", "remarks": "備考",
    "source_id": "番号", "prefecture": "都道府県", "city": "市区町村", "municipality_code": "市区町村コード", "level": "位置の確かさ",
}  # fmt: skip
