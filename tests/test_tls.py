"""https: with a certificate the service speaks it itself, so that other machines can log in."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine

from geodata.errors import BadSetting
from geodata.settings import Settings


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


def test_the_service_speaks_https(fresh_database: Engine, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "DATABASE_URL": fresh_database.url.render_as_string(hide_password=False), "INSTANCE": str(tmp_path), "PORT": str(port),
        "TLS_CERTIFICATE": str(cert), "TLS_KEY": str(key),
    }  # fmt: skip
    log = tmp_path / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from mapapp.cli import main; main()", "serve"], cwd=Path(__file__).parents[1], stdout=out,
            stderr=out, env={**os.environ, **{f"WAGAGOTO_{name}": value for name, value in given.items()}},
        )  # fmt: skip
    try:
        page = _page(f"https://127.0.0.1:{port}/login", ssl.create_default_context(cafile=str(cert)), process)
        assert page, log.read_text()
        assert 'name="password"' in page and f"https://127.0.0.1:{port}/" in log.read_text()
    finally:
        process.terminate()
        process.wait(10)


def _page(url: str, trusted: ssl.SSLContext, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5, context=trusted) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    return ""


@pytest.mark.parametrize("values", [
    {"two_factor": "maybe"}, {"session_idle_minutes": 0}, {"session_hours": 0}, {"session_hours": 200}, {"proxies": -1},
    {"tls_certificate": Path("cert.pem")}, {"tls_key": Path("key.pem")},
])  # fmt: skip
def test_settings_that_make_no_sense(values: dict[str, object]) -> None:
    with pytest.raises(BadSetting):
        Settings(**values)  # type: ignore[arg-type]


def test_settings_as_words() -> None:
    given = {"WAGAGOTO_TWO_FACTOR": "on", "WAGAGOTO_PROXIES": "1", "WAGAGOTO_SESSION_HOURS": "8", "WAGAGOTO_SECRET_KEY_FILE": "/k"}
    read = Settings.from_env(given)
    assert (read.two_factor, read.proxies, read.session_hours, read.secret_key_file) == ("on", 1, 8, Path("/k"))
    with pytest.raises(BadSetting):
        Settings.from_env({"WAGAGOTO_PROXIES": "one"})
