"""The whole line in a real browser: from the door, through the case, to the figures of the project."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.walk import Walk, tab_to, to_add

pytestmark = pytest.mark.browser

NAMES = {
    ("lv", 360): "Zaiga Pīlādze",
    ("lv", 1440): "Herta Vilkābele",
    ("en", 360): "Monta Strautiņa",
    ("en", 1440): "Undīne Grāvīte",
}
BALVI = "LV-015"
ACCOUNT = "Kaimiņi dzirdēja kliedzienus; durvis salauztas."


def settle(page: Page, press: Locator) -> None:
    """Press, and wait for the page that follows."""
    with page.expect_navigation():
        press.click()


def answer_cards(page: Page) -> None:
    """Answer what is left, a card at a time."""
    for _card in range(20):
        if page.url.endswith("/send/"):
            return
        yes = page.locator(".answer input[value=yes]")
        if yes.count():
            yes.check()
        elif page.locator(".card-page input[type=checkbox]").count():
            page.locator(".card-page input[type=checkbox]").first.check()
        settle(page, page.locator(".bare-foot .btn-primary"))
    raise AssertionError("the cards do not end")


def first_cards(walk: Walk) -> None:
    """The first answer by keyboard alone; then it is not safe to talk; then on."""
    page = walk.page
    settle(page, page.locator("main form[action$='/doorstep/new/'] button"))
    walk.look("card")
    first = page.url
    tab_to(page, ".answer input")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url != first and "/card/" in page.url, "Enter goes on to the next card"
    page.locator(".answer input").first.check()
    second = page.url
    settle(page, page.locator("button[name=later]"))
    walk.look("later")
    walk.go("/doorstep/")
    walk.look("my-reports")
    settle(page, page.locator("main a[href$='/card/']").first)
    assert page.url not in (first, second), "both answers are kept"


def send(walk: Walk, name: str) -> str:
    """Without a municipality it is not sent and nothing is lost; with one it is. The number of the report."""
    page = walk.page
    walk.look("send")
    page.fill("[name=person_name]", name)
    page.fill("[name=person_phone]", "20001234")
    page.select_option("[name=phone_is_safe]", "true")
    page.fill("[name=account]", ACCOUNT)
    settle(page, page.locator(".bare-foot .btn-primary"))
    walk.refused_at("territory")
    walk.look("send-refused")
    expect(page.locator("[name=person_name]")).to_have_value(name)
    expect(page.locator("[name=account]")).to_have_value(ACCOUNT)
    expect(page.locator("[name=phone_is_safe]")).to_have_value("true")
    page.select_option("[name=territory]", BALVI)
    settle(page, page.locator(".bare-foot .btn-primary"))
    expect(page.locator(".note").first).to_be_visible()
    walk.look("receipt")
    return page.locator("h1").inner_text().split()[-1]


def from_the_door(walk: Walk, name: str) -> str:
    """An officer reports what happened; the number of the report."""
    walk.sign_in("policija")
    first_cards(walk)
    answer_cards(walk.page)
    return send(walk, name)


def take_up(walk: Walk, name: str, number: str) -> None:
    """No name stands in the inbox; after taking up it does."""
    page = walk.go("/inbox/")
    walk.look("inbox")
    assert name not in page.content()
    waiting = page.locator(".row-line", has_text=number).filter(has=page.locator("form[action*='/take-up/']"))
    settle(page, waiting.locator("form[action*='/take-up/'] button"))
    expect(page.locator("main")).to_contain_text(name)
    walk.look("report")


def contact(walk: Walk) -> None:
    """The first safe contact stops the clock."""
    page = walk.page
    settle(page, page.locator("form[action*='/contact/'] button"))
    expect(page.locator("form[action*='/contact/']")).to_have_count(0)
    walk.look("contacted")


def open_case(walk: Walk, name: str) -> str:
    """Out of the report a case, the family new to the service; the address of the case."""
    page = walk.page
    settle(page, page.locator("a[href$='/join/']"))
    walk.look("join")
    if page.locator("[name=person][value=new]").count():
        page.check("[name=person][value=new]")
    page.check("[name=newly_known][value=yes]")
    settle(page, page.locator("main form .btn-primary"))
    expect(page.locator(".idbar-name")).to_contain_text(name)
    walk.look("case-opened")
    return page.url.removeprefix(walk.address)


def assess(walk: Walk, case: str) -> None:
    """The fuller questionnaire: half of it as a draft, then finished with the professional's own level."""
    page = walk.go(f"{case}risk/")
    walk.look("assess-begin")
    settle(page, page.locator("main form .btn-primary"))
    walk.look("assess")
    choices = page.locator("input[type=radio][value=yes]")
    half = choices.count() // 2
    for at in range(half):
        choices.nth(at).check()
    settle(page, page.locator("main form button:not([name])").last)
    walk.look("assess-draft")
    walk.go(f"{case}risk/")
    expect(choices.first).to_be_checked()
    for at in range(half, choices.count()):
        choices.nth(at).check()
    for box in page.locator(".question > .field input[type=checkbox]").all():
        box.check()
    page.select_option("[name=level]", "high")
    page.fill("[name=reason]", "Draudi pieaug.")
    settle(page, page.locator("button[name=finish][value='1']"))
    assert page.url.endswith(case), page.locator(".error-summary").all_inner_texts()
    settle(page, page.locator("main a[href*='/risk/done/']").first)
    walk.look("assessed")


