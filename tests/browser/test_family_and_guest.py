"""A family group conference from the call to the review, and a guest with a pass for one meeting, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from tests.browser.table_office import FORGET_USED_CODES, WORLD, enter, press, sent
from tests.browser.walk import Walk, tab_to
from tests.office import Office, served

pytestmark = [pytest.mark.browser, pytest.mark.long]

PARISH, JUDGE = "Izdomu pagasta pārvalde", "Tiesnese Izdoma"
STEP, WORDS = "Vecmāmiņa ņem bērnus piektdienās", "Autobuss nekursē, bet viņa brauc pati."


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in earnest, with neighbours and cases."""
    with served(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def cases(office: Office) -> dict[str, str]:
    """The last case of each, by who works on it."""
    return {line.split()[0]: line.split()[1] for line in office.run(WORLD).splitlines()}


@pytest.fixture
def signed_in(office: Office, browser: Browser):
    """Whoever signs in, each in a browser window of their own."""
    office.run(FORGET_USED_CODES)
    walks: list[Walk] = []

    def come(login: str, language: str, width: int) -> Walk:
        walk = Walk(browser, office.address, language, width)
        walks.append(walk)
        if login:
            enter(walk, login)
        return walk

    yield come
    for walk in walks:
        walk.close()


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def call_together(worker: Walk, case: str) -> str:
    """Who works on the case does not lead the conference; the address of the meeting."""
    page = worker.go(f"/cases/{case}/")
    press(page, f"a[href='/meetings/about/{case}/']:visible")
    page.select_option("[name=kind]", "family_group")
    page.fill("[name=title]", "Konference maijā")
    page.fill("[name=starts]", f"{day(0)}T10:00")
    assert sent(page) == 422
    worker.refused_at("coordinator")
    expect(page.locator("[name=title]")).to_have_value("Konference maijā")
    worker.look("family-refused")
    page.select_option("[name=coordinator]", label="Otra Darbiniece")
    press(page)
    return page.url.removeprefix(worker.address)


def prepare(leads: Walk, at: str) -> str:
    """The widest family is asked; the address of the conference."""
    page = leads.go(f"{at}invite/")
    page.fill("[name=name]", PARISH)
    page.select_option("[name=kind]", "other")
    press(page)
    item = str(page.locator("main a[href*='/items/']").first.get_attribute("href"))
    there = f"{item}family/"
    for name, relation in (("Vecmāmiņa Izdoma", "mātes māte"), ("Krusttēvs Izdoma", "draugs")):
        page = leads.go(f"{there}circle/")
        if relation == "draugs":
            page.fill("[name=relation]", relation)
            assert sent(page) == 422
            leads.refused_at("person")
            expect(page.locator("[name=relation]")).to_have_value(relation)
        page.fill("[name=name]", name)
        page.fill("[name=relation]", relation)
        press(page)
    expect(page.locator("[name=came]")).to_have_count(2)
    return there


def hold(leads: Walk, at: str, there: str) -> None:
    """Information, the family's time alone, its plan; a plan without a step is none, and nothing typed is lost."""
    page = leads.go(at)
    press(page, "form[action$='/publish/'] button")
    press(page, "main a[href$='/open/']")
    press(page)
    page = leads.go(there)
    page.locator("[name=came]").first.check()
    page.fill("[name=information]", "Pastāstīts par atbalstu")
    page.select_option("[name=agreed]", "true")
    assert sent(page, "main form button.btn-primary:not(.inline *)") == 422
    leads.refused_at("agreed")
    expect(page.locator("[name=information]")).to_have_value("Pastāstīts par atbalstu")
    expect(page.locator("[name=came]").first).to_be_checked()
    leads.look("family-no-step")
    page = leads.go(there)
    press(page, "form[action$='/private/'] button")
    expect(page.locator("form[action$='/private/'] .btn-primary")).to_be_visible()
    leads.look("family-alone")
    press(page, "form[action$='/private/'] button")
    page = leads.go(f"{there}steps/")
    page.fill("[name=what]", STEP)
    page.fill("[name=who]", "vecmāmiņa")
    page.fill("[name=due_on]", day(14))
    press(page)
    expect(page.locator("main")).to_contain_text(STEP)


def agree_and_close(leads: Walk, at: str, there: str) -> None:
    """By keyboard alone from the information to the button; then who came, and the end."""
    page = leads.go(there)
    page.locator("[name=came]").first.check()
    page.locator("[name=information]").focus()
    page.keyboard.type("Pastāstīts par atbalstu")
    tab_to(page, "[name=agreed]")
    page.select_option("[name=agreed]", "true")
    tab_to(page, "[name=review_on]")
    page.fill("[name=review_on]", day(0))
    tab_to(page, "button.btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=information]")).to_have_value("Pastāstīts par atbalstu")
    expect(page.locator("[name=came]").first).to_be_checked()
    expect(page.locator("[name=agreed]")).to_have_value("true")
    leads.look("family-agreed")
    page = leads.go(f"{at}attendance/")
    page.select_option("select[name^=came_]", "yes")
    press(page)
    press(page, "main a[href$='/close/']")
    press(page)
    expect(page.locator("main a[href$='/close/']")).to_have_count(0)


