"""Trust in a real browser: one file, and everybody who reads it, is kept out of it, watches over it or asks for it."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_whole_line import answer_cards, contact, open_case, send, settle, somebody, take_up
from tests.browser.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAMES = {("lv", 360): "Zelma Avotniece", ("en", 1440): "Tekla Dzenīte"}
OFFICE, STATION = "Balvu sociālais dienests", "Valsts policijas Balvu iecirknis"
NOTE = "Māsa palīdzēja aizbraukt; tālruni glabā darbā."
WHY = "Zvanīja no vannasistabas un vairs neatbild; vajadzīga adrese."
__all__ = ["somebody"]


def press(page: Page) -> None:
    """The main button of the page's form."""
    settle(page, page.locator("main form .btn-primary").first)


def report_and_open(somebody, language: str, width: int) -> tuple[Walk, str, str]:
    """An officer reports, the desk opens a case: the desk, the address of the case and its code."""
    officer = somebody(language, width)
    officer.sign_in("policija")
    settle(officer.page, officer.page.locator("main form[action$='/doorstep/new/'] button"))
    answer_cards(officer.page)
    number = send(officer, NAMES[language, width])
    officer.close()
    desk = somebody(language, width)
    desk.sign_in("socdienests")
    take_up(desk, NAMES[language, width], number)
    contact(desk)
    case = open_case(desk, NAMES[language, width])
    return desk, case, desk.page.locator("h1").inner_text().split()[0]


def write_and_add_paper(desk: Walk, case: str) -> None:
    """A note; a file of a kind that is not taken; a paper that waits for the scanner."""
    page = desk.go(f"{case}notes/add/")
    page.fill("[name=text]", NOTE)
    press(page)
    page = desk.go(f"{case.replace('/cases/', '/folders/')}documents/add/")
    desk.look("document")
    page.fill("[name=title]", "Tiesas lēmums")
    wrong = {"name": "lemums.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00" + bytes(400)}
    page.set_input_files("[name=file]", wrong)
    press(page)
    desk.refused_at("file")
    expect(page.locator("[name=title]")).to_have_value("Tiesas lēmums")
    desk.look("document-refused")
    right = {"name": "lemums.txt", "mimeType": "text/plain", "buffer": "Lēmums: izdomāts.".encode()}
    page.set_input_files("[name=file]", right)
    press(page)
    expect(page.locator("main")).to_contain_text("Tiesas lēmums")
    expect(page.locator("main a[href$='/file/']")).to_have_count(0)
    desk.look("documents")


def read_with_purpose_and_raise_wall(supervisor: Walk, case: str, code: str) -> None:
    """Before the file stands the question why; then a colleague is kept out of it."""
    supervisor.sign_in("vaditaja")
    page = supervisor.go(case)
    assert "/purpose/" in page.url
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    supervisor.look("purpose")
    page.check("[name=purpose][value=supervision]")
    press(page)
    assert page.url.endswith(case)
    supervisor.look("case-of-a-worker")
    supervisor.go(f"/walls/raise/?code={code}")
    page.select_option("[name=user]", label="Līga Vītola")
    supervisor.look("wall")
    page.fill("[name=reason]", "Pazīst ģimeni.")
    press(page)
    expect(page.locator("main")).to_contain_text(code)
    supervisor.look("walls")


def open_in_an_emergency(officer: Walk, case: str, code: str) -> None:
    """Too short a reason opens nothing; a good one opens the file, to read only, and for a police officer no paper."""
    officer.sign_in("policija")
    page = officer.go("/emergency/")
    page.select_option("[name=organisation]", label=OFFICE)
    page.fill("[name=code]", code)
    page.check("[name=category][value=life]")
    page.fill("[name=reason]", "Vajag.")
    press(page)
    officer.refused_at("reason")
    officer.look("emergency-refused")
    page.fill("[name=reason]", WHY)
    press(page)
    assert page.url.endswith(case)
    expect(page.locator("main form")).to_have_count(0)
    officer.look("emergency-open")


