"""What the database refuses is told, on pages and by commands; nothing of the verb stays, nothing typed is lost."""

import threading
import time
from copy import copy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone, translation
from tests.cast import a_case
from tests.meetings.table import a_meeting, coordinator_of

from tilts.access import actions
from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.constraints import GONE, in_sentences
from tilts.access.models import AuditEntry, Folder, Grant, Organisation
from tilts.access.reach import Refused, roles
from tilts.accounts.models import StaffChange
from tilts.cases.models import Case, ProfessionalSupervision
from tilts.config import commands
from tilts.kit.cli import BadInput
from tilts.meetings.models import Invitation
from tilts.post.models import Letter
from tilts.rights.actions import keeping
from tilts.rights.models import RetentionClass
from tilts.sharing.models import Referral, Transfer

TIME = {"event": "case_closed", "years": 30, "months": 0, "source": "Klucisnomenklatūra", "in_force_from": "2031-05-06"}


def times():
    return RetentionClass._base_manager.filter(in_force_from=date(2031, 5, 6))


def test_the_second_of_two_who_write_the_same_reads_the_sentence_at_its_field(cast, enter):
    client, address = enter(cast.data_protection.user), reverse("rights:class_new")
    assert client.post(address, TIME).status_code == 302
    answer = client.post(address, TIME)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"in_force_from": ["There is already a keeping time from that day."]}
    assert "Klucisnomenklatūra" in answer.content.decode()
    assert times().count() == 1
    assert AuditEntry.objects.filter(kind="retention.changed", record__isnull=False).count() == 1


def test_what_a_check_refuses_is_told_at_the_field_of_which_it_speaks(cast, enter):
    answer = enter(cast.data_protection.user).post(reverse("rights:class_new"), TIME | {"years": 0})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"years": ["Say how many years or months."]}
    assert not times().exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(cast, enter):
    clients = [enter(cast.data_protection.user) for _ in range(2)]
    answers, start = [], threading.Barrier(2)

    def send(client):
        start.wait()
        for _ in range(200):  # the embedded database lets writers take turns; the one of the tests does not
            try:
                answers.append(client.post(reverse("rights:class_new"), TIME))
                break
            except OperationalError:
                time.sleep(0.02)
        connection.close()

    people = [threading.Thread(target=send, args=(client,)) for client in clients]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert times().count() == 1


@pytest.fixture
def a_colleague_first():
    """A colleague writes the same a moment before the verb does, after everything it may have looked for."""

    def writes_first(model):
        def write(sender, instance, **_said):
            pre_save.disconnect(write, sender=model)
            same = copy(instance)
            same.pk = uuid4()
            for field in model._meta.local_fields:  # theirs lies in a folder of its own
                if field.unique and field.remote_field:
                    setattr(same, field.attname, uuid4())
            with acting(JOB):
                models.QuerySet(model).bulk_create([same])

        pre_save.connect(write, sender=model, weak=False)

    return writes_first


def hired(cast):
    form = {"email": "jauna@balvi-sd.example", "name": "Jauna Kolēģe", "role": "mentor"}
    said = {"email": ["The same was asked for already and waits. Look at the list of colleagues."]}
    return cast.administrator, "/members/new/", form, said


def supervised(cast):
    said = {"supervisor": ["This colleague supervises you already."]}
    return cast.psychologist, "/supervision/name/", {"supervisor": cast.lawyer.user.pk}, said


def offered(cast):
    case, _person = a_case(cast.worker)
    form = {"to": cast.police.pk, "basis": "law", "summary": "Vairāki vārdi, ko žēl pazaudēt"}
    said = {"to": ["This case is offered already. Take that offer back first."]}
    return cast.worker, f"/cases/{case.pk}/transfer/", form, said


def sent_on(cast):
    case, _person = a_case(cast.worker)
    form = {
        "to": f"organisation:{cast.stranger_office.pk}",
        "asked": "Vairāki vārdi, ko žēl pazaudēt",
        "zones": ["name"],
        "basis": "duty",
        "reason": "Vardarbība ģimenē, likums to prasa.",
        "urgency": "soon",
        "until": timezone.localdate() + timedelta(days=10),
    }
    return cast.worker, f"/cases/{case.pk}/refer/", form, {"__all__": ["This case is referred to them already."]}


def invited(cast):
    coordinator = coordinator_of(cast)
    meeting = a_meeting(coordinator)
    form = {"unit": cast.police.pk, "role": "police"}
    said = {"role": ["This institution is invited already."]}
    return coordinator, f"/meetings/{meeting.pk}/invite/", form, said


