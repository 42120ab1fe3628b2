"""Pages of walls: who is kept out of which folder. What a folder is called, the rooms above say."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access import walls
from tilts.access.actions import Stale
from tilts.access.asks import folder_codes
from tilts.access.doors import Request, allowed, door, page
from tilts.access.forms.folders import ReasonForm, WallForm
from tilts.access.glass import folder_coded
from tilts.access.models import Folder, User, Wall
from tilts.access.reach import NotAllowed, Refused
from tilts.access.standing import is_walled
from tilts.access.told import done
from tilts.kit.panels import panels_for

SHOWN = 200


def codes_of(request: Request, folders: set[UUID]) -> dict[UUID, str]:
    """What these folders are called, as far as this actor may know."""
    return {folder: code for codes in folder_codes.each(request.reach, folders) for folder, code in codes.items()}


@door("wall.read")
def wall_list(request: Request) -> HttpResponse:
    """Walls that stand and walls that were lowered; rooms above add those about people and names."""
    rows = list(request.reach(Wall).select_related("user", "unit", "raised_by", "lowered_by")[:SHOWN])
    codes = codes_of(request, {wall.folder_id for wall in rows})
    lines = [{"wall": wall, "code": codes.get(wall.folder_id, "")} for wall in rows]
    sheets = [{"title": lent.title, "html": lent.show(request, None)} for lent in panels_for("walls")]
    return page(
        request,
        "access/wall_list.html",
        standing=[line for line in lines if not line["wall"].ends],
        lowered=[line for line in lines if line["wall"].ends],
        sheets=[sheet for sheet in sheets if sheet["html"]],
    )


@door("wall.raised")
def wall_raise(request: Request) -> HttpResponse:
    """Raise a wall around a case of one's own organisation; an unknown code and one behind a wall answer alike."""
    own = request.reach.organisation
    form = WallForm(
        request.POST or None,
        colleagues=request.reach(User).filter(is_active=True),
        own=own,
        initial={"code": request.GET.get("code", "")},
    )
    if request.method == "POST" and form.is_valid() and _raise(request, form):
        messages.success(request, _("The wall stands."))
        return redirect("access:wall_list")
    return page(request, "access/wall_raise.html", form=form, status=422 if form.errors else 200)


def _raise(request: Request, form: WallForm) -> bool:
    facts: dict[str, Any] = dict(form.cleaned_data)
    folder = _own_folder(request, facts.pop("code"))
    if folder is None:
        form.add_error("code", _("There is no case under this code."))
        return False
    return done(form, None, walls.raise_wall, request.reach, folder, **facts)


def _own_folder(request: Request, code: str) -> Folder | None:
    own = request.reach.organisation
    folder = folder_coded(own, code) if own else None
    if folder is None or is_walled(folder, user=request.reach.user, unit=own):
        return None
    return folder


@door("wall.lowered")
def wall_lower(request: Request, wall: UUID) -> HttpResponse:
    """Lower a wall, with a reason."""
    found: Wall = request.reach(Wall).select_related("user", "unit").get(pk=wall)
    allowed(request, "wall.lowered", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            walls.lower_wall(request.reach, found, reason=form.cleaned_data["reason"])
        except Stale:
            messages.warning(request, _("A colleague lowered this wall a moment ago."))
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            return page(request, "access/wall_lower.html", wall=found, form=form, status=422)
        return redirect("access:wall_list")
    return page(request, "access/wall_lower.html", wall=found, form=form, status=422 if form.errors else 200)
