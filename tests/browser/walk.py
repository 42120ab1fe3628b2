"""One person in a browser: every page they look at is examined, and photographed where somebody asks for pictures."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PICTURES = os.environ.get("TILTS_PICTURES", "")
"""The folder for the pictures; none are made unless it is said, for no test looks at them."""
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 160)).join(' | ')))"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))"""
PASSWORD = "tilts-demo"
EXPECTED_STATUS = "the server responded with a status of 422"
"""The browser calls a form that came back an error; it is the answer we want."""


class Walk:
    """A colleague at a screen of this width, reading this language."""

    def __init__(self, browser: Browser, address: str, language: str, width: int) -> None:
        self.address, self.language, self.width = address, language, width
        self.name = ""
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 800 if width < 600 else 900},
            locale=language,
            timezone_id="Europe/Riga",
            color_scheme="light",
            accept_downloads=True,
        )
        self.context.set_default_timeout(10_000)
        self.context.add_cookies([{"name": "tilts_language", "value": language, "url": address}])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED_STATUS not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, who: str) -> Page:
        """Sign in as one of the demonstration's people."""
        self.go("/accounts/login/")
        self.look(f"sign-in-{who}")
        self.page.fill("[name=login]", f"{who}@demo.tilts.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(f"{self.address}/")
        self.look(f"day-{who}")
        return self.page

    def go(self, path: str) -> Page:
        """Open a page of the site by its path."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        return self.page

    def look(self, name: str) -> None:
        """Examine the page: language, width, accessibility, silence of the console."""
        where = f"{name} ({self.page.url.removeprefix(self.address)}, {self.width}, {self.language})"
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{self.language}-{self.width}-{name}.png", full_page=True)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.evaluate(TOO_WIDE) == [], f"wider than the screen: {where}"
        self.page.evaluate(AXE)
        assert self.page.evaluate(RUN_AXE) == [], f"accessibility: {where}"
        assert self.complaints == [], where

    def refused_at(self, field: str) -> None:
        """The form came back with a summary on top that leads to this field."""
        expect(self.page.locator(f".error-summary a[href='#id_{field}']")).to_be_visible()
        expect(self.page.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")

    def downloaded(self, link: str) -> bytes:
        """What a click on this link brings."""
        with self.page.expect_download() as waited:
            self.page.locator(link).first.click()
        return Path(waited.value.path()).read_bytes()

    def close(self) -> None:
        """Leave."""
        self.context.close()


def to_add(page: Page, path: str) -> Any:
    """The entry of the menu of a case that leads to an address with this end; the menu is opened."""
    page.locator(".idbar .add > summary").click()
    return page.locator(f".add-menu a[href$='{path}']")


def tab_to(page: Page, wanted: str, presses: int = 40) -> Any:
    """Press Tab until the focus is on something of this selector."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return page.locator(":focus")
    raise AssertionError(f"Tab does not reach {wanted}")
