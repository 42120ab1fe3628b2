"""Nobody from outside learns of a case by being invited to a table about it, unless what a referral needs is there."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from tests.cast import a_case
from tests.meetings.table import institutions

from tilts.access.models import Grant, GrantKind, Role
from tilts.access.reach import unscoped
from tilts.cases.actions import join_team, restrict, set_level
from tilts.cases.models import Case
from tilts.meetings.actions import give_pass, invite, plan_meeting
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Meeting
from tilts.people.actions import record_consent, set_standing, withdraw_consent
from tilts.people.models import Person, Standing
from tilts.post.models import Letter

pytestmark = pytest.mark.django_db
SECRETS = ("Marta", "Galdiniece", "1987", "refugee")
WHY = "Krīžu centrs viņu uzņem šonakt, tam jāzina, kas viņa ir."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(cast):
    """A case with a psychologist in its team: a name, a birth, that she is a refugee, how high the risk is."""
    found, person = a_case(cast.worker, "Marta", "Galdiniece")
    Person.every_row.filter(pk=person.pk).update(birth_date="1987-03-14")
    set_standing(cast.worker, found.folder, person=person, starts=timezone.localdate(), status="refugee")
    set_level(cast.worker, found, level="high")
    join_team(cast.worker, found, user=cast.psychologist.user, profession="psychologist")
    return cast.worker(Case).get(pk=found.pk)


def called(browser: Any, case: Case, kind: str = "team", **more: Any) -> str:
    """A meeting about the case, called together on its page; its address."""
    starts = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    form = {"kind": kind, "title": "Sanāksme", "starts": starts, **more}
    answer = browser.post(f"/meetings/about/{case.pk}/", form)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def published(browser: Any, there: str) -> None:
    """The agenda is published, where anybody at all is invited."""
    meeting = unscoped(Meeting, reason="tests").get(pk=there.strip("/").split("/")[-1])
    browser.post(f"{there}publish/", {"version": str(meeting.version)})


def nobody_elsewhere(case: Case) -> bool:
    """No grant of this case reaches anybody who is not of its office."""
    rows = Grant.objects.filter(folder=case.folder_id, kind=GrantKind.MEETING)
    return not rows.exclude(to_unit=case.organisation_id).exclude(at=case.organisation_id).exists()


GROUNDLESS: dict[str, dict[str, str]] = {
    "nothing": {},
    "a law without words": {"basis": "duty", "reason": "jo"},
    "danger without words": {"basis": "vital"},
    "no consent": {"basis": "consent"},
    "no agreement": {"basis": "agreement"},
}


@pytest.mark.parametrize("kind", ["team", "family_group"])
@pytest.mark.parametrize("why", [{}, {"basis": "duty", "reason": WHY}], ids=["no basis", "basis"])
def test_a_specialist_invites_nobody_from_outside(cast, enter, case, kind, why):
    """Neither an organisation nor a guest, whatever basis is typed; the case stays shut and a sentence says why."""
    browser, [unit] = enter(cast.psychologist.user), institutions(1)
    more = {"coordinator": str(cast.second_worker.user.pk)} if kind == "family_group" else {}
    there = called(browser, case, kind, **more)
    if more:
        browser = enter(cast.second_worker.user)
    unit_form = {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT, **why}
    guest_form = {"name": "Viesis", "institution": "Tiesa", "kind": "court", **why}
    for address, form in ((f"{there}invite/", unit_form), (f"{there}guests/", guest_form)):
        answer = browser.post(address, form)
        assert answer.status_code in (403, 422), address
        assert "who leads the case, or by a supervisor" in answer.content.decode()
    published(browser, there)
    assert not unscoped(Invitation, reason="tests").exists() and not unscoped(GuestPass, reason="tests").exists()
    assert nobody_elsewhere(case) and not unit(Case).exists() and not unit(Person).exists()
    assert enter(unit.user).get(there).status_code == 404


@pytest.mark.parametrize("ground", GROUNDLESS)
@pytest.mark.parametrize("who", ["worker", "supervisor"])
def test_without_a_basis_the_lead_invites_nobody_either(cast, enter, case, who, ground):
    [unit] = institutions(1)
    there = called(enter(cast.worker.user), case)
    browser = enter(getattr(cast, who).user)
    if who == "supervisor":
        browser.post("/purpose/", {"purpose": "supervision"})
    form = {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT, **GROUNDLESS[ground]}
    assert browser.post(f"{there}invite/", form).status_code == 422
    guest = {"name": "Viesis", "institution": "Tiesa", "kind": "court", **GROUNDLESS[ground]}
    assert browser.post(f"{there}guests/", guest).status_code == 422
    published(browser, there)
    assert nobody_elsewhere(case) and not unit(Person).exists()


def test_on_a_basis_the_table_opens_names_and_no_status_and_no_level(cast, enter, case):
    [unit] = institutions(1)
    browser = enter(cast.worker.user)
    there = called(browser, case)
    form = {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT, "basis": "vital", "reason": WHY}
    assert browser.post(f"{there}invite/", form).status_code == 302
    published(browser, there)
    assert unit(Person).get().family_name == "Galdiniece"
    assert not unit(Standing).exists()
    item = unit(AgendaItem).get()
    guest = enter(unit.user)
    pages = [
        there,
        f"{there}items/{item.pk}/",
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/people/{unit(Person).get().pk}/",
    ]
    for address in pages:
        answer = guest.get(address)
        text = answer.content.decode()
        assert "refugee" not in text and 'chip high"' not in text and "high risk" not in text.lower(), address
    grant = Grant.objects.get(folder=case.folder_id, to_unit=unit.organisation)
    assert grant.basis and not (grant.zone_services or grant.zone_risk or grant.zone_address or grant.zone_contact)


@pytest.mark.parametrize("when", ["before it opens", "while it is open"])
def test_a_consent_that_is_withdrawn_takes_the_table_along(cast, enter, case, when):
    [unit] = institutions(1)
    person = cast.worker(Person).get()
    consent = record_consent(
        cast.worker, case.folder, person=person, zones=["name"], day=timezone.localdate(), way="spoken",
        with_unit=unit.organisation,
    )  # fmt: skip
    browser = enter(cast.worker.user)
    there = called(browser, case)
    form = {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT, "basis": "consent", "consent": str(consent.pk)}
    assert browser.post(f"{there}invite/", form).status_code == 302
    if when == "while it is open":
        published(browser, there)
        assert unit(Person).exists()
    withdraw_consent(cast.worker, consent, day=timezone.localdate(), seen_version=consent.version)
    if when == "before it opens":
        published(browser, there)
        assert unscoped(Meeting, reason="tests").get().state == "published"
    assert not unit(Person).exists() and not unit(Case).exists()


@pytest.mark.parametrize("whom", ["guest", "institution"])
def test_the_lead_is_told_when_a_supervisor_lets_somebody_in(cast, case, whom):
    meeting = plan_meeting(
        cast.worker, kind="team", title="Sanāksme", starts=timezone.now() + timedelta(days=1), case=case
    )
    on = {"basis": "vital", "reason": WHY}
    if whom == "guest":
        give_pass(cast.supervisor, meeting, name="Viesis", institution="Tiesa", kind="court", **on)
    else:
        invite(cast.supervisor, meeting, unit=cast.stranger_office, role=Role.CASE_WORKER, **on)
    letter = Letter.objects.get(kind="meeting.outside")
    assert letter.to == cast.worker.user and str(meeting.pk) in letter.path
    assert not any(word in letter.path for word in SECRETS)


def test_a_restricted_case_is_opened_to_nobody_through_a_table(cast, enter, case):
    """Not to outsiders on any basis, and not to a colleague who is not named, by letting them coordinate."""
    restrict(cast.worker, case, reason="known to staff")
    browser, [unit] = enter(cast.worker.user), institutions(1)
    there = called(browser, case)
    form = {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT, "basis": "vital", "reason": WHY}
    assert browser.post(f"{there}invite/", form).status_code == 422
    starts = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    told = {"kind": "team", "title": "x", "starts": starts, "coordinator": str(cast.second_worker.user.pk)}
    assert enter(cast.psychologist.user).post(f"/meetings/about/{case.pk}/", told).status_code == 422
    assert not cast.second_worker(Person).exists() and nobody_elsewhere(case)
