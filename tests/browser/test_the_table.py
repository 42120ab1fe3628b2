"""Four people at a table in real browsers at the same time: sixteen cases, twelve institutions, no entry lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.table_office import (
    CRISIS,
    OTHERS,
    OUTSIDE,
    POLICE,
    WORLD,
    Table,
    at_once,
    press,
    sent,
)
from tests.browser.walk import Walk
from tests.office import Office, served

pytestmark = [pytest.mark.browser, pytest.mark.long]

TITLE = "Sanāksme par smagākajām lietām"
OFFICE = "Izdomātais dienests"
AGREED_LAW = "Likums; draudi dzīvībai"
CONTESTED = (4, 11)
"""Cases that two people want to conclude who do not host the meeting."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in earnest, with neighbours and cases."""
    with served(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def cases(office: Office) -> dict[str, list[str]]:
    """The cases of each, by who works on them."""
    found: dict[str, list[str]] = {}
    for line in office.run(WORLD).splitlines():
        who, case, _code = line.split()
        found.setdefault(who, []).append(case)
    return found


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# --- before the meeting


def plan(walk: Walk, table: Table) -> None:
    """Without a title nothing is planned and nothing typed is lost."""
    page = walk.go("/meetings/new/")
    page.select_option("[name=kind]", "marac")
    page.fill("[name=starts]", f"{day(0)}T10:00")
    page.fill("[name=place]", "Domes zāle")
    assert sent(page) == 422
    walk.refused_at("title")
    expect(page.locator("[name=place]")).to_have_value("Domes zāle")
    walk.look("table-new-refused")
    page.fill("[name=title]", TITLE)
    press(page)
    expect(page.locator("h1")).to_have_text(TITLE)
    table.at = page.url.removeprefix(walk.address)


def invite(walk: Walk, table: Table, unit: str, role: str) -> None:
    page = walk.go(f"{table.at}invite/")
    chosen = page.locator("[name=unit] option", has_text=unit).first.get_attribute("value")
    page.select_option("[name=unit]", chosen)
    if role:
        page.select_option("[name=role]", role)
    press(page)
    expect(page.locator("main")).to_contain_text(unit)


def invite_all(walk: Walk, table: Table) -> None:
    """Nobody chosen, and one outside without its kind, are refused; then twelve institutions are invited."""
    invite(walk, table, OFFICE, "case_worker")
    invite(walk, table, CRISIS, "case_worker")
    table.meet("invited")
    invite(walk, table, POLICE, "police")
    page = walk.go(f"{table.at}invite/")
    assert sent(page) == 422
    walk.refused_at("unit")
    page.fill("[name=name]", OUTSIDE)
    assert sent(page) == 422
    walk.refused_at("kind")
    expect(page.locator("[name=name]")).to_have_value(OUTSIDE)
    walk.look("table-invite-refused")
    page.select_option("[name=kind]", "prosecutor")
    press(page)
    for unit, _kind in OTHERS:
        invite(walk, table, unit, "")
    expect(page.locator("main a[href*='/invitations/']")).to_have_count(12)


def refer(walk: Walk, table: Table, cases: list[str]) -> None:
    """Consent alone is no basis; on a law the case is on the agenda."""
    for place, case in enumerate(cases):
        page = walk.go(f"/meetings/refer/{case}/")
        page.select_option("[name=meeting]", index=1)
        page.check("[name=criteria][value=visible_high_risk]")
        page.fill("[name=summary]", f"Par ko lieta {case[:6]}")
        page.fill("[name=wants]", f"Viņa grib {case[:6]}")
        if place == 0:
            page.select_option("[name=basis]", "consent")
            assert sent(page) == 422
            walk.refused_at("basis")
            expect(page.locator("[name=summary]")).to_have_value(f"Par ko lieta {case[:6]}")
            walk.look("table-refer-refused")
        page.select_option("[name=basis]", "law")
        page.fill("[name=basis_words]", AGREED_LAW)
        press(page)
        assert page.url.endswith(f"/cases/{case}/")
        table.said.append(f"Viņa grib {case[:6]}")


def write_research(walk: Walk, table: Table, places: range, nature: str, decision: str) -> None:
    """What one's own institution found; what is held back needs its reason, and what was typed stays."""
    for place in places:
        words = f"Izpēte {walk.name} {place}"
        page = walk.go(f"{table.items[place]}research/")
        page.fill("[name=text]", words)
        page.select_option("[name=nature]", nature)
        page.select_option("[name=decision]", decision)
        if decision == "hold_back":
            assert sent(page) == 422
            walk.refused_at("reason")
            expect(page.locator("[name=text]")).to_have_value(words)
            page.fill("[name=reason]", f"Iemesls {walk.name} {place}")
            table.held_back[words] = table.held_back[f"Iemesls {walk.name} {place}"] = walk.name
        press(page)
        expect(page.locator("main")).to_contain_text(words)
        if place == places[0]:
            walk.look("table-research")


def change_at_once(walk: Walk, table: Table, field: str) -> None:
    """Two change what the agenda says of a case: both texts stay, whoever comes second."""
    words = f"Precizē {walk.name}"
    page = walk.go(f"{table.changed}change/")
    page.fill(f"[name={field}]", page.input_value(f"[name={field}]") + f"\n{words}")
    table.meet("agenda", 2)
    save_and_save_again(walk, table, field, words)


def save_and_save_again(walk: Walk, table: Table, field: str, words: str) -> None:
    """Whoever is second (or third) is told in a sentence, keeps the text, and saves again."""
    page, tries = walk.page, 0
    while (status := sent(page)) == 422 and tries < 3:
        tries += 1
        expect(page.locator(".error-summary")).to_be_visible()
        assert words in page.input_value(f"[name={field}]")
        walk.look("table-second")
        table.told.append(words)
    assert status == 200 and page.url.startswith(walk.address + table.at)
    expect(page.locator("main")).to_contain_text(words)
    table.said.append(words)


# --- at the meeting


def share_what_was_found(walk: Walk, table: Table, place: int) -> None:
    """From the research of one's own institution to the table, by one button."""
    page = walk.go(f"{table.items[place]}research/")
    press(page, "form[action$='/share/'] button")
    words = f"Izpēte {walk.name} {place}"
    expect(page.locator("main")).to_contain_text(words)
    table.said.append(words)


def share(walk: Walk, table: Table, place: int) -> None:
    page = walk.go(f"{table.items[place]}share/")
    words = f"Saka {walk.name} {place}"
    page.fill("[name=text]", words)
    page.select_option("[name=nature]", "opinion")
    press(page)
    table.said.append(words)


def take_on(walk: Walk, table: Table, place: int) -> None:
    """A day that lies in the past is refused; then the action stands with its owner and day."""
    page = walk.go(f"{table.items[place]}actions/add/")
    words = f"Apņemas {walk.name} {place}"
    page.fill("[name=what]", words)
    page.select_option("[name=owner]", index=1)
    if place < 3:
        page.fill("[name=due_on]", day(-1))
        assert sent(page) == 422
        walk.refused_at("due_on")
        expect(page.locator("[name=what]")).to_have_value(words)
    page.fill("[name=due_on]", day(3))
    press(page)
    table.said.append(words)


def conclude(walk: Walk, table: Table, place: int) -> None:
    """The host writes down what was concluded; it stands there with the name of who wrote it."""
    page = walk.go(f"{table.items[place]}conclude/")
    words = f"Secina {walk.name} {place}"
    page.fill("[name=conclusion]", words)
    press(page)
    expect(page.locator("main")).to_contain_text(words)
    table.said.append(words)


def may_not_conclude(walk: Walk, table: Table, place: int) -> None:
    """Nobody else has the way there."""
    page = walk.go(table.items[place])
    expect(page.locator("main a[href$='/share/']")).to_be_visible()
    expect(page.locator("main a[href$='/conclude/']")).to_have_count(0)


def at_the_table(walk: Walk, table: Table, seat: int) -> None:
    """Case by case: one shares, the others take something on; what is concluded is the host's."""
    for place in range(len(table.items)):
        table.meet(f"called {place}")
        if place in CONTESTED and seat:
            may_not_conclude(walk, table, place)
        (share if (place + seat) % 3 == 0 else take_on)(walk, table, place)
        table.meet(f"talked {place}")


def drive(walk: Walk, table: Table) -> None:
    """The coordinator calls one case after the other; of each the clock of fifteen minutes runs."""
    page = walk.go(table.at)
    press(page, "main a[href$='/open/']")
    walk.look("table-open")
    press(page)
    assert page.url.endswith("/run/")
    for place, item in enumerate(table.items):
        walk.go(f"{table.at}run/")
        press(page, f"form[action='{item}begin/'] button")
        expect(page.locator("#now a")).to_have_text(str(place + 1))
        expect(page.locator("#now [role=timer]")).to_have_text(re.compile(r"1[45]:\d\d"))
        if place == 0:
            walk.look("table-run")
        table.meet(f"called {place}")
        if place == 2:
            say_for_outside(walk, table, place)
        conclude(walk, table, place)
        table.meet(f"talked {place}")
    walk.go(f"{table.at}run/")
    press(page, "form[action$='/end/'] button")


def say_for_outside(walk: Walk, table: Table, place: int) -> None:
    """What an institution without an account said and took on is written down by the coordinator."""
    page = walk.go(f"{table.items[place]}share/")
    page.fill("[name=text]", "Saka prokuratūra")
    page.fill("[name=name]", OUTSIDE)
    press(page)
    page = walk.go(f"{table.items[place]}actions/add/")
    page.fill("[name=what]", "Apņemas prokuratūra")
    page.fill("[name=owner_name]", OUTSIDE)
    page.fill("[name=due_on]", day(5))
    press(page)
    table.said += ["Saka prokuratūra", "Apņemas prokuratūra"]


def close(walk: Walk, table: Table) -> None:
    """Before anybody is written down as having come it stays open; then it is closed, with minutes as a file."""
    page = walk.go(table.at)
    press(page, "main a[href$='/close/']")
    assert sent(page) == 422
    walk.look("table-close-refused")
    walk.go(f"{table.at}attendance/")
    for choice in page.locator("select[name^=came_]").all():
        choice.select_option("yes")
    page.locator("input[name^=by_]").first.fill("Pārstāve Izdoma")
    walk.look("table-attendance")
    press(page)
    walk.go(f"{table.at}run/")
    press(page, "main a[href$='/close/']")
    press(page)
    walk.look("table-closed")
    walk.go(f"{table.at}minutes/")
    assert walk.downloaded("main a[href$='/minutes/pdf/']").startswith(b"%PDF")


# --- afterwards


def too_late(walk: Walk, table: Table, path: str, field: str) -> None:
    """A form that was opened before the end and is sent after it writes nothing."""
    page = walk.go(f"{table.items[15]}{path}")
    page.fill(f"[name={field}]", f"Par vēlu {walk.name}")
    table.meet("all said")
    table.meet("closed")
    assert sent(page) == 422
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(f"[name={field}]")).to_have_value(re.compile("Par vēlu"))


