"""A page with one form about a case, and what its lists of people are."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from tilts.access.doors import Request, page
from tilts.access.form_pages import Entry
from tilts.access.models import User
from tilts.access.told import done
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.policy.case import case_of
from tilts.cases.views.pages import members_of
from tilts.people.models import Person


def team_users(request: Request, case: Case) -> Any:
    """The colleagues who work on the case today, to choose from."""
    return request.reach(User).filter(pk__in=members_of(request.reach, case=case.pk).order_by().values("user"))


def people_to_choose(request: Request, case: Case) -> Any:
    """The people of the case, but not those accused, to choose from."""
    parties = request.reach(Party).filter(case=case).exclude(role=PartyRole.ALLEGED)
    return request.reach(Person).filter(pk__in=parties.order_by().values("person"))


def in_case(  # noqa: PLR0913 - a page has as many parts
    record: Any,
    form: Form,
    title: str,
    *,
    said: str,
    back: str = "cases:case_page",
    about: str = "",
    **more: Any,
) -> Entry:
    """A form page about a case, or about a record of one: which case, and `about` what, stands below the heading.

    `back` is the name of a page of the case.
    """
    case = case_of(record)
    link = format_html('<a href="{}">{}</a>', reverse("cases:case_page", args=[case.pk]), case.code)
    lead = format_html("{} · {}", link, about) if about else link
    return Entry(record, form, title, reverse(back, args=[case.pk]), said=said, lead=lead, **more)


def sent(request: Request, form: Any) -> bool:
    """Whether the form came and can be understood."""
    return request.method == "POST" and bool(form.is_valid())


def one_form(  # noqa: PLR0913 - a page has as many parts
    request: Request,
    case: Case,
    form: Any,
    title: str,
    verb: Callable[..., Any],
    *what: Any,
    said: str,
    back: str = "cases:case_page",
    at: UUID | None = None,
    facts: dict[str, Any] | None = None,
    lead: str = "",
) -> HttpResponse:
    """Show the form; once it is sent, do the verb with what was typed (or `facts`) and go back, or say why not.

    A refusal stands at the field that the form names as `refused_at`, else above it; what was typed stays. `back` is
    the name of a page of the case: there one goes afterwards, and without it.
    """
    away = reverse(back, args=[case.pk, *([at] if at else [])])
    if sent(request, form):
        told = form.cleaned_data if facts is None else facts
        if done(form, getattr(form, "refused_at", None), verb, request.reach, *what, **told):
            messages.success(request, said)
            there: HttpResponse = redirect(away)
            return there
    status = 422 if form.errors else 200
    context = {"case": case, "form": form, "title": title, "back": away, "lead": lead}
    return page(request, "cases/one_form.html", status, **context)


def typed(form: Any, *without: str) -> dict[str, Any]:
    """What was typed, the version under the name by which verbs ask for it; nothing before the form was sent."""
    data = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
    if "version" in data:
        data["seen_version"] = data.pop("version")
    return {name: value for name, value in data.items() if name not in without}
