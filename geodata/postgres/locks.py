"""順番と使用中の札: file locks that the kernel gives back whatever way their holder ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.postgres import InUse


class Lock:
    """One lock file; shared by many or held by one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(self.descriptor, folder.st_uid, folder.st_gid)  # root must not lock the owner out

    def take(self, mode: int, seconds: float = 120) -> None:
        """Wait for the lock (fcntl.LOCK_SH or LOCK_EX). Raises InUse when the wait is over."""
        until = time.monotonic() + seconds
        while not self._try(mode):
            if time.monotonic() > until:
                raise InUse(f"ほかのプログラムがデータベースの用意を終えません（{self.path}）。"
                            "しばらくしてからやり直してください。")
            time.sleep(0.02)

    def alone(self) -> bool:
        """True if nobody else has it; it is then held by us alone."""
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        os.close(self.descriptor)

    def _try(self, mode: int) -> bool:
        try:
            fcntl.flock(self.descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def turn(path: Path) -> Iterator[int]:
    """Be the only one inside; a child that inherits the given descriptor is waited for too."""
    lock = Lock(path)
    try:
        lock.take(fcntl.LOCK_EX)
        yield lock.descriptor
    finally:
        lock.release()
