"""What `accounts` puts on the rail, and on the day of whoever asks for changes of colleagues or releases them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.accounts.models import WAITING, ChangeKind, ChangeState, StaffChange
from tilts.kit.dates import date_text
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item("members", gettext_lazy("Colleagues"), "users-group", "accounts:member_list", "members.read", order=75)
TOLD_FOR = timedelta(days=14)
MOST = 20


@dataclass(frozen=True)
class Told:
    """One change as a page shows it: what it is, and what this actor may do about it."""

    request: Request
    asked: StaffChange

    @property
    def title(self) -> str:
        """What is asked for: a role by its name."""
        kind, role = self.asked.get_kind_display(), self.asked.get_role_display()
        return f"{kind}: {role}" if role else str(kind)

    @property
    def state(self) -> str:
        """How far it is; what is released waits for somebody, too."""
        if self.asked.state == ChangeState.RELEASED:
            return (
                _("the person has to accept") if self.asked.kind == ChangeKind.HIRE else _("the link has to be given")
            )
        return str(self.asked.get_state_display())

    @property
    def facts(self) -> list[str]:
        """Of whom, what, where, who asked and who released, each in a line."""
        asked = self.asked
        lines = [f"{asked.name} · {asked.email}", self.title, asked.organisation.name]
        day = date_text(timezone.localdate(asked.asked_at))
        lines.append(_("Asked by %(who)s on %(day)s") % {"who": asked.asked_by.name, "day": day})
        if asked.released_by:
            lines.append(_("Released by %(who)s") % {"who": asked.released_by.name})
        if asked.exception:
            lines.append(_("Released by exception: %(why)s") % {"why": asked.exception})
        return lines

    def _may(self, name: str) -> bool:
        return bool(self.request.reach.may(name, record=self.asked))

    @property
    def may_release(self) -> bool:
        """Whether this actor is the second person."""
        return self.asked.state == ChangeState.ASKED and self._may("staff.released")

    @property
    def may_refuse(self) -> bool:
        """Whether this actor may still say no."""
        return self.asked.waits and self._may("staff.refused")

    @property
    def may_except(self) -> bool:
        """Whether there is no second person here."""
        return self.asked.state == ChangeState.ASKED and self._may("staff.excepted")

    @property
    def may_withdraw(self) -> bool:
        """Whether this actor's organisation asked."""
        return self.asked.waits and self._may("staff.withdrawn")

    @property
    def may_show_link(self) -> bool:
        """Whether a link can be handed over."""
        return self._may("password.link_given")


def staff_told(reach: Reach, *, since: datetime) -> Rows:
    """What waits for a second person, and who was hired or whose account was opened anew since a moment."""
    rows = reach(StaffChange).exclude(user=reach.user)
    lately = {"state": ChangeState.DONE, "ended_at__gt": since}
    found = rows.filter(state__in=WAITING) | rows.filter(**lately)
    return found.select_related("organisation", "asked_by", "released_by")[:MOST]


def _lately() -> dict[str, datetime]:
    return {"since": timezone.now() - TOLD_FOR}


@panel("day", title=gettext_lazy("Colleagues and accounts"), order=4, when=lambda: (staff_told, _lately()))
def staff_waits(request: Request, subject: Any) -> str:
    """What waits for a second person, and who was hired or reset during the last two weeks."""
    if not request.reach.may("staff.read"):
        return ""
    told = [Told(request, one) for one in ask(request.reach, staff_told, **_lately())]
    return render_to_string("accounts/_changes.html", {"told": told}, request=request) if told else ""
