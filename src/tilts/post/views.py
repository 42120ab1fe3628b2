"""The administrator's page about mail and work in the background."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tilts.access.doors import Request, door, page
from tilts.access.models import JobMark
from tilts.post.actions import send_again
from tilts.post.models import Letter, LetterState
from tilts.post.panels import counts, jobs

SHOWN = 100


@require_safe
@door("letters.read")
def letter_list(request: Request) -> HttpResponse:
    """How many letters wait, which were given up and why, which were true no longer, and whether the worker works."""
    rows = request.reach(Letter).select_related("to").order_by("made_at", "pk")
    waiting = rows.exclude(state__in=(LetterState.SENT, LetterState.PAST))
    past = rows.filter(state=LetterState.PAST).order_by("-made_at", "pk")
    return page(
        request,
        "post/letter_list.html",
        letters=[*waiting[:SHOWN], *past[:SHOWN]],
        counts=counts(request),
        jobs=jobs(request),
        sends=settings.SENDS_MAIL,
        backup=request.reach(JobMark).filter(pk="backup").first(),
    )


@require_POST
@door("letters.sent_again")
def letter_again(request: Request) -> HttpResponse:
    """Send what was given up once more."""
    count = send_again(request.reach)
    said = ngettext("%(count)s letter waits to be sent again.", "%(count)s letters wait to be sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("post:letter_list")