RACES = {
    hired: StaffChange,
    supervised: ProfessionalSupervision,
    offered: Transfer,
    sent_on: Referral,
    invited: Invitation,
}


@pytest.mark.parametrize("kind", RACES, ids=lambda kind: kind.__name__)
def test_whoever_writes_a_moment_later_is_told_and_nothing_of_it_stays(kind, cast, enter, a_colleague_first):
    """A unique field, and keys that are unique while something is open; the page is asked as a browser asks it."""
    who, address, form, said = kind(cast)
    client, model = enter(who.user), RACES[kind]
    tables = (model, Folder, Grant, Letter, AuditEntry)
    before = [table._base_manager.count() for table in tables]
    a_colleague_first(model)
    answer = client.post(address, form)
    assert (answer.status_code, answer.context["form"].errors) == (422, said)
    assert all(answer.context["form"].data.get(name) == str(words) for name, words in form.items() if name != "zones")
    after = [table._base_manager.count() for table in tables]
    assert after == [*before[:-1], before[-1] + 1], "the look is traced; nothing else is there"


@pytest.fixture
def verb(monkeypatch):
    """Makes a verb of a function, for one test."""
    monkeypatch.setattr(actions, "ACTIONS", {})
    monkeypatch.setattr(actions, "declare_rule", lambda *_what, **_facts: None)
    return action("case.opened", may=roles("case_worker"), says="")


def to_nobody(case):
    """A row whose parent is gone."""
    Case._base_manager.filter(pk=case.pk).update(folder=Folder(organisation=case.organisation))


@pytest.mark.django_db(transaction=True)
def test_a_key_to_a_row_that_is_gone_is_told_when_the_verb_ends(cast, verb):
    with transaction.atomic():
        case, _person = a_case(cast.worker)
    with pytest.raises(Refused) as refused:
        verb(lambda reach, case: to_nobody(case))(JOB, case)
    assert (refused.value.sentence, refused.value.field) == (GONE, "")
    assert Case._base_manager.get(pk=case.pk).folder_id == case.folder_id


@pytest.mark.django_db(transaction=True)
def test_a_key_to_a_row_that_is_gone_is_told_at_the_door_and_the_text_is_kept(cast, enter, monkeypatch):
    monkeypatch.setattr(keeping, "who", lambda reach: (reach.user, Organisation(code="gone")))
    words = "Vairāki vārdi, ko žēl pazaudēt"
    answer = enter(cast.data_protection.user).post(reverse("rights:class_new"), TIME | {"source": words})
    assert answer.status_code == 403
    with translation.override("en"):
        assert str(GONE) in answer.content.decode() and words in answer.content.decode()
    assert not times().exists()


def test_the_whole_verb_is_taken_back_and_a_verb_around_it_goes_on(cast, verb):
    case, _person = a_case(cast.worker)

    def inner(reach, case):
        Case._base_manager.filter(pk=case.pk).update(version=77)
        Case._base_manager.filter(pk=case.pk).update(closed_on=date(2001, 1, 1))

    def outer(reach, case):
        with pytest.raises(Refused, match="before it was opened|pirms tās"):
            verb(inner)(reach, case)
        Case._base_manager.filter(pk=case.pk).update(version=78)

    verb(outer)(JOB, case)
    case.refresh_from_db()
    assert (case.version, case.closed_on) == (78, None)


def test_what_has_no_sentence_stays_an_error(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(IntegrityError), in_sentences(), transaction.atomic():
        Case._base_manager.filter(pk=case.pk).update(opened_on=None)


def test_the_database_s_own_words_are_not_told_on(cast, caplog):
    """PostgreSQL repeats the values of the key; neither the log nor what is raised does."""
    RetentionClass.objects.create(organisation=cast.office, **TIME)
    with pytest.raises(Refused) as refused, in_sentences(), transaction.atomic():
        RetentionClass.objects.create(organisation=cast.office, **TIME)
    assert refused.value.__suppress_context__
    assert "refused by the database" in caplog.text and "2031" not in caplog.text


def test_a_command_says_it_in_one_sentence(monkeypatch):
    def refuse(*_words):
        raise Refused("Not on this day.")

    monkeypatch.setattr(commands, "_parser", lambda: _Words(refuse))
    with pytest.raises(BadInput, match=r"^tilts: Not on this day\.$"):
        commands.run(["measures"])


class _Words:
    """A parser that knows one command."""

    def __init__(self, run):
        self.command, self.run = "measures", run

    def parse_args(self, words):
        return self
