"""An office with its neighbours for tests at the table: twelve institutions, sixteen cases, people who sign in."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect, sync_playwright
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.walk import Walk
from tests.office import PASSWORD, Office

FORGET_USED_CODES = "from django.core.cache import cache\ncache.clear()"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PATIENCE = 120
"""Seconds that somebody waits for the others."""
POLICE, CRISIS, OUTSIDE = "Izdomu policijas iecirknis", "Krīžu centrs Izdoma", "Izdomu prokuratūra"
OTHERS = (
    ("Izdomu bāriņtiesa", "orphans_court"),
    ("Izdomu slimnīca", "health"),
    ("Izdomu probācija", "probation"),
    ("Izdomu vidusskola", "other"),
    ("Izdomu pašvaldība", "other"),
    ("Izdomu pašvaldības policija", "municipal_police"),
    ("Izdomu ģimenes ārsti", "health"),
    ("Izdomu patvērums", "ngo"),
)
WORLD = f"""
from allauth.mfa.totp.internal.auth import TOTP
from tilts.access.owner import as_job
as_job().__enter__()
from tests.cast import a_case, hire
from tilts.access.models import Organisation, Role, User
office = Organisation.objects.get(code="sd")
def somebody(unit, name, role, login, **more):
    reach = hire(unit, name, role, **more)
    User.objects.filter(pk=reach.user.pk).update(email=login + "@sd.example")
    reach.user.set_password({PASSWORD!r})
    reach.user.save(update_fields=["password"])
    TOTP.activate(reach.user, {SECRET!r})
    return reach
somebody(office, "Kaspars Koordinators", Role.COORDINATOR, "koordinators")
worker = somebody(office, "Dace Darbiniece", Role.CASE_WORKER, "darbiniece", profession="social_worker")
somebody(office, "Otra Darbiniece", Role.CASE_WORKER, "neatkariga", profession="social_worker")
station = Organisation.objects.create(code="vp", name={POLICE!r}, kind="state_police")
somebody(station, "Uldis Uzraugs", Role.POLICE, "policists")
crisis = Organisation.objects.create(code="krize", name={CRISIS!r}, kind="ngo")
helper = somebody(crisis, "Signe Krizeniece", Role.CASE_WORKER, "centrs", profession="social_worker")

for number, (name, kind) in enumerate({OTHERS!r}):
    unit = Organisation.objects.create(code=f"cita-{{number}}", name=name, kind=kind)
    hire(unit, f"Dalibnieks {{number}}", Role.PARTICIPANT)
for number in range(16):
    case, _person = a_case(worker if number < 9 else helper, f"Vards{{number}}", "Izdomatesta")
    print("darbiniece" if number < 9 else "centrs", case.pk, case.code)
case, _person = a_case(worker, "Gimene", "Izdomatesta")
print("family", case.pk, case.code)
"""


def press(page: Page, what: str = "main form .btn-primary") -> None:
    """Press, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(what).first.click()


def sent(page: Page, what: str = "main form .btn-primary") -> int:
    """Press the button of a form; with which status the page that follows came."""
    with page.expect_navigation() as waited:
        page.locator(what).first.click()
    answer = waited.value
    assert answer is not None
    return answer.status


def enter(walk: Walk, login: str) -> Page:
    """Password, and the code of the app."""
    page = walk.go("/accounts/login/")
    page.fill("[name=login]", f"{login}@sd.example")
    page.fill("[name=password]", PASSWORD)
    press(page)
    page.fill("[name=code]", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    press(page)
    expect(page).to_have_url(f"{walk.address}/")
    return page


@dataclass
class Table:
    """What the people at a table have in common: where it is, what everybody said, and when all are ready."""

    office: Office
    cases: dict[str, list[str]]
    at: str = ""
    items: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    held_back: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    changed: str = ""
    barriers: dict[str, threading.Barrier] = field(default_factory=dict)
    failures: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, when: str, of: int = 4) -> None:
        """Wait until so many are here; nobody waits for somebody who cannot go on."""
        with self.lock:
            barrier = self.barriers.setdefault(when, threading.Barrier(of))
        if self.failures:
            barrier.abort()
        barrier.wait(PATIENCE)

    def leave(self, failure: BaseException) -> None:
        """Somebody cannot go on."""
        with self.lock:
            self.failures.append(failure)
            for one in self.barriers.values():
                one.abort()


Story = Callable[[Walk, Table], None]


def _live(table: Table, login: str, language: str, width: int, story: Story) -> None:
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            walk = Walk(chromium, table.office.address, language, width)
            walk.name = login
            enter(walk, login)
            story(walk, table)
            chromium.close()
    except BaseException as failure:
        table.leave(failure)


def at_once(table: Table, stories: dict[tuple[str, str, int], Story]) -> None:
    """Everybody lives their story at the same time, each in a browser of their own; what failed first is raised."""
    people = [threading.Thread(target=_live, args=(table, *who, story)) for who, story in stories.items()]
    for one in people:
        one.start()
    for one in people:
        one.join()
    real = [one for one in table.failures if not isinstance(one, threading.BrokenBarrierError)]
    if table.failures:
        raise (real or table.failures)[0]
