"""Two files on opposite sides: found by name, birth date or register number, and kept apart by walls; told to few."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.actions import save_over
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues, not_walled
from tilts.access.grants import in_force
from tilts.access.models import Folder, Grant, GrantKind, Role, User, Wall
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case, Conflict, ConflictCheck, ConflictState, Party, PartyRole
from tilts.people.alike import alike
from tilts.people.models import Person
from tilts.post.telling import tell

WORKING = (GrantKind.ASSIGNED, GrantKind.SPECIALIST)
OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)
WHY = "both sides of a conflict, of which the asker is told nothing"
ABOUT = (PartyRole.CLIENT, PartyRole.CHILD)
OTHER_SIDE: dict[str, tuple[str, ...]] = {PartyRole.ALLEGED: ABOUT} | dict.fromkeys(ABOUT, (PartyRole.ALLEGED,))


def look_for_conflicts(reach: Reach, case: Case, party: Party | None = None) -> ConflictCheck:
    """The same for one who is added to a case, or for everybody in it (part of a wider action)."""
    done = ConflictCheck.objects.create(organisation=case.organisation, case=case, by=reach.user, at=timezone.now())
    with acting(JOB):  # files beyond one's reach; nothing of them comes back
        parties = [party] if party else list(_parties(case=case).select_related("person"))
        found: dict[UUID, set[str]] = {}
        for one in parties:
            for other_case, person in _opposite(case, one):
                found.setdefault(other_case, set()).update((str(one.person_id), str(person)))
        for other in unscoped(Case, reason=WHY).filter(pk__in=found).select_related("folder"):
            _keep_apart(case, other, found[other.pk])
    return done


def look_again_for(reach: Reach, person: Person) -> dict[str, list[str]]:
    """The files of one who is known by another name, birth date or code from now on, or was merged.

    Answers what was written, ids by table, to undo it. Whoever wrote or merged is told nothing of it.
    """
    began = timezone.now()
    with acting(JOB):
        parties = list(_parties(person=person).select_related("case", "person"))
        for party in parties:
            look_for_conflicts(reach, party.case, party)
        cases = [party.case_id for party in parties]
        checks = ConflictCheck._base_manager.filter(at__gte=began, case__in=cases)
        found = Conflict._base_manager.filter(Q(one__in=cases) | Q(other__in=cases), found_at__gte=began)
        rows = {"cases.Conflict": found, "cases.ConflictCheck": checks}
        return {table: [str(pk) for pk in held.values_list("pk", flat=True)] for table, held in rows.items()}


def _parties(**where: Any) -> Any:
    return unscoped(Party, reason=WHY).filter(voided_at=None, person__erased_at=None, **where)


def _opposite(case: Case, party: Party) -> list[tuple[UUID, UUID]]:
    """Cases of the office in which the same person stands on the other side, and as which row."""
    sides = OTHER_SIDE.get(party.role, ())
    if not sides:
        return []
    others = _parties(case__organisation=case.organisation_id, person__in=alike(party.person), role__in=sides)
    return list(others.exclude(case=case).values_list("case", "person"))


def _written(case: Case, other: Case, matched: set[str]) -> Conflict | None:
    """What is written down of two cases: once; again where "other people" was said of other persons than these."""
    pair = Q(one=other, other=case) | Q(one=case, other=other)
    known = Conflict._base_manager.filter(pair).first()
    facts = {"found_at": timezone.now(), "on_both": _on_both(case, other)}
    if known is None:
        both = {"organisation": case.organisation, "one": other, "other": case}
        return Conflict.objects.create(**both, **facts, matched=sorted(matched))
    if known.state != ConflictState.OTHERS or matched <= set(known.matched):
        return None
    together = sorted(matched | set(known.matched))
    save_over(known, known.version, state=ConflictState.FOUND, matched=together, decided_by=None, **facts)
    return known


def _keep_apart(case: Case, other: Case, matched: set[str]) -> None:
    """Write it down, raise the walls, tell those who answer for it."""
    found = _written(case, other, matched)
    if found is None:
        return
    for mine, theirs in ((case, other), (other, case)):
        for user in _working(mine.folder) - _working(theirs.folder):
            _wall(found, theirs.folder, user)
    told = not_walled(not_walled(colleagues(case.organisation, *OVERSIGHT), case.folder), other.folder)
    tell(told, "conflict.found", about=found.pk, path="/conflicts/")


def _working(folder: Folder) -> set[User]:
    rows = in_force(folder).filter(kind__in=WORKING, to_user__isnull=False).select_related("to_user")
    return {grant.to_user for grant in rows if grant.to_user}


def _on_both(case: Case, other: Case) -> bool:
    return bool(_working(case.folder) & _working(other.folder))


def _wall(found: Conflict, folder: Folder, user: User) -> None:
    if not Wall.objects.filter(folder=folder, user=user, because=found.pk, ends=None).exists():
        reason = _("They work on the other side.")
        Wall.objects.create(folder=folder, user=user, reason=reason, because=found.pk)


def keep_out_of_other_side(case: Case, user: User) -> None:
    """Somebody joined one side: the other one is closed to them from now on (part of a wider action)."""
    with acting(JOB):
        rows = Conflict._base_manager.filter(Q(one=case) | Q(other=case), voided_at=None)
        for found in rows.exclude(state=ConflictState.OTHERS).select_related("one__folder", "other__folder"):
            theirs = found.other if found.one_id == case.pk else found.one
            if not Grant.objects.filter(pk__in=in_force(theirs.folder).filter(to_user=user, kind__in=WORKING)).exists():
                _wall(found, theirs.folder, user)
