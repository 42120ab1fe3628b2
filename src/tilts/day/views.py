"""My day, the inbox, search, the list of cases."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import User
from tilts.access.prepared import ask
from tilts.cases.models import Case, Party
from tilts.cases.pages import colleagues_at, open_in, sheets
from tilts.day.actions import Handed, hand_over_work
from tilts.day.forms import HandWorkForm
from tilts.day.leaving import Left, all_left, gone, led_by_nobody, left_by
from tilts.day.listing import page_after, tell_of
from tilts.day.policy import has_restricted_cases
from tilts.kit.codes import typed_code
from tilts.people.actions import find_similar, with_year
from tilts.risk.models import DoorstepReport
from tilts.ui.paging import id_in


@door("day.read")
def my_day(request: Request) -> HttpResponse:
    """What waits today, what is begun, and this month's figures."""
    now = timezone.localtime()
    return page(request, "day/my_day.html", now=now, sheets=sheets(request, "day"), side=sheets(request, "day.side"))


@door("inbox.read")
def inbox(request: Request) -> HttpResponse:
    """Everything that came from outside and waits for an answer."""
    return page(request, "day/inbox.html", sheets=sheets(request, "inbox"), acts=sheets(request, "inbox.acts"))


@door("people.searched", asked=["q"])
def search(request: Request) -> HttpResponse:
    """Search by POST, so that no name stands in an address or a log."""
    wanted = request.POST.get("q", "").replace("\0", "").strip()
    code = typed_code(wanted)
    cases = list(request.reach(Case).with_lead().filter(code=code)) if code else []
    numbered = request.reach(DoorstepReport).filter(number=code).select_related("organisation", "territory")
    reports = list(numbered) if code[:1].isdigit() else []
    name, year = with_year(wanted)
    likely = find_similar(request.reach, name=name, birth_year=year) if wanted else []
    parties = (
        request.reach(Party).filter(person__in=[like.person.pk for like in likely]).select_related("case__organisation")
    )
    by_person: dict[Any, list[Party]] = {}
    for party in parties:
        by_person.setdefault(party.person_id, []).append(party)
    found = [{"like": like, "parties": by_person.get(like.person.pk, [])} for like in likely]
    known = open_in(request, request.reach(Case).filter(pk__in=[case.pk for case in cases]), "services")
    return page(request, "day/search.html", wanted=wanted, cases=cases, known=known, reports=reports, found=found)


@door("cases.read")
def case_list(request: Request) -> HttpResponse:
    """Cases within reach, newest first; closed ones and one's own on request."""
    closed, own = request.GET.get("closed") == "1", request.GET.get("mine") == "1"
    cases = page_after(request.reach, id_in(request.GET.get("after")), closed=closed, own=own and not closed)
    tell_of(request.reach, cases, due=not closed)
    return page(
        request,
        "day/case_list.html",
        cases=cases,
        closed=closed,
        own=own,
        today=timezone.localdate(),
        may_open=request.reach.may("case.opened"),
        restricted=has_restricted_cases(request.reach),
    )


@door("work.read")
def work_left(request: Request) -> HttpResponse:
    """What colleagues left behind who work here no more; and whose work could be handed over before they go."""
    left = all_left(request.reach, list(ask(request.reach, gone)))
    led = led_by_nobody(request.reach).with_lead()
    working = colleagues_at(request).exclude(pk=request.user.pk)
    return page(request, "day/work_left.html", left=left, without_lead=led, working=working)


@form_page(hand_over_work, template="day/work_hand_over.html", at="to")
def work_hand_over(request: Request, id: UUID) -> Entry:
    """Hand over in one go what somebody has in hand."""
    here = request.reach(User).filter(memberships__organisation=request.reach.organisation).distinct()
    user = here.get(pk=id)
    left = next(iter(all_left(request.reach, [user])), Left(user))
    colleagues = colleagues_at(request).exclude(pk=user.pk)
    cases = left_by(request.reach, [user.pk])["cases"]
    form = HandWorkForm(request.POST or None, colleagues=colleagues, left=left, cases=cases)
    title, back = _("Hand the work over"), reverse("day:work_left")

    def typed(given: dict[str, Any]) -> dict[str, Any]:
        return {"cases": [], **given}

    return Entry(user, form, title, back, said=_told, submit=title, lead=user.name, values=typed, more={"left": left})


def _told(handed: Handed) -> str:
    """How much went over, and that something stayed."""
    done = ngettext("%(n)s thing was handed over.", "%(n)s things were handed over.", handed.done)
    said = [done % {"n": handed.done}]
    if handed.stayed:
        stays = ngettext("%(n)s could not be: %(why)s", "%(n)s could not be: %(why)s", len(handed.stayed))
        said.append(stays % {"n": len(handed.stayed), "why": handed.stayed[0]})
    return " ".join(said)