def review(supervisor: Walk, code: str) -> None:
    """The supervisor judges the opening; nothing of it waits any more."""
    page = supervisor.go("/emergency/review/")
    supervisor.look("reviews")
    settle(page, page.locator("main :is(tr, .row-line)", has_text=code).locator("a[href*='/emergency/review/']").first)
    supervisor.look("review")
    page.check("[name=justified][value=yes]")
    page.fill("[name=review]", "Pamatoti.")
    press(page)
    supervisor.look("reviewed")


def who_sees(desk: Walk, case: str) -> None:
    """The list to read to the client names the officer who opened it in an emergency."""
    desk.go(f"{case}access/")
    expect(desk.page.locator("main")).to_contain_text("Andris Kalniņš")
    desk.look("who-sees")


def oversee(data_protection: Walk, code: str) -> None:
    """By the code of the case its readers are found, without opening it."""
    data_protection.sign_in("balvi.aizsardziba")
    page = data_protection.go("/oversight/")
    data_protection.look("oversight")
    page.fill("[name=code]", code)
    settle(page, page.locator("main form:has([name=code]) button").first)
    expect(page.locator("main")).to_contain_text(STATION)
    expect(page.locator("main")).to_contain_text("Dace Liepa")
    assert "glass.broken" not in page.content()
    data_protection.look("oversight-case")


def ask_for_a_copy(data_protection: Walk, name: str, code: str) -> str:
    """A request about data, and how its answer can be given safely; the address of the request."""
    page = data_protection.go("/rights/new/")
    page.select_option("[name=kind]", "access")
    page.check("[name=asked_by][value=self]")
    page.select_option("[name=identity]", "document")
    page.fill("[name=name]", name)
    press(page)
    data_protection.refused_at("birth_date")
    data_protection.look("request-refused")
    page.fill("[name=case_code]", code)
    press(page)
    data_protection.look("request")
    request = page.url.removeprefix(data_protection.address)
    page = data_protection.go(f"{request}check/")
    page.select_option("[name=made_to_ask]", "no")
    page.select_option("[name=paper_is_safe]", "no")
    page.check("[name=spoken_alone]")
    page.fill("[name=handover_place]", "Kabinetā 3, klātienē")
    press(page)
    return request


def hand_over(desk: Walk, data_protection: Walk, request: str) -> None:
    """Who knows the person looks through the texts, the other confirms what is in it, and it is shown in person."""
    page = desk.go(f"{request}prepare/")
    desk.look("texts")
    for give in page.locator("main input[type=radio][value=give]").all():
        give.check()
    press(page)
    settle(page, page.locator("main form[action$='/propose/'] button, main a[href$='/propose/']").first)
    if page.url.endswith("/propose/"):
        press(page)
    page = data_protection.go(f"{request}confirm/")
    expect(page.locator("main")).not_to_contain_text(NOTE)  # not every part of the file is open to data protection
    data_protection.look("confirm")
    press(page)
    page = desk.go(f"{request}hand-over/")
    expect(page.locator("main")).to_contain_text(NOTE)
    expect(page.locator("main a[href$='/pdf/']")).to_have_count(0)
    desk.look("hand-over")
    page.fill("[name=outcome]", "Izlasīts klātienē.")
    press(page)
    desk.look("handed-over")
    data_protection.go(request)
    expect(data_protection.page.locator("main")).not_to_contain_text(NOTE)


@pytest.mark.parametrize(("language", "width"), [("lv", 360), pytest.param("en", 1440, marks=pytest.mark.lengthy)])
def test_one_file_and_everybody_who_answers_for_it(somebody, language, width):
    desk, case, code = report_and_open(somebody, language, width)
    write_and_add_paper(desk, case)
    supervisor, officer, data_protection = (somebody(language, width) for _who in range(3))
    read_with_purpose_and_raise_wall(supervisor, case, code)
    open_in_an_emergency(officer, case, code)
    review(supervisor, code)
    who_sees(desk, case)
    oversee(data_protection, code)
    request = ask_for_a_copy(data_protection, NAMES[language, width], code)
    hand_over(desk, data_protection, request)
