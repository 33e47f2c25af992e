"""取り込みのことば: steps, sums, levels of place and columns, as an officer would say them."""

from collections.abc import Mapping

from geodata.address.match import MatchLevel
from geodata.models import RowAction, UploadState
from geodata.staff.upload_choices import Taken

BUSY = {
    UploadState.WAITING: "ファイルを読み取っています", UploadState.COMMITTING: "取り込んでいます",
    UploadState.UNDOING: "取り込みを元に戻しています",
}  # fmt: skip
ACTIONS = {
    RowAction.NEW: "新規", RowAction.CHANGED: "変更", RowAction.UNCHANGED: "変更なし", RowAction.GONE: "一覧から消えた",
    RowAction.REFUSED: "取り込めない",
}  # fmt: skip
VIEWS = {
    "": "すべての行", **{action.value: f"{words}の行" for action, words in ACTIONS.items()},
    "gone": "一覧から消えたもの", "refused": "取り込めない行", "problems": "気になることがある行", "twins": "同じものかもしれない行",
    "edited": "職員が直した内容とちがう行",
}  # fmt: skip
COARSE = (MatchLevel.MACHIAZA, MatchLevel.CITY, MatchLevel.PREFECTURE)
NEXT = {
    UploadState.ASKING: "列を確かめる", UploadState.READY: "行を確かめる", UploadState.DONE: "元に戻す",
    UploadState.FAILED: "わけを見る",
}  # fmt: skip


def next_of(state: UploadState, may_edit: bool) -> tuple[str, str]:
    """(endpoint, words) of the step that comes next."""
    if not may_edit or state not in NEXT:
        return ".show", "見る"
    return ".undo" if state is UploadState.DONE else ".show", NEXT[state]


def sum_of(counts: Mapping[str, int]) -> str:
    """新規12・変更3: what a file does or did, "" while nobody knows."""
    said = [f"{words}{counts[action]:,}" for action, words in ACTIONS.items() if counts.get(action)]
    return "・".join(said)


def will_do(taken: Taken) -> tuple[str, str]:
    """(button, sentence): 新規12件、変更3件を取り込む, and what it means. Both "" when nothing would change."""
    parts = (("新規", taken.new), ("変更", taken.changed), ("まとめる", taken.merged))
    said = "、".join(f"{words}{n:,}件" for words, n in parts if n)
    off = f"一覧から消えた{taken.gone:,}件を地図から外"
    left = f"取り込まないと決めた{taken.left:,}件はそのままにします。" if taken.left else ""
    if not said and not taken.gone:
        return "", left
    if not said:
        return f"{off}す", f"{left}あとで元に戻せます。"
    return f"{said}を取り込む", f"{f'{off}します。' if taken.gone else ''}{left}あとで元に戻せます。"
