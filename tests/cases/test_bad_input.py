"""What cannot be, sent through the page: one clear sentence, what was typed is kept, and not one row is written."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from tests.access.people_rows import PeopleRows
from tests.cast import a_case
from tests.meetings.table import a_meeting, coordinator_of, institutions, referred

from tilts.access.models import Role
from tilts.access.reach import unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, close_case
from tilts.meetings.models import MeetingAction
from tilts.people.actions import join_household, record_person
from tilts.people.models import Person
from tilts.plan.actions import add_goal, add_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TRACE = ("access_audit", "django_session", "access_session")
"""That somebody tried is on record; the session moves on."""
TYPED = "Mans teksts par viņu"


def every_row():
    """Every row of every table but the trace, with its values."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.db_table.startswith(TRACE) and model._meta.label != "access.User":
            names = [field.attname for field in model._meta.concrete_fields]
            found[model._meta.label] = [
                [str(getattr(row, name)) for name in names] for row in model._base_manager.order_by("pk")
            ]
    return found


@pytest.fixture
def file(cast):
    return a_case(cast.worker)


def refused(browser, address, form, sentence, *, typed=TYPED, at=""):
    """Refused in this sentence (at this field), with what was typed; nothing is written."""
    before = every_row()
    answer = browser.post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page, answer.context["form"].errors
    assert not at or any(sentence in words for words in answer.context["form"].errors.get(at, []))
    assert not typed or typed in page
    after = every_row()
    assert [name for name in after if after[name] != before[name]] == []


def in_a_week():
    return (timezone.localdate() + timedelta(days=7)).isoformat()


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [("", "Choose."), ("consent", "Choose a consent that holds.")],
)
def test_sharing_without_a_basis(cast, file, enter, basis, sentence):
    case, _person = file
    form = {
        "to": f"organisation:{cast.stranger_office.pk}",
        "asked": TYPED,
        "urgency": "soon",
        "zones": ["name"],
        "basis": basis,
        "until": in_a_week(),
    }
    refused(enter(cast.worker.user), f"/cases/{case.pk}/refer/", form, sentence)


def test_inviting_somebody_walled(cast, file, enter):
    case, _person = file
    [unit] = institutions(1)
    meeting = a_meeting(cast.worker, kind="team", case=case)
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.second_worker.user)
    raise_wall(cast.supervisor, case.folder, reason="kin", unit=unit.organisation)
    browser, address = enter(cast.worker.user), f"/meetings/{meeting.pk}/invite/"
    said = "This cannot be given to them. Choose somebody else."
    refused(browser, address, {"colleague": str(cast.second_worker.user.pk)}, said, typed="")
    refused(browser, address, {"unit": str(unit.organisation.pk), "role": Role.PARTICIPANT.value}, said, typed="")


def test_an_order_that_ends_before_it_starts(cast, file, enter):
    case, _person = file
    form = {"kind": "court", "starts": "2026-06-02T10:00", "ends": "2026-06-01T10:00", "number": TYPED}
    said = "An order cannot end before it starts."
    refused(enter(cast.worker.user), f"/cases/{case.pk}/orders/add/", form, said)


@pytest.mark.parametrize(
    ("owner", "field", "sentence"),
    [
        ({}, "owner_kind", "Say who does this step."),
        ({"owner_kind": "colleague"}, "owner", ""),
        ({"owner_kind": "institution"}, "owner_name", ""),
    ],
)
def test_a_plan_step_without_an_owner(cast, file, enter, owner, field, sentence):
    case, _person = file
    goal = add_goal(cast.worker, case, text="Droša dzīve", review_on=timezone.localdate() + timedelta(days=30))
    form = {"goal": str(goal.pk), "what": TYPED, "due": in_a_week()} | owner
    refused(enter(cast.worker.user), f"/cases/{case.pk}/plan/steps/add/", form, sentence, at=field)


def test_closing_with_open_obligations(cast, file, enter):
    case, _person = file
    add_task(cast.worker, case, what="x", owner=cast.worker.user, due=timezone.localdate())
    today = timezone.localdate().isoformat()
    form = {"closed_on": today, "version": 1, "outcome": "goal", "summary": TYPED}
    said = "Still open: tasks: 1. Finish it, or say why you close all the same."
    refused(enter(cast.worker.user), f"/cases/{case.pk}/close/", form, said)


def test_closing_while_an_institution_has_still_to_do_what_it_took_on(cast, file, enter):
    case, _person = file
    meeting = a_meeting(coordinator_of(cast), *institutions(1))
    item = referred(cast.worker, meeting, case=case)
    MeetingAction.objects.create(
        organisation=meeting.organisation,
        meeting=meeting,
        item=item,
        owner_name="Skola",
        what="x",
        set_on=timezone.localdate(),
        due_on=timezone.localdate(),
    )
    today = timezone.localdate().isoformat()
    form = {"closed_on": today, "version": case.version, "outcome": "goal", "summary": TYPED}
    said = "Still open: taken on at meetings: 1; meetings to come: 1."
    refused(enter(cast.worker.user), f"/cases/{case.pk}/close/", form, said)


@pytest.mark.parametrize(("who", "of"), [(0, 1), (1, 0)])
def test_a_household_in_a_circle(cast, file, enter, who, of):
    case, mother = file
    child = record_person(cast.worker, case.folder, given_name="Bērns")
    add_party(cast.worker, case, person=child, role="child")
    join_household(cast.worker, case.folder, person=child, of=mother)
    people = (mother, child)
    address = f"/cases/{case.pk}/people/{people[who].pk}/household/add/"
    said = "one household already"
    refused(enter(cast.worker.user), address, {"other": str(people[of].pk)}, said, typed="")


def test_a_case_reopened_after_an_erasure(cast, file, enter):
    case, person = file
    PeopleRows(cast, case, person)
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=1, outcome="goal")
    unscoped(Person, reason="tests").filter(pk=person.pk).update(erased_at=timezone.now())
    form = {"reason": TYPED, "version": case.version}
    said = "The data of this case were erased. Open a new case."
    refused(enter(cast.worker.user), f"/cases/{case.pk}/reopen/", form, said)


def test_a_person_whose_data_are_only_kept_is_not_put_into_a_new_case_and_what_was_typed_stays(cast, file, enter):
    _case, person = file
    unscoped(Person, reason="tests").filter(pk=person.pk).update(restricted_at=timezone.now())
    told = {"kind": "violence", "given_name": "Anna", "family_name": TYPED, "role": "client", "person": person.pk}
    refused(enter(cast.worker.user), "/cases/new/", told | {"phone": "+371 20000001"}, "kept and not used")


@pytest.mark.parametrize("at", ["notes/add/", "own-notes/"])
def test_a_note_for_a_case_that_was_closed_meanwhile_comes_back_with_its_text(cast, file, enter, at):
    case, _person = file
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/{at}", {"text": TYPED, "zone": "services"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "This case is closed." in page and "Nothing of it was saved." in page
    assert TYPED in page.split("<textarea")[1]