def read_minutes(walk: Walk, table: Table) -> None:
    """Everybody reads every entry of everybody; nobody reads what another institution held back."""
    shown = walk.go(f"{table.at}minutes/").locator("main").inner_text()
    assert [words for words in table.said if words not in shown] == []
    assert "Par vēlu" not in shown
    walk.look("table-minutes")
    pages = [f"{table.at}", f"{table.at}run/", f"{table.at}minutes/", *table.items[9:13]]
    theirs = [words for words, whose in table.held_back.items() if whose != walk.name]
    assert theirs
    for path in pages:
        shown = walk.go(path).content()
        assert not any(words in shown for words in theirs), path
        assert walk.page.locator("main a[href$='/conclude/'], main a[href$='/share/']").count() == 0, path


# --- the four


def coordinator(walk: Walk, table: Table) -> None:
    """Plans, invites, publishes, drives, closes."""
    plan(walk, table)
    invite_all(walk, table)
    table.meet("referred")
    page = walk.go(table.at)
    found = page.locator("main a[href*='/items/']").all()
    table.items += [str(one.get_attribute("href")) for one in found]
    assert len(table.items) == 16
    table.meet("agenda made")
    change_at_once(walk, table, "summary")
    walk.go(table.at)
    press(page, "form[action$='/publish/'] button")
    walk.look("table-published")
    table.meet("published")
    table.meet("researched")
    drive(walk, table)
    table.meet("all said")
    close(walk, table)
    table.meet("closed")
    read_minutes(walk, table)


