"""What was asked about colleagues is forgotten when its keeping time is over, and never what still waits."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tilts.access.models import Role
from tilts.accounts.models import ChangeKind, ChangeState, StaffChange
from tilts.kit.jobs import JOBS
from tilts.kit.months import add_months
from tilts.rights.keeping import OWN_CHOICE
from tilts.rights.models import RetentionClass
from tilts.rights.tasks import forget_staff_changes

pytestmark = pytest.mark.django_db


def a_change(cast, organisation, state, ended_on):
    moment = timezone.now().replace(year=ended_on.year, month=ended_on.month, day=ended_on.day) if ended_on else None
    return StaffChange.objects.create(
        organisation=organisation,
        kind=ChangeKind.ROLE,
        state=state,
        user=cast.worker.user,
        email=cast.worker.user.email,
        name=cast.worker.user.name,
        role=Role.SUPERVISOR,
        asked_by=cast.administrator.user,
        ended_by=cast.administrator.user if ended_on else None,
        ended_at=moment,
    ).pk


def left():
    return set(StaffChange._base_manager.values_list("pk", flat=True))


def test_what_was_decided_five_years_ago_goes_and_what_waits_stays(cast):
    last = add_months(timezone.localdate(), -60)
    gone = {a_change(cast, cast.office, state, last) for state in (ChangeState.DONE, ChangeState.REFUSED)}
    kept = {
        a_change(cast, cast.office, ChangeState.DONE, last + timedelta(days=1)),
        a_change(cast, cast.office, ChangeState.ASKED, None),
    }
    assert left() == gone | kept
    assert forget_staff_changes() == len(gone)
    assert left() == kept
    assert forget_staff_changes() == 0


def test_an_organisation_that_keeps_them_for_longer_keeps_its_own(cast):
    RetentionClass.objects.create(
        organisation=cast.office,
        event="staff_change",
        years=7,
        months=0,
        source=str(OWN_CHOICE),
        in_force_from=date(2020, 1, 1),
    )
    six_years_ago = add_months(timezone.localdate(), -72)
    here = a_change(cast, cast.office, ChangeState.DONE, six_years_ago)
    a_change(cast, cast.stranger_office, ChangeState.DONE, six_years_ago)
    assert forget_staff_changes() == 1
    assert left() == {here}


def test_it_is_done_each_day():
    assert JOBS["rights.staff_changes"].run is forget_staff_changes
    assert JOBS["rights.staff_changes"].every == timedelta(days=1)
