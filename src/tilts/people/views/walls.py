"""Pages about persons that are not cases: families that somebody here knows, walls about one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request, allowed, door, page
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.access.told import done, pressed
from tilts.people import walls
from tilts.people.forms import KnownForm, PersonWallForm
from tilts.people.models import FolderPerson, NameWall, Person, PersonWall

SHOWN = 200
LOWERED = gettext_lazy("A colleague lowered this wall a moment ago.")


@door("name.walled")
def known_families(request: Request) -> HttpResponse:
    """Declare that one, or a colleague, knows a family. The answer is the same whether the family is here or not."""
    colleagues = request.reach(User).filter(is_active=True)
    form = KnownForm(request.POST or None, colleagues=colleagues, own=request.reach.organisation)
    verb, user = walls.wall_name, request.reach.user
    if request.method == "POST" and form.is_valid() and done(form, "name", verb, request.reach, **form.facts(user)):
        messages.success(request, _("Noted. Whoever you named is kept out, whether the family is here or will come."))
        return redirect("people:known_families")
    rows = request.reach(NameWall).filter(ends=None).select_related("user", "unit", "raised_by")[:SHOWN]
    declared = [{"wall": wall, "may_lower": bool(request.reach.may("name.wall_lowered", record=wall))} for wall in rows]
    status = 422 if form.errors else 200
    return page(request, "people/known_families.html", form=form, declared=declared, status=status)


@door("name.wall_lowered")
def known_family_lower(request: Request, wall: UUID) -> HttpResponse:
    """Take a declaration back."""
    found: NameWall = request.reach(NameWall).get(pk=wall)
    allowed(request, "name.wall_lowered", found)
    if request.method == "POST":
        pressed(request, "", walls.lower_name_wall, request.reach, found, faster=str(LOWERED))
        return redirect("people:known_families")
    return page(request, "people/wall_lower.html", wall=found, what=found.name)


def file_of(reach: Reach, person: UUID) -> UUID | None:
    """A file in which one knows the person: to look at them is to look into it."""
    link = reach(FolderPerson).filter(person=person).order_by("folder").first()
    return link.folder_id if link else None


@door("person.walled", record_of=file_of)
def person_wall(request: Request, person: UUID) -> HttpResponse:
    """Keep somebody out of everything about a person."""
    found: Person = allowed(request, "person.walled", request.reach(Person).get(pk=person))
    colleagues = request.reach(User).filter(is_active=True)
    form = PersonWallForm(request.POST or None, colleagues=colleagues, own=request.reach.organisation)
    if request.method == "POST" and form.is_valid():
        if done(form, None, walls.wall_person, request.reach, found, **form.cleaned_data):
            messages.success(request, _("The wall stands."))
            return redirect("access:wall_list")
    return page(request, "people/person_wall.html", person=found, form=form, status=422 if form.errors else 200)


@door("person.wall_lowered")
def person_wall_lower(request: Request, wall: UUID) -> HttpResponse:
    """Lower a wall about a person, and those that followed from it."""
    found: PersonWall = request.reach(PersonWall).get(pk=wall)
    allowed(request, "person.wall_lowered", found)
    if request.method == "POST":
        pressed(request, "", walls.lower_person_wall, request.reach, found, faster=str(LOWERED))
        return redirect("access:wall_list")
    return page(request, "people/wall_lower.html", wall=found, what="")
