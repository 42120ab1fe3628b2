"""Pages of walls: who is kept out of which folder. What a folder is called, the rooms above say."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access import walls
from tilts.access.asks import folder_codes
from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.folders import ReasonForm, WallForm
from tilts.access.glass import folder_coded
from tilts.access.models import Folder, User, Wall
from tilts.access.standing import is_walled
from tilts.kit.panels import panels_for
from tilts.kit.questions import merged

SHOWN = 200


def codes_of(request: Request, folders: set[UUID]) -> dict[UUID, str]:
    """What these folders are called, as far as this actor may know."""
    return merged(folder_codes.each(request.reach, folders))


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


@form_page(walls.raise_wall)
def wall_raise(request: Request) -> Entry:
    """Raise a wall around a case of one's own organisation; an unknown code and one behind a wall answer alike."""
    own, folder = request.reach.organisation, None
    colleagues, initial = request.reach(User).filter(is_active=True), {"code": request.GET.get("code", "")}
    form = WallForm(request.POST or None, colleagues=colleagues, own=own, initial=initial)
    if form.is_bound and form.is_valid():
        folder = _own_folder(request, form.cleaned_data["code"])
        if folder is None:
            form.add_error("code", _("There is no case under this code."))
    return Entry(
        folder,
        form,
        _("Raise a wall"),
        reverse("access:wall_list"),
        said=_("The wall stands."),
        submit=_("Raise the wall"),
        lead=_("Around one case of your organisation, against one colleague or one organisation."),
        without=["code"],
    )


def _own_folder(request: Request, code: str) -> Folder | None:
    own = request.reach.organisation
    folder = folder_coded(own, code) if own else None
    if folder is None or is_walled(folder, user=request.reach.user, unit=own):
        return None
    return folder


@form_page(walls.lower_wall)
def wall_lower(request: Request, wall: UUID) -> Entry:
    """Lower a wall, with a reason."""
    found: Wall = request.reach(Wall).select_related("user", "unit").get(pk=wall)
    whom, title = found.user or found.unit, _("Lower the wall")
    return Entry(
        found,
        ReasonForm(request.POST or None),
        title,
        reverse("access:wall_list"),
        submit=title,
        lead=f"{getattr(whom, 'name', '')} · {found.reason}",
        faster=_("A colleague lowered this wall a moment ago."),
    )
