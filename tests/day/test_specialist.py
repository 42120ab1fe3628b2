"""What a specialist has to do stands on their day and in their list: a team, a referral; and in true words."""

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import BY_LAW, a_case, hire
from tests.sharing.test_referrals import day, told
from tests.walk_urls import text_of

from tilts.access.actions import let_in
from tilts.access.actor import acting
from tilts.access.models import Grant, GrantKind, Profession, Role
from tilts.access.reach import Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import join_team
from tilts.cases.models import Case
from tilts.people.actions import keep_contact
from tilts.plan.actions import add_task
from tilts.post.models import Letter
from tilts.sharing.actions import accept_referral, refer, withdraw_referral
from tilts.sharing.models import Referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ASKED = "Psihologa konsultācijas"


@pytest.fixture
def there(cast):
    """Who works in the organisation to which the case is referred: a supervisor and a psychologist."""
    return (
        hire(cast.stranger_office, "Vara Svesniece", Role.SUPERVISOR),
        hire(cast.stranger_office, "Psihe Svesniece", Role.SPECIALIST, Profession.PSYCHOLOGIST),
    )


def referred(cast, *, zones=("name", "contact", "risk"), **facts):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value="+371 20000004", safe=True, caution="pēc sešiem")
    unscoped(Case, reason="tests").filter(pk=case.pk).update(level="high")
    return refer(
        cast.worker, case, **told(cast.stranger_office, asked=ASKED, summary="Baidās no viņa", zones=[*zones], **facts)
    )


def reached(reach, referral):
    with transaction.atomic(), acting(reach):
        return reach(Referral).get(pk=referral.pk)


def accepted_for(cast, there, **facts):
    above, psychologist = there
    referral = referred(cast, **facts)
    return accept_referral(above, reached(above, referral), doer=psychologist.user)


def test_a_case_one_is_in_the_team_of_stands_on_ones_day_and_in_ones_list(cast, enter):
    case, _person = a_case(cast.worker)
    other, _person = a_case(cast.worker)
    browser = enter(cast.psychologist.user)
    assert "You work on no open case." in text_of(browser.get("/"))
    assert "No case that you work on." in text_of(browser.get("/cases/?mine=1"))
    join_team(cast.worker, case, user=cast.psychologist.user, profession=Profession.PSYCHOLOGIST)
    add_task(cast.worker, case, what="Sarunāt tikšanos", owner=cast.psychologist.user, due=day(20), remind_on=day(19))
    mine, listed = text_of(browser.get("/")), text_of(browser.get("/cases/?mine=1"))
    for page in (mine, listed):
        assert case.code in page and other.code not in page
        assert cast.worker.user.name in page and "Task" in page
    assert "You lead no open case" not in mine


def test_a_referral_that_waits_for_the_desk_stands_on_the_day_of_nobody_else(cast, enter):
    case, _person = a_case(cast.stranger)
    refer(cast.stranger, case, **told(cast.office, asked=ASKED))
    known = {"to_user": cast.psychologist.user, "at": cast.office, "zones": {"admin": 1}}
    let_in(cast.stranger, case.folder, GrantKind.SHARED, **BY_LAW, **known)
    assert ASKED in text_of(enter(cast.worker.user).get("/"))
    mine = text_of(enter(cast.psychologist.user).get("/"))
    assert ASKED not in mine and "shared with you by name" in mine


def test_who_accepts_says_who_does_it_and_that_colleague_has_all_they_must_know(cast, there, enter):
    above, psychologist = there
    referral = referred(cast)
    browser = enter(above.user)
    form = browser.get(f"/referrals/{referral.pk}/accept/").content.decode()
    assert "Psihe Svesniece" in form
    assert (
        browser.post(f"/referrals/{referral.pk}/accept/", {"agreed": "on", "doer": psychologist.user.pk}).status_code
        == 302
    )
    referral.refresh_from_db()
    own, browser = unscoped(Case, reason="tests").get(pk=referral.to_case_id), enter(psychologist.user)
    mine = text_of(browser.get("/"))
    assert ASKED in mine and cast.office.name in mine and own.code in mine and "high risk" in mine
    listed = text_of(browser.get("/cases/?mine=1"))
    assert own.code in listed and referral.case.code in listed
    page = text_of(browser.get(f"/referrals/{referral.pk}/"))
    for told_them in (
        ASKED,
        "Baidās no viņa",
        "+371 20000004",
        "Pēc sešiem",
        "high risk",
        cast.worker.user.name,
        "Psihe Svesniece",
    ):
        assert told_them in page, told_them
    assert Letter.objects.filter(kind="referral.given", to=psychologist.user).exists()
    outcome = browser.post(f"/referrals/{referral.pk}/done/", {"outcome": "Trīs tikšanās."})
    assert outcome.status_code == 302
    referral.refresh_from_db()
    assert referral.state == "done"


def test_the_page_of_a_case_says_what_one_really_sees(cast, there, enter):
    _above, psychologist = there
    referral = accepted_for(cast, there, zones=("name", "contact"))
    page = text_of(enter(psychologist.user).get(f"/cases/{referral.case_id}/"))
    assert "Only what everyone in the organisation may see" not in page
    assert "You see: code and stage, names, ways to reach." in page
    assert "Not open to you: addresses, personal codes, risk, plan and services, confidential notes." in page
    case, _person = a_case(cast.worker)
    assert "You see: code and stage." in text_of(enter(cast.lawyer.user).get(f"/cases/{case.pk}/"))


def test_a_referral_is_given_to_nobody_who_may_not_have_it_and_what_ends_leaves_the_day(cast, there, enter):
    above, psychologist = there
    referral = referred(cast)
    walled = hire(cast.stranger_office, "Radiniece Svesniece", Role.SPECIALIST)
    raise_wall(cast.supervisor, referral.case.folder, reason="kin", user=walled.user)
    gone = hire(cast.stranger_office, "Bijusī Svesniece", Role.SPECIALIST)
    gone.membership.__class__.objects.filter(pk=gone.membership.pk).update(ends=timezone.now())
    for nobody in (walled, gone, cast.psychologist):
        with pytest.raises(Refused) as no:
            accept_referral(above, reached(above, referral), doer=nobody.user)
        assert no.value.field == "doer"
    assert not Grant.objects.filter(
        to_user__in=[walled.user, gone.user, cast.psychologist.user], kind="referred"
    ).exists()
    done = accept_referral(above, reached(above, referral), doer=psychologist.user)
    withdraw_referral(cast.worker, reached(cast.worker, done), reason="Vairs nevajag.")
    browser = enter(psychologist.user)
    assert ASKED not in text_of(browser.get("/"))
    assert browser.get(f"/referrals/{done.pk}/").status_code == 404
