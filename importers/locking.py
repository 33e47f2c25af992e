"""順番: imports and undos wait for each other, and for an officer who makes a 会場."""

from geodata.keeping.locking import lock_imports

__all__ = ["lock_imports"]
