"""What one's own institution found, before it is put on the table."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.meetings import actions
from tilts.meetings.forms import ResearchForm
from tilts.meetings.models import Research
from tilts.meetings.policy import case_of
from tilts.meetings.views.pages import done, form_page, item_of, press, version_told, writable


@door("meeting.research_read", record_of=case_of)
def research_page(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Everything one's own institution found about a case, and a form for more."""
    found = writable(request, "meeting.research_read", item_of(request, id, item))
    form = ResearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if done(form, "reason", actions.write_research, request.reach, found, **facts):
            messages.success(request, _("It is saved. Only your institution reads it."))
            return redirect("meetings:research", id=id, item=item)
    return page(
        request,
        "meetings/research_page.html",
        item=found,
        meeting=found.meeting,
        rows=request.reach(Research).filter(item=found).select_related("author"),
        form=form,
        status=422 if form.errors else 200,
    )


@door("meeting.research_changed", record_of=case_of)
def research_change(request: Request, id: UUID, item: UUID, research: UUID) -> HttpResponse:
    """Change it, or decide whether it is shared."""
    item_of(request, id, item)
    found = request.reach(Research).select_related("item__meeting").get(pk=research, item=item)
    writable(request, "meeting.research_changed", found)
    names = ("text", "nature", "source", "decision", "reason", "version")
    form = ResearchForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    back = reverse("meetings:research", args=[id, item])
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        seen = facts.pop("version") or 0
        if done(form, "reason", actions.change_research, request.reach, found, seen_version=seen, **facts):
            messages.success(request, _("It is saved. Only your institution reads it."))
            return redirect(back)
    words = {"heading": _("Research of your institution"), "submit": _("Save")}
    return form_page(request, form, back=back, **words)


@door("meeting.research_shared", record_of=case_of)
def research_share(request: Request, id: UUID, item: UUID, research: UUID) -> HttpResponse:
    """Put it on the table."""
    item_of(request, id, item)
    found = request.reach(Research).select_related("item__meeting").get(pk=research, item=item)
    allowed(request, "meeting.research_shared", found)
    back, seen = reverse("meetings:item_page", args=[id, item]), version_told(request)
    return press(request, back, _("It is on the table."), actions.share_research, found, seen_version=seen)
