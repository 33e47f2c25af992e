"""設定: the environment, read once and handed on. Each field is the environment variable WAGAGOTO_<FIELD>."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from geodata.errors import BadSetting

PREFIX = "WAGAGOTO_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. Every field has a default that works on one's own machine."""

    database_url: str | None = None  # a PostGIS of one's own; the private cluster is then left alone
    database_password_file: Path | None = None  # put into database_url, so that no secret stands in a file of settings
    instance: Path = Path("instance")  # private cluster, dictionary, downloads
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    municipality: str = "292095"  # 団体コード, six digits
    city_name: str = "生駒市"
    tiles_url: str | None = None  # background tiles; none unless an administrator sets them
    tiles_attribution: str | None = None
    secret_key_file: Path | None = None  # signs cookies, encrypts second factors; instance/secret.key is made where none is given
    version_max_age_s: float = 0.5  # how long a worker may trust the data version it has seen

    def __post_init__(self) -> None:
        if not (self.municipality.isascii() and self.municipality.isdigit() and len(self.municipality) == 6):
            raise BadSetting(f"WAGAGOTO_MUNICIPALITY は6桁の団体コードで指定してください（例: 292095）: {self.municipality}")
        if not 0 < self.port < 65536:
            raise BadSetting(f"WAGAGOTO_PORT は1から65535の数で指定してください: {self.port}")
        if not 0 < self.workers <= 64:
            raise BadSetting(f"WAGAGOTO_WORKERS は1から64の数で指定してください: {self.workers}")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every WAGAGOTO_… variable; an empty one counts as not set. Raises BadSetting."""
        given = {}
        for field in fields(cls):
            text = environ.get(PREFIX + field.name.upper(), "")
            if text:
                given[field.name] = _converted(field.name, text)
        return cls(**given)  # type: ignore[arg-type]


def _converted(name: str, text: str) -> object:
    try:
        if name in ("port", "workers"):
            return int(text)
        if name == "version_max_age_s":
            return float(text)
    except ValueError:
        raise BadSetting(f"{PREFIX}{name.upper()} は数で指定してください: {text}") from None
    return Path(text) if name in ("instance", "database_password_file", "secret_key_file") else text
