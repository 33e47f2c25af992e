"""行ごとの扱い: the form beside a row as the decision that is kept for it."""

from typing import Any

from geodata.errors import NotNow


def decision_of(form: Any) -> dict[str, Any]:
    """{"skip"}, {"merge"} and {"keep"} of geodata.staff.upload_rows.choose. Raises NotNow for what no form of ours sends."""
    keep = list(dict.fromkeys(form.getlist("keep")))
    kept = {"keep": keep} if keep else {}
    match form.get("choice", "take").partition(":"):
        case ("take", _, _):
            return kept
        case ("skip", _, _):
            return {"skip": True}
        case ("merge", _, number) if number.isdecimal() and len(number) < 10:
            return {"merge": int(number), **kept}
    raise NotNow("この行ではそれを選べません。ページを開きなおしてください。")
