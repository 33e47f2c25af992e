"""社会資源（職員）: records found, looked at, edited, brought through their stages, many at once, and back in time."""

from mapapp.staff.records import bulk, editing, history, listing, showing
from mapapp.staff.records.blueprint import bp

__all__ = ["bp", "bulk", "editing", "history", "listing", "showing"]
