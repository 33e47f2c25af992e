"""ログインを、はじめての人として: a given password, one's own, the authenticator, in and out, in a real Chromium, with and without scripts."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from axe import violations
from conftest import _copied, served, watched
from people import IKOMA
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from geodata.database import transaction
from geodata.models import Role
from geodata.staff import accounts
from geodata.staff.audit import acting
from mapapp.accounts import passwords

FRESH = "あさひの丘でお茶をどうぞ"
SHOTS = os.environ.get("WAGAGOTO_SHOTS")  # a folder to look at


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture(scope="module")
def home(city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(city, tmp_path_factory.mktemp("login"), WAGAGOTO_TWO_FACTOR="on") as home:
        yield home


def newcomer(engine: Engine, email: str) -> str:
    """Somebody new, and the password that an administrator told them."""
    given = passwords.temporary()
    with transaction(engine) as session:
        acting(session, None, "試験")
        one = accounts.add(session, municipality=IKOMA, email=email, role=Role.ADMIN, department="福祉政策課")
        accounts.set_password(session, one, passwords.hashed(given), given=True)
    return given


def fine(page: Page, name: str, width: int) -> None:
    """Nothing for axe to find, nothing wider than the screen, once the page and its styles are there."""
    page.wait_for_load_state("load")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_a_newcomer_sets_everything_up_and_comes_back(chromium: Browser, city: Engine, home: str, width: int) -> None:
    email = f"newcomer{width}@city.example.jp"
    given = newcomer(city, email)
    context = chromium.new_context(base_url=home, locale="ja-JP", viewport={"width": width, "height": 900})
    with watched(context, home) as page:
        page.goto("/staff/accounts/")
        expect(page).to_have_url(f"{home}/login?next=/staff/accounts/")
        fine(page, "1-login", width)
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill("まちがったことば")
        page.get_by_role("button", name="ログイン").click()
        expect(page.get_by_role("alert")).to_contain_text("ログインできませんでした")
        fine(page, "2-wrong", width)
        page.get_by_label("パスワード").fill(given)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("自分のパスワードを決める")
        page.get_by_label("新しいパスワード", exact=True).fill("city-newcomer-1")
        page.get_by_label("新しいパスワード（もう一度）").fill("city-newcomer-1")
        page.get_by_role("button", name="決めて次へ").click()
        expect(page.get_by_role("alert")).to_contain_text("当てられやすい")
        fine(page, "3-password", width)
        page.get_by_label("新しいパスワード", exact=True).fill(FRESH)
        page.get_by_label("新しいパスワード（もう一度）").fill(FRESH)
        page.get_by_role("button", name="決めて次へ").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("二段階認証の設定")
        page.wait_for_function("document.querySelector('.account-qr img').naturalWidth > 0")
        fine(page, "4-second-factor", width)
        totp = pyotp.TOTP(page.locator(".account-key code").inner_text().replace(" ", ""))
        page.get_by_label("6けたの数字").fill(totp.now())
        page.get_by_role("button", name="確かめて設定する").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("予備のコード")
        codes = page.locator(".account-codes code").all_inner_texts()
        fine(page, "5-codes", width)
        page.get_by_role("link", name="保管したので進む").click()
        expect(page).to_have_url(f"{home}/staff/accounts/")
        fine(page, "6-accounts", width)
        page.get_by_role("link", name="設定", exact=True).click()
        fine(page, "7-own", width)
        page.get_by_role("button", name="ログアウト", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("ログアウトしました。")
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("職員ログイン")

        page.goto("/login")
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill(FRESH)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("確認コード")
        page.get_by_label("認証アプリの6けたの数字").fill("000000")
        page.get_by_role("button", name="確かめる").click()
        expect(page.get_by_role("alert")).to_contain_text("コードが合いません")
        fine(page, "8-code", width)
        page.get_by_label("認証アプリの6けたの数字").fill(totp.at(time.time() + 30))
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{home}/staff/")
        page.get_by_role("button", name="ログアウト", exact=True).click()
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill(FRESH)
        page.keyboard.press("Enter")
        page.get_by_label("認証アプリの6けたの数字").fill(codes[0])
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("残りは 9 個")
        page.goto("/staff/accounts/")
        page.get_by_role("textbox", name="メールアドレス").fill(f"second{width}@city.example.jp")
        page.get_by_role("radio", name="公開 編集に").check()
        page.get_by_role("button", name="追加して、仮のパスワードを出す").click()
        fine(page, "9-given", width)
        page.get_by_role("link", name="この利用者のページへ").click()
        fine(page, "10-account", width)
        page.get_by_role("radio", name="編集 自分の課").check()
        page.get_by_role("button", name="変える", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("変えました")
        page.get_by_role("button", name="利用を止める").click()
        expect(page.get_by_role("button", name="利用を再開する")).to_be_visible()
        fine(page, "11-stopped", width)
    context.close()


def test_all_of_it_without_scripts(chromium: Browser, city: Engine, home: str) -> None:
    email = "quiet@city.example.jp"
    given = newcomer(city, email)
    context = chromium.new_context(base_url=home, locale="ja-JP", java_script_enabled=False)
    with watched(context, home) as page:
        page.goto("/staff/")
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill(given)
        page.keyboard.press("Enter")
        page.get_by_label("新しいパスワード", exact=True).fill(FRESH)
        page.get_by_label("新しいパスワード（もう一度）").fill(FRESH)
        page.keyboard.press("Enter")
        totp = pyotp.TOTP(page.locator(".account-key code").inner_text().replace(" ", ""))
        page.get_by_label("6けたの数字").fill(totp.now())
        page.keyboard.press("Enter")
        page.get_by_role("link", name="保管したので進む").click()
        expect(page).to_have_url(f"{home}/staff/")
        page.get_by_role("button", name="ログアウト", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("職員ログイン")
    context.close()


def test_cookies_are_kept_from_scripts(chromium: Browser, city: Engine, home: str) -> None:
    context = chromium.new_context(base_url=home)
    with watched(context, home) as page:
        page.goto("/login")
        assert page.evaluate("document.cookie") == ""
        for cookie in context.cookies():
            assert cookie["name"].startswith("__Host-") and cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    context.close()


@pytest.mark.parametrize(("field", "autocomplete"), [("email", "username"), ("password", "current-password")])
def test_password_managers_may_help(chromium: Browser, home: str, field: str, autocomplete: str) -> None:
    context = chromium.new_context(base_url=home)
    with watched(context, home) as page:
        page.goto("/login")
        box = page.locator(f"#{field}")
        expect(box).to_have_attribute("autocomplete", autocomplete)
        box.focus()
        page.keyboard.insert_text("はりつけた文字のならび")
        expect(box).to_have_value("はりつけた文字のならび")
    context.close()
