"""The file, and opening one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.codes import code_of
from tilts.access.doors import Request, door, page
from tilts.cases import actions, asks, dated
from tilts.cases.forms import NewCaseForm, NoteForm
from tilts.cases.models import Case
from tilts.cases.pages import PERSON, case_with_ends, is_own, people_in, sheets, zones_written
from tilts.cases.views.people import put_in
from tilts.directory.beside import own_municipality
from tilts.kit.timeline import PAGE, CoursePage, Cursor, page_of_course
from tilts.people.actions import find_similar


@door("cases.read")
def case_page(request: Request, id: UUID) -> HttpResponse:
    """The file: who, how dangerous, how to reach safely, what happened, what is next."""
    case = case_with_ends(request, id)
    zones = request.reach.zones(case.folder_id)
    course, kinds, only = _course(request, case)
    return page(
        request,
        "cases/case_page.html",
        case=case,
        zones=zones,
        own=is_own(request, case),
        may_note=zones.privileged == 2 and bool(request.reach.may("privileged.noted")),
        people=people_in(request, case),
        course=course,
        later="before" in request.GET,
        kinds=kinds,
        only=only,
        team=dated.team.of(request, case),
        due=sheets(request, "case.due", case),
        panels=sheets(request, "case", case),
        more=sheets(request, "case.more", case),
        note_form=NoteForm(zones=zones_written(request, case)),
    )


def _course(request: Request, case: Case) -> tuple[CoursePage, list[dict[str, Any]], str]:
    """A page of the course, the kinds of which there is something, and which one was chosen.

    How many there are of a kind is said on the newest page; more than a page of them is only said to be more.
    """
    parts, asked, cursor = asks.course.parts, request.GET.get("only", ""), Cursor.read(request.GET.get("before", ""))
    chosen = next((number for number, part in enumerate(parts) if part.slug == asked), None)
    course = page_of_course([partial(part.given, request, case) for part in parts], cursor, only=chosen)
    kinds = [
        {"part": part, "count": "" if cursor.until else f"{min(count, PAGE)}{'+' if count > PAGE else ''}"}
        for number, (part, count) in enumerate(zip(parts, course.counts, strict=True))
        if count or number == chosen
    ]
    return course, kinds, asked if chosen is not None else ""


@door("case.opened", asked=PERSON)
def case_new(request: Request) -> HttpResponse:
    """Open a case: look first whether the person is here already."""
    form = NewCaseForm(request.POST or None, initial={"municipality": own_municipality(request.reach)})
    if request.method != "POST" or not form.is_valid():
        return page(request, "cases/case_new.html", form=form, status=422 if form.errors else 200)
    data = form.cleaned_data
    similar = find_similar(
        request.reach,
        name=f"{data['given_name']} {data['family_name']}",
        birth_date=data["birth_date"],
        birth_year=data["birth_year"],
    )
    if similar and not request.POST.get("person"):
        return page(request, "cases/case_new.html", form=form, similar=similar)
    opened = partial(actions.open_case, request.reach, kind=data["kind"], territory=data["municipality"])
    case = put_in(request, form, opened)
    if case is None:
        return page(request, "cases/case_new.html", form=form, status=422)
    messages.success(request, _("Case %(code)s is open.") % {"code": code_of(request.reach, case)})
    return redirect("cases:case_page", id=case.pk)
