"""サーバの起動と停止: one postmaster over one data folder, whatever the last one left behind.

A process counts as ours only if its title carries the cluster's mark (its `cluster_name`). That holds however
process numbers are reused, and needs no right to look into another user's process. `postmaster.pid` is taken
away only when no such process lives.
"""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from geodata.postgres import ServerFailed
from geodata.postgres.binaries import Binaries
from geodata.postgres.birth import clean_environment
from geodata.postgres.place import SOCKET, Place

SETTINGS = {
    "listen_addresses": "", "unix_socket_permissions": "0700", "port": "5432",
    "shared_buffers": "64MB", "jit": "off", "random_page_cost": "1.1", "timezone": "Asia/Tokyo",
    # A week of logs, and nothing in them that a person typed: no statements, no values of a row that failed.
    "logging_collector": "on", "log_directory": "../log", "log_filename": "%a.log",
    "log_timezone": "Asia/Tokyo", "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d", "log_rotation_size": "0",
    "log_min_error_statement": "panic", "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # tests only
LEFT_BEHIND = re.compile("lock file|shared memory")  # a predecessor not quite gone: worth another try
COMPLAINT = re.compile("(?:LOG|FATAL|PANIC): +(?!redirecting|database system is shut down)(.+)")
PATIENCE = 5.0  # seconds that orphans of a killed postmaster get to notice and leave


@dataclass(slots=True)
class Server:
    """The server process of the cluster in `place`."""

    binaries: Binaries
    place: Place
    durable: bool = True
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Come back when it answers. One caller at a time (see locks.turn). Raises ServerFailed."""
        began = time.monotonic()
        while (status := self.status()) != "ready":
            waited = time.monotonic() - began
            if status == "absent" and (orphans := self._ours()):
                if waited > PATIENCE:
                    for pid in orphans:
                        _signal(pid, signal.SIGQUIT)
            elif status == "absent":
                self._clear()
                self._launch(last_try=waited > 4 * PATIENCE)
            time.sleep(0.02)

    def stop(self) -> None:
        """End it the fast way: sessions are cut, what is committed is kept, and no process remains."""
        for sign, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0)):
            pid = self.pid()
            if pid is None:
                break
            _signal(pid, sign)
            _wait(lambda: self.pid() is None, seconds)
        _wait(lambda: not self._ours(), PATIENCE)
        self._reap()

    def status(self) -> str:
        """ready, or what the postmaster says of itself (starting, stopping), or absent."""
        if self.pid() is None:
            return "absent"
        lines = self._pid_file()
        return (lines[7].strip() if len(lines) > 7 else "") or "starting"

    def pid(self) -> int | None:
        """The living postmaster of this cluster."""
        self._reap()
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else None
        return pid if pid and self._is_ours(pid) else None

    def socket_folder(self) -> str:
        """Where the running postmaster says that it listens."""
        return self._pid_file()[4].strip()

    def _launch(self, *, last_try: bool) -> None:
        """Start a postmaster and wait until it has its pid file or has ended."""
        words = self.place.folder / "startup.log"
        words.unlink(missing_ok=True)
        with words.open("wb") as log:
            self.child = subprocess.Popen(
                self.binaries.command("postgres", "-D", self.place.data, *self._flags()),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                env=clean_environment(self.binaries), **self.place.owner.switch())
        _wait(lambda: self.status() != "absent" or self._ended(), 60)
        if self._ended() and self.status() == "absent":
            why = self._last_words()
            if last_try or not LEFT_BEHIND.search(why):
                raise ServerFailed(f"データベースを起動できません（{why}）。"
                                   f"{self.place.folder} の startup.log と log を確かめてください。")

    def _last_words(self) -> str:
        """Why the server ended: the first complaint on its way up, or the last in its newest log."""
        logs = sorted(self.place.folder.glob("log/*.log"), key=lambda log: log.stat().st_mtime)
        for log, which in ((self.place.folder / "startup.log", 0), *((log, -1) for log in logs[-1:])):
            told = COMPLAINT.findall(log.read_text(encoding="utf-8", errors="replace"))
            if told:
                return str(told[which])
        return "理由不明"

    def _flags(self) -> list[str]:
        options = {**SETTINGS, **({} if self.durable else FORGETFUL), "cluster_name": self.place.mark,
                   "unix_socket_directories": f'"{self.place.socket_folder()}"'}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _clear(self) -> None:
        """Take away what bars the next start; only after no process of this cluster was found alive."""
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        (self.place.socket_folder() / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _pid_file(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return os.fsdecode((self.place.data / "postmaster.pid").read_bytes()).splitlines()
        return []

    def _ours(self) -> list[int]:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and self._is_ours(int(name))]

    def _is_ours(self, pid: int) -> bool:
        """True for a living postgres of this cluster; a zombie has no title any more."""
        try:
            title = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
        program = title.partition(b"\0")[0]
        named = program.startswith(b"postgres:") or program.endswith(b"/postgres")
        return named and self.place.mark.encode() in title

    def _ended(self) -> bool:
        return self.child is None or self.child.poll() is not None

    def _reap(self) -> None:
        if self._ended():
            self.child = None


def _wait(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.01)


def _signal(pid: int, sign: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)
