"""公開ファイルのひな形: small tables laid out as the official ones, with made-up towns of 生駒市, zipped as they are published."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

TOWN = ("lg_code,machiaza_id,machiaza_type,pref,pref_kana,pref_roma,county,county_kana,county_roma,city,city_kana,city_roma,"
        "ward,ward_kana,ward_roma,oaza_cho,oaza_cho_kana,oaza_cho_roma,chome,chome_kana,chome_number,koaza,koaza_kana,"
        "koaza_roma,machiaza_dist,rsdt_addr_flg,rsdt_addr_mtd_code,oaza_cho_aka_flg,koaza_aka_code,oaza_cho_gsi_uncmn,"
        "koaza_gsi_uncmn,status_flg,wake_num_flg,efct_date,ablt_date,src_code,post_code,remarks")  # fmt: skip
TOWN_POS = ("lg_code,machiaza_id,rsdt_addr_flg,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code,plygn_fname,plygn_kcode,plygn_fmt,"
            "plygn_srid,plygn_scale,plygn_src_code,pos_oaza_cho_chome_code,pos_data_mnt_year,cns_bnd_s_area_kcode,cns_bnd_year")  # fmt: skip
BLOCK = ("lg_code,machiaza_id,blk_id,city,ward,oaza_cho,chome,koaza,machiaza_dist,blk_num,rsdt_addr_flg,rsdt_addr_mtd_code,"
         "status_flg,efct_date,ablt_date,src_code,remarks")  # fmt: skip
BLOCK_POS = "lg_code,machiaza_id,blk_id,rsdt_addr_flg,rsdt_addr_mtd_code,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code"
PARCEL = ("lg_code,machiaza_id,prc_id,city,ward,oaza_cho,chome,koaza,machiaza_dist,prc_num1,prc_num2,prc_num3,rsdt_addr_flg,"
          "prc_rec_flg,prc_area_code,efct_date,ablt_date,src_code,remarks,real_prop_num")  # fmt: skip
PARCEL_POS = "lg_code,machiaza_id,prc_id,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code"
RESIDENCE = ("lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,city,ward,oaza_cho,chome,koaza,machiaza_dist,blk_num,rsdt_num,rsdt_num2,"
             "basic_rsdt_div,rsdt_addr_flg,rsdt_addr_mtd_code,status_flg,efct_date,ablt_date,src_code,remarks")  # fmt: skip
RESIDENCE_POS = "lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,rsdt_addr_flg,rep_lon,rep_lat,rep_srid"
ISJ_BLOCK = ("都道府県名,市区町村名,大字・丁目名,小字・通称名,街区符号・地番,座標系番号,Ｘ座標,Ｙ座標,緯度,経度,住居表示フラグ,"
             "代表フラグ,更新前履歴フラグ,更新後履歴フラグ")  # fmt: skip
ISJ_TOWN = ("都道府県コード,都道府県名,市区町村コード,市区町村名,大字町丁目コード,大字町丁目名,緯度,経度,原典資料コード,"
            "大字・字・丁目区分コード")  # fmt: skip
IKOMA = {"lg_code": "292095", "pref": "奈良県", "city": "生駒市", "status_flg": "0", "rep_srid": "EPSG:6668"}


def table(header: str, *rows: dict[str, object], **always: object) -> str:
    """A table of those columns; what a row does not say is blank, what `always` says stands in every row."""
    names = header.split(",")
    lines = [",".join(str({**IKOMA, **always, **row}.get(name, "")) for name in names) for row in rows]
    return "\n".join([header, *lines]) + "\n"


def zipped(folder: Path, name: str, text: str | bytes, member: str = "", encoding: str = "utf-8") -> Path:
    """`name`.zip with one table in it, as the registries publish it."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(member or name, (2026, 4, 1, 0, 0, 0))
        archive.writestr(info, text.encode(encoding) if isinstance(text, str) else text, zipfile.ZIP_DEFLATED)
    return path


def nested(folder: Path, name: str, inner: Sequence[Path]) -> Path:
    """A zip of zips, as mt_town_pos_all is published."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for one in inner:
            archive.writestr(one.name, one.read_bytes())
    return path


def bomb(folder: Path, name: str) -> Path:
    """30 MB of nothing in a few bytes."""
    return zipped(folder, name, TOWN + "\n" + " " * 30_000_000)


def towns(folder: Path, extra: Sequence[dict[str, object]] = (), points: Sequence[dict[str, object]] = ()) -> list[Path]:
    """町字マスター of made-up towns: 見本町 with two 丁目 (one without a point), 南見本 whose only point is that of its 丁目."""
    rows: list[dict[str, object]] = [
        {"machiaza_id": "0001000", "oaza_cho": "見本町", "oaza_cho_kana": "ミホンチョウ", "rsdt_addr_flg": 0},
        {"machiaza_id": "0001001", "oaza_cho": "見本町", "oaza_cho_kana": "ミホンチョウ", "chome": "１丁目", "chome_kana": "１チョウメ",
         "rsdt_addr_flg": 1},
        {"machiaza_id": "0001001", "oaza_cho": "見本町", "oaza_cho_kana": "ミホンチョウ", "chome": "１丁目", "chome_kana": "１チョウメ",
         "rsdt_addr_flg": 0},
        {"machiaza_id": "0001002", "oaza_cho": "見本町", "oaza_cho_kana": "ミホンチョウ", "chome": "二丁目", "rsdt_addr_flg": 1},
        {"machiaza_id": "0002000", "oaza_cho": "南見本", "oaza_cho_kana": "ミナミミホン", "rsdt_addr_flg": 0},
        {"machiaza_id": "0002101", "oaza_cho": "南見本", "oaza_cho_kana": "ミナミミホン", "koaza": "字谷", "koaza_kana": "アザタニ"},
        {"machiaza_id": "0000101", "koaza": "離れ小字", "koaza_kana": "ハナレコアザ"},
        {"machiaza_id": "0000000", "machiaza_type": 4},
        {"machiaza_id": "0003000", "oaza_cho": "昔の町", "ablt_date": "2001-04-01"},
        *extra,
    ]  # fmt: skip
    placed: list[dict[str, object]] = [
        {"machiaza_id": "0001000", "rep_lon": 135.69, "rep_lat": 34.69, "rep_srid": "EPSG:4612"},
        {"machiaza_id": "0001001", "rep_lon": 135.691, "rep_lat": 34.691},
        {"machiaza_id": "0002101", "rep_lon": 135.70, "rep_lat": 34.68},
        {"machiaza_id": "0009000", "rep_lon": 135.71, "rep_lat": 34.70},
        *points,
    ]
    return [zipped(folder, "mt_town_pref29.csv", table(TOWN, *rows)), zipped(folder, "mt_town_pos_pref29.csv", table(TOWN_POS, *placed))]


def cp932(text: str) -> bytes:
    """As 位置参照情報 is written: Shift_JIS, CRLF, all cells quoted."""
    out = io.StringIO()
    for line in text.splitlines():
        out.write(",".join(f'"{cell}"' for cell in line.split(",")) + "\r\n")
    return out.getvalue().encode("cp932")
