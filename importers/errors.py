"""Errors of the importers: what is wrong with a file, told in an officer's words. Nothing is kept of such a file."""

from geodata.errors import GeodataError


class ImportProblem(GeodataError):
    """取り込めません。"""


class BadFile(ImportProblem):
    """ファイルが読めません。"""


class BadSheet(ImportProblem):
    """シートまたは見出しの行が見つかりません。"""


class BadColumn(ImportProblem):
    """列が見つかりません。"""


class BadShape(ImportProblem):
    """図形が区域になりません。"""


class UnknownBatch(ImportProblem):
    """その取り込みは台帳にありません。"""


class UnknownMunicipality(ImportProblem):
    """その市区町村は台帳にありません。"""
