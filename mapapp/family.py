"""親子: processes that belong together — a child leaves with its parent, and a parent replaces a child that died."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence

LOOK_EVERY = 0.5
GRACE_S = 1  # for what is being done when the service is stopped
SOON_S, LATE_S = 0.5, 10.0  # before a child is replaced; later each time that one dies at once
STEADY_S = 60.0


def leave_with(parent: int) -> None:
    """End this process, whatever it is doing, when its parent has ended: for a thread of its own."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def watch_parent(parent: int = 0) -> None:
    """From now on leave with the parent. A child that is slow to begin is told who that was: it may be gone already."""
    threading.Thread(target=leave_with, args=(parent or os.getppid(),), name="parent-watch", daemon=True).start()


class Child:
    """A process that is there while we are, replaced whenever it dies. Our number is the last word of its command."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="child-watch", daemon=True)

    def __enter__(self) -> "Child":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
        self._thread.join(GRACE_S)
        if process is not None and process.poll() is None:
            process.kill()

    def _keep(self) -> None:
        pause = SOON_S
        while not self._stopping.is_set():
            began = time.monotonic()
            # a group of its own: a Ctrl-C of the terminal is for its parent, which tells it
            self._process = subprocess.Popen([*self.command, str(os.getpid())], process_group=0)
            if self._stopping.is_set():
                self._process.terminate()
            self._process.wait()
            pause = SOON_S if time.monotonic() - began > STEADY_S else min(2 * pause, LATE_S)
            self._stopping.wait(pause)
