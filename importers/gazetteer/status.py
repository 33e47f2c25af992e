"""住所辞書の様子: what is loaded, for which municipalities, how old it is, and what to fetch next and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.address.codes import PREFECTURES
from geodata.due import today_in_japan
from geodata.models import Municipality
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource
from importers.gazetteer.families import OWN_VENUES

OLD_DAYS = 400  # every publisher renews at least once a year
FEW = 3  # 市区町村 or 都道府県 that are named one by one
ABR_SITE = "デジタル庁「アドレス・ベース・レジストリ」（https://www.digital.go.jp/policies/base_registry_address）のダウンロードサイト"
ISJ_SITE = "国土交通省「位置参照情報ダウンロードサービス」（https://nlftp.mlit.go.jp/isj/）"
POST_SITE = "日本郵便「郵便番号データダウンロード」（https://www.post.japanpost.jp/zipcode/download.html）"
SHELTER_SITE = "国土地理院「指定緊急避難場所データ」（https://www.gsi.go.jp/bousaichiri/hinanbasho.html）"


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source: `age_days` since its files were dated, or loaded where they are not; `here` rows of our municipality.

    `where` names the municipalities or 都道府県 that it covers, if they are few.
    """

    name: str
    family: str
    edition: str
    licence: str
    published_on: date | None
    loaded_on: date
    age_days: int
    rows: int
    municipalities: int
    here: int
    where: str

    @property
    def sentence(self) -> str:
        """As the command line shows it."""
        dated = f"{self.published_on} 付" if self.published_on else "日付なし"
        where = self.where + (f"、この市に {self.here:,} 件" if self.here else "、この市の分なし")
        return f"{self.name}: {self.rows:,} 件（{where}）　{dated}、{self.loaded_on} 取り込み　{self.edition}".rstrip()


@dataclass(frozen=True, slots=True)
class GazetteerStatus:
    """What is loaded, and `next_steps`: what to fetch, in words, the most useful first."""

    sources: tuple[SourceStatus, ...]
    next_steps: tuple[str, ...]


def gazetteer_status(session: Session, municipality: str, today: date | None = None) -> GazetteerStatus:
    """The state of the dictionary as one municipality needs it."""
    today = today or today_in_japan()
    found = session.scalars(select(GazetteerSource).order_by(GazetteerSource.family, GazetteerSource.name))
    sources = tuple(_status(session, source, municipality, today) for source in found)
    city = session.get(Municipality, municipality)
    return GazetteerStatus(sources, tuple(_next_steps(sources, municipality, city.name if city else "この市")))


def _status(session: Session, source: GazetteerSource, municipality: str, today: date) -> SourceStatus:
    loaded = source.loaded_at.date()
    return SourceStatus(
        source.name, source.family, source.edition, source.licence, source.published_on, loaded,
        (today - (source.published_on or loaded)).days, sum(source.counts.values()), len(source.counts),
        source.counts.get(municipality, 0), _where(session, sorted(code for code in source.counts if code)),
    )  # fmt: skip


def _where(session: Session, codes: Sequence[str]) -> str:
    """生駒市、奈良市; 奈良県・和歌山県の 69 市区町村; 全国 1,890 市区町村."""
    if 0 < len(codes) <= FEW:
        entry = GazetteerEntry
        stmt = select(entry.city_code, func.min(entry.city)).where(entry.city_code.in_(codes), entry.city != "")
        names = {code: name for code, name in session.execute(stmt.group_by(entry.city_code))}
        return "、".join(names.get(code) or code for code in codes)
    prefs = sorted({int(code[:2]) for code in codes if code[:2].isdigit() and 1 <= int(code[:2]) <= len(PREFECTURES)})
    whole = "全国" if len(prefs) == len(PREFECTURES) else f"{len(prefs)} 都道府県の" if len(prefs) > FEW else (
        "・".join(PREFECTURES[number - 1] for number in prefs) + "の" if prefs else "")
    return f"{whole} {len(codes):,} 市区町村".strip()


def _next_steps(sources: tuple[SourceStatus, ...], code: str, city: str) -> list[str]:
    here = {source.family: source for source in sources if source.here}
    pref = PREFECTURES[int(code[:2]) - 1]
    number = code[:2]
    abr = f"{ABR_SITE}で、"
    pair = "「{0}」（mt_{1}）と、その位置参照拡張（mt_{2}）。".format
    wanted = {
        "abr-town": f"町字の名前・よみ・住居表示の別: {abr}{pref}の"
                    + pair("町字マスター", f"town_pref{number}", f"town_pos_pref{number}"),
        "abr-residence": f"住居番号までの点: {abr}{pref}の"
                         + pair("住居表示－住居マスター", f"rsdtdsp_rsdt_pref{number}", f"rsdtdsp_rsdt_pos_pref{number}")
                         + "住居表示のない市区町村の分はありません。",
        "abr-parcel": f"地番の点: {abr}{city}の" + pair("地番マスター", f"parcel_city{code}", f"parcel_pos_city{code}"),
        "isj-block": f"街区・地番の代表点: {ISJ_SITE}で、{city}の「街区レベル」（{code[:5]}-版数）。",
        "post-town": f"郵便番号と町のよみ: {POST_SITE}で、「住所の郵便番号」（utf_ken_all または KEN_ALL）。",
        "post-office": f"大口事業所の郵便番号: {POST_SITE}で、「事業所の個別郵便番号」（JIGYOSYO）。",
        "venues": f"施設の名前と点: {city}のオープンデータの「公共施設一覧」、{SHELTER_SITE}の{city}の分"
                  "（名称・緯度・経度の列がある表ならどれでも読めます）。",
    }  # fmt: skip
    missing = [sentence for family, sentence in wanted.items() if family not in here]
    if not {"geolonia", "isj-town", "abr-town"} & here.keys():
        first = f"町の点（これがないと位置が分かりません）: {ISJ_SITE}で、{pref}の"
        missing.insert(0, f"{first}「大字・町丁目レベル」（{number}000-版数）。")
    return missing + [
        f"{source.name}は {source.age_days:,} 日前のものです。公開元に新しい版がないか確かめてください。"
        for source in here.values() if source.age_days > OLD_DAYS and source.family != OWN_VENUES.code
    ]  # fmt: skip
