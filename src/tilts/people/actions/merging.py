"""Merging two persons of one organisation who are one human being, undoing that, and linking across organisations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, FolderKind, User, Wall
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.access.walls import follow
from tilts.kit import questions
from tilts.people.actions.lending import end_astray
from tilts.people.actions.relations import above
from tilts.people.actions.repointing import put_back, repoint
from tilts.people.asks import known_anew, merge_shut
from tilts.people.finding import full_name
from tilts.people.models import (
    FolderPerson,
    Merging,
    NameInFolder,
    Person,
    PersonWall,
    Relation,
    RelationKind,
    SamePerson,
)
from tilts.people.policy.merging import may_link, may_merge
from tilts.people.walls import name_came, standing_walls

FILLED = ("birth_date", "birth_precision", "sex", "country", "municipality_id", "language", "languages", "interpreter")
"""Facts that the kept person takes over where it has none of its own."""


@action("person.merged", may=may_merge, says=gettext_lazy("Person: merged with another"))
def merge(reach: Reach, kept: Person, *, merged: Person) -> Merging:
    """Everything about `merged` is about `kept` from now on; `merged` is voided. Walls about either stand around all.

    Can be undone row by row (`undo_merging`) as long as `kept` was not merged or erased in its turn.
    """
    if kept.pk == merged.pk:
        raise Refused(_("Choose two persons."))
    if reach.purpose != "job" and not reach.may("person.merged", record=merged):
        raise NotAllowed("")
    with acting(JOB):
        kept, merged = _held(kept, merged)
        _refuse_impossible(kept, merged)
        made = Merging(organisation=kept.organisation, kept=kept, merged=merged, by=reach.user)
        mark = f"merged: {made.pk}"
        before = _around(kept, merged)
        steps = repoint(merged, kept, mark)
        told = {"steps": steps, "filled": _fill(kept, merged), "merged": {"version": merged.version}}
        merged.voided_at, merged.voided_by, merged.voided_why = timezone.now(), reach.user, f"merged into {kept.pk}"
        merged.version += 1
        merged.save(update_fields=["voided_at", "voided_by", "voided_why", "version"])
        _raise_walls(kept, full_name(merged))
        after = _around(kept, merged)
        lent = questions.merged(known_anew.each(reach, kept))
        made.moved = told | {"made": {name: sorted(after[name] - before[name]) for name in after}, "lent": lent}
        made.save(force_insert=True)
    return made


def _held(*persons: Person) -> list[Person]:
    """Both rows, locked, as they are now."""
    rows = Person._base_manager.select_for_update().filter(pk__in=[one.pk for one in persons]).order_by("pk")
    held = {row.pk: row for row in rows}
    return [held[one.pk] for one in persons]


def _refuse_impossible(kept: Person, merged: Person) -> None:
    if kept.voided_at or merged.voided_at:
        raise Stale
    if kept.organisation_id != merged.organisation_id:
        raise Refused(_("Persons of two organisations are not merged. Link them instead."))
    if any(one.erased_at or one.restricted_at for one in (kept, merged)):
        raise Refused(_("The data of one of them are kept and not used, or erased. They are not merged."))
    for kind in (RelationKind.PARENT, RelationKind.GRANDPARENT, RelationKind.GUARDIAN):
        rows = Relation._base_manager.filter(voided_at=None, kind=kind)
        if merged.pk in above(rows, kept.pk) or kept.pk in above(rows, merged.pk):
            raise Refused(_("One of them is written down as a parent, grandparent or guardian of the other."))
    if sentence := merge_shut.first(kept.pk, merged.pk):
        raise Refused(sentence)


def _folders_of(*persons: Person) -> set[UUID]:
    return set(FolderPerson.objects.filter(person__in=persons).values_list("folder", flat=True))


def _around(kept: Person, merged: Person) -> dict[str, set[str]]:
    """The walls and the marks of names in the folders of both, by which what the merging made is told apart."""
    folders = _folders_of(kept, merged)
    walls = Wall.objects.filter(folder__in=folders).values_list("pk", flat=True)
    names = NameInFolder.objects.filter(folder__in=folders).values_list("pk", flat=True)
    return {"walls": {str(pk) for pk in walls}, "names": {str(pk) for pk in names}}


def _raise_walls(kept: Person, other_name: str) -> None:
    """Whoever is kept out of one file of this human being is kept out of all."""
    folders = list(Folder.objects.filter(pk__in=_folders_of(kept)))
    # a register is about many: who is kept out of it may be so because of somebody else
    about_them = [folder for folder in folders if folder.kind != FolderKind.REGISTER]
    standing = list(standing_walls(Wall.objects.filter(folder__in=about_them)))
    for folder in folders:
        for name in (full_name(kept), other_name):
            name_came(JOB, folder, of=folder.organisation, name=name, person=kept)
        for cause in standing_walls(PersonWall.objects.filter(person=kept)):
            follow(folder, cause)
        _repeat(folder, standing)


def _repeat(folder: Folder, walls: Iterable[Wall]) -> None:
    for wall in walls:
        there = standing_walls(Wall.objects.filter(folder=folder, user=wall.user_id, unit=wall.unit_id))
        if not there.exists() and wall.unit_id != folder.organisation_id:
            Wall.objects.create(
                folder=folder,
                user_id=wall.user_id,
                unit_id=wall.unit_id,
                reason=wall.reason,
                raised_by=wall.raised_by,
                ends=wall.ends,
            )


def _fill(kept: Person, merged: Person) -> dict[str, Any]:
    """Take over facts that are missing; tells how it was before and after."""
    taken = {name: getattr(merged, name) for name in FILLED if getattr(kept, name) in ("", None)}
    taken = {name: value for name, value in taken.items() if value not in ("", None)}
    if "birth_date" in taken:
        taken["birth_precision"] = merged.birth_precision
    before = {name: getattr(kept, name) for name in taken}
    version = kept.version
    if taken:
        kept.version += 1
        Person._base_manager.filter(pk=kept.pk).update(version=kept.version, **taken)
    texts = {name: [_told(before[name]), _told(taken[name])] for name in taken}
    return {"version": [version, kept.version], "facts": texts}


def _told(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | str | int) else str(value)


@action("person.merging_undone", may=may_merge, says=gettext_lazy("Person: merging undone"))
def undo_merging(reach: Reach, kept: Person, *, merging: Merging) -> Person:
    """Two persons again, each with its own rows as they were; what was written to `kept` since stays with it."""
    with acting(JOB):
        held: Merging = Merging._base_manager.select_for_update().get(pk=merging.pk, kept=kept.pk)
        if held.undone_at:
            raise Stale
        kept, merged = _held(held.kept, held.merged)
        if kept.voided_at:
            raise Refused(_("This person was merged once more. Undo the later merging first."))
        if kept.erased_at or kept.restricted_at:
            raise Refused(_("The data of this person are kept and not used, or erased. Nothing is undone."))
        told, mark = held.moved, f"merged: {held.pk}"
        _take_off(told["made"])
        _take_off_lent(told.get("lent", {}))
        put_back(told["steps"], merged, kept, mark)
        _empty_again(kept, told["filled"])
        blank = {"voided_at": None, "voided_by": None, "voided_why": ""}
        Person._base_manager.filter(pk=merged.pk).update(version=told["merged"]["version"], **blank)
        end_astray(kept, merged)
        held.undone_at, held.undone_by, held.version = timezone.now(), reach.user, held.version + 1
        held.save(update_fields=["undone_at", "undone_by", "version"])
        merged.refresh_from_db()
    return merged


def _take_off(made: dict[str, list[str]]) -> None:
    """What the merging itself put up; a wall that somebody lowered since stays on record."""
    Wall.objects.filter(pk__in=made["walls"], ends=None, lowered_by=None).delete()
    NameInFolder.objects.filter(pk__in=made["names"]).delete()


def _take_off_lent(rows: dict[str, list[str]]) -> None:
    """What the rooms above wrote because of the merging, and its walls, where nobody decided about it since."""
    for label, keys in rows.items():
        untouched = apps.get_model(label)._base_manager.filter(pk__in=keys, version=1)
        Wall.objects.filter(because__in=list(untouched.values_list("pk", flat=True)), ends=None).delete()
        untouched.delete()


def _empty_again(kept: Person, filled: dict[str, Any]) -> None:
    """Take back the facts that were taken over, but those that somebody wrote anew."""
    facts = filled["facts"]
    mine = {name: before for name, (before, after) in facts.items() if _told(getattr(kept, name)) == after}
    was, became = filled["version"]
    version = was if kept.version == became else kept.version + 1
    Person._base_manager.filter(pk=kept.pk).update(version=version, **mine)


def known_in(folder: UUID, person: UUID) -> Person | None:
    """The row by which a file names somebody today, also after a merging; asked as a job, for linking alone.

    None where the file names them no more, where nobody knows their name, and where their data are erased or only kept.
    """
    rows = Person._base_manager.filter(erased_at=None, restricted_at=None, anonymous=False, voided_at=None)
    merged = Merging._base_manager.filter(merged=person, undone_at=None, voided_at=None).order_by().values("kept")
    same = rows.filter(Q(pk=person) | Q(pk__in=merged))
    return same.filter(folder_persons__folder=folder).select_related("organisation").order_by("pk").first()


@action("person.linked", may=may_link, says=gettext_lazy("Person: linked across organisations"))
def link_same(reach: Reach, person: Person, *, other: Person, basis: str, answering: User | None = None) -> SamePerson:
    """Write down that rows of two organisations are one human being, and on which basis that may be known.

    `answering`: whose acceptance of a case it follows from, where a job writes it.
    """
    if person.organisation_id == other.organisation_id:
        raise Refused(_("Both are of one organisation. Merge them instead."))
    if not basis.strip():
        raise Refused(_("Say on which basis this may be known."))
    mine = {person.organisation_id, other.organisation_id}
    if reach.is_one_of("data_protection") and getattr(reach.organisation, "pk", None) not in mine:
        raise NotAllowed("")
    if reach.purpose != "job" and not reach.may("person.linked", record=other):
        raise NotAllowed("")
    first, second = sorted((person, other), key=lambda one: one.pk)
    with acting(JOB):
        held = SamePerson._base_manager.filter(person=first, other=second, voided_at=None).first()
        return held or SamePerson.objects.create(
            person=first,
            other=second,
            basis=basis.strip()[:60],
            by=reach.user or answering,
            organisation=person.organisation,
            other_organisation=other.organisation,
        )
