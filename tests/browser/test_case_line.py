"""A worker with ten minutes between two visits: the whole course of one case on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.test_whole_line import settle, somebody
from tests.browser.walk import Walk, tab_to, to_add

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAME = ("Austra", "Rasenbirze")
PRIVATE = "Sapņi par ezeru; runāt lēnām."
SAFE_WAY = "Zvanīt māsai pēc 18"
__all__ = ["somebody"]


def day(ahead: int) -> str:
    """A day so many days from today, as a form takes it."""
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def press(page: Page) -> None:
    """The main button of the page's form."""
    settle(page, page.locator("main form .btn-primary").first)


def follow(walk: Walk, case: str, path: str) -> Page:
    """From the page of the case along the link that ends so."""
    page = walk.go(case)
    in_menu = page.locator(f".add-menu a[href$='{path}']").count()
    settle(page, to_add(page, path) if in_menu else page.locator(f"main a[href$='{path}']").first)
    return page


def open_case(worker: Walk) -> str:
    """A case by hand; nobody like her is here yet. The address of the case."""
    page = worker.go("/cases/new/")
    page.fill("[name=given_name]", NAME[0])
    page.fill("[name=family_name]", NAME[1])
    press(page)
    if page.locator("[name=person][value=new]").count():
        page.check("[name=person][value=new]")
        press(page)
    expect(page.locator(".idbar-name")).to_contain_text(NAME[1])
    return page.url.removeprefix(worker.address)


def bring_in_the_psychologist(worker: Walk, case: str) -> None:
    """The psychologist of the service joins the team."""
    page = worker.go(f"{case}team/add/")
    page.select_option("[name=user]", label=page.locator("[name=user] option", has_text="Līga Vītola").inner_text())
    page.select_option("[name=profession]", "psychologist")
    press(page)


def plan(worker: Walk, case: str) -> None:
    """A goal; a step of nobody comes back at its field and is then written; a task by keyboard alone."""
    page = follow(worker, case, "/plan/")
    settle(page, page.locator("main a[href$='/goals/add/']").first)
    page.fill("[name=text]", "Droši dzīvot savās mājās")
    page.fill("[name=review_on]", day(30))
    press(page)
    settle(page, page.locator("main .page-acts a[href$='/steps/add/']").first)
    page.select_option("[name=goal]", index=1)
    page.fill("[name=what]", "Nomainīt slēdzeni")
    page.fill("[name=due]", day(3))
    press(page)
    worker.refused_at("owner_kind")
    expect(page.locator("[name=what]")).to_have_value("Nomainīt slēdzeni")
    page.select_option("[name=owner_kind]", "client")
    press(page)
    expect(page.locator("main")).to_contain_text("Nomainīt slēdzeni")
    settle(page, page.locator("main .page-acts a[href$='/tasks/add/']").first)
    tab_to(page, "[name=what]")
    page.keyboard.type("Piezvanīt juristei")
    page.fill("[name=due]", day(0))
    tab_to(page, "main form .btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/plan/")
    worker.look("plan")


def arrange(worker: Walk, case: str) -> None:
    """An appointment of tomorrow; an order that ends before it starts is refused, the real one has its red date."""
    page = follow(worker, case, "/appointments/add/")
    page.fill("[name=starts]", f"{day(1)}T10:00")
    press(page)
    page = follow(worker, case, "/orders/add/")
    page.select_option("[name=kind]", "separation")
    page.fill("[name=starts]", f"{day(-7)}T00:30")
    page.fill("[name=ends]", f"{day(-9)}T00:30")
    press(page)
    worker.refused_at("ends")
    worker.look("order-refused")
    page.fill("[name=ends]", "")
    press(page)
    worker.go(case)
    expect(page.locator("main .due.danger")).to_have_count(1)
    worker.look("case-with-red-date")
    code = page.locator("h1").inner_text().strip()
    worker.go("/")
    expect(page.locator("main .note.high", has_text=code)).to_have_count(1)
    expect(page.locator("main .row-line", has_text="Piezvanīt juristei").filter(has_text=code)).to_have_count(1)
    worker.look("day-with-red-date")
    worker.go("/calendar/")
    worker.look("calendar")


def note_in_private(psychologist: Walk, worker: Walk, case: str) -> None:
    """What the psychologist writes for herself is read by her alone."""
    psychologist.sign_in("balvi.psihologs")
    page = follow(psychologist, case, "/own-notes/")
    page.fill("[name=text]", PRIVATE)
    press(page)
    expect(page.locator("main")).to_contain_text(PRIVATE)
    psychologist.look("own-notes")
    for path in (case, f"{case}own-notes/", f"{case}file/", "/"):
        assert PRIVATE not in worker.go(path).content()


def close(worker: Walk, case: str) -> None:
    """Without an outcome, without a safe way to ask and with things still open nothing is closed; then it is."""
    page = follow(worker, case, "/close/")
    page.check("[name=follow_up]")
    press(page)
    worker.refused_at("outcome")
    page.select_option("[name=outcome]", "goal")
    press(page)
    worker.refused_at("safe_way")
    page.fill("[name=safe_way]", SAFE_WAY)
    press(page)
    worker.refused_at("despite")
    worker.look("close-refused")
    expect(page.locator("[name=safe_way]")).to_have_value(SAFE_WAY)
    page.fill("[name=despite]", "Pārcēlās pie māsas; pārējo dara jurists.")
    press(page)
    expect(page.locator("main a[href$='/reopen/']")).to_have_count(1)
    worker.look("closed")
    worker.go(f"{case}follow-ups/")
    expect(page.locator("main .row-line", has_text=SAFE_WAY)).to_have_count(3)
    worker.look("follow-ups")


def open_again(worker: Walk, case: str) -> None:
    """Opened again with a reason, which stands with how it ended."""
    page = follow(worker, case, "/reopen/")
    press(page)
    worker.refused_at("reason")
    page.fill("[name=reason]", "Viņš atgriezās.")
    press(page)
    expect(page.locator("main a[href$='/close/']")).to_have_count(1)
    worker.go(f"{case}file/")
    expect(page.locator("main")).to_contain_text("Viņš atgriezās.")
    worker.look("opened-again")


def test_ten_minutes_between_two_visits(somebody):
    worker = somebody("lv", 360)
    worker.sign_in("socdienests")
    case = open_case(worker)
    bring_in_the_psychologist(worker, case)
    plan(worker, case)
    arrange(worker, case)
    note_in_private(somebody("lv", 360), worker, case)
    close(worker, case)
    open_again(worker, case)
