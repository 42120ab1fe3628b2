"""Pages of the case: my day, inbox, list, file, search."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.actions import Stale
from tilts.access.doors import Request, allowed, door, page
from tilts.access.grants import end_grant
from tilts.access.models import ZONES, Grant, Membership, User, Wall
from tilts.access.reach import NotAllowed, Refused, granted
from tilts.access.relationships import ZONE_WORDS
from tilts.cases import actions
from tilts.cases.forms import (
    CloseForm,
    EndForm,
    HandOverForm,
    NewCaseForm,
    NoteForm,
    PersonForm,
    TeamForm,
    WhyForm,
)
from tilts.cases.models import Case, Party, PartyRole, TeamMember
from tilts.cases.policy import WORKERS, restricted_cases
from tilts.kit.panels import panels_for
from tilts.people.actions import find_similar, join_household, keep_contact, record_person
from tilts.people.models import ContactWay, Person

PERSON = ("given_name", "family_name")
"""The fields by which the house is searched before somebody is written down as new."""


def _sheets(request: Request, place: str, subject: Any = None) -> list[dict[str, Any]]:
    shown = [(lent, lent.show(request, subject)) for lent in panels_for(place)]
    return [{"title": lent.title, "html": html, "key": lent.key} for lent, html in shown if html]


@door("day.read")
def my_day(request: Request) -> HttpResponse:
    """What waits today, what is begun, and this month's figures."""
    now = timezone.localtime()
    return page(
        request, "cases/my_day.html", now=now, sheets=_sheets(request, "day"), side=_sheets(request, "day.side")
    )


@door("inbox.read")
def inbox(request: Request) -> HttpResponse:
    """Everything that came from outside and waits for an answer."""
    return page(request, "cases/inbox.html", sheets=_sheets(request, "inbox"), acts=_sheets(request, "inbox.acts"))


@door("cases.read")
def case_list(request: Request) -> HttpResponse:
    """Cases within reach, newest first; closed ones on request."""
    rows = request.reach(Case).with_lead()
    closed = request.GET.get("closed") == "1"
    rows = rows.exclude(closed_on=None) if closed else rows.open()
    cases = Paginator(rows, 25).get_page(request.GET.get("page"))
    shown = request.reach(Case).filter(pk__in=[case.pk for case in cases])
    may_open = request.reach.may("case.opened")
    return page(
        request,
        "cases/case_list.html",
        cases=cases,
        closed=closed,
        known=_open_in(request, shown, "services"),
        rated=_open_in(request, shown, "risk"),
        may_open=may_open,
        restricted=restricted_cases(request.reach),
    )


def _open_in(request: Request, cases: Any, zone: str) -> set[UUID]:
    """Which of these cases are open to this actor in a zone."""
    return set(granted(request.reach, cases, folder="folder", zone=zone).order_by().values_list("pk", flat=True))


def _case(request: Request, id: UUID) -> Case:
    case: Case = request.reach(Case).with_lead().get(pk=id)
    return case


def _people(request: Request, case: Case) -> list[dict[str, Any]]:
    parties = request.reach(Party).filter(case=case).select_related("person__municipality")
    ways: dict[Any, list[ContactWay]] = {}
    for way in request.reach(ContactWay).filter(person__folder_persons__folder=case.folder_id):
        ways.setdefault(way.person_id, []).append(way)
    return [{"party": party, "person": party.person, "ways": ways.get(party.person_id, [])} for party in parties]


