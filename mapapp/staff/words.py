"""職員のページのことば: what every staff template may say, and which pages each role finds in the header."""

from typing import Any

from flask import Flask

from geodata.models import Role
from mapapp.access import EDITORS, ROLE_WORDS, STAFF, person

PAGES = (
    ("staff_overview", "全体のようす", STAFF),
    ("staff_uploads", "取り込み", STAFF),
    ("staff_records", "社会資源", STAFF),
    ("staff_places", "位置の確認", STAFF),
    ("staff_freshness", "情報の確認", STAFF),
    ("staff_exports", "書き出し", EDITORS),
    ("staff_accounts", "利用者", (Role.ADMIN,)),
    ("staff_audit", "変更の記録", (Role.ADMIN, Role.AUDITOR)),
)


def tell(app: Flask) -> None:
    """Give these words to the templates."""

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"person": person(), "staff_pages": PAGES, "role_words": ROLE_WORDS}
