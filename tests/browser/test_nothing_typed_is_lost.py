"""On every page with a free text: the network is cut, the browser is killed, the session ends; what was typed is there.

Each colleague of the demonstration walks all they can reach, one page of each kind. The clock of a page is turned by
hand, so that two seconds of its time are two seconds however much the machine does else.
"""

import os
import re
import signal
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.walk import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.lengthy]

WHO = ["socdienests", "vaditaja", "policija", "projekts"]
TYPED = "Rakstīts un nenosūtīts"
AT_MOST = 2000
"""Milliseconds of typing that may be lost, of the page's own time."""
SIDE_BY_SIDE = 8
"""Pages that lie open in one browser."""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LEFT_OUT = ("/static/", "/search/", "/accounts/")
ASKS_FOR_WORDS = re.compile('<textarea|<input type="text"')
LINK = re.compile(r'href="([^"#]+)')
WORDS = """form => form.method === "post" && form.elements.drawn ?
    [...form.elements].filter(one => one.name && !one.readOnly && !one.disabled && one.checkVisibility()
        && (one.localName === "textarea" || (one.localName === "input" && one.type === "text")))
    .map(one => one.name) : []"""
FILL = """([form, name, text]) => {
    const field = document.forms[form].elements[name];
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", {bubbles: true}));
}"""
SEND = "form => { document.forms[form].noValidate = true; document.forms[form].requestSubmit(); }"


