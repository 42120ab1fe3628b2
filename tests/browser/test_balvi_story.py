"""The story of Balvi in a browser: from the call-out at night to the tables of institutions, each with its part."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_whole_line import answer_cards, contact, open_case, send, settle, take_up
from tests.browser.walk import PASSWORD, Walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

HER, CHILD, HIM = "Rasma Kalve", "Tomass Kalve", "Egons Kalve"
PHONE, ADDRESS = "20007713", "Liepu iela 7-2, Balvi"
NOTE = "Māsa Rīgā gatava pieņemt; viņam to nesacīt."
KNOWN = "Bērns redzēja, kā tēvs žņaudz māti."
SUMMARY = "Vardarbība kļūst biežāka; bērns to redz."
RESEARCH = "Konsultēta jau pavasarī; baidās par bērnu."
SHARED = "Bērna lieta bāriņtiesā ir ierosināta."
TABLE = "Starpinstitūciju sanāksme par drošību"
SECRETS = (PHONE, ADDRESS, NOTE, KNOWN)
"""What lies in the file and reaches no table: her telephone, where she lives, notes, the report about the child."""
COUNTIES = ("Balvu", "Viļakas", "Rugāju", "Baltinavas")
OTHERS = ("Sandra Kļava", "Zenta Salmiņa", "Skaidra Ziediņa", "Irma Rudzīte", "Leontīne Vanaga", "Laimonis Pūce")
"""People of other files of the demonstration, in Balvi and in the other counties."""
OWN = {
    "vilaka": ("Skaidra Ziediņa",),
    "rugaji": ("Laimonis Pūce", "Irma Rudzīte"),
    "baltinava": ("Leontīne Vanaga",),
}
"""Who of the demonstration each other county works with; in Rugāji probation's man too, in a file of his own."""
ON_TABLE = ("L-1", "L-10", "L-14")
"""The cases that the demonstration has on an agenda of its own."""
RIGA = ZoneInfo("Europe/Riga")
GONE = (403, 404)


