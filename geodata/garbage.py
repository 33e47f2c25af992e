"""ごみ集めを待たせる: while much is read that stays, looking through all of it for cycles takes longer than the reading."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """No search for cycles meanwhile; of nested ones the outermost counts. Also a decorator."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
