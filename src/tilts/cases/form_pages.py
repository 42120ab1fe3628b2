"""A page with one form about a case, and what its lists of people are."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from tilts.access.codes import code_lead
from tilts.access.doors import Request
from tilts.access.form_pages import Entry
from tilts.access.models import User
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.pages import members_of
from tilts.cases.policy.case import case_of
from tilts.people.models import Person


def team_users(request: Request, case: Case) -> Any:
    """The colleagues who work on the case today, to choose from."""
    return request.reach(User).filter(pk__in=members_of(request.reach, case=case.pk).order_by().values("user"))


def people_to_choose(request: Request, case: Case) -> Any:
    """The people of the case, but not those accused, to choose from."""
    parties = request.reach(Party).filter(case=case).exclude(role=PartyRole.ALLEGED)
    return request.reach(Person).filter(pk__in=parties.order_by().values("person"))


def clients_of(request: Request, case: Case) -> list[UUID]:
    """Who is helped in the case: whom most of what is written is about."""
    parties = request.reach(Party).filter(case=case, role=PartyRole.CLIENT)
    return list(parties.order_by().values_list("person", flat=True))


def in_case(  # noqa: PLR0913 - a page has as many parts
    record: Any,
    form: Form,
    title: str,
    *,
    said: str = "",
    back: str = "",
    at: UUID | None = None,
    about: str = "",
    case: Case | None = None,
    **more: Any,
) -> Entry:
    """A form page about a case, or about a record of one: which case, and `about` what, stands below the heading.

    `back` is the name of a page of the case, or of the record `at` in it; without one, the page of the case.
    A record that does not know its `case` is told it.
    """
    case = case or case_of(record)
    lead = code_lead(case, reverse("cases:case_page", args=[case.pk]), about)
    there = reverse(back or "cases:case_page", args=[case.pk, *([at] if at else [])])
    return Entry(record, form, title, there, said=said, lead=lead, **more)