def sign_in(context: BrowserContext, address: str, who: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", f"{who}@demo.tilts.example")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    page.close()


def one_of_each(context: BrowserContext, address: str, walked: set[str]) -> list[str]:
    """Pages that are reached by links from one's day and ask for words; one of each kind that nobody walked before."""
    ahead, seen, found = ["/"], {"/"}, []
    while ahead:
        path = ahead.pop(0)
        answer = context.request.get(address + path, max_redirects=0)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        html = answer.text()
        kind = kind_of(path)
        if 'name="drawn"' in html and ASKS_FOR_WORDS.search(html) and kind not in walked:
            walked.add(kind)
            found.append(path)
        for link in LINK.findall(html):
            there = urlsplit(urljoin(f"{address}{path}", unescape(link)))
            kind = kind_of(there.path)
            if there.netloc == urlsplit(address).netloc and kind not in seen and not kind.startswith(LEFT_OUT):
                seen.add(kind)
                ahead.append(there.path)
    return found


def kind_of(path: str) -> str:
    """An address without what tells one record from another."""
    return re.sub(r"\d+", "0", ID.sub("ID", path))


def open_at(context: BrowserContext, there: str) -> tuple[Page, list[tuple[int, list[str]]]]:
    """The page with its clock stopped, and which of its forms ask for words."""
    page = context.new_page()
    page.clock.install()
    page.goto(there)
    forms = [(at, form.evaluate(WORDS)) for at, form in enumerate(page.locator("form").all())]
    return page, [(at, names) for at, names in forms if names]


def typed_on(page: Page, forms: list[tuple[int, list[str]]], what: str) -> None:
    for at, names in forms:
        for name in names:
            page.evaluate(FILL, [at, name, f"{what} {name}"])


def sent_to(page: Page, at: int) -> str:
    return str(page.evaluate("at => document.forms[at].getAttribute('action') || ''", at))


def what_is_missing(context: BrowserContext, there: str, wanted: dict[str, str]) -> list[str]:
    """Which of these fields do not show what was typed."""
    page = context.new_page()
    page.goto(there)
    shown = page.evaluate(
        "() => [...document.querySelectorAll('textarea, input[type=text]')].map(one => [one.name, one.value])"
    )
    page.close()
    return [f"{there} {name}" for name, text in wanted.items() if [name, text] not in shown]


def batches(of: list[str]) -> Iterator[list[str]]:
    rest = iter(of)
    while batch := list(islice(rest, SIDE_BY_SIDE)):
        yield batch


def kept_at(page: Page, forms: list[tuple[int, list[str]]], what: str) -> list[tuple[str, dict[str, str]]]:
    """Where each form will show what was typed into it."""
    return [
        (urljoin(page.url, sent_to(page, at) or page.url), {name: f"{what} {name}" for name in names})
        for at, names in forms
    ]


def test_cut_off_killed_and_signed_out_on_every_page_with_words(address: str) -> None:
    walked: set[str] = set()
    lost: list[str] = []
    with sync_playwright() as playwright:
        for who in WHO:
            with_words = _pages_with_words(playwright, address, who, walked)
            for batch in batches(with_words):
                state, wanted = _typed_while_cut_off_and_killed(playwright, address, who, batch)
                lost += _missing(playwright, state, wanted)
                lost += _signed_out_while_typing(playwright, address, who, batch)
    assert not lost
    assert len(walked) >= 40, sorted(walked)


def _chromium(playwright, state: StorageState | None = None) -> tuple[Browser, BrowserContext]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    context = browser.new_context(storage_state=state, locale="lv", timezone_id="Europe/Riga")
    context.set_default_timeout(60_000)
    return browser, context


def _pages_with_words(playwright, address: str, who: str, walked: set[str]) -> list[str]:
    browser, context = _chromium(playwright)
    sign_in(context, address, who)
    found = one_of_each(context, address, walked)
    browser.close()
    return found


def _typed_while_cut_off_and_killed(playwright, address: str, who: str, batch: list[str]):
    """Typed without a network, which is said; kept within two seconds after it is back; then the browser dies."""
    browser, context = _chromium(playwright)
    sign_in(context, address, who)
    state = context.storage_state()
    there = [open_at(context, address + path) for path in batch]
    assert [page.url for page, forms in there if not forms] == [], "no word is asked for"
    context.set_offline(True)
    for page, forms in there:
        typed_on(page, forms, TYPED)
        page.clock.run_for(AT_MOST)
        expect(page.locator("output.saved.failed")).to_have_count(len(forms))
    context.set_offline(False)
    for page, forms in there:
        page.clock.run_for(AT_MOST)
        expect(page.locator("output.saved:not(.failed)")).to_have_count(len(forms))
    wanted = [one for page, forms in there for one in kept_at(page, forms, TYPED)]
    _kill(browser)
    return state, wanted


def _kill(browser: Browser) -> None:
    """As when the battery is empty: the browser says goodbye to nobody."""
    session = browser.new_browser_cdp_session()
    for one in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if one["type"] == "browser":
            os.kill(int(one["id"]), signal.SIGKILL)
    browser.close()


def _missing(playwright, state: StorageState, wanted: list[tuple[str, dict[str, str]]]) -> list[str]:
    browser, context = _chromium(playwright, state)
    lost = [one for there, words in wanted for one in what_is_missing(context, there, words)]
    browser.close()
    return lost


def _signed_out_while_typing(playwright, address: str, who: str, batch: list[str]) -> list[str]:
    """In another tab somebody signs out; the forms are sent all the same, and wait behind the next sign-in."""
    browser, context = _chromium(playwright)
    sign_in(context, address, who)
    there = [open_at(context, address + path) for path in batch]
    wanted = []
    for page, forms in there:
        typed_on(page, forms[:1], f"{TYPED} pēc iziešanas")
        wanted += kept_at(page, forms[:1], f"{TYPED} pēc iziešanas")
    out = context.new_page()
    out.goto(f"{address}/account/")
    with out.expect_navigation():
        out.locator("main form[action='/accounts/logout/'] button").first.click()
    for page, forms in there:
        with page.expect_navigation():
            page.evaluate(SEND, forms[0][0])
        assert urlsplit(page.url).path.startswith("/accounts/login/"), page.url
    sign_in(context, address, who)
    lost = [one for where, words in wanted for one in what_is_missing(context, where, words)]
    browser.close()
    return lost