def bring_in(walk: Walk, case: str) -> None:
    """A colleague joins the team, and stands in the list of who has access."""
    page = walk.go(f"{case}team/add/")
    walk.look("team")
    colleague = page.locator("[name=user] option").nth(1)
    who = colleague.inner_text().split(" (")[0]
    page.select_option("[name=user]", colleague.get_attribute("value"))
    page.select_option("[name=profession]", "psychologist")
    settle(page, page.locator("main form .btn-primary"))
    walk.go(f"{case}access/")
    assert who, "colleagues have names"
    expect(page.locator("main tbody tr")).not_to_have_count(0)
    walk.look("access")


def consult(walk: Walk, case: str) -> None:
    """A consultation of tomorrow is refused at its field; the usual one is written with two clicks."""
    page = walk.go(case)
    before = page.locator(".timeline .at").count()
    settle(page, to_add(page, "/consultations/add/"))
    walk.look("consultation")
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.fill("[name=day]", tomorrow.isoformat())
    page.fill("[name=topic]", "Drošības plāns")
    settle(page, page.locator("main form .btn-primary").first)
    walk.refused_at("day")
    expect(page.locator("[name=topic]")).to_have_value("Drošības plāns")
    walk.look("consultation-refused")
    walk.go(case)
    settle(page, to_add(page, "/consultations/add/"))
    settle(page, page.locator("main form .btn-primary").first)
    expect(page.locator(".timeline .at")).to_have_count(before + 1)
    walk.look("case")


def accounted_for(walk: Walk) -> None:
    """The project manager goes from a figure to what it counted, and takes the report along."""
    walk.sign_in("projekts")
    page = walk.go("/projects/")
    walk.look("projects")
    settle(page, page.locator("main a[href$='/projects/marta/']").first)
    walk.look("project")
    figure = page.locator("main a[href*='/trace/']").first
    counted = figure.inner_text().strip()
    settle(page, figure)
    expect(page.locator("h1")).to_contain_text(counted)
    walk.look("trace")
    walk.go("/reports/")
    walk.look("reports")
    walk.go("/reports/marta/")
    walk.look("project-report")
    assert walk.downloaded("a[href*='/xlsx/']")[:2] == b"PK"
    assert walk.downloaded("a[href*='/pdf/']")[:5] == b"%PDF-"


@pytest.fixture
def somebody(browser: Browser, address: str) -> Callable[[str, int], Walk]:
    """A further person with a browser of their own."""
    return lambda language, width: Walk(browser, address, language, width)


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("lv", 360),
        pytest.param("en", 1440, marks=pytest.mark.lengthy),
        pytest.param("lv", 1440, marks=pytest.mark.lengthy),
        pytest.param("en", 360, marks=pytest.mark.lengthy),
    ],
)
def test_the_whole_line_from_the_door_to_the_figures(somebody, language, width):
    name = NAMES[language, width]
    officer = somebody(language, width)
    number = from_the_door(officer, name)
    officer.close()
    worker = somebody(language, width)
    worker.sign_in("socdienests")
    take_up(worker, name, number)
    contact(worker)
    case = open_case(worker, name)
    assess(worker, case)
    bring_in(worker, case)
    consult(worker, case)
    worker.go("/cases/")
    worker.look("cases")
    worker.close()
    accounted_for(somebody(language, width))


@pytest.mark.smoke
def test_a_report_is_taken_up_and_becomes_a_case(somebody):
    worker = somebody("lv", 1440)
    page = worker.sign_in("socdienests")
    worker.go("/inbox/")
    settle(page, page.locator("form[action*='/take-up/'] button").last)
    settle(page, page.locator("a[href$='/join/']"))
    if page.locator("[name=person][value=new]").count():
        page.check("[name=person][value=new]")
    page.check("[name=newly_known][value=yes]")
    settle(page, page.locator("main form .btn-primary"))
    assert "/cases/" in page.url
    worker.look("smoke")


def test_on_a_phone_the_menu_opens_and_escape_closes_it(somebody):
    worker = somebody("lv", 360)
    page = worker.sign_in("socdienests")
    menu = page.locator("button[popovertarget=rail]")
    expect(page.locator("#rail")).to_be_hidden()
    menu.click()
    expect(page.locator("#rail")).to_be_visible()
    worker.look("menu")
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).to_be_hidden()


def test_what_was_begun_stands_first_on_my_day(somebody):
    officer = somebody("lv", 360)
    page = officer.sign_in("policija")
    settle(page, page.locator("main form[action$='/doorstep/new/'] button"))
    begun = page.url.split("/doorstep/")[1].split("/")[0]
    settle(page, page.locator("button[name=later]"))
    expect(page.locator("main .row-line a").first).to_have_attribute("href", f"/doorstep/{begun}/card/", timeout=2000)
