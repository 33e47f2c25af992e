"""あとで縮める: what many will fetch is compressed as tightly as brotli can by a thread that stands aside for all others."""

import os
import threading
from queue import SimpleQueue
from weakref import ref

from mapapp.wire import Packed, tightened

LOWEST = 19


class Parcel:
    """A packed body that is replaced by a smaller one when there is time."""

    __slots__ = ("__weakref__", "packed")

    def __init__(self, packed: Packed) -> None:
        self.packed = packed


class Tightener:
    """Works through parcels one by one; one that nobody keeps any more is passed over."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[ref[Parcel]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def take(self, parcel: Parcel) -> None:
        """Tighten it later. The thread starts with the first, in the worker's own process; it holds up no exit."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="tightener", daemon=True)
                self._thread.start()
        self._waiting.put(ref(parcel))

    def _work(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)  # on Linux a thread has its own
        while True:
            self._tighten(self._waiting.get()())

    @staticmethod
    def _tighten(parcel: Parcel | None) -> None:
        if parcel is not None:
            parcel.packed = tightened(parcel.packed)
