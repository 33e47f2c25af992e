"""利用者のページ: the way in, and one's own account, gathered for the app."""

from mapapp.accounts import code, login, own, second_factor
from mapapp.accounts.login import bp

__all__ = ["bp", "code", "login", "own", "second_factor"]
