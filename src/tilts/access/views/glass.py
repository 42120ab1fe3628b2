"""Pages of emergency access: the way in, its review, who is on duty, and the purpose of a supervisor."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tilts.access import glass
from tilts.access.asks import folder_url
from tilts.access.doors import Request, door, page
from tilts.access.duty import ALWAYS_ON_DUTY, ON_DUTY_WHEN_MARKED
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.glass import BreakForm, PurposeForm, ReviewForm
from tilts.access.models import Breaking, Membership
from tilts.access.told import told

SHOWN = 100


@door("glass.broken", fresh=True)
def emergency(request: Request) -> HttpResponse:
    """Open the case of a code for 60 minutes; what cannot be opened answers alike, whatever the reason."""
    form = BreakForm(
        request.POST or None,
        organisations=glass.cooperating(request.reach),
        initial={"organisation": request.reach.organisation},
    )
    if request.method == "POST" and form.is_valid():
        with told(form, "code"):
            return redirect(_case_url(glass.break_glass(request.reach, **form.cleaned_data)))
    mine = request.reach(Breaking).filter(user=request.reach.user, until__gt=timezone.now())
    opened = [{"broken": broken, "url": _case_url(broken)} for broken in mine]
    title, submit = _("Emergency access"), _("Open for 60 minutes")
    return Entry(None, form, title, "/", submit=submit, more={"opened": opened}).shown(request, "access/emergency.html")


def _case_url(broken: Breaking) -> str:
    """Where the room of the cases opens a folder."""
    return folder_url.first(broken.folder_id) or reverse("access:emergency")


@door("glass.read")
def emergency_review(request: Request) -> HttpResponse:
    """What was opened in an emergency: first what waits for its review."""
    rows = request.reach(Breaking).filter(organisation=request.reach.organisation)
    rows = rows.select_related("user", "user_organisation", "reviewed_by")
    waiting = rows.filter(reviewed_at=None).order_by("at", "id")[:SHOWN]
    done = rows.exclude(reviewed_at=None)[:SHOWN]
    return page(request, "access/emergency_review.html", waiting=waiting, done=done, now=timezone.now())


@form_page(glass.review_breaking, template="access/emergency_judge.html")
def emergency_judge(request: Request, broken: UUID) -> Entry:
    """Say whether it was right."""
    rows = request.reach(Breaking).filter(organisation=request.reach.organisation)
    found: Breaking = rows.select_related("user", "user_organisation").get(pk=broken)
    return Entry(
        found,
        ReviewForm(request.POST or None),
        _("Review an emergency opening"),
        reverse("access:emergency_review"),
        said=_("The review is saved."),
        submit=_("Save the review"),
        faster=_("A colleague reviewed this a moment ago."),
        more={"broken": found},
    )


@door("purpose.stated")
def purpose(request: Request) -> HttpResponse:
    """Why a supervisor reads the cases of others; holds for this session and lies in the trace of each read."""
    there = request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    form = PurposeForm(request.POST or None, initial={"purpose": request.session.get("purpose")})
    if request.method == "POST" and form.is_valid():
        request.session["purpose"] = form.cleaned_data["purpose"]
        return redirect(there)
    lead = _(
        "You open a case that somebody else works on. What you choose holds until you sign out, "
        "and stands in the trace of everything you read as a supervisor."
    )
    return Entry(None, form, _("Why do you read?"), "/", submit=_("Go on"), lead=lead).shown(request)


@door("duty.set")
def duty(request: Request) -> HttpResponse:
    """Who is on duty day and night, and may open a case in an emergency."""
    now = timezone.now()
    rows = request.reach(Membership).filter(organisation=request.reach.organisation, user__is_active=True)
    rows = rows.filter(role__in=(*ALWAYS_ON_DUTY, *ON_DUTY_WHEN_MARKED)).exclude(ends__lte=now)
    if request.method == "POST":
        membership = rows.get(pk=request.POST.get("membership"))
        glass.set_duty(request.reach, membership, on_duty="on" in request.POST)
        return redirect("access:duty")
    members = [
        {"membership": one, "always": one.role in ALWAYS_ON_DUTY}
        for one in rows.select_related("user").order_by("role", "starts", "id")
    ]
    return page(request, "access/duty.html", members=members)
