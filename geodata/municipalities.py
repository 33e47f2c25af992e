"""市区町村: the 平面直角座標系 that each measures in, by 都道府県 (平成14年国土交通省告示第9号)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.address.codes import PREFECTURES
from geodata.models import Municipality

FIRST_SRID = 6668  # 系 I is EPSG:6669
SYSTEMS = {
    1: "長崎県",
    2: "福岡県 佐賀県 熊本県 大分県 宮崎県 鹿児島県",
    3: "山口県 島根県 広島県",
    4: "香川県 愛媛県 徳島県 高知県",
    5: "兵庫県 鳥取県 岡山県",
    6: "京都府 大阪府 福井県 滋賀県 三重県 奈良県 和歌山県",
    7: "石川県 富山県 岐阜県 愛知県",
    8: "新潟県 長野県 山梨県 静岡県",
    9: "東京都 福島県 栃木県 茨城県 埼玉県 千葉県 群馬県 神奈川県",
    10: "青森県 秋田県 山形県 岩手県 宮城県",
    12: "北海道",
    15: "沖縄県",
}


def prefecture_of(code: str) -> str:
    """都道府県 of a six-digit 団体コード."""
    return PREFECTURES[int(code[:2]) - 1]


def srid_of(code: str) -> int:
    """EPSG code of the 平面直角座標系 of a municipality. 北海道 is taken as 系 XII, 沖縄県 as 系 XV, islands as their mainland."""
    prefecture = prefecture_of(code)
    return FIRST_SRID + next(number for number, names in SYSTEMS.items() if prefecture in names.split())


def ensure(session: Session, code: str, name: str) -> Municipality:
    """The municipality's row, made when it is not there."""
    found = session.scalar(select(Municipality).where(Municipality.code == code))
    if found is None:
        found = Municipality(code=code, name=name, prefecture=prefecture_of(code), srid=srid_of(code))
        session.add(found)
        session.flush()
    return found
