"""My day, the inbox, search."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from tilts.access.doors import Request, door, page
from tilts.cases.models import Case, Party
from tilts.cases.views.pages import open_in, sheets
from tilts.people.actions import find_similar, with_year

PERSON = ("given_name", "family_name")
"""The fields by which the house is searched before somebody is written down as new."""


@door("day.read")
def my_day(request: Request) -> HttpResponse:
    """What waits today, what is begun, and this month's figures."""
    now = timezone.localtime()
    return page(request, "cases/my_day.html", now=now, sheets=sheets(request, "day"), side=sheets(request, "day.side"))


@door("inbox.read")
def inbox(request: Request) -> HttpResponse:
    """Everything that came from outside and waits for an answer."""
    return page(request, "cases/inbox.html", sheets=sheets(request, "inbox"), acts=sheets(request, "inbox.acts"))


@door("people.searched", asked=["q"])
def search(request: Request) -> HttpResponse:
    """Search by POST, so that no name stands in an address or a log."""
    wanted = request.POST.get("q", "").replace("\0", "").strip()
    cases = list(request.reach(Case).with_lead().filter(code__iexact=wanted)) if wanted else []
    name, year = with_year(wanted)
    likely = find_similar(request.reach, name=name, birth_year=year) if wanted else []
    parties = request.reach(Party).filter(person__in=[like.person.pk for like in likely]).select_related("case")
    by_person: dict[Any, list[Party]] = {}
    for party in parties:
        by_person.setdefault(party.person_id, []).append(party)
    found = [{"like": like, "parties": by_person.get(like.person.pk, [])} for like in likely]
    known = open_in(request, request.reach(Case).filter(pk__in=[case.pk for case in cases]), "services")
    return page(request, "cases/search.html", wanted=wanted, cases=cases, known=known, found=found)