@door("cases.read")
def case_page(request: Request, id: UUID) -> HttpResponse:
    """The file: who, how dangerous, how to reach safely, what happened, what is next."""
    case = _case(request, id)
    people = _people(request, case)
    moments = [moment for lent in panels_for("case.timeline") for moment in lent.show(request, case)]
    kinds = sorted({moment.kind for moment in moments})
    only = request.GET.get("only", "")
    moments = sorted((m for m in moments if not only or m.kind == only), key=lambda m: m.at, reverse=True)
    return page(
        request,
        "cases/case_page.html",
        case=case,
        zones=request.reach.zones(case.folder_id),
        people=people,
        cautions=[
            {"way": way, "person": entry["person"]}
            for entry in people
            for way in entry["ways"]
            if entry["party"].role != PartyRole.ALLEGED
        ],
        moments=moments[:100],
        kinds=kinds,
        only=only,
        team=request.reach(TeamMember).filter(case=case, ends=None).select_related("user"),
        panels=_sheets(request, "case", case),
        acts=_sheets(request, "case.acts", case),
        tabs=_sheets(request, "case.tabs", case),
        note_form=NoteForm(),
    )


@door("case.opened", asked=PERSON)
def case_new(request: Request) -> HttpResponse:
    """Open a case: look first whether the person is here already."""
    form = NewCaseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "cases/case_new.html", form=form, status=422 if form.errors else 200)
    data = form.cleaned_data
    chosen = request.POST.get("person", "")
    similar = find_similar(
        request.reach, name=f"{data['given_name']} {data['family_name']}", birth_date=data["birth_date"]
    )
    if similar and not chosen:
        return page(request, "cases/case_new.html", form=form, similar=similar)
    case = actions.open_case(request.reach, kind=data["kind"], territory=data["municipality"])
    _put_in_case(request, case, form, chosen)
    messages.success(request, _("Case %(code)s is open.") % {"code": case.code})
    return redirect("cases:case_page", id=case.pk)


def _put_in_case(request: Request, case: Case, form: PersonForm, chosen: str) -> None:
    data = form.cleaned_data
    if chosen and chosen != "new":
        person = request.reach(Person).get(pk=chosen)
    else:
        person = record_person(request.reach, case.folder, **form.facts())
    actions.add_party(request.reach, case, person=person, role=data["role"])
    client = request.reach(Party).filter(case=case, role=PartyRole.CLIENT).exclude(person=person).first()
    if data.get("lives_with_client") and client:
        join_household(request.reach, person, of=client.person)
    if data["phone"]:
        keep_contact(person, channel="phone", value=data["phone"], safe=data["phone_is_safe"], caution=data["caution"])


@door("case.party_added", asked=PERSON)
def party_add(request: Request, id: UUID) -> HttpResponse:
    """Add a person to the case, after looking whether they are here already."""
    case = allowed(request, "case.party_added", _case(request, id))
    form = PersonForm(request.POST or None, initial={"role": "child"})
    if request.method != "POST" or not form.is_valid():
        return page(request, "cases/party_add.html", case=case, form=form, status=422 if form.errors else 200)
    chosen = request.POST.get("person", "")
    data = form.cleaned_data
    similar = find_similar(
        request.reach, name=f"{data['given_name']} {data['family_name']}", birth_date=data["birth_date"]
    )
    if similar and not chosen:
        return page(request, "cases/party_add.html", case=case, form=form, similar=similar)
    try:
        with transaction.atomic():
            _put_in_case(request, case, form, chosen)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return page(request, "cases/party_add.html", case=case, form=form, status=422)
    messages.success(request, _("The person is in the case."))
    return redirect("cases:case_page", id=case.pk)


@door("case.noted")
def note_add(request: Request, id: UUID) -> HttpResponse:
    """Write a note; an empty one comes back with a sentence."""
    case = allowed(request, "case.noted", _case(request, id))
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_note(request.reach, case, text=form.cleaned_data["text"])
        messages.success(request, _("The note is saved."))
        return redirect("cases:case_page", id=case.pk)
    return page(request, "cases/note_add.html", case=case, form=form, status=422 if form.errors else 200)


def _colleagues(request: Request, case: Case) -> Any:
    """Who works on cases in this organisation. Before whom a wall stands is not left out: that would tell."""
    working = request.reach(Membership).filter(organisation=case.organisation, role__in=WORKERS, ends=None)
    return request.reach(User).filter(is_active=True, pk__in=working.values("user"))


def _team(request: Request, case: Case) -> Any:
    return request.reach(TeamMember).filter(case=case, ends=None).select_related("user")


