"""/api/v1/resources with 2,000 resources, over loopback from the production server with its default settings."""

import http.client
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

from tests.city import city, folder
from tests.conftest import served
from tests.figures import figure, percentile, wanted

PATH = "/api/v1/resources"
BROTLI = {"Accept-Encoding": "br"}
SECONDS = 4
CONNECTIONS = 16
ASKED = 400
WARMED = 20


def figures(only: str) -> Iterator[dict[str, Any]]:
    """What leaves on the wire, how long the server thinks, how often it can say that nothing has changed."""
    if not wanted(only, "api_resources_2000_wire_kb", "api_resources_2000_p95_ms", "api_304_per_second", "api_kept_per_second"):
        return
    with served(city(2000), folder()) as home:
        host = home.removeprefix("http://")
        quick, tight, etag = _sizes(host)
        yield figure("api_resources_2000_wire_kb", tight / 1000, "kB", most=60,
                     note=f"brotli; {quick / 1000:.1f} kB in the seconds after a change of the data")  # fmt: skip
        yield _uncached(host)
        yield _rate("api_304_per_second", home, {**BROTLI, "If-None-Match": etag}, 304)
        yield _rate("api_kept_per_second", home, BROTLI, 200)


def _sizes(host: str) -> tuple[int, int, str]:
    """Bytes of the body for the first asker, and when it does not get smaller any more; its ETag."""
    sizes, etag, until = [], "", time.monotonic() + 60
    while time.monotonic() < until and (len(set(sizes)) < 2):
        connection = http.client.HTTPConnection(host)
        connection.request("GET", PATH, headers=BROTLI)
        answer = connection.getresponse()
        sizes.append(len(answer.read()))
        etag = answer.headers["ETag"]
        connection.close()
        time.sleep(0.2)
    return sizes[0], sizes[-1], etag


def _uncached(host: str) -> dict[str, Any]:
    """A different filter each time that still lets nearly all through: SQL, putting together, compressing, sending."""
    connection = http.client.HTTPConnection(host)
    taken, count = [], 0
    for number in range(WARMED + ASKED):
        query = f"bbox={135.1 + number / 10_000:.4f},34.1,136.9,35.9"
        start = time.perf_counter()
        connection.request("GET", f"{PATH}?{query}", headers=BROTLI)
        count = len(connection.getresponse().read())
        if number >= WARMED:
            taken.append((time.perf_counter() - start) * 1000)
    note = (
        f"from request to last byte over loopback, {ASKED} different filters that let all 会場 with a pin through, "
        f"one after another; median {percentile(taken, 50):.1f}, {count / 1000:.0f} kB each, {_load()}"
    )
    return figure("api_resources_2000_p95_ms", percentile(taken, 95), "ms", most=15, note=note)


def _rate(name: str, home: str, headers: dict[str, str], status: int) -> dict[str, Any]:
    """Answers a second; the client sits on the same cores."""
    connection = http.client.HTTPConnection(home.removeprefix("http://"))
    connection.request("GET", PATH, headers=headers)
    answer = connection.getresponse()
    length = len(answer.read())
    assert answer.status == status
    tool = "wrk" if shutil.which("wrk") else "http.client"
    rate = _by_wrk(home, headers) if tool == "wrk" else _by_threads(home, headers)
    note = f"{status}, {length:,} bytes, {tool}, {CONNECTIONS} connections on the same {os.cpu_count()} cores, {_load()}"
    return figure(name, rate, "/s", least=3000, note=note)


def _by_wrk(home: str, headers: dict[str, str]) -> float:
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    run = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *told, home + PATH]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert "Socket errors" not in said, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def _by_threads(home: str, headers: dict[str, str]) -> float:
    """Slower than wrk: what it says is less than what the server can."""
    counts: list[int] = []
    until = time.monotonic() + SECONDS

    def ask() -> None:
        connection, count = http.client.HTTPConnection(home.removeprefix("http://")), 0
        while time.monotonic() < until:
            connection.request("GET", PATH, headers=headers)
            connection.getresponse().read()
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"
