"""PostgreSQL そのもの: finding its programs, and one private cluster's folder, birth and server.

Standard library only: it runs before the virtual environment is there and as any user of the machine.
"""

from geodata.errors import GeodataError


class NoPostgis(GeodataError):
    """PostGIS が見つかりません。"""


class WrongUser(GeodataError):
    """別の利用者のデータベースです。"""


class BirthFailed(GeodataError):
    """データベースを作れません。"""


class ServerFailed(GeodataError):
    """データベースを起動できません。"""


class InUse(GeodataError):
    """ほかのプログラムが使っています。"""