def officer(walk: Walk, table: Table) -> None:
    """Sees no case before the agenda is published; has facts, shares them."""
    table.meet("invited")
    table.meet("referred")
    page = walk.go(table.at)
    expect(page.locator("main a[href*='/items/']")).to_have_count(0)
    table.meet("agenda made")
    table.meet("published")
    walk.go(table.at)
    expect(page.locator("main strong a[href*='/items/']")).to_have_count(16)
    expect(page.locator("main a[href$='/research/']")).to_have_count(16)
    walk.look("table-agenda")
    write_research(walk, table, range(0, 4), "fact", "share")
    table.meet("researched")
    at_the_table(walk, table, 1)
    share_what_was_found(walk, table, 0)
    too_late(walk, table, "share/", "text")
    read_minutes(walk, table)


def worker(walk: Walk, table: Table) -> None:
    """Refers nine cases, and changes one while the coordinator changes it too."""
    table.meet("invited")
    refer(walk, table, table.cases["darbiniece"])
    page = walk.go(table.at)
    expect(page.locator("main a[href*='/items/']")).to_have_count(9)
    table.changed = str(page.locator("main a[href*='/items/']").first.get_attribute("href"))
    table.meet("referred")
    table.meet("agenda made")
    change_at_once(walk, table, "summary")
    table.meet("published")
    write_research(walk, table, range(12, 14), "fact", "hold_back")
    table.meet("researched")
    at_the_table(walk, table, 0)
    too_late(walk, table, "actions/add/", "what")
    read_minutes(walk, table)


def helper(walk: Walk, table: Table) -> None:
    """Of another organisation: refers seven cases, holds back what its clients asked it to."""
    table.meet("invited")
    refer(walk, table, table.cases["centrs"])
    table.meet("referred")
    table.meet("agenda made")
    table.meet("published")
    write_research(walk, table, range(9, 12), "opinion", "hold_back")
    table.meet("researched")
    at_the_table(walk, table, 2)
    too_late(walk, table, "research/", "text")
    read_minutes(walk, table)


def test_sixteen_cases_and_twelve_institutions_by_four_people_at_once(office, cases):
    table = Table(office, cases)
    people = {
        ("koordinators", "lv", 1440): coordinator,
        ("policists", "lv", 360): officer,
        ("darbiniece", "en", 1440): worker,
        ("centrs", "en", 360): helper,
    }
    at_once(table, people)
    assert table.told, "of two who write at the same moment one is told"
