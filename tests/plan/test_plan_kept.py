"""What is due is held of a person: it is shown in their copy, and its texts go with them."""

import pytest
from django.utils import timezone
from tests.access.plan_rows import PlanRows
from tests.cast import a_case

from tilts.access.reach import unscoped
from tilts.cases.models import FollowUp
from tilts.kit.holdings import HOLDINGS, Subject
from tilts.plan.models import AppointmentPlace, Goal, Order, OrderBreach, PlanReview, Step, Task
from tilts.sealing.fields import sealed_fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WITH_TEXTS = (Task, Goal, Step, PlanReview, Order, OrderBreach, AppointmentPlace, FollowUp)


def everything(model):
    return unscoped(model, reason="tests")


def subject_of(cast, case, person, *, own=True):
    folders = frozenset([case.pk])
    return Subject(cast.office.pk, person.pk, folders, folders if own else frozenset(), ("Anna",))


def texts():
    for model in WITH_TEXTS:
        for row in everything(model):
            yield from (getattr(row, field.name) for field in sealed_fields(model))


def test_every_text_goes_with_the_person_and_every_day_stays(cast):
    case, person = a_case(cast.worker)
    PlanRows(cast, case, person)
    assert "x" in set(texts())
    days = {model: everything(model).count() for model in WITH_TEXTS}
    for room in ("plan", "cases"):
        HOLDINGS[room].emptied(everything, subject_of(cast, case, person))
    assert set(texts()) == {""}
    assert {model: everything(model).count() for model in WITH_TEXTS} == days
    assert everything(Task).get().due == timezone.localdate()


def test_in_a_file_about_others_only_the_name_is_struck_out(cast):
    case, person = a_case(cast.worker)
    PlanRows(cast, case, person)
    task, breach = everything(Task).get(), everything(OrderBreach).get()
    task.what, breach.what = "Piezvanīt Annai rīt", "Anna redzēja viņu pie durvīm"
    task.save()
    breach.save()
    HOLDINGS["plan"].emptied(everything, subject_of(cast, case, person, own=False))
    left = {everything(Task).get().what, everything(OrderBreach).get().what}
    assert all("Ann" not in text and ("rīt" in text or "durvīm" in text) for text in left)


def test_the_copy_tells_orders_appointments_and_paid_services(cast):
    case, person = a_case(cast.worker)
    PlanRows(cast, case, person)
    pieces = HOLDINGS["plan"].pieces(everything, subject_of(cast, case, person))
    told = {str(piece.label) for piece in pieces}
    assert {"Protection order", "Appointment", "Paid by the state", "Task", "Breach of an order"} <= told
