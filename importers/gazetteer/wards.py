"""区の再編: 町 that a source lists in a 区 that has ceased to be, in the 区 of today.

浜松市 had seven 区 until the end of 2023 and has three since: 中央区 (中区, 東区, 西区, 南区, and of 北区 the 三方原地区), 浜名区
(浜北区 and the rest of 北区) and 天竜区, which kept its name but not its code (市の告示、総務省の団体コード改正).
"""

from dataclasses import replace

from geodata.address.town import Town

CENTRAL, HAMANA, TENRYU = "浜松市中央区", "浜松市浜名区", "浜松市天竜区"
CODES = {CENTRAL: "221384", HAMANA: "221392", TENRYU: "221406"}
WARDS = {
    "浜松市中区": CENTRAL, "浜松市東区": CENTRAL, "浜松市西区": CENTRAL, "浜松市南区": CENTRAL, "浜松市北区": HAMANA,
    "浜松市浜北区": HAMANA, TENRYU: TENRYU,
}  # fmt: skip
MIKATAHARA = frozenset(("初生町", "三方原町", "東三方町", "豊岡町", "三幸町", "大原町", "根洗町"))


def ward_today(city: str, town: str) -> str:
    """The 区 in which a 町 of that name lies today; `city` itself where nothing changed."""
    return CENTRAL if city == "浜松市北区" and town in MIKATAHARA else WARDS.get(city, city)


def in_ward_of_today(town: Town) -> Town:
    """The 町 with the 区 of today and its code."""
    ward = ward_today(town.city, town.name)
    return replace(town, city=ward, city_code=CODES[ward]) if ward in CODES else town
