"""Walls about a person or a name: from each follow walls of the folders where that person or name stands.

A name is known here by a keyed hash of the whole folded name, its words in order of the alphabet, so that nothing but
the same name finds it. Whoever declares a wall is never told whether there was anything to wall off.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.actor import JOB, acting
from tilts.access.grants import in_force
from tilts.access.held import hold
from tilts.access.models import Folder, Organisation, Role, User
from tilts.access.reach import Reach, Refused, roles
from tilts.access.walls import follow, lower_following, tell_of_waiting
from tilts.kit.text import fold_name
from tilts.people.models import NameInFolder, NameWall, Person, PersonWall
from tilts.people.policy.walls import WORKING_WITH_PEOPLE, may_lower_name_wall, may_lower_person_wall, may_wall_person
from tilts.sealing.keys import ring

MOST_A_DAY = 5
"""How many names one person declares a day; who needs more asks a supervisor."""
OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)


def name_key(organisation: UUID, name: str) -> str:
    """The hash of a whole name in one organisation; empty where there is no whole name."""
    words = sorted(fold_name(name).split())
    if len(words) < 2:
        return ""
    return ring().search_hash(f"whole name:{organisation}:{' '.join(words)}").hex()


def standing_walls(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those in force now."""
    now = timezone.now()
    return rows.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now)


def name_came(reach: Reach, folder: Folder, *, of: Organisation, name: str, person: Person | None = None) -> None:
    """A name now stands in a folder before the people of `of`: the walls about it rise (part of a wider action)."""
    key = name_key(of.pk, name)
    if not key:
        return
    NameInFolder.objects.get_or_create(folder=folder, person=person, key=key)
    for cause in standing_walls(NameWall.objects.filter(organisation=of, name_key=key)):
        follow(folder, cause, writing=reach.user)


def names_came(standing: Iterable[tuple[Folder, Person]], units: Iterable[Organisation]) -> None:
    """Many names before the people of many organisations at once, as `name_came` (part of a wider action)."""
    here = [(folder, f"{one.given_name} {one.family_name}") for folder, one in standing]
    found = [(folder, unit.pk, name_key(unit.pk, name)) for folder, name in here for unit in units]
    keys = {key for _folder, _unit, key in found if key}
    told = NameInFolder.objects.filter(folder__in={folder.pk for folder, _name in here}, person=None, key__in=keys)
    known = set(told.values_list("folder", "key"))
    new = {(folder.pk, key): folder for folder, _unit, key in found if key and (folder.pk, key) not in known}
    NameInFolder.objects.bulk_create([NameInFolder(folder=folder, key=key) for (_pk, key), folder in new.items()])
    for cause in standing_walls(NameWall.objects.filter(name_key__in=keys)):
        for folder, unit, key in found:
            if (unit, key) == (cause.organisation_id, cause.name_key):
                follow(folder, cause)


def imported(folder: Folder, persons: Iterable[Person]) -> None:
    """Names of these persons stand in a register from now on: walls about them rise around it (part of an import)."""
    keys = {one.pk: name_key(folder.organisation_id, f"{one.given_name} {one.family_name}") for one in persons}
    rows = NameInFolder.objects.filter(folder=folder)
    rows.filter(person__in=list(keys)).delete()
    rows.bulk_create([NameInFolder(folder=folder, person_id=pk, key=key) for pk, key in keys.items() if key])
    about = Q(name_key__in={key for key in keys.values() if key})
    for cause in standing_walls(NameWall.objects.filter(about, organisation=folder.organisation)):
        follow(folder, cause)


def person_came(reach: Reach, folder: Folder, person: Person) -> None:
    """A person now belongs to a folder: the walls about them and their name rise (part of a wider action)."""
    name = f"{person.given_name} {person.family_name}"
    name_came(reach, folder, of=folder.organisation, name=name, person=person)
    for cause in standing_walls(PersonWall.objects.filter(person=person)):
        follow(folder, cause, writing=reach.user)


def name_changed(person: Person) -> None:
    """Walls know the new name wherever the person is (part of a wider action)."""
    NameInFolder.objects.filter(person=person).delete()
    for folder in Folder.objects.filter(pk__in=person.folder_persons.values("folder")):
        person_came(JOB, folder, person)


def _where(found: "QuerySet[NameInFolder]") -> list[Folder]:
    return list(Folder.objects.filter(pk__in=found.values("folder")))


