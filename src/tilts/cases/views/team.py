"""Who works on a case."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.form_pages import in_case
from tilts.cases.forms import EndForm, HandOverForm, TeamForm
from tilts.cases.models import Case
from tilts.cases.pages import back_to, case_of, colleagues_of, members_of


@form_page(actions.join_team, template="cases/team_add.html", at="user")
def team_add(request: Request, id: UUID) -> Entry:
    """The team: bring a colleague in, take one off, hand the case over."""
    case = case_of(request, id)
    team = members_of(request.reach, case=case.pk)
    colleagues = colleagues_of(request, case).exclude(pk__in=team.values("user"))
    form = TeamForm(request.POST or None, colleagues=colleagues)
    said = _("The colleague is in the team and may open the case.")
    return in_case(case, form, _("Team"), said=said, more={"case": case, "team": team})


@form_page(actions.leave_team)
def team_leave(request: Request, id: UUID, member: UUID) -> Entry:
    """Take a colleague off the team; from this moment the case is closed to them."""
    case = case_of(request, id)
    found = members_of(request.reach, case=case.pk).get(pk=member)
    return in_case(
        case,
        EndForm(request.POST if request.method == "POST" else None),
        _("Take off the team"),
        said=_("The colleague has left the team."),
        about=f"{found.user.name}, {found.get_profession_display()}",
        words=_("From this moment the case is closed to this colleague. What they wrote stays."),
        values={"user": found.user},
        back="cases:team_add",
    )


@form_page(actions.hand_over, at="to")
def case_hand_over(request: Request, id: UUID) -> Entry:
    """Give the case to a colleague who leads it from now on."""
    case, title = case_of(request, id), _("Hand the case over")
    form = HandOverForm(request.POST or None, colleagues=colleagues_of(request, case).exclude(pk=case.lead_id))

    def there(handed: Case) -> str:
        """The case, if one still reaches it."""
        return back_to(handed) if request.reach(Case).filter(pk=handed.pk).exists() else reverse("day:case_list")

    led_by = f"{_('led by')} {case.lead.name if case.lead else '—'}"
    return in_case(
        case, form, title, submit=_("Hand over"), about=led_by, said=_("The case is handed over."), then=there
    )
