"""The bar of a case: what a phone shows at once, and how few presses or keys a consultation takes."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_whole_line import settle, somebody
from tests.browser.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

CODE = "L-14"
"""The case of the demonstration in which everything is due."""
__all__ = ["somebody"]


def the_case(worker: Walk) -> str:
    """Its address, from the list of cases."""
    page = worker.go("/cases/")
    return str(page.locator("main a", has_text=CODE).first.get_attribute("href"))


def test_the_first_screen_of_a_phone_says_who_how_to_reach_what_is_due_and_the_next_step(somebody):
    worker = somebody("lv", 360)
    worker.page.set_viewport_size({"width": 360, "height": 740})
    worker.sign_in("socdienests")
    page = worker.go(case := the_case(worker))
    for sign in (".idbar-name", ".call", ".idbar-due", ".next-step .what"):
        box = page.locator(sign).first.bounding_box()
        foot = page.locator(".idbar > .add").bounding_box()
        assert box and foot and box["y"] + box["height"] <= foot["y"], sign
    for part in ("", "risks/", "plan/", "family/", "services/", "access/", "notes/add/"):
        worker.go(f"{case}{part}")
        worker.look(f"case-{part.replace('/', '-')}")
    worker.page.set_viewport_size({"width": 320, "height": 640})
    worker.go(case)
    worker.look("case-narrow")


def tick_and_undo(page: Page) -> None:
    """The first step is ticked where it stands, and is to be done again."""
    step = page.locator(".next-step .what span").first.inner_text()
    with page.expect_navigation():
        page.locator(".tick input[type=checkbox]").first.check()
    expect(page.locator(".next-step.done", has_text=step)).to_be_visible()
    settle(page, page.locator(".next-step.done", has_text=step).locator("button"))
    expect(page.locator(".next-step:not(.done)", has_text=step)).to_be_visible()


def test_a_consultation_of_the_usual_kind_takes_three_presses_or_six_keys(somebody):
    worker = somebody("lv", 1440)
    worker.sign_in("socdienests")
    page = worker.go(case := the_case(worker))
    presses = [".idbar .add > summary", ".add-menu a[href$='/consultations/add/']", "main .form-acts .btn-primary"]
    for number, press in enumerate(presses):
        if number:
            settle(page, page.locator(press).first)
        else:
            page.locator(press).click()
    assert page.url.endswith(case) and len(presses) <= 3
    keys = ["Alt+Shift+A", "Enter", "Control+Enter"]
    page.keyboard.press(keys[0])
    for key in keys[1:]:
        with page.expect_navigation():
            page.keyboard.press(key)
    assert page.url.endswith(case) and sum(len(key.split("+")) for key in keys) <= 8
    tick_and_undo(page)
    worker.look("case")
