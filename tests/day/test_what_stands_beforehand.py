"""What stands in a form before anybody typed: one's own, and what can be true."""

import re
from datetime import date, datetime, timedelta

import pytest
from django import forms
from django.utils import timezone
from tests.cast import a_case

from tilts.cases.actions import write_child_report
from tilts.config.urls import urlpatterns  # noqa: F401  every form of every page is there to be walked
from tilts.kit.workdays import is_working_day
from tilts.plan.actions import make_appointment
from tilts.projects.forms import Paying, ProjectField, ProjectsField
from tilts.projects.models import Project
from tilts.risk.actions import register_report
from tilts.services.actions import write_session
from tilts.ui.forms import Ahead, LocalDateField, LocalMomentField, TiltsForm

DAYS = (LocalDateField, LocalMomentField)


def forms_of(kind=TiltsForm):
    """Every form of the house."""
    for one in kind.__subclasses__():
        yield one
        yield from forms_of(one)


def fields_of(*kinds):
    """Their fields of these kinds."""
    return {
        f"{one.__module__}.{one.__name__}.{name}": field
        for one in forms_of()
        for name, field in one.base_fields.items()
        if isinstance(field, kinds)
    }


def chosen(page, name):
    """What a list shows chosen."""
    [whole] = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return re.findall(r'value="([^"]*)" selected', whole)


def test_a_day_that_stands_beforehand_is_today_or_a_working_day_to_come():
    told = {name: field.initial for name, field in fields_of(*DAYS).items() if field.initial is not None}
    assert len(told) > 12
    for name, initial in told.items():
        now = initial() if callable(initial) else initial
        day = timezone.localtime(now).date() if isinstance(now, datetime) else now
        day = date.fromisoformat(day) if isinstance(day, str) else day
        if isinstance(initial, Ahead):
            assert day > timezone.localdate() and is_working_day(day), name
        elif not name.endswith(".until"):
            assert day == timezone.localdate(), name


def test_who_pays_is_asked_by_the_field_that_leaves_out_what_ended():
    asking = fields_of(forms.ModelChoiceField)
    projects = {
        name
        for name, field in asking.items()
        if getattr(field.queryset, "model", None) is Project or name.rpartition(".")[2].startswith("project")
    }
    assert len(projects) >= 5
    assert {name for name in projects if not isinstance(asking[name], ProjectField | ProjectsField)} == set()


@pytest.fixture
def ended(cast):
    today = timezone.localdate()
    facts = {"title_lv": "Senais", "title_en": "The old one", "funder": "Fund", "organisation": cast.office}
    days = {"starts": today - timedelta(days=900), "ends": today - timedelta(days=1)}
    return Project.objects.create(code="senais", **facts, **days)


@pytest.mark.django_db
def test_of_the_projects_those_that_run_are_offered(cast, ended):
    today, all_of_them = timezone.localdate(), cast.manager(Project)
    later = Project.objects.create(
        code="velak",
        title_lv="V",
        title_en="L",
        funder="F",
        organisation=cast.office,
        starts=today + timedelta(days=9),
        ends=today + timedelta(days=99),
    )
    assert set(all_of_them) == {cast.project, ended, later}
    assert set(Paying(all_of_them, today).offered) == {cast.project}
    assert set(Paying(all_of_them, today, to_come=True).offered) == {cast.project, later}
    assert set(Paying(all_of_them, ended.ends).offered) == {cast.project, ended}
    assert set(Paying(all_of_them, today, [ended.pk, None]).offered) == {cast.project, ended}


@pytest.mark.django_db
def test_a_consultation_offers_ones_own_site_and_no_project_that_ended(cast, enter, ended):
    case, person = a_case(cast.worker)
    yesterday = timezone.localdate() - timedelta(days=1)
    facts = {"minutes": 60, "specialism": "social_worker", "status": "held", "people": [person]}
    write_session(
        cast.worker, case, day=yesterday, mode="phone", project=ended, interpreter_language="ukraiņu", **facts
    )
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/consultations/add/").content.decode()
    assert "Klucis" in page and "The old one" not in page
    assert chosen(page, "mode") == ["phone"]
    assert chosen(page, "site") == [str(cast.worker.membership.site_id)]
    assert re.search(r'name="interpreter_language"[^>]*value="ukraiņu"', page)


@pytest.mark.django_db
def test_a_report_is_registered_in_ones_own_municipality_from_whom_the_last_one_came(cast, enter):
    now = timezone.now()
    told = {"territory": cast.county, "person_name": "Marta", "channel": "paper", "sender_kind": "health"}
    register_report(cast.second_worker, sent_at=now, happened_at=now - timedelta(hours=2), **told)
    page = enter(cast.worker.user).get("/inbox/register/").content.decode()
    assert chosen(page, "territory") == [str(cast.county.pk)]
    assert chosen(page, "channel") == ["paper"] and chosen(page, "sender_kind") == ["health"]
    assert chosen(enter(cast.worker.user).get("/cases/new/").content.decode(), "municipality") == [str(cast.county.pk)]


@pytest.mark.django_db
def test_a_child_at_risk_is_reported_to_whom_one_reported_last(cast, enter):
    told = {
        "told_to": "orphans_court",
        "which": "Balvu novada bāriņtiesa",
        "child": "Jānis",
        "place": "",
        "known": "Klusē.",
    }
    write_child_report(cast.worker, None, **told)
    page = enter(cast.worker.user).get("/child-reports/new/").content.decode()
    assert chosen(page, "told_to") == ["orphans_court"] and 'value="Balvu novada bāriņtiesa"' in page
    assert "Klusē." not in page and "Jānis" not in page


@pytest.mark.django_db
def test_an_appointment_is_with_the_client_where_one_met_last(cast, enter):
    case, person = a_case(cast.worker)
    facts = {"staff": cast.worker.user, "place_kind": "phone", "people": [person]}
    make_appointment(cast.worker, case, starts=timezone.now() + timedelta(days=3), minutes=30, **facts)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/appointments/add/").content.decode()
    assert chosen(page, "place_kind") == ["phone"] and chosen(page, "staff") == [str(cast.worker.user.pk)]
    assert re.search(rf'value="{person.pk}"[^>]*checked', page)