def moment(**later: float) -> str:
    """Local time, so much later, as a form takes it."""
    return (datetime.now(RIGA) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def day(**later: float) -> str:
    """A local day, so much later, as a form takes it."""
    return moment(**later)[:10]


@dataclass
class Office:
    """Everybody who works on it, each with a browser of their own; Latvian and English alternate."""

    browser: Browser
    address: str
    people: dict[str, Walk] = field(default_factory=dict)

    def of(self, login: str) -> Walk:
        """Somebody of the demonstration, signed in once; an officer on a telephone."""
        if login not in self.people:
            language = ("lv", "en")[len(self.people) % 2]
            walk = Walk(self.browser, self.address, language, 360 if login.startswith("policija") else 1440)
            _enter(walk, login)
            self.people[login] = walk
        return self.people[login]

    def close(self) -> None:
        """Everybody goes home; nobody's console had anything to say."""
        for login, walk in self.people.items():
            assert walk.complaints == [], login
            walk.close()


def _enter(walk: Walk, login: str) -> None:
    """Sign in; the page for it is examined elsewhere."""
    walk.go("/accounts/login/")
    walk.page.fill("[name=login]", f"{login}@demo.tilts.example")
    walk.page.fill("[name=password]", PASSWORD)
    walk.page.press("[name=password]", "Enter")
    walk.page.wait_for_url(f"{walk.address}/")


@pytest.fixture
def office(browser: Browser, address: str) -> Iterator[Office]:
    """The people of one story."""
    made = Office(browser, address)
    yield made
    made.close()


def fill(walk: Walk, path: str, **said: str) -> Page:
    """Write a form out and send it: words and days are typed, choices chosen by their value."""
    page = walk.go(path)
    for name, value in said.items():
        put(page, name, value)
    send_form(page)
    return page


def put(page: Page, name: str, value: str) -> None:
    """Fill one field, whatever it is."""
    there = page.locator(f"main [name={name}]")
    kind = there.first.evaluate("one => one.type")
    if kind in ("checkbox", "radio"):
        page.locator(f"main [name={name}][value='{value}']").check()
    elif kind == "select-one":
        there.select_option(value)
    else:
        there.fill(value)


def send_form(page: Page) -> None:
    """The button of the page's form; nothing was refused."""
    settle(page, page.locator("main .form-acts .btn-primary").first)
    assert page.locator(".error-summary").all_inner_texts() == []


def press(page: Page, url: str) -> None:
    """A button that posts to an address that ends so."""
    settle(page, page.locator(f"main form[action$='{url}'] button").first)


def confirm(page: Page, url: str) -> None:
    """A way to a question that is asked once, and the answer."""
    settle(page, page.locator(f"main a[href$='{url}']").first)
    send_form(page)


def is_shut(walk: Walk, path: str) -> None:
    """This page does not open to them, and says nothing."""
    answer = walk.context.request.get(walk.address + path, max_redirects=0)
    assert answer.status in GONE, f"{path}: {answer.status}"
    assert not any(words in answer.text() for words in (*SECRETS, HER, CHILD, HIM))


def shows(walk: Walk, path: str, seen: tuple[str, ...], unseen: tuple[str, ...]) -> None:
    """A page says this, and nothing of that."""
    text = walk.go(path).locator("body").inner_text()
    assert [words for words in seen if words not in text] == [], path
    source = walk.page.content()
    assert [words for words in unseen if words in source] == [], path


def at_night(office: Office) -> str:
    """The officer at the door, on a telephone; the number of the report."""
    officer = office.of("policija")
    settle(officer.page, officer.page.locator("main form[action$='/doorstep/new/'] button"))
    answer_cards(officer.page)
    return send(officer, HER)


def in_the_morning(office: Office, number: str) -> str:
    """The desk takes the report up, reaches her, opens a case with her, the child and him; its address."""
    worker = office.of("socdienests")
    take_up(worker, HER, number)
    contact(worker)
    case = open_case(worker, HER)
    for name, role in ((CHILD, "child"), (HIM, "alleged")):
        given, family = name.split()
        fill(worker, f"{case}people/add/", given_name=given, family_name=family, role=role)
        if worker.page.url.endswith("/people/add/"):
            send_form(worker.page)
    return case


def safe_contact(worker: Walk, case: str) -> None:
    """How she is reached, and where she is; the telephone stands under its warning on the case."""
    her = worker.go(case).locator("main a[href*='/people/']", has_text=HER).first.get_attribute("href")
    ways = {"channel": "phone", "value": PHONE, "safe": "true", "days": "1", "from_time": "09:00"}
    fill(worker, f"{her}contact/add/", until_time="15:00", caution="Vakaros tālrunis ir viņa rokās.", **ways)
    fill(worker, f"{her}address/add/", kind="home", text=ADDRESS)
    worker.look("balvi-person")
    fill(worker, f"{case}notes/add/", text=NOTE)
    shows(worker, case, (HER, NOTE), (ADDRESS,))
    expect(worker.page.locator("main")).to_contain_text(PHONE)


def separated(worker: Walk, case: str) -> None:
    """The police kept him away a week ago: the application to the court stands red, on the case and on my day."""
    fill(worker, f"{case}orders/add/", kind="separation", starts=moment(days=-7), conditions="distance_home")
    page = worker.go(case)
    code = page.locator("h1").inner_text().split()[0]
    expect(page.locator("main .due.danger .what a[href*='/orders/']")).to_be_visible()
    worker.look("balvi-case")
    red = worker.go("/").locator("main .note.high", has_text=code).locator("a[href*='/orders/']")
    expect(red).to_have_count(1)
    worker.look("balvi-day")


def child_at_risk(worker: Walk, case: str) -> None:
    """The orphan's court is told of the child the same day, and the number it got there is kept."""
    told = {"told_to": "orphans_court", "which": "Balvu novada bāriņtiesa", "child": CHILD, "known": KNOWN}
    page = fill(worker, f"{case}child-report/", **told)
    worker.look("balvi-child")
    report = page.url.removeprefix(worker.address)
    page = fill(worker, f"{report}send/", sent_how="eaddress", sent_at=moment(), number="BT-204")
    shows(worker, report, (KNOWN, "BT-204"), ())


def another_case(worker: Walk, case: str) -> str:
    """The address of another case of the office, that lies on no table of today."""
    links = worker.go("/cases/").locator("main tbody a[href^='/cases/']")
    rows = links.evaluate_all("all => all.map(one => [one.textContent.trim(), one.pathname])")
    return next(str(path) for code, path in rows if code not in ON_TABLE and path != case)


def call_together(coordinator: Walk, kind: str, title: str, invited: dict[str, str], outside: dict[str, str]) -> str:
    """A meeting of today and everybody who is invited to it; its address."""
    page = fill(coordinator, "/meetings/new/", kind=kind, title=title, starts=moment(hours=1), place="Dome")
    meeting = page.url.removeprefix(coordinator.address)
    for name, role in invited.items():
        page = coordinator.go(f"{meeting}invite/")
        page.select_option("[name=unit]", page.locator("[name=unit] option", has_text=name).get_attribute("value"))
        page.select_option("[name=role]", role)
        send_form(page)
    for name, kind_of in outside.items():
        fill(coordinator, f"{meeting}invite/", name=name, kind=kind_of)
    return meeting


def refer(worker: Walk, case: str, meeting: str) -> None:
    """The worker brings the case to the table: why, on which law, what she wants, who tells her."""
    page = worker.go(case.replace("/cases/", "/meetings/refer/"))
    page.select_option("[name=meeting]", meeting.strip("/").split("/")[-1])
    page.locator("[name=criteria][value=visible_high_risk]").check()
    page.select_option("[name=basis]", "law")
    for name, words in (
        ("basis_words", "Likums par sociālajiem pakalpojumiem; draudi dzīvībai."),
        ("summary", SUMMARY),
        ("wants", "Lai viņš nenāk uz mājām."),
        ("tell_by", "Ilze Ozola"),
        ("tell_how", "Tiekoties dienestā"),
    ):
        page.fill(f"[name={name}]", words)
    worker.look("balvi-refer")
    send_form(page)


def reads_its_part(walk: Walk, case: str, meeting: str, other: str, *, opens: bool) -> str:
    """At the table one sees her name, the risk and why it is talked about; no other case.

    Who works with clients elsewhere `opens` the page of the case, with nothing more on it; the others do not.
    """
    shows(walk, "/meetings/", (TABLE,), SECRETS)
    shows(walk, meeting, (TABLE,), (*SECRETS, *OTHERS))
    walk.look(f"balvi-agenda-{walk.language}-{walk.width}")
    found = walk.page.locator("main a[href*='/items/']").first.get_attribute("href")
    assert found
    shows(walk, found, (HER, SUMMARY), (*SECRETS, *OTHERS))
    walk.look(f"balvi-item-{walk.language}-{walk.width}")
    if opens:
        shows(walk, case, (HER,), SECRETS)
    for path in (*(() if opens else (case,)), f"{case}plan/", f"{case}notes/add/", other):
        is_shut(walk, path)
    return str(found)


def is_no_part(walk: Walk, *paths: str) -> None:
    """Whoever is not invited finds no trace of the meeting or the case."""
    for path in ("/", "/cases/", "/meetings/"):
        shows(walk, path, (), (*SECRETS, HER, TABLE))
    for path in paths:
        is_shut(walk, path)


def looks_up(walk: Walk, item: str) -> None:
    """What one's own institution knows is its own until it is put on the table."""
    fill(walk, f"{item}research/", text=RESEARCH, nature="opinion", decision="hold_back", reason="Lūdza neteikt.")
    expect(walk.page.locator("main")).to_contain_text(RESEARCH)
    walk.look("balvi-research")


def hold(office: Office, meeting: str, item: str) -> None:
    """The meeting: a case is called, an institution shares, takes an action on, a conclusion is written."""
    coordinator, court = office.of("koordinators"), office.of("barintiesa")
    coordinator.go(meeting)
    confirm(coordinator.page, "/open/")
    coordinator.look("balvi-run")
    press(coordinator.page, "/begin/")
    fill(court, f"{item}share/", text=SHARED, nature="fact")
    mine = court.go(f"{item}actions/add/").locator("[name=owner] option", has_text="Balvu novada bāriņtiesa")
    owner = mine.get_attribute("value") or ""
    fill(court, f"{item}actions/add/", what="Runāt ar bērnu skolā", owner=owner, due_on=day(days=7))
    fill(coordinator, f"{item}conclude/", conclusion="Pieteikumu tiesai palīdz sagatavot jurists.")
    shows(office.of("psihologs"), item, (SHARED,), SECRETS)
    shows(court, item, ("Pieteikumu tiesai",), (*SECRETS, RESEARCH))
    came(coordinator, meeting, 7)
    coordinator.go(meeting)
    confirm(coordinator.page, "/close/")


def came(coordinator: Walk, meeting: str, institutions: int) -> None:
    """Everybody came, and by whom they were represented stays open."""
    page = coordinator.go(f"{meeting}attendance/")
    answers = page.locator("main select[name^=came_]")
    expect(answers).to_have_count(institutions)
    for answer in answers.all():
        answer.select_option("yes")
    send_form(page)


def follow_up(office: Office, case: str, meeting: str, item: str) -> None:
    """What was taken on stands on the day of whoever did, is done, and she is told the result."""
    court, worker, coordinator = office.of("barintiesa"), office.of("socdienests"), office.of("koordinators")
    page = court.go("/")
    expect(page.locator("main")).to_contain_text("Runāt ar bērnu skolā")
    court.look("balvi-court-day")
    settle(page, page.locator("main a[href*='/actions/'][href$='/done/']").first)
    put(page, "done_on", day())
    page.fill("[name=note]", "Saruna notika kopā ar psihologu.")
    send_form(page)
    shows(coordinator, meeting, ("Saruna notika kopā ar psihologu.",), SECRETS)
    fill(worker, f"{item}told/", told_on=day())
    shows(court, f"{meeting}minutes/", (HER, SHARED, "Pieteikumu tiesai"), (*SECRETS, RESEARCH))
    court.look("balvi-minutes")
    shows(worker, case, (HER, NOTE), (RESEARCH,))


def test_from_the_call_out_at_night_to_the_table_of_institutions_each_sees_its_part(office):
    case = in_the_morning(office, at_night(office))
    worker = office.of("socdienests")
    safe_contact(worker, case)
    separated(worker, case)
    child_at_risk(worker, case)
    other = another_case(worker, case)
    invited = {
        "Balvu sociālais dienests": "case_worker",
        "Valsts policijas Balvu iecirknis": "police",
        "Balvu novada bāriņtiesa": "participant",
        "Sieviešu tiesību centrs": "specialist",
        "Valsts probācijas dienests Balvos": "participant",
    }
    coordinator = office.of("koordinators")
    meeting = call_together(coordinator, "marac", TABLE, invited, {"Balvu rajona prokuratūra": "prosecutor"})
    refer(worker, case, meeting)
    court = office.of("barintiesa")
    shows(court, meeting, (TABLE,), (HER, SUMMARY))
    is_shut(court, case)
    coordinator.go(meeting)
    press(coordinator.page, "/publish/")
    item = ""
    for login in ("barintiesa", "psihologs", "probacija", "policija"):
        item = reads_its_part(office.of(login), case, meeting, other, opens=login == "psihologs")
    is_no_part(office.of("vilaka"), meeting, item, case, other)
    looks_up(office.of("psihologs"), item)
    shows(court, f"{item}research/", (), (RESEARCH,))
    hold(office, meeting, item)
    follow_up(office, case, meeting, item)
    is_no_part(office.of("vilaka"), f"{meeting}minutes/", case)


def everybody() -> dict[str, str]:
    """The institutions of the pilot that work here, and who of each sits at the table."""
    kinds = {"{} sociālais dienests": "case_worker", "{} novada bāriņtiesa": "participant"}
    of_counties = {name.format(county): role for county in COUNTIES for name, role in kinds.items()}
    return of_counties | {
        "Valsts policijas Balvu iecirknis": "police",
        "Balvu novada pašvaldības policija": "police",
        "Valsts probācijas dienests Balvos": "participant",
    }


def reads_own_county(worker: Walk, own: tuple[str, ...]) -> None:
    """The cases of one's own county, newest first, and none of the others."""
    links = worker.go("/cases/").locator("main tbody a[href^='/cases/']")
    expect(links).to_have_count(len(own))
    others = tuple(name for name in OTHERS if name not in own)
    for case, name in zip([str(link.get_attribute("href")) for link in links.all()], own, strict=True):
        shows(worker, case, (name,), (*others, *SECRETS))


def test_the_monitoring_meeting_talks_of_counts_and_names_nobody(office):
    coordinator = office.of("koordinators")
    outside = {
        "Balvu rajona tiesa": "court",
        "Balvu rajona prokuratūra": "prosecutor",
        "Ģimenes ārsta prakse": "health",
    }
    title = "Monitoringa tikšanās par anketām"
    meeting = call_together(coordinator, "monitoring", title, everybody(), outside)
    period = {"measure": "risk.questionnaires", "first": "2018-04-05", "last": "2018-06-15"}
    issue = fill(coordinator, f"{meeting}issues/add/", title="Anketas no izsaukumiem", **period)
    coordinator.look("balvi-monitoring")
    press(issue, "/publish/")
    away = (*OTHERS, HER, *SECRETS)
    for login in ("vilaka", "vilaka.barintiesa", "rugaji", "baltinava", "pasvaldiba", "policija"):
        reader = office.of(login)
        shows(reader, meeting, (title, "Anketas no izsaukumiem", "13"), (*away, "L-1"))
        reader.look(f"balvi-monitoring-{login}")
    for login, own in OWN.items():
        reads_own_county(office.of(login), own)
    is_no_part(office.of("svesinieks"), meeting)
    coordinator.go(meeting)
    confirm(coordinator.page, "/open/")
    page = coordinator.go(meeting)
    settle(page, page.locator("main a[href$='/conclude/']").first)
    page.fill("[name=conclusion]", "Anketu lieto visos četros novados.")
    send_form(page)
    came(coordinator, meeting, len(everybody()) + len(outside) + 1)
    coordinator.go(meeting)
    confirm(coordinator.page, "/close/")
    told = (title, "Anketu lieto visos četros novados.")
    shows(office.of("vilaka.barintiesa"), f"{meeting}minutes/", told, (*away, "L-1"))
