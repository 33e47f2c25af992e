"""利用者の確かめ: from the cookie that a browser brings to the person that it stands for, and one's own account."""

from mapapp.accounts import code, login, own, second_factor
from mapapp.accounts.login import bp

__all__ = ["bp", "code", "login", "own", "second_factor"]
