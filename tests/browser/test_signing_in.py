"""Signing in with a real Chromium: app, recovery code, passkey, lock; and what a browser keeps after leaving."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.walk import Walk
from tests.office import PASSWORD, Office, served

pytestmark = [pytest.mark.browser, pytest.mark.long]

PIN = "274916"
NOTE = "Ieva zvanīja, līdz piektdienai neko."
AGE = """
import time
from django.contrib.sessions.models import Session
from tilts.accounts.session_store import SessionStore
for row in Session.objects.all():
    told = SessionStore().decode(row.session_data)
    told["used"] = time.time() - 3600
    row.session_data = SessionStore().encode(told)
    row.save()
"""
SUPERVISOR = f"""
from tilts.access.models import Membership, Organisation, User
user = User.objects.create_user("vadone@sd.example", {PASSWORD!r}, name="Vija Vadone")
Membership.objects.create(user=user, organisation=Organisation.objects.get(), role="supervisor")
"""
FORGET_USED_CODES = "from django.core.cache import cache\ncache.clear()"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """An office in earnest."""
    with served(tmp_path_factory.mktemp("office")) as office:
        yield office


def code_of(secret: str) -> str:
    """What the app on the phone would show."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def by_password(walk: Walk, who: str) -> Page:
    """The first step."""
    page = walk.go("/accounts/login/")
    page.fill("[name=login]", f"{who}@sd.example")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return page


