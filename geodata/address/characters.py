"""異体字・かな: one letter for another, so that two spellings of a name meet. Folding never changes a text's length."""

import re
import sys
from array import array
from collections.abc import Mapping

OLD_FORMS = (  # 新字体 first, then what is written for it
    "亜亞 悪惡 圧壓 囲圍 隠隱 栄榮 営營 衛衞 円圓 塩鹽 縁緣 応應 桜櫻 奥奧 横橫 温溫 価價 会會 絵繪 壊壞 "
    "岳嶽 楽樂 巻卷 関關 館舘 観觀 帰歸 亀龜 旧舊 拠據 峡峽 暁曉 区區 駆驅 薫薰 恵惠 渓溪 経經 鶏鷄雞 "
    "芸藝 県縣 剣劍 検檢 権權 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 国國圀 黒黑 斎齋 斉齊 崎﨑嵜 雑雜 参參 "
    "蚕蠶 桟棧 児兒 湿濕 実實 写寫 釈釋 寿壽 収收 従從 渋澁 処處 叙敍 将將 焼燒 証證 奨奬 条條 状狀 乗乘 "
    "浄淨 剰剩 畳疊 嬢孃 譲讓 醸釀 真眞 尽盡 図圖 数數 枢樞 瀬瀨 声聲 静靜 摂攝 専專 浅淺 戦戰 銭錢 潜潛 "
    "双雙 壮壯 荘莊 総總 聡聰 蔵藏 続續 属屬 対對 体體 帯帶 台臺 滝瀧 択擇 沢澤 単單 団團 断斷 虫蟲 昼晝 "
    "鋳鑄 庁廳 聴聽 鉄鐵 点點 転轉 伝傳 灯燈 当當 党黨 稲稻 徳德 独獨 読讀 縄繩 悩惱 脳腦 廃廢 売賣 麦麥 "
    "発發 髪髮 抜拔 浜濱濵 富冨 辺邊邉 変變 宝寶 豊豐 万萬 満滿 弥彌 薬藥 与與 誉譽 揺搖 様樣 来來 頼賴 "
    "竜龍 両兩 猟獵 緑綠 塁壘 礼禮 励勵 霊靈 齢齡 恋戀 炉爐 労勞 楼樓 録錄 湾灣 高髙 島嶋嶌 吉𠮷 曽曾 "
    "桧檜 薮藪籔 壷壺 鴬鶯 渕淵渊 芦蘆 尭堯 遥遙 槙槇 祢禰 篭籠 蛍螢 峰峯 崖厓 桑桒 松枩 柳栁 鎌鐮 藤籐 "
    "鴎鷗 鯵鰺 讃讚 頚頸 迩邇 砺礪 蛎蠣 巌巖 沖冲 涼凉 減减 郷鄕 穂穗 坂阪 舗舖 弁辨 壱壹 弐貳 瓶甁 "
    "鶴靏靎 "
    "学學 覚覺 仏佛 余餘 医醫 号號 圏圈 担擔 拝拜 挙擧 払拂 拡擴 欧歐 歩步 歯齒 歴歷 残殘 毎每 気氣 涙淚 清淸 滞滯 為爲 狭狹 "
    "献獻 画畫 盗盜 研硏 禅禪 秘祕 穏穩 粋粹 糸絲 継繼 縦縱 繊纖 舎舍 茎莖 蛮蠻 覧覽 触觸 訳譯 予豫 賛贊 軽輕 遅遲 郎郞 酔醉 "
    "鎮鎭 随隨 顔顏 駅驛 黙默 野埜 秋穐 船舩 刈苅 園薗 磯礒 姫姬 戸戶 巣巢 窓窗 絶絕 歳歲 産產 闘鬪 隣鄰 壌壤 "
    "寛寬 剱劔 厩廐廏 靭靱 麩麸 鼠鼡 騨驒 祷禱 繋繫 莱萊 蝋蠟 頬頰 掻搔 蝉蟬 賎賤 翻飜 鋭銳 暦曆 徴徵 挿插 捜搜 麹麴 "
    "橋槗𣘺 蘇蘓 枡桝 徳悳 凜凛 瑶瑤 諌諫 兎兔 祇祗 "
)
KANA = (  # ヶ and が both stand for 箇; the small letters and hiragana are written either way
    "ケヶがガヵ ノの之乃 ツつっッ"
)
HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
SMALL = str.maketrans("ァィゥェォャュョヮ", "アイウエオヤユヨワ")


def by_code_point(changes: Mapping[int, int]) -> str:
    """A table for str.translate: the letter for each code, itself where nothing changes.

    A string is read in half the time that a dict takes to say that it has no such letter.
    """
    letters = array("I", range(max(0xFFFF, *changes) + 1))
    for code, letter in changes.items():
        letters[code] = letter
    return str(letters.tobytes(), f"utf-32-{sys.byteorder[:1]}e", "surrogatepass")


def _changes() -> dict[int, int]:
    table = {code: SMALL.get(target, target) for code, target in HIRAGANA.items()} | dict(SMALL)
    for group in (*OLD_FORMS.split(), *KANA.split()):
        table |= {ord(letter): ord(group[0]) for letter in group[1:]}
    return table


FOLDED = by_code_point(_changes())
FOLDS = re.compile(f"[{''.join(map(chr, _changes()))}]")


def fold(text: str) -> str:
    """The text with old letters, small kana and hiragana as those that stand for them."""
    return text.translate(FOLDED) if FOLDS.search(text) else text
