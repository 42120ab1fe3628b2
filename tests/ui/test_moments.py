"""The hour that comes twice in October is asked for and kept; the one that is missing in March is said so in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.apps import apps
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import a_case, build_cast  # noqa: F401 - loads every room

from tilts.kit.dates import RIGA, NoSuchTime, TimeTwice, moment_at, which_time
from tilts.plan.actions.orders import latest_end
from tilts.plan.models import Appointment
from tilts.ui import local
from tilts.ui.forms import LocalMomentField, TiltsForm

BACK = datetime(2026, 10, 25, 3, 30)
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


class Visit(TiltsForm):
    """One moment."""

    at = LocalMomentField(label="When")


def read(**data):
    form = Visit(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["at"]


@pytest.mark.parametrize("typed", ["2026-10-25T03:30", "25.10.2026 3.30", "25.10.2026. 3:30"])
def test_an_hour_that_comes_twice_is_asked_for_and_kept(typed):
    form = Visit({"at": typed})
    with override("en"):
        assert not form.is_valid()
        assert form.errors["at"] == ["That night the clocks go back and 03:30 comes twice. Say which one is meant."]
        drawn = str(form["at"])
    assert typed in drawn and drawn.count('name="at_which"') == 2 and "checked" not in drawn
    assert read(at=typed, at_which="1") == FIRST and read(at=typed, at_which="2") == SECOND
    with override("en"):
        again = str(Visit({"at": typed, "at_which": "2"})["at"])
    assert 'value="2" checked' in again and 'value="1" checked' not in again


@pytest.mark.parametrize(("moment", "which"), [(FIRST, 1), (SECOND, 2)])
def test_what_was_kept_is_shown_and_sent_back_unchanged(moment, which):
    form = Visit(initial={"at": moment})
    assert f'value="{which}" checked' in str(form["at"]).replace("  ", " ")
    sent = Visit({"at": "2026-10-25T03:30", "at_which": str(which)}, initial={"at": moment})
    assert sent.is_valid() and not sent.has_changed()
    with override("lv"):
        assert local.time_words(moment) == f"3.30, {'pirmo' if which == 1 else 'otro'} reizi"
    with override("en"):
        assert local.time_words(moment + timedelta(days=1)) in ("02:30", "03:30")


@pytest.mark.parametrize("typed", ["2026-03-29T03:30", "29.03.2026 3.00", "29.3.2026. 3:59"])
@pytest.mark.parametrize("which", ["", "1", "2"])
def test_an_hour_that_is_missing_gets_a_plain_sentence(typed, which):
    form = Visit({"at": typed, "at_which": which})
    with override("en"):
        assert not form.is_valid() and "the clocks go forward: there is no 03:" in form.errors["at"][0]
        assert typed in str(form["at"]) and "at_which" not in str(form["at"])


@pytest.mark.parametrize("typed", ["2026-10-25T02:59", "2026-10-25T04:00", "2026-03-29T02:59", "2026-03-29T04:00"])
def test_the_hours_beside_are_asked_nothing(typed):
    assert read(at=typed, at_which="2") == datetime.fromisoformat(typed).replace(tzinfo=RIGA)
    assert "at_which" not in str(Visit({"at": typed})["at"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.sampled_from([1, 2]))
def test_every_moment_comes_back_as_the_clock_showed_it(wall, which):
    try:
        moment = moment_at(wall, which)
    except NoSuchTime:
        assert wall.replace(tzinfo=RIGA).astimezone(UTC).astimezone(RIGA).replace(tzinfo=None) != wall
        return
    assert moment.astimezone(RIGA).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
    assert which_time(moment) in (0, which)
    if which_time(moment):
        with pytest.raises(TimeTwice):
            moment_at(wall)


def all_forms(kind=TiltsForm):
    for one in kind.__subclasses__():
        yield one
        yield from all_forms(one)


def test_every_form_that_asks_a_moment_asks_it_by_the_one_field():
    moments = 0
    for form in all_forms():
        for name, field in form.base_fields.items():
            assert not isinstance(field, forms.SplitDateTimeField), (form, name)
            if isinstance(field, forms.DateTimeField):
                assert isinstance(field, LocalMomentField), (form, name)
                moments += 1
    assert moments > 12 and apps.ready


def test_eight_days_over_a_change_of_the_clock():
    assert latest_end(moment_at(datetime(2026, 10, 17, 3, 30))) == FIRST
    assert latest_end(FIRST) == latest_end(SECOND) == moment_at(datetime(2026, 11, 2, 3, 30))
    assert latest_end(moment_at(datetime(2026, 3, 21, 3, 30))) == moment_at(datetime(2026, 3, 29, 4, 30))


def test_what_is_longer_by_the_hour_that_comes_twice_is_longer():
    assert moment_at(BACK, 2) > latest_end(moment_at(datetime(2026, 10, 17, 3, 30)))
    assert read(at="2026-10-25T03:10", at_which="2") > read(at="2026-10-25T03:50", at_which="1")


@pytest.mark.django_db
def test_an_appointment_over_the_missing_hour_ends_when_its_minutes_are_over(cast, enter):
    case, _person = a_case(cast.worker)
    browser = enter(cast.worker.user)
    path = f"/cases/{case.pk}/appointments/add/"
    told = {
        "starts": "2026-10-25T03:30",
        "minutes": "60",
        "place_kind": "office",
        "place": "Balvi",
        "staff": cast.worker.user.pk,
    }
    asked = browser.post(path, told)
    assert asked.status_code == 422 and 'name="starts_which"' in asked.content.decode()
    done = browser.post(path, told | {"starts_which": "2"})
    assert done.status_code == 302, done.content.decode()[-3000:]
    row = Appointment._base_manager.get()
    assert row.starts == SECOND and row.ends == SECOND + timedelta(hours=1)
