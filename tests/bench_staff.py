"""職員の取り込みの速さ: 10,000 rows from upload to check page, committed, and undone, by the service as it runs; pages meanwhile."""

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import Role, UploadState
from geodata.staff import uploads
from geodata.staff.scope import Scope
from tests.bench_import import ROWS, workbook
from tests.figures import figure, percentile, wanted
from tests.lists import IKOMA
from tests.staff_http import Staff

NAMES = ("staff_check_10000_s", "staff_commit_10000_s", "staff_undo_10000_s", "staff_change_10000_s", "staff_undo_changes_10000_s",
         "staff_web_growth_mb", "staff_worker_mb", "staff_pages_p95_ms")  # fmt: skip
ALL = Scope(IKOMA, every=True)
PATHS = ("/", "/?weekday=tue", "/areas/", "/api/v1/categories")


def figures(only: str) -> Iterator[dict[str, Any]]:
    """The steps of one list and of its next edition, in which every row has changed; memory, and pages meanwhile."""
    if not wanted(only, *NAMES):
        return
    from tests.city import city, folder

    engine = city(2_000, "staff")
    first = workbook(folder() / "uploaded.xlsx")
    with _service(engine, folder()) as (port, pid):
        told = _measured(engine, port, pid, first, _next_edition(first))
    yield figure("staff_check_10000_s", told["check"], "s", most=15, note="from the upload until the check page can be shown, .xlsx")
    yield figure("staff_commit_10000_s", told["commit"], "s", most=5, note=f"{ROWS:,} new records in one transaction")
    yield figure("staff_undo_10000_s", told["undo"], "s", most=5, note=f"{ROWS:,} records taken away again")
    yield figure("staff_change_10000_s", told["change"], "s", most=10, note=f"{ROWS:,} records changed, each change written down")
    yield figure("staff_undo_changes_10000_s", told["undo_change"], "s", most=10, note=f"{ROWS:,} records put back as they were")
    yield figure("staff_web_growth_mb", told["growth"], "MB", most=200, note="resident, of the process that answers pages")
    yield figure("staff_worker_mb", told["worker"], "MB", most=1_000, note="resident at most, of the process that reads uploads")
    yield figure("staff_pages_p95_ms", told["p95"], "ms", most=300, note=f"{told['pages']:,.0f} pages asked for meanwhile")


def _next_edition(first: Path) -> Path:
    """The same list, with another 対象 and 定員 in every row."""
    book = load_workbook(first)
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        row[18].value, row[23].value = "中学生", 40
    path = first.with_name("uploaded2.xlsx")
    book.save(path)
    return path


def _measured(engine: Engine, port: int, pid: int, first: Path, second: Path) -> dict[str, float]:
    from tests.people import token_for

    token = token_for(engine, Role.ADMIN)
    web, reader = _children(pid)
    before = _resident(web)
    told: dict[str, float] = {}
    with _readers(port) as times:
        for path, commit, undo in ((first, "commit", ""), (second, "change", "undo_change")):
            id_, seconds = _send(engine, port, token, path)
            _is_all(engine, id_, "changed" if undo else "new")
            told["check"] = max(seconds, told.get("check", 0))
            told[commit] = _step(engine, id_, UploadState.DONE, lambda s, i: uploads.ask_commit(s, ALL, i, None))
            if undo:
                told[undo] = _step(engine, id_, UploadState.UNDONE, lambda s, i: uploads.ask_undo(s, ALL, i, None))
            else:
                kept = id_
        told["undo"] = _step(engine, kept, UploadState.UNDONE, lambda s, i: uploads.ask_undo(s, ALL, i, None))
    told["growth"], told["worker"] = _resident(web, "VmHWM") - before, _resident(reader, "VmHWM")
    return told | {"p95": percentile(times, 95), "pages": len(times)}


def _send(engine: Engine, port: int, token: str, path: Path) -> tuple[int, float]:
    """POST the file as the page's form does; until it is ready."""
    began = time.perf_counter()
    id_ = Staff(port, token).send(path, category="kodomo_shokudo", source="測定")
    _until(engine, id_, UploadState.READY)
    return id_, time.perf_counter() - began


def _is_all(engine: Engine, upload_id: int, what: str) -> None:
    """What is measured is what the note says."""
    with Session(engine) as session:
        counts = uploads.upload(session, ALL, upload_id).result["counts"]
    assert counts[what] == ROWS, counts


def _step(engine: Engine, upload_id: int, after: UploadState, ask: Any) -> float:
    began = time.perf_counter()
    with transaction(engine) as session:
        ask(session, upload_id)
    _until(engine, upload_id, after)
    return time.perf_counter() - began


def _until(engine: Engine, upload_id: int, state: UploadState) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with Session(engine) as session:
            info = uploads.upload(session, ALL, upload_id)
        if info.state is state:
            return
        assert info.working, (info.state, info.message)
        time.sleep(0.05)
    raise AssertionError("too late")


@contextmanager
def _service(engine: Engine, folder: Path) -> Iterator[tuple[int, int]]:
    """`wagagoto serve` over a database: its port, and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"DATABASE_URL": engine.url.render_as_string(hide_password=False), "INSTANCE": str(folder), "PORT": str(port),
                "TWO_FACTOR": "off"}  # fmt: skip
    with (folder / "staff.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from mapapp.cli import main; main()", "serve"], cwd=Path(__file__).parents[1],
            stdout=log, stderr=log, env={**os.environ, **{f"WAGAGOTO_{name}": value for name, value in settings.items()}},
        )  # fmt: skip
    try:
        _wait_for(engine, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(engine: Engine, port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with Session(engine) as session:
            here = uploads.worker_is_here(session)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/")
            if here and connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the service did not start")


def _children(pid: int) -> tuple[int, int]:
    """The processes that answer pages and that read uploads."""
    found = [int(child) for one in Path(f"/proc/{pid}/task").glob("*/children") for child in one.read_text().split()]
    reader = next(child for child in found if b"mapapp.worker" in Path(f"/proc/{child}/cmdline").read_bytes())
    return max((child for child in found if child != reader), key=_resident), reader


def _resident(pid: int, name: str = "VmRSS") -> float:
    """MB of memory; VmHWM is the most that it ever was."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


@contextmanager
def _readers(port: int) -> Iterator[list[float]]:
    """Two people who look at public pages all the while, twice a second each; how long each page took, in ms."""
    stop, times = threading.Event(), list[float]()

    def read(chance: random.Random) -> None:
        while not stop.wait(0.25):
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", chance.choice(PATHS))
            assert connection.getresponse().read()
            times.append(1000 * (time.perf_counter() - began))

    threads = [threading.Thread(target=read, args=(random.Random(n),), daemon=True) for n in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield times
    finally:
        stop.set()
        for thread in threads:
            thread.join()
