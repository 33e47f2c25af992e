"""取り込みの結果: how many rows came in from each source, what was left over, and why."""

from dataclasses import dataclass, field

from importers.problems import Problem


@dataclass(slots=True)
class Loaded:
    """What came in from one source. Nothing is left out without being counted here."""

    source: str
    edition: str = ""
    files: tuple[str, ...] = ()
    rows: int = 0  # as the files have them
    positions: int = 0  # rows of the position files
    kept: int = 0
    codes: frozenset[str] = frozenset()  # of the municipalities
    repeated: int = 0  # the same subject again
    abolished: int = 0
    nameless: int = 0  # a 町字 without a name
    without_position: int = 0  # named, but no position row has its ID
    without_name: int = 0  # placed, but no row names its ID
    inherited: int = 0  # 町 that stand at the point of their 大字
    pointless: int = 0  # kept without a point
    dropped: int = 0  # points outside Japan, in another 座標系, or absurdly far from their 町
    far: int = 0  # kept, flagged
    unknown_towns: int = 0  # 町 of street points that no 町字 file names
    blocks: int = 0  # 街区 that were derived from the 住居番号 in them

    @property
    def municipalities(self) -> int:
        """How many 市区町村 the rows lie in."""
        return len(self.codes)

    def sentences(self) -> list[str]:
        """The counts as an officer reads them; those that are 0 are not said."""
        told = {
            "重複": self.repeated, "廃止ずみ": self.abolished, "名前なし": self.nameless,
            "位置のファイルにない": self.without_position, "名前のファイルにない位置": self.without_name,
            "大字などの点で代用": self.inherited, "点なし": self.pointless, "座標がおかしいため除外": self.dropped,
            "町から遠く要確認": self.far, "町字の辞書にない町": self.unknown_towns, "住居番号からまとめた街区": self.blocks,
        }  # fmt: skip
        head = f"{self.source}（{self.edition}）: {self.kept:,} 件、{self.municipalities:,} 市区町村"
        head += f"（ファイルには {self.rows:,} 行"
        head += f"、位置 {self.positions:,} 行）" if self.positions else "）"
        rest = "、".join(f"{word} {count:,}" for word, count in told.items() if count)
        return [head] if not rest else [head, f"　{rest}"]


@dataclass(slots=True)
class GazetteerReport:
    """With any of `problems` nothing at all was loaded; `notes` are said either way."""

    loaded: list[Loaded] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
