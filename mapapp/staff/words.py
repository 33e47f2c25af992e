"""職員のページのことば: what every staff template may say, and which pages each role finds in the header."""

from typing import Any

from flask import Flask

from geodata.models import Role
from mapapp.access import STAFF, person

PAGES = (
    ("staff_overview", "全体のようす", STAFF),
    ("staff_uploads", "取り込み", STAFF),
    ("staff_records", "社会資源", STAFF),
    ("staff_places", "位置の確認", STAFF),
    ("staff_freshness", "情報の確認", STAFF),
    ("staff_exports", "書き出し", STAFF),
    ("staff_accounts", "利用者", (Role.ADMIN,)),
    ("staff_audit", "変更の記録", (Role.ADMIN, Role.AUDITOR)),
)
ROLE_WORDS = {
    Role.PROFESSIONAL: "専門職", Role.EDITOR: "編集", Role.PUBLISHER: "公開", Role.ADMIN: "管理", Role.AUDITOR: "監査",
}  # fmt: skip


def tell(app: Flask) -> None:
    """Give these words to the templates."""

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"person": person(), "staff_pages": PAGES, "role_words": ROLE_WORDS}
