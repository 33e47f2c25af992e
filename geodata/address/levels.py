"""位置の確かさの言い方: what lists, pages and the command line call each level."""

from geodata.address.match import MatchLevel

LEVEL_WORDS = {
    MatchLevel.NONE: "位置なし",
    MatchLevel.PREFECTURE: "都道府県まで",
    MatchLevel.CITY: "市区町村まで",
    MatchLevel.MACHIAZA: "町の中心",
    MatchLevel.INTERPOLATED: "番地から推定",
    MatchLevel.BLOCK: "街区",
    MatchLevel.RESIDENCE: "住居番号",
    MatchLevel.PARCEL: "地番",
    MatchLevel.VENUE: "座標・会場",
}
