"""Pages about persons that are not cases: families that somebody here knows, walls about one person."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.people import walls
from tilts.people.forms import KnownForm, PersonWallForm
from tilts.people.models import FolderPerson, NameWall, Person, PersonWall
from tilts.ui.forms import TiltsForm

SHOWN = 200


@form_page(walls.wall_name, template="people/known_families.html", at="name")
def known_families(request: Request) -> Entry:
    """Declare that one, or a colleague, knows a family. The answer is the same whether the family is here or not."""
    people = {"colleagues": request.reach(User).filter(is_active=True), "own": request.reach.organisation}
    form = KnownForm(request.POST or None, myself=request.reach.user, **people)
    said = _("Noted. Whoever you named is kept out, whether the family is here or will come.")
    rows = request.reach(NameWall).filter(ends=None).select_related("user", "unit", "raised_by")[:SHOWN]
    declared = [{"wall": wall, "may_lower": bool(request.reach.may("name.wall_lowered", record=wall))} for wall in rows]
    title = _("Families that somebody here knows")
    return Entry(None, form, title, reverse("people:known_families"), said=said, more={"declared": declared})


@form_page(walls.lower_name_wall)
def known_family_lower(request: Request, wall: UUID) -> Entry:
    """Take a declaration back."""
    found: NameWall = request.reach(NameWall).get(pk=wall)
    return _lowering(request, found, back=reverse("people:known_families"), about=f"{found.name} · ")


def _lowering(request: Request, wall: NameWall | PersonWall, *, back: str, about: str = "") -> Entry:
    form, lead = TiltsForm(request.POST or None), f"{about}{getattr(wall.user or wall.unit, 'name', '')}"
    words = _("Every wall that followed from this one is lowered with it. Other walls stay.")
    faster = _("A colleague lowered this wall a moment ago.")
    return Entry(wall, form, _("Lower the wall"), back, lead=lead, words=words, faster=faster)


def file_of(reach: Reach, person: UUID) -> UUID | None:
    """A file in which one knows the person: to look at them is to look into it."""
    link = reach(FolderPerson).filter(person=person).order_by("folder").first()
    return link.folder_id if link else None


@form_page(walls.wall_person, template="people/about_person.html", record_of=file_of)
def person_wall(request: Request, person: UUID) -> Entry:
    """Keep somebody out of everything about a person."""
    found = request.reach(Person).get(pk=person)
    people = {"colleagues": request.reach(User).filter(is_active=True), "own": request.reach.organisation}
    form, title = PersonWallForm(request.POST or None, **people), _("Keep somebody out")
    entry = Entry(found, form, title, reverse("access:wall_list"), submit=_("Raise the wall"))
    entry.said = _("The wall stands.")
    entry.lead = _("The wall stands around every file of this person, today and later, whatever was granted.")
    entry.more = {"person": found}
    return entry


@form_page(walls.lower_person_wall)
def person_wall_lower(request: Request, wall: UUID) -> Entry:
    """Lower a wall about a person, and those that followed from it."""
    return _lowering(request, request.reach(PersonWall).get(pk=wall), back=reverse("access:wall_list"))
