"""Counting by hand: small examples whose numbers anyone can check."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.cast import ON_LAW
from tests.reports.registers import Written

from tilts.access.models import Folder, Grant, Membership, Organisation, User
from tilts.access.reach import Reach, unscoped
from tilts.kit.figures import CountType, State
from tilts.kit.measures import UnknownMeasure
from tilts.kit.periods import BadPeriod, Period
from tilts.people.models import HouseholdMember
from tilts.reports.counting import UnknownBreakdown, count, figure, since_start, trace
from tilts.services.models import Participation, Session

pytestmark = pytest.mark.django_db

PERSON = {
    "household_ref": "",
    "birth_date": "",
    "sex": "",
    "country": "",
    "municipality": "",
    "status": "",
    "support_level": "",
    "level_from": "",
}
ACT = {
    "person_refs": "",
    "site": "",
    "specialism": "psychologist",
    "minutes": "60",
    "mode": "in_person",
    "status": "held",
    "interpreter_language": "",
    "project": "",
    "organisation": "",
}
YEAR = Period.year(2020)


def person(ref, **facts):
    """A row of `persons`."""
    return {**PERSON, "person_ref": ref, **facts}


def act(day, *refs, **facts):
    """A row of `services`."""
    return {**ACT, "date": day, "person_refs": ";".join(refs), **facts}


def register(persons, acts):
    """A small office with its register."""
    return Written("centrs", persons, acts)


def number(key, period=YEAR, **more):
    """The value of a measure of everything there is."""
    return figure(f"services.{key}", reach=Reach().counting(), period=period, **more).value


def table(key, by, period=YEAR, **more):
    """The groups of a measure."""
    found = count(f"services.{key}", reach=Reach().counting(), period=period, by=by.split(","), **more)
    return {",".join(dims.values()): row.value for dims, row in found.rows}


def test_siblings_in_one_consultation_are_one_act_two_children_and_one_family():
    people = [
        person(ref, household_ref="ozoli", birth_date="2010-05-05", sex=sex) for ref, sex in (("a", "f"), ("b", "m"))
    ]
    register(people, [act("2020-03-03", "a", "b", minutes="90")])
    assert (number("consultations"), number("minutes")) == (1, 90)
    assert (number("persons_served"), number("children_served"), number("families_served")) == (2, 2, 1)
    assert table("minutes", "sex") == {"f": 90, "m": 90}
    assert table("consultations", "age_band") == {"7-12": 1}


def test_who_did_not_come_and_what_was_cancelled_is_not_counted():
    register([person("a")], [act("2020-03-03", "a", status="no_show"), act("2020-03-04", "a", status="cancelled")])
    found = figure("services.consultations", reach=Reach().counting(), period=YEAR)
    assert (found.value, found.state, found.count_type) == (0, State.ZERO, CountType.ACTS)
    assert number("persons_served") == number("minutes") == number("persons_monthly_mean") == 0
    assert table("consultations", "month") == {}


def test_first_and_last_day_count_and_the_days_around_do_not():
    days = ("2020-05-31", "2020-06-01", "2020-06-30", "2020-07-01")
    register([person("a")], [act(day, "a") for day in days])
    assert number("consultations", Period.month(2020, 6)) == 2
    assert number("consultations", Period.of(date(2020, 6, 30), date(2020, 6, 30))) == 1
    assert table("consultations", "month") == {"2020-05": 1, "2020-06": 2, "2020-07": 1}
    assert table("consultations", "quarter") == {"2020-Q2": 3, "2020-Q3": 1}


def test_the_act_counts_on_its_local_day_whenever_it_was_written_down():
    office = register([person("a")], [act("2020-06-30", "a")])
    late = timezone.datetime(2020, 6, 30, 22, 30, tzinfo=timezone.get_fixed_timezone(0))
    unscoped(Session, reason="test").filter(organisation=office.organisation).update(created_at=late)
    assert table("consultations", "month") == {"2020-06": 1}


def test_a_person_who_moved_between_two_acts_stands_for_two_families():
    rows = [
        person("a", household_ref="berzi", status="x"),
        person("a", household_ref="liepas", level_from="2020-06-01"),
    ]
    register(rows, [act("2020-05-31", "a"), act("2020-06-01", "a"), act("2020-06-02", "a")])
    assert number("families_served") == 2
    assert table("families_served", "month") == {"2020-05": 1, "2020-06": 1}
    assert number("persons_served") == 1


def test_from_the_day_a_person_moved_out_the_person_is_a_family_of_one():
    rows = [person(ref, household_ref="ozoli", birth_date="2010-01-01") for ref in ("a", "b")]
    office = register(rows, [act("2020-05-31", "a", "b"), act("2020-06-01", "a", "b")])
    spell = unscoped(HouseholdMember, reason="test").filter(person=office.persons["b"])
    spell.update(ends=date(2020, 6, 1))
    assert table("families_served", "month") == {"2020-05": 1, "2020-06": 2}
    spell.update(voided_at=timezone.now())
    assert table("families_served", "month") == {"2020-05": 2, "2020-06": 2}


def test_of_two_households_at_once_the_later_one_counts():
    office = register(
        [person("a", household_ref="ozoli"), person("b", household_ref="liepas")], [act("2020-06-01", "a")]
    )
    child = register([person("c", birth_date="2012-01-01")], []).persons["c"]
    later = unscoped(HouseholdMember, reason="test").get(person=office.persons["b"]).household
    who = {"organisation": office.organisation, "folder": office.folder, "household": later}
    HouseholdMember.objects.create(person=child, starts=date(2020, 1, 1), **who)
    assert number("children_in_families_served") == 0
    HouseholdMember.objects.create(person=office.persons["a"], starts=date(2020, 6, 1), **who)
    assert (number("families_served"), number("children_in_families_served")) == (1, 1)


def test_persons_without_a_household_are_families_of_one():
    register([person("a"), person("b"), person("c", household_ref="kalni")], [act("2020-02-02", "a", "b", "c")])
    assert number("families_served") == 3


def test_an_act_without_participants_counts_as_an_act_and_as_unknown():
    register([person("a", sex="f")], [act("2020-02-02"), act("2020-02-03", "a")])
    assert number("consultations") == 2
    assert table("consultations", "sex") == {"f": 1, "unknown": 1}
    assert table("persons_served", "sex") == {"f": 1}
    assert number("families_served") == 1


def test_a_child_is_under_eighteen_on_the_day_of_at_least_one_act():
    rows = [
        person("birthday between", birth_date="2002-06-15"),
        person("birthday on the day", birth_date="2002-03-03"),
        person("birthday the next day", birth_date="2002-03-04"),
        person("unknown"),
    ]
    acts = [act("2020-03-03", *(row["person_ref"] for row in rows)), act("2020-09-09", "birthday between")]
    register(rows, acts)
    assert number("children_served") == 2
    assert number("children_served", Period.month(2020, 9)) == 0
    assert table("consultations", "age_band") == {"13-17": 1, "18-24": 2, "unknown": 1}
    assert table("children_served", "age_band") == {"13-17": 2}


def test_who_was_born_on_29_february_comes_of_age_on_1_march():
    register([person("a", birth_date="2004-02-29")], [act("2022-02-28", "a"), act("2022-03-01", "a")])
    assert number("children_served", Period.month(2022, 2)) == 1
    assert number("children_served", Period.month(2022, 3)) == 0


def test_status_and_support_level_are_those_of_the_day_of_the_act():
    rows = [
        person("a", support_level="maximum", status="asylum_seeker", level_from="2020-02-01"),
        person("a", support_level="basic", status="refugee", level_from="2020-04-01"),
    ]
    register(rows, [act(f"2020-0{month}-01", "a") for month in (1, 2, 3, 4)])
    assert table("consultations", "support_level") == {"basic": 1, "maximum": 2, "unknown": 1}
    assert table("persons_served", "person_status") == {"asylum_seeker": 1, "refugee": 1, "unknown": 1}
    assert number("consultations", where={"support_level": "maximum"}) == 2
    assert number("consultations", where={"support_level": "unknown"}) == 1


def test_children_of_a_served_family_count_though_they_did_not_take_part():
    rows = [
        person("mother", household_ref="ozoli", birth_date="1985-01-01", sex="f"),
        person("at home", household_ref="ozoli", birth_date="2012-01-01", sex="m"),
        person("grown up", household_ref="ozoli", birth_date="2000-01-01"),
        person("no birth date", household_ref="ozoli"),
        person("moved in later", household_ref="kalni", birth_date="2014-01-01", sex="f", status="x"),
        person("moved in later", household_ref="ozoli", level_from="2020-08-01"),
        person("of another family", household_ref="liepas", birth_date="2012-01-01"),
        person("alone", birth_date="2006-01-01", sex="f"),
    ]
    register(rows, [act("2020-03-03", "mother"), act("2020-05-05", "alone"), act("2020-09-09", "mother")])
    assert number("children_in_families_served", Period.quarter(2020, 1)) == 1
    assert number("children_in_families_served") == 3
    assert table("children_in_families_served", "sex") == {"f": 2, "m": 1}
    assert number("children_served") == 1


def test_the_monthly_mean_divides_by_every_month_touched():
    register([person("a"), person("b")], [act("2020-01-31", "a", "b"), act("2020-01-02", "a"), act("2020-03-01", "a")])
    assert number("persons_monthly_mean", Period.of(date(2020, 1, 15), date(2020, 3, 1))) == Decimal(1)
    assert number("persons_monthly_mean", Period.year(2020)) == Decimal(3) / 12
    assert table("persons_monthly_mean", "month", Period.quarter(2020, 1)) == {"2020-01": 2, "2020-03": 1}
    assert table("persons_monthly_mean", "quarter") == {"2020-Q1": Decimal(1)}


def test_an_act_of_two_projects_counts_in_both_and_once_in_all():
    office = register([person("a")], [act("2020-01-31", "a", project="alfa;beta"), act("2020-02-01", "a")])
    assert table("consultations", "project") == {"alfa": 1, "beta": 1, "unknown": 1}
    assert number("consultations") == 2
    assert number("minutes") == 120
    assert office.organisation.code == "centrs"


def test_voided_acts_and_participations_are_left_out():
    office = register(
        [person("a", sex="f"), person("b", sex="m")], [act("2020-01-31", "a", "b"), act("2020-02-01", "a")]
    )
    now = timezone.now()
    unscoped(Session, reason="test").filter(pk=office.sessions[1].pk).update(voided_at=now)
    unscoped(Participation, reason="test").filter(person=office.persons["b"]).update(voided_at=now)
    assert (number("consultations"), number("persons_served")) == (1, 1)
    assert table("consultations", "sex") == {"f": 1}


def test_empty_months_are_listed_only_where_they_are_asked_for():
    register([person("a")], [act("2020-01-31", "a"), act("2020-03-01", "a")])
    spring = Period.quarter(2020, 1)
    assert table("consultations", "month", spring) == {"2020-01": 1, "2020-03": 1}
    assert table("consultations", "month", spring, fill=True) == {"2020-01": 1, "2020-02": 0, "2020-03": 1}


def test_a_row_of_a_month_carries_that_month_clipped_to_the_period():
    register([person("a")], [act("2020-01-31", "a"), act("2020-02-01", "a")])
    period = Period.of(date(2020, 1, 15), date(2020, 2, 10))
    rows = count("services.consultations", reach=Reach().counting(), period=period, by=["month"]).rows
    assert [row.period.label() for _dims, row in rows] == ["2020-01-15 – 2020-01-31", "2020-02-01 – 2020-02-10"]


def test_an_unknown_breakdown_is_refused_with_those_that_are_there():
    with pytest.raises(UnknownBreakdown, match="support_level, person_status"):
        count("services.consultations", reach=Reach().counting(), period=YEAR, by=["eye_colour"])
    with pytest.raises(UnknownBreakdown):
        count("services.consultations", reach=Reach().counting(), period=YEAR, where={"eye_colour": "blue"})
    with pytest.raises(UnknownMeasure):
        count("services.sighs", reach=Reach().counting(), period=YEAR)
    with pytest.raises(BadPeriod):
        Period.of(date(2020, 2, 1), date(2020, 1, 1))


def test_a_figure_is_never_counted_under_the_viewers_own_reach():
    with pytest.raises(ValueError, match="counting"):
        count("services.consultations", reach=Reach(), period=YEAR)


def test_a_figure_opens_to_the_acts_that_the_viewer_may_open_and_says_how_many_more_there_are():
    office = register([person("a")], [act("2020-01-31", "a"), act("2020-02-01", "a"), act("2020-02-02", "a")])
    user = User.objects.create_user("zane@example.lv", name="Zane")
    membership = Membership.objects.create(user=user, organisation=office.organisation, role="case_worker")
    viewer = Reach(user=user, membership=membership)
    assert trace("services.persons_served", viewer, YEAR).hidden == 3
    other = Folder.objects.create(organisation=office.organisation, kind="case")
    unscoped(Session, reason="test").filter(pk=office.sessions[2].pk).update(folder=other)
    Grant.objects.create(folder=office.folder, to_user=user, zone_services=1, kind="assigned", **ON_LAW)
    for key in ("services.persons_served", "services.children_in_families_served", "services.consultations"):
        rows, hidden = trace(key, viewer, YEAR, organisation=office.organisation)
        expected = {session.pk for session in office.sessions[:2]} if "children" not in key else set()
        assert ({row.pk for row in rows}, hidden) == (expected, 1 if expected else 0)
    stranger = Organisation.objects.create(code="cits", name="Cits", kind="ngo")
    rows, hidden = trace("services.consultations", viewer, YEAR, organisation=stranger)
    assert (list(rows), hidden) == ([], 0)


def test_the_curve_counts_each_person_from_the_first_act_on():
    acts = [act("2020-01-31", "a"), act("2020-02-01", "a", "b", minutes="30"), act("2020-03-31", "c", minutes="45")]
    register([person("a"), person("b"), person("c")], acts)
    points = [date(2019, 12, 31), date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31), date(2020, 4, 30)]
    curve = since_start("services.persons_served", Reach().counting(), date(2020, 1, 1), points)
    assert [(day, found.value) for day, found in curve] == list(zip(points[1:], (1, 2, 3, 3), strict=True))
    assert {found.count_type for _day, found in curve} == {CountType.PERSONS_SINCE_START}
    minutes = since_start("services.minutes", Reach().counting(), date(2020, 1, 1), points)
    assert [found.value for _day, found in minutes] == [60, 90, 135, 135]