def _refuse_second(reach: Reach, walls: Any, user: User | None, unit: Organisation | None) -> None:
    """The same wall against the same somebody, by the same one, is one; what others declared is not told."""
    with acting(JOB):  # whoever declares it need not be shown it
        stands = standing_walls(walls.filter(user=user, unit=unit, raised_by=reach.user)).exists()
    if stands:
        raise Refused(_("This wall stands already."))


@action("person.walled", may=may_wall_person, says=gettext_lazy("Wall about a person: raised"))
def wall_person(
    reach: Reach, person: Person, *, reason: str, user: User | None = None, unit: Organisation | None = None
) -> PersonWall:
    """Keep somebody out of every folder that a person belongs to, today and later."""
    if unit and unit.pk == person.organisation_id:
        raise Refused(_("A wall against your whole organisation would leave nobody. Restrict the case instead."))
    _refuse_second(reach, PersonWall.objects.filter(person=person), user, unit)
    wall = PersonWall.objects.create(
        organisation=person.organisation, person=person, user=user, unit=unit, reason=reason, raised_by=reach.user
    )
    folders = Folder.objects.filter(pk__in=person.folder_persons.values("folder"))
    for folder in folders:
        follow(folder, wall)
    return wall


@action("name.walled", may=roles(*WORKING_WITH_PEOPLE), says=gettext_lazy("Wall about a name: raised"))
def wall_name(
    reach: Reach, /, *, name: str, reason: str = "", user: User | None = None, unit: Organisation | None = None
) -> NameWall:
    """Declare that somebody knows a family of this name: they are kept out of whatever is there or will come.

    Nobody is taken off their own work without their supervisor: where the one kept out was let in by name, supervisors
    are told and decide.
    """
    organisation = reach.organisation
    if organisation is None or reach.user is None:
        raise Refused(_("A wall is declared by somebody who works in an organisation."))
    key = _key_to_declare(reach, organisation, name, unit)
    hold(organisation)
    _refuse_second(reach, NameWall.objects.filter(organisation=organisation, name_key=key), user, unit)
    wall = NameWall.objects.create(
        organisation=organisation,
        name=" ".join(name.split()),
        name_key=key,
        user=user,
        unit=unit,
        reason=reason,
        raised_by=reach.user,
    )
    for folder in _where(NameInFolder.objects.filter(key=key)):
        _follow_or_tell(reach, folder, wall)
    return wall


def _key_to_declare(reach: Reach, organisation: Organisation, name: str, unit: Organisation | None) -> str:
    key = name_key(organisation.pk, name)
    if not key:
        raise Refused(_("Give the given name and the family name."))
    if unit and unit.pk == organisation.pk:
        raise Refused(_("A wall against your whole organisation would leave nobody. Restrict the case instead."))
    today = NameWall.objects.filter(raised_by=reach.user, starts__gt=timezone.now() - timedelta(days=1))
    if not reach.is_one_of(*OVERSIGHT) and today.count() >= MOST_A_DAY:
        raise Refused(_("That is many for one day. Please ask your supervisor to declare the others."))
    return key


def _follow_or_tell(reach: Reach, folder: Folder, wall: NameWall) -> None:
    works_on_it = wall.user_id and in_force(folder).filter(to_user=wall.user_id).exists()
    if not works_on_it or reach.is_one_of(*OVERSIGHT):
        follow(folder, wall)
        return
    tell_of_waiting(folder, wall)


@action("person.wall_lowered", may=may_lower_person_wall, says=gettext_lazy("Wall about a person: lowered"))
def lower_person_wall(reach: Reach, wall: PersonWall) -> PersonWall:
    """Let somebody in again to the folders of a person, as far as other walls and grants say."""
    _lower(reach, PersonWall, wall)
    return wall


@action("name.wall_lowered", may=may_lower_name_wall, says=gettext_lazy("Wall about a name: lowered"))
def lower_name_wall(reach: Reach, wall: NameWall) -> NameWall:
    """Take a declaration back, and every wall that followed from it."""
    _lower(reach, NameWall, wall)
    return wall


def _lower(reach: Reach, model: Any, wall: Any) -> None:
    now = timezone.now()
    if not model.objects.filter(pk=wall.pk, ends=None).update(ends=now, lowered_by=reach.user):
        raise Stale
    lower_following(reach, wall.pk, at=now)
    wall.refresh_from_db()
