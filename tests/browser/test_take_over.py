"""A full report of the police becomes a file on a phone within a minute and a half, and nothing is typed twice."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from tests.browser.test_whole_line import answer_cards, settle
from tests.browser.walk import Walk

pytestmark = pytest.mark.browser

NAME, HIM = "Velga Strautmale", "Imants Strautmalis"
AT_MOST = 90


@pytest.fixture
def somebody(browser: Browser, address: str) -> Callable[[str, int], Walk]:
    """A further person with a browser of their own."""
    return lambda language, width: Walk(browser, address, language, width)


def sent_from_the_door(walk: Walk) -> str:
    """Everything that is asked at the door is answered; the number of the report."""
    page = walk.sign_in("policija")
    settle(page, page.locator("main form[action$='/doorstep/new/'] button"))
    answer_cards(page)
    begun = timezone.localtime() - timedelta(hours=1)
    facts = {"person_name": NAME, "person_born": "1990", "person_phone": "20004321", "address": "Ozolu iela 3-1"}
    facts |= {"alleged_name": HIM, "alleged_born": "1986", "children": "dēls, 6", "account": "Sitis un draudējis."}
    for field, value in facts.items():
        page.fill(f"[name={field}]", value)
    page.fill("[name=happened_at]", (begun - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.fill("[name=separation_from]", begun.strftime("%Y-%m-%dT%H:%M"))
    chosen = {"territory": "LV-015", "phone_is_safe": "true", "address_is_home": "true", "court": "no"}
    chosen |= {"setting": "family", "relation": "partner", "alleged_sex": "m"}
    for field, value in chosen.items():
        page.select_option(f"[name={field}]", value)
    for kind in ("physical", "threats"):
        page.check(f"[name=kinds][value={kind}]")
    walk.look("send-full")
    settle(page, page.locator(".bare-foot .btn-primary"))
    return page.locator("h1").inner_text().split()[-1]


def test_a_full_report_is_taken_over_in_a_minute_and_a_half_without_typing(somebody):
    officer = somebody("lv", 360)
    number = sent_from_the_door(officer)
    officer.close()
    worker = somebody("lv", 360)
    page = worker.sign_in("socdienests")
    started = time.monotonic()
    worker.go("/inbox/")
    waiting = page.locator(".row-line", has_text=number).filter(has=page.locator("form[action*='/take-up/']"))
    settle(page, waiting.locator("form[action*='/take-up/'] button"))
    settle(page, page.locator("a[href$='/join/']"))
    expect(page.locator("#row_order")).to_contain_text("pieteikums tiesai vēl nav iesniegts")
    worker.look("take-over")
    if not page.locator("[name=person]:checked").count():
        page.check("[name=person][value=new]")
        page.check("[name=newly_known][value=yes]")
    settle(page, page.locator("main form .btn-primary"))
    assert "/cases/" in page.url
    assert time.monotonic() - started < AT_MOST
    for told in (NAME, HIM, "fiziska", number):
        expect(page.locator("main")).to_contain_text(told)
    worker.look("taken-over")
    settle(page, page.locator("main a[href*='/doorstep/']").first)
    expect(page.locator("h1")).to_contain_text(number)
    settle(page, page.locator("main a[href*='/cases/']").first)
    worker.close()
