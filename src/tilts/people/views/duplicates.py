"""Persons who are written down twice: look, merge, undo."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.asks import folder_codes
from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Role
from tilts.kit.questions import merged
from tilts.people import actions
from tilts.people.duplicates import count_unseen, find_duplicates, merged_lately
from tilts.people.elsewhere import links_of_office
from tilts.people.forms import MergeForm
from tilts.people.models import FolderPerson, Merging, Person
from tilts.ui.forms import TiltsForm


@door("duplicates.read")
def duplicates(request: Request) -> HttpResponse:
    """Pairs within reach with the reasons; what was merged lately, and how to undo it."""
    pairs = find_duplicates(request.reach)
    merged = merged_lately(request.reach)
    guards = request.reach.is_one_of(Role.DATA_PROTECTION)
    unseen = count_unseen(request.reach) if guards else 0
    links = links_of_office(request.reach) if guards else []
    return page(request, "people/duplicates.html", pairs=pairs, merged=merged, unseen=unseen, links=links)


def file_of(reach: Any, one: UUID, other: UUID) -> UUID | None:
    """A file in which one knows the first person: to look at both is to look into it."""
    found: UUID | None = (
        reach(FolderPerson).filter(person=one).order_by("folder").values_list("folder", flat=True).first()
    )
    return found


def _both(request: Request, *ids: UUID) -> list[Person]:
    """The two persons, if all of their files are open to the asker; else 404, for nothing is told of the rest."""
    found = [request.reach(Person).get(pk=pk) for pk in ids]
    if not all(request.reach.may("person.merged", record=person) for person in found):
        raise Person.DoesNotExist
    return found


def _codes(request: Request, person: Person) -> str:
    """The codes of the files in which the person stands."""
    folders = set(request.reach(FolderPerson).filter(person=person).values_list("folder", flat=True))
    return ", ".join(sorted(merged(folder_codes.each(request.reach, folders)).values()))


@form_page(actions.merge, template="people/person_merge.html", record_of=file_of)
def person_merge(request: Request, one: UUID, other: UUID) -> Entry:
    """Two persons beside each other; which of them is kept."""
    both = _both(request, one, other)
    form = MergeForm(request.POST or None, persons=both)
    kept, merged = both if not form.is_valid() or form.cleaned_data["kept"] == str(one) else both[::-1]
    sides = [{"person": person, "codes": _codes(request, person)} for person in both]
    entry = Entry(kept, form, _("One person?"), reverse("people:duplicates"), submit=_("Merge into one person"))
    entry.said, entry.values = _("They are one person now. This can be undone."), {"merged": merged}
    entry.more = {"sides": sides}
    return entry


def file_of_kept(reach: Any, merging: UUID) -> UUID | None:
    """A file in which one knows the person that was kept."""
    kept = reach(Merging).filter(pk=merging).values_list("kept", flat=True).first()
    return file_of(reach, kept, kept) if kept else None


@form_page(actions.undo_merging, template="people/about_person.html", record_of=file_of_kept)
def merging_undo(request: Request, merging: UUID) -> Entry:
    """Two persons again, each with what was theirs."""
    held: Merging = request.reach(Merging).select_related("kept").get(pk=merging, undone_at=None)
    if not request.reach.may("person.merging_undone", record=held.kept):
        raise Merging.DoesNotExist
    form = TiltsForm(request.POST or None)
    entry = Entry(held.kept, form, _("Undo the merging"), reverse("people:duplicates"), also={"merging": held})
    entry.said, entry.more = _("They are two persons again."), {"person": held.kept}
    entry.words = _(
        "They become two persons again, each with what was theirs. What was written since stays with the first."
    )
    return entry