@door("case.team_joined")
def team_add(request: Request, id: UUID) -> HttpResponse:
    """The team: bring a colleague in, take one off, hand the case over."""
    case = allowed(request, "case.team_joined", _case(request, id))
    team = _team(request, case)
    colleagues = _colleagues(request, case).exclude(pk__in=team.values("user"))
    form = TeamForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if _done(form, "user", actions.join_team, request.reach, case, **facts):
            messages.success(request, _("The colleague is in the team and may open the case."))
            return redirect("cases:case_page", id=case.pk)
    status = 422 if form.errors else 200
    return page(request, "cases/team_add.html", case=case, form=form, team=team, status=status)


def _done(form: Any, field: str | None, verb: Any, *what: Any, **facts: Any) -> bool:
    """Do it; a refusal in a sentence goes to this field of the form."""
    try:
        verb(*what, **facts)
    except NotAllowed:
        raise
    except Stale:
        form.add_error(None, _("A colleague was faster. Look at the case again."))
    except Refused as refusal:
        form.add_error(field, str(refusal.sentence))
    return not form.errors


@door("case.team_left")
def team_leave(request: Request, id: UUID, member: UUID) -> HttpResponse:
    """Take a colleague off the team; from this moment the case is closed to them."""
    case = allowed(request, "case.team_left", _case(request, id))
    found = _team(request, case).get(pk=member)
    if request.method == "POST":
        actions.leave_team(request.reach, case, user=found.user)
        messages.success(request, _("The colleague has left the team."))
        return redirect("cases:team_add", id=case.pk)
    return page(request, "cases/team_leave.html", case=case, member=found)


@door("case.lead_handed_over")
def case_hand_over(request: Request, id: UUID) -> HttpResponse:
    """Give the case to a colleague who leads it from now on."""
    case = allowed(request, "case.lead_handed_over", _case(request, id))
    form = HandOverForm(request.POST or None, colleagues=_colleagues(request, case).exclude(pk=case.lead_id))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if _done(form, "to", actions.hand_over, request.reach, case, **facts):
            messages.success(request, _("The case is handed over."))
            still = request.reach(Case).filter(pk=case.pk).exists()
            return redirect("cases:case_page", id=case.pk) if still else redirect("cases:case_list")
    return page(request, "cases/case_hand_over.html", case=case, form=form, status=422 if form.errors else 200)


def _switch(request: Request, id: UUID, rule: str, verb: Any, said: str) -> HttpResponse:
    case = allowed(request, rule, _case(request, id))
    form = WhyForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, None, verb, request.reach, case, **form.cleaned_data)
    ):
        messages.success(request, said)
        return redirect("cases:case_access", id=case.pk)
    return page(request, "cases/case_restrict.html", case=case, form=form, status=422 if form.errors else 200)


@door("case.restricted")
def case_restrict(request: Request, id: UUID) -> HttpResponse:
    """Keep the case to named people."""
    return _switch(request, id, "case.restricted", actions.restrict, _("Only named people see this case now."))


@door("case.unrestricted")
def case_open_again(request: Request, id: UUID) -> HttpResponse:
    """The case is as any other of the office again."""
    return _switch(request, id, "case.unrestricted", actions.open_again, _("The office sees this case again."))


def _grant_line(grant: Grant, team: dict[Any, Any], may_end: bool) -> dict[str, Any]:
    levels = {zone: getattr(grant, f"zone_{zone}") for zone in ZONES}
    over = grant.ends is not None and grant.ends <= timezone.now()
    own_unit = grant.to_unit_id is not None and grant.to_unit_id == grant.folder.organisation_id
    return {
        "grant": grant,
        "reads": [ZONE_WORDS[zone] for zone, level in levels.items() if level == 1],
        "writes": [ZONE_WORDS[zone] for zone, level in levels.items() if level == 2],
        "over": over,
        "member": team.get(grant.to_user_id),
        "may_end": may_end and not over and not own_unit,
    }


