"""設定: the environment, read once and handed on. Each field is the environment variable WAGAGOTO_<FIELD>."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from geodata.errors import BadSetting

PREFIX = "WAGAGOTO_"
WHOLE_NUMBERS = {"port", "workers", "session_idle_minutes", "session_hours", "proxies"}
PATHS = {"instance", "database_password_file", "secret_key_file", "tls_certificate", "tls_key"}


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
    publish_by_other: str = "auto"  # on: nobody publishes what they brought or wrote last; off; auto: on unless all is 見本
    two_factor: str = "auto"  # on, off, or auto: on unless every 社会資源 is 見本
    session_idle_minutes: int = 60  # whoever does nothing for so long logs in again
    session_hours: int = 12  # and everybody after so long
    proxies: int = 0  # reverse proxies before us, whose X-Forwarded-… are believed
    tls_certificate: Path | None = None  # PEM; with tls_key we speak https ourselves
    tls_key: Path | None = None
    public_url: str | None = None  # where residents reach us, for letters and QR codes; else where the officer is
    office_contact: str = ""  # printed on letters: 電話・FAX of whoever answers
    version_max_age_s: float = 0.5  # how long a worker may trust the data version it has seen

    def __post_init__(self) -> None:
        if not (self.municipality.isascii() and self.municipality.isdigit() and len(self.municipality) == 6):
            raise BadSetting(f"WAGAGOTO_MUNICIPALITY は6桁の団体コードで指定してください（例: 292095）: {self.municipality}")
        if not 0 < self.port < 65536:
            raise BadSetting(f"WAGAGOTO_PORT は1から65535の数で指定してください: {self.port}")
        if not 0 < self.workers <= 64:
            raise BadSetting(f"WAGAGOTO_WORKERS は1から64の数で指定してください: {self.workers}")
        if self.public_url is not None and not self.public_url.startswith(("http://", "https://")):
            raise BadSetting(f"WAGAGOTO_PUBLIC_URL は http:// か https:// で始めてください: {self.public_url}")
        if self.publish_by_other not in ("auto", "on", "off"):
            raise BadSetting(f"WAGAGOTO_PUBLISH_BY_OTHER は auto・on・off のどれかで指定してください: {self.publish_by_other}")
        if self.two_factor not in ("auto", "on", "off"):
            raise BadSetting(f"WAGAGOTO_TWO_FACTOR は auto・on・off のどれかで指定してください: {self.two_factor}")
        if not (0 < self.session_idle_minutes <= 1440 and 0 < self.session_hours <= 168 and 0 <= self.proxies <= 9):
            raise BadSetting("WAGAGOTO_SESSION_IDLE_MINUTES は1〜1440、SESSION_HOURS は1〜168、PROXIES は0〜9で指定してください。")
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise BadSetting("WAGAGOTO_TLS_CERTIFICATE と WAGAGOTO_TLS_KEY は両方を指定してください。")

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
        if name in WHOLE_NUMBERS:
            return int(text)
        if name == "version_max_age_s":
            return float(text)
    except ValueError:
        raise BadSetting(f"{PREFIX}{name.upper()} は数で指定してください: {text}") from None
    return Path(text) if name in PATHS else text
