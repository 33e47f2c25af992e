"""親子: processes that belong together — a child leaves with its parent, and a parent replaces a child that died."""

import os
import signal
import threading
import time
from collections.abc import Sequence

LOOK_EVERY = 0.5
GRACE_S = 1  # for what is being done when the service is stopped
SOON_S, LATE_S = 0.3, 4.0  # before a child is replaced; later each time that one dies at once
STEADY_S = 10.0


def leave_with(parent: int) -> None:
    """End this process, whatever it is doing, when its parent has ended: for a thread of its own."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def watch_parent(parent: int = 0) -> None:
    """From now on leave with the parent. A child that is slow to begin is told who that was: it may be gone already."""
    threading.Thread(target=leave_with, args=(parent or os.getppid(),), name="parent-watch", daemon=True).start()


class Child:
    """A process that is there while we are, replaced whenever it dies. Our number is the last word of its command.

    It is spawned, not forked: the server forks workers of its own meanwhile, and a pipe that subprocess opens would be
    inherited by one of them and never close.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.command = [*command, str(os.getpid())]
        self._stopping = threading.Event()
        self._lock = threading.Lock()  # a number may be signalled only until its process is waited for
        self._process = 0
        self._thread = threading.Thread(target=self._keep, name="child-watch", daemon=True)

    def __enter__(self) -> "Child":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._tell(signal.SIGTERM)
        self._thread.join(GRACE_S)
        self._tell(signal.SIGKILL)

    def _keep(self) -> None:
        pause = SOON_S
        while not self._stopping.is_set():
            began = time.monotonic()
            # a group of its own: a Ctrl-C of the terminal is for its parent, which tells it
            self._process = os.posix_spawn(self.command[0], self.command, os.environ, setpgroup=0)
            if self._stopping.is_set():
                self._tell(signal.SIGTERM)
            os.waitid(os.P_PID, self._process, os.WEXITED | os.WNOWAIT)
            with self._lock:
                os.waitpid(self._process, 0)
                self._process = 0
            pause = SOON_S if time.monotonic() - began > STEADY_S else min(2 * pause, LATE_S)
            self._stopping.wait(pause)

    def _tell(self, number: int) -> None:
        with self._lock:
            if self._process:
                os.kill(self._process, number)
