"""What `people` lends: walls about persons among the walls, and the way to say that one knows a family."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from tilts.access.asks import folder_kept_only
from tilts.access.doors import Request
from tilts.access.reach import Reach
from tilts.kit.panels import panel
from tilts.people.models import Person, PersonWall
from tilts.people.restriction import kept_only
from tilts.ui.rail import rail_item

rail_item("duplicates", _("Written down twice?"), "users-group", "people:duplicates", "duplicates.read", order=63)


@panel("walls", title=_("Walls about a person"), order=10)
def about_persons(request: Request, _subject: Any) -> str:
    """Who is kept out of everything about a person; the name only for those to whom it is open."""
    rows = list(request.reach(PersonWall).filter(ends=None).select_related("user", "unit", "raised_by")[:200])
    known = {one.pk: one for one in request.reach(Person).filter(pk__in=[wall.person_id for wall in rows])}
    lines = [{"wall": wall, "person": known.get(wall.person_id)} for wall in rows]
    return render_to_string("people/_person_walls.html", {"lines": lines}, request=request) if lines else ""


@panel("walls", title=_("Families that somebody here knows"), order=20)
def about_names(request: Request, _subject: Any) -> str:
    """The way to what was declared before a case was there."""
    return render_to_string("people/_known.html", {}, request=request)


@folder_kept_only.answer
def kept(reach: Reach, folder: UUID) -> str:
    """Somebody in this folder has asked that their data be kept and not used: it does not leave."""
    return kept_only(folder)


@panel("day.side", title=_("I know this family"), order=60)
def i_know(request: Request, subject: Any) -> str:
    """Small town: say so before a case comes."""
    if not request.reach.may("name.walled"):
        return ""
    return render_to_string("people/_known.html", {}, request=request)
