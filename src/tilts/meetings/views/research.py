"""What one's own institution found, before it is put on the table."""

from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, Press, allowed_or_late, button
from tilts.access.told import told
from tilts.meetings import actions
from tilts.meetings.forms import ResearchForm
from tilts.meetings.models import Research
from tilts.meetings.policy import HELD, case_of
from tilts.meetings.views.pages import item_form, item_of, item_url, version_told

SAVED = gettext_lazy("It is saved. Only your institution reads it.")


@door("meeting.research_read", record_of=case_of)
def research_page(request: Request, id: UUID, item: UUID) -> HttpResponse:
    """Everything one's own institution found about a case, and a form for more."""
    found = item_of(request, id, item)
    allowed_or_late(request, "meeting.research_read", found, [HELD])
    form = ResearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with told(form, "reason", shut=[HELD]):
            actions.write_research(request.reach, found, **facts)
        if not form.errors:
            messages.success(request, SAVED)
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


def _research_of(request: Request, id: UUID, item: UUID, research: UUID) -> Research:
    rows = request.reach(Research).select_related("item__meeting")
    found: Research = rows.get(pk=research, item=item_of(request, id, item))
    return found


@item_form(actions.change_research, at="reason")
def research_change(request: Request, id: UUID, item: UUID, research: UUID) -> Entry:
    """Change it, or decide whether it is shared."""
    found = _research_of(request, id, item, research)
    form = ResearchForm(request.POST or None, initial=model_to_dict(found))
    back = reverse("meetings:research", args=[id, item])
    return Entry(found, form, _("Research of your institution"), back, said=SAVED)


@button(actions.share_research, record_of=case_of)
def research_share(request: Request, id: UUID, item: UUID, research: UUID) -> Press:
    """Put it on the table."""
    found, facts = _research_of(request, id, item, research), {"seen_version": version_told(request)}
    return Press(found, item_url(id, item), _("It is on the table."), facts)