def look_again(leads: Walk, there: str) -> None:
    """The day of the review stands on my day; each step says how it went."""
    page = leads.go("/")
    leads.look("family-day")
    press(page, f"main a[href='{there.removesuffix('family/')}']")
    page = leads.go(there)
    press(page, "main a[href*='/family/steps/'].btn:has(.visually-hidden)")
    page.fill("[name=outcome_words]", WORDS)
    assert sent(page) == 422
    leads.refused_at("outcome")
    expect(page.locator("[name=outcome_words]")).to_have_value(WORDS)
    leads.look("family-step")
    page.select_option("[name=outcome]", "done")
    press(page)
    expect(page.locator("main")).to_contain_text(WORDS)
    leads.look("family-reviewed")


@pytest.mark.parametrize(("language", "width"), [("lv", 360)])
def test_a_family_group_conference_from_the_call_to_the_review(signed_in, cases, language, width):
    worker, leads = signed_in("darbiniece", "en", 1440), signed_in("neatkariga", language, width)
    at = call_together(worker, cases["family"])
    there = prepare(leads, at)
    hold(leads, at, there)
    agree_and_close(leads, at, there)
    look_again(leads, there)
    page = worker.go(there.removesuffix("family/"))
    expect(page.locator("main")).to_contain_text(STEP)
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main a[href$='/family/']")).to_have_count(0)
    worker.look("family-plan-for-the-team")
    worker.go(f"/cases/{cases['family']}/")
    worker.look("family-on-the-case")


def a_published_meeting(desk: Walk, worker: Walk, case: str) -> str:
    """A conference with one case, planned, filled and published in the browser; its address."""
    page = desk.go("/meetings/new/")
    page.select_option("[name=kind]", "marac")
    page.fill("[name=title]", "Sanāksme ar viesi")
    page.fill("[name=starts]", f"{day(1)}T10:00")
    press(page)
    at = page.url.removeprefix(desk.address)
    page = desk.go(f"{at}invite/")
    office = page.locator("[name=unit] option", has_text="Izdomātais dienests").get_attribute("value")
    page.select_option("[name=unit]", office)
    page.select_option("[name=role]", "case_worker")
    press(page)
    page = worker.go(f"/meetings/refer/{case}/")
    page.select_option("[name=meeting]", index=1)
    page.check("[name=criteria][value=visible_high_risk]")
    page.fill("[name=basis_words]", "Likums; draudi dzīvībai")
    page.fill("[name=wants]", "Lai viņš nezina")
    press(page)
    page = desk.go(at)
    press(page, "form[action$='/publish/'] button")
    return at


def give_a_pass(desk: Walk, at: str) -> tuple[str, str]:
    """Link and code, shown once."""
    page = desk.go(f"{at}guests/")
    page.fill("[name=name]", JUDGE)
    assert sent(page) == 422
    desk.refused_at("institution")
    expect(page.locator("[name=name]")).to_have_value(JUDGE)
    page.fill("[name=institution]", "Izdomu tiesa")
    page.select_option("[name=kind]", "court")
    press(page)
    desk.look("guest-pass")
    link, code = page.locator("main code").all_inner_texts()
    return link.removeprefix(desk.address), code


def end_the_pass(desk: Walk, at: str) -> None:
    page = desk.go(at)
    press(page, "main a[href*='/guests/'][href$='/end/']")
    press(page)
    expect(page.locator("main a[href*='/guests/'][href$='/end/']")).to_have_count(0)
    desk.look("guest-ended")


def test_a_guest_sees_the_one_meeting_and_nothing_else_until_the_pass_ends(signed_in, cases):
    desk, worker = signed_in("koordinators", "lv", 1440), signed_in("darbiniece", "en", 1440)
    at = a_published_meeting(desk, worker, cases["darbiniece"])
    link, code = give_a_pass(desk, at)
    guest = signed_in("", "lv", 360)
    page = guest.go(link)
    guest.look("guest-enter")
    page.fill("[name=code]", "AAAAAAAA")
    assert sent(page) == 422
    guest.refused_at("code")
    page.fill("[name=code]", code)
    press(page)
    assert page.url == guest.address + at
    guest.look("guest-meeting")
    press(page, "main a[href*='/items/']")
    expect(page.locator("main")).to_contain_text("Lai viņš nezina")
    guest.look("guest-item")
    item = page.url.removeprefix(guest.address)
    shut = ["/", "/cases/", f"/cases/{cases['darbiniece']}/", "/meetings/new/", "/partners/", "/account/"]
    shut += [at + path for path in ("minutes/", "invite/", "guests/", "attendance/")]
    shut += [item + path for path in ("share/", "conclude/", "research/", "actions/add/")]
    for path in shut:
        assert guest.context.request.get(guest.address + path).status in (403, 404), path
    assert page.locator("main form").count() == 0
    for link_there in {one.get_attribute("href") for one in page.locator("a[href^='/']").all()}:
        assert guest.context.request.get(guest.address + str(link_there)).status == 200, link_there
    press(page, "form.lock button")
    assert "/accounts/login/" in page.url, "a guest has nothing to unlock with, and leaves"
    guest.go(link)
    page.fill("[name=code]", code.lower())
    press(page)
    end_the_pass(desk, at)
    page.goto(guest.address + at)
    assert "/accounts/login/" in page.url
    page.goto(guest.address + link)
    page.fill("[name=code]", code)
    assert sent(page) == 422