def press(page: Page, what: str) -> None:
    """Press, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(what).first.click()


def sign_out(walk: Walk) -> None:
    page = walk.go("/account/")
    press(page, "main form[action='/accounts/logout/'] button")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def set_up_the_app(walk: Walk) -> tuple[str, list[str]]:
    """From the page that says what is missing to the recovery codes."""
    page = walk.page
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))
    walk.look("second-factor")
    press(page, "a[href='/accounts/2fa/totp/activate/']")
    walk.look("second-factor-app")
    secret = page.locator("#totp_secret").inner_text()
    page.fill("[name=code]", "000000")
    press(page, "main form .btn-primary")
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    secret = page.locator("#totp_secret").inner_text()
    page.fill("[name=code]", code_of(secret))
    press(page, "main form .btn-primary")
    walk.look("recovery-codes")
    codes = page.locator("#recovery_codes code").all_inner_texts()
    assert walk.downloaded("a[download]").decode().split() == codes and len(codes) == 10
    press(page, "main .btn-primary")
    return secret, codes


@pytest.mark.parametrize(("who", "language", "width"), [("owner", "lv", 360), ("other", "en", 1440)])
def test_app_recovery_code_lock_and_pin(office: Office, browser: Browser, who: str, language: str, width: int) -> None:
    walk = Walk(browser, office.address, language, width)
    page = by_password(walk, who)
    secret, codes = set_up_the_app(walk)
    walk.look("first-day")
    sign_out(walk)
    office.run(FORGET_USED_CODES)
    by_password(walk, who)
    walk.look("second-step")
    page.fill("[name=code]", code_of(secret))
    press(page, "main form .btn-primary")
    expect(page).to_have_url(f"{office.address}/")
    sign_out(walk)
    by_password(walk, who)
    page.fill("[name=code]", codes[0])
    press(page, "main form .btn-primary")
    expect(page).to_have_url(f"{office.address}/")
    walk.go("/account/")
    walk.look("account")
    walk.go("/account/pin/")
    walk.look("pin")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    press(page, "main form .btn-primary")
    walk.go("/cases/new/")
    page.fill("[name=given_name]", "Izdoma")
    page.fill("[name=family_name]", "Testa")
    press(page, "main form .btn-primary")
    case = page.url
    with page.expect_navigation():
        page.keyboard.press("Alt+Shift+L")
    expect(page).to_have_url(re.compile("/account/locked/"))
    assert "Izdoma" not in page.content()
    walk.look("locked")
    page.goto(case)
    expect(page).to_have_url(re.compile("/account/locked/"))
    page.fill("[name=secret]", PIN)
    with page.expect_navigation(url=case):
        page.locator("main form .btn-primary").first.click()
    page.goto(f"{case}notes/add/")
    page.fill("[name=text]", NOTE)
    office.run(AGE)
    press(page, "main form .btn-primary")
    expect(page).to_have_url(re.compile("/account/locked/"))
    walk.look("locked-with-a-note")
    page.fill("[name=secret]", PIN)
    page.locator("main form .btn-primary").first.click()
    expect(page).to_have_url(f"{case}notes/add/")
    expect(page.locator("[name=text]")).to_have_value(NOTE)
    walk.look("typed-before")
    press(page, "main section form .btn-primary")
    expect(page).to_have_url(case)
    expect(page.locator("main")).to_contain_text(NOTE)
    assert page.locator("main", has_text=NOTE).count() == 1
    walk.close()


def test_a_passkey_is_set_up_signs_in_without_a_password_and_unlocks(office: Office, browser: Browser) -> None:
    walk = Walk(browser, office.address, "lv", 360)
    devtools = walk.context.new_cdp_session(walk.page)
    devtools.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
    page = by_password(walk, "third")
    press(page, "a[href='/accounts/2fa/webauthn/add/']")
    walk.look("passkey")
    press(page, "#mfa_webauthn_add")
    expect(page.locator("#recovery_codes code")).to_have_count(10)
    press(page, "main .btn-primary")
    expect(page).to_have_url(f"{office.address}/")
    walk.go("/accounts/2fa/webauthn/")
    walk.look("passkeys")
    press(page, "a[href$='/remove/']")
    expect(page.locator(".note.high")).to_be_visible()
    expect(page.locator("a[href$='/remove/']")).to_have_count(1)
    sign_out(walk)
    walk.go("/accounts/login/")
    press(page, "#passkey_login")
    expect(page).to_have_url(f"{office.address}/")
    press(page, "form.lock button")
    press(page, "a[href^='/accounts/2fa/webauthn/reauthenticate/']")
    walk.look("unlock-by-passkey")
    press(page, "#mfa_webauthn_reauthenticate")
    expect(page).to_have_url(f"{office.address}/")
    sign_out(walk)
    by_password(walk, "third")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    press(page, "#mfa_webauthn_authenticate")
    expect(page).to_have_url(f"{office.address}/")
    walk.close()


def test_the_administrator_keeps_the_list_of_colleagues(office: Office, browser: Browser) -> None:
    walk = Walk(browser, office.address, "lv", 360)
    page = by_password(walk, "admin")
    set_up_the_app(walk)
    walk.go("/members/")
    walk.look("members")
    press(page, "a[href='/members/new/']")
    walk.look("member-new")
    page.fill("[name=email]", "jauna@sd.example")
    page.fill("[name=name]", "Jauna Kolēģe")
    page.select_option("[name=role]", "mentor")
    press(page, "main form .btn-primary")
    walk.look("member-link")
    expect(page.locator("#link")).to_contain_text("/accounts/password/reset/key/")
    link = page.locator("#link").inner_text()
    press(page, "main .btn")
    walk.look("members-waiting")
    expect(page.locator("main")).to_contain_text("Jauna Kolēģe")
    walk.close()
    release_as_supervisor(office, browser)
    accept_by_link(office, browser, link)


def release_as_supervisor(office: Office, browser: Browser) -> None:
    """The second person finds it on their day."""
    office.run(SUPERVISOR)
    walk = Walk(browser, office.address, "lv", 1440)
    page = by_password(walk, "vadone")
    set_up_the_app(walk)
    walk.look("day-of-second-person")
    press(page, "main a[href$='/release/']")
    walk.look("change-release")
    press(page, "main form .btn-primary")
    walk.look("changes")
    expect(page.locator("main")).to_contain_text("cilvēkam jāpieņem")
    walk.close()


def accept_by_link(office: Office, browser: Browser, link: str) -> None:
    """The colleague sets a password and a second factor, and is led to what waits to be accepted."""
    walk = Walk(browser, office.address, "lv", 360)
    page = walk.go(urlparse(link).path)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    press(page, "main form .btn-primary")
    by_password(walk, "jauna")
    set_up_the_app(walk)
    expect(page).to_have_url(f"{office.address}/account/")
    walk.look("account-offered")
    press(page, "main a[href^='/account/work/']")
    walk.look("work-accept")
    press(page, "main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Izdomātais dienests")
    assert walk.go("/").url == f"{office.address}/"
    walk.close()


def test_a_page_left_alone_locks_itself_and_what_is_being_written_is_put_away(tmp_path: Path, browser: Browser) -> None:
    with served(tmp_path, TILTS_IDLE_MINUTES="0.1") as office:
        walk = Walk(browser, office.address, "lv", 1440)
        page = by_password(walk, "owner")
        set_up_the_app(walk)
        expect(page).to_have_url(re.compile("/account/locked/"), timeout=20_000)
        page.fill("[name=secret]", PASSWORD)
        press(page, "main form .btn-primary")
        walk.go("/cases/new/")
        page.locator("[name=given_name]").press_sequentially("Izdoma")
        expect(page.locator("output.saved")).to_contain_text(re.compile(r"\d\.\d\d"))
        expect(page).to_have_url(re.compile("/account/locked/"), timeout=20_000)
        expect(page.locator("body")).not_to_contain_text("Izdoma")
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("Izdoma")
        walk.go("/account/locked/")
        page.fill("[name=secret]", PASSWORD)
        page.locator("main form .btn-primary").first.click()
        expect(page.locator("[name=given_name]")).to_have_value("Izdoma")
        page.locator("[name=family_name]").press_sequentially("Testa")
        press(page, "main section form .btn-primary")
        expect(page.locator("main")).to_contain_text("Izdoma Testa")
        walk.close()


class Profile:
    """A browser whose folder stays."""

    def __init__(self, playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder

    def new_context(self, **wanted) -> BrowserContext:
        """The one context of this folder."""
        return self.playwright.chromium.launch_persistent_context(
            str(self.folder), executable_path=CHROMIUM, args=QUIET, **wanted
        )


def pages_from(walk: Walk, most: int) -> list[str]:
    """Every kind of page that links lead to, each once."""
    waiting, seen, walked = ["/"], set(), []
    while waiting and len(walked) < most:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\?.*|\d+", "*", path)
        if kind in seen:
            continue
        seen.add(kind)
        walk.go(path)
        walk.look(f"walk-{len(walked)}")
        walked.append(path)
        links = walk.page.locator("a[href]:not([download])").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        waiting += [one for one in links if one.startswith("/") and "/xlsx/" not in one and "/pdf/" not in one]
    return walked


def test_every_page_of_a_role_breaks_no_policy_and_nothing_of_a_client_stays_in_the_browser(address, tmp_path) -> None:
    token = "Zvirbulite" + str(time.time_ns())[-9:]
    folder = tmp_path / "profile"
    with sync_playwright() as playwright:
        walk = Walk(Profile(playwright, folder), address, "lv", 1440)
        violations: list[str] = []
        walk.page.on("console", lambda said: violations.append(said.text) if "Content Security" in said.text else None)
        page = walk.sign_in("socdienests")
        page.goto(f"{address}/cases/new/")
        page.locator("[name=given_name]").press_sequentially(token)
        page.locator("[name=family_name]").press_sequentially("Testa")
        press(page, "main form .btn-primary")
        case = urlparse(page.url).path
        page.goto(f"{address}{case}notes/add/")
        page.locator("[name=text]").press_sequentially(f"Piezīme par {token}.")
        press(page, "main form .btn-primary")
        expect(page.locator("main")).to_contain_text(token)
        page.locator("#search").press_sequentially(token)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(token)
        page.goto(f"{address}/cases/new/")
        page.locator("[name=given_name]").press_sequentially(token)
        page.locator("[name=birth_date]").evaluate("field => { field.type = 'text'; field.value = 'never' }")
        press(page, "main form .btn-primary")
        expect(page.locator("[name=given_name]")).to_have_value(token)
        expect(page.locator(".error-summary")).to_be_visible()
        walked = pages_from(walk, 60)
        assert len(walked) > 12, walked
        assert violations == []
        walk.go("/account/")
        press(page, "main form[action='/accounts/logout/'] button")
        walk.close()
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    kept = [b for b in files.values() if address.encode() in b]
    assert kept, "the folder is the one that was used"
    telling = [str(file.relative_to(folder)) for file, told in files.items() if _tells(told, token)]
    print(f"\n{len(walked)} pages walked, 0 violations; {len(files)} files of the profile, 0 tell of the client")
    assert telling == []


def _tells(told: bytes, token: str) -> bool:
    return token.encode() in told or token.encode("utf-16-le") in told
