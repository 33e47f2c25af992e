"""項目: what a list tells of a 社会資源, topic by topic, as the check page names it; importers.merge says how each is written."""

TOPICS = {
    "name": "名称", "name_kana": "ふりがな", "category": "種類", "visibility": "見せる相手",
    "organization": "運営団体", "place": "会場・住所", "schedule": "開催日時", "target": "対象", "fee": "費用",
    "reservation": "予約", "capacity": "定員", "languages": "対応言語", "served": "回る区域", "phone": "電話番号",
    "fax": "FAX", "email": "メール", "url": "ホームページ", "description": "内容", "remarks": "備考",
    "confirmed": "確認日", "status": "公開の段階",
}  # fmt: skip
"""Topic → its Japanese name, in the order in which a page lists them."""
