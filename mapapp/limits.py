"""ひかえめに: how often somebody without login may do something. Kept in this worker's memory, and of an address only a hash.

The key of the hash is drawn when the worker starts and is nowhere else, so nobody can tell afterwards who it was.
"""

import secrets
import threading
import time
from collections import deque
from hashlib import blake2b

MOST_KEPT = 20_000  # whoever comes from more addresses than these makes the oldest forgotten


class Limiter:
    """At most `most` in `seconds` for each of those it is asked about."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._seen: dict[bytes, deque[float]] = {}

    def take(self, whom: str, *, now: float | None = None) -> bool:
        """Count one more; False when it is one too many, which then does not count."""
        moment = time.monotonic() if now is None else now
        name = blake2b(whom.encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            times = self._seen.pop(name, deque())
            while times and times[0] <= moment - self.seconds:
                times.popleft()
            fits = len(times) < self.most
            if fits:
                times.append(moment)
            self._seen[name] = times
            if len(self._seen) > MOST_KEPT:
                del self._seen[next(iter(self._seen))]
        return fits