@door("cases.read")
def case_access(request: Request, id: UUID) -> HttpResponse:
    """Who sees this case and why: the list one can read to the client."""
    case = _case(request, id)
    zones = request.reach.zones(case.folder_id)
    if not (zones.name and zones.services):
        raise NotAllowed(_("You do not work on this case."))
    rows = request.reach(Grant).filter(folder=case.folder_id)
    rows = rows.select_related("to_user", "to_unit", "given_by", "folder")
    team = {member.user_id: member for member in _team(request, case) if member.user_id != case.lead_id}
    lines = [_grant_line(grant, team, zones.admin == 2 and grant.to_user_id != case.lead_id) for grant in rows]
    walls = request.reach(Wall).filter(folder=case.folder_id, ends=None).select_related("user", "unit", "raised_by")
    return page(
        request,
        "cases/case_access.html",
        case=case,
        standing=[line for line in lines if not line["over"]],
        over=[line for line in lines if line["over"]],
        walls=[{"wall": wall, "code": ""} for wall in walls],
        may_wall=bool(request.reach.may("wall.raised", record=case.folder)),
        may_arrange=zones.admin == 2,
        may_restrict=bool(request.reach.may("case.restricted", record=case)),
        people=[entry["person"] for entry in _people(request, case)],
    )


@door("grant.ended")
def grant_end(request: Request, id: UUID, grant: UUID) -> HttpResponse:
    """Take a grant back."""
    case = _case(request, id)
    rows = request.reach(Grant).filter(folder=case.folder_id).select_related("to_user", "to_unit", "folder")
    found = allowed(request, "grant.ended", rows.get(pk=grant))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _done(form, None, end_grant, request.reach, found):
        messages.success(request, _("From this moment the case is closed to them."))
        return redirect("cases:case_access", id=case.pk)
    return page(request, "cases/grant_end.html", case=case, grant=found, form=form, status=422 if form.errors else 200)


@door("case.closed")
def case_close(request: Request, id: UUID) -> HttpResponse:
    """Close the case; if somebody wrote in between, the second writer is told and keeps the text."""
    case = allowed(request, "case.closed", _case(request, id))
    form = CloseForm(
        request.POST or None, initial={"closed_on": timezone.localdate().isoformat(), "version": case.version}
    )
    if request.method == "POST" and form.is_valid() and _close(request, case, form):
        messages.success(request, _("Case %(code)s is closed.") % {"code": case.code})
        return redirect("cases:case_page", id=case.pk)
    return page(request, "cases/case_close.html", case=case, form=form, status=422 if form.errors else 200)


def _close(request: Request, case: Case, form: CloseForm) -> bool:
    try:
        actions.close_case(
            request.reach,
            case,
            closed_on=form.cleaned_data["closed_on"],
            seen_version=form.cleaned_data["version"],
        )
    except Stale:
        form.add_error(None, _("A colleague changed this case while you were writing. Look at it, then close again."))
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("closed_on", str(refusal.sentence))
    return not form.errors


@door("people.searched", asked=["q"])
def search(request: Request) -> HttpResponse:
    """Search by POST, so that no name stands in an address or a log."""
    wanted = request.POST.get("q", "").replace("\0", "").strip()
    cases = list(request.reach(Case).with_lead().filter(code__iexact=wanted)) if wanted else []
    likely = find_similar(request.reach, name=wanted) if wanted else []
    parties = request.reach(Party).filter(person__in=[like.person.pk for like in likely]).select_related("case")
    by_person: dict[Any, list[Party]] = {}
    for party in parties:
        by_person.setdefault(party.person_id, []).append(party)
    found = [{"like": like, "parties": by_person.get(like.person.pk, [])} for like in likely]
    known = _open_in(request, request.reach(Case).filter(pk__in=[case.pk for case in cases]), "services")
    return page(request, "cases/search.html", wanted=wanted, cases=cases, known=known, found=found)


def case_url(folder: UUID) -> str:
    """Where a case is opened."""
    return reverse("cases:case_page", kwargs={"id": folder})
