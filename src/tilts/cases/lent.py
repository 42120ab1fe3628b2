"""What the page of a person says of rows that one file lends to another, and to which file one may be lent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from tilts.access.doors import Request
from tilts.access.reach import Rows
from tilts.cases.models import Case
from tilts.cases.pages import is_own
from tilts.people.actions import lent_rows
from tilts.people.models import FolderPerson, Person, Relation


def row_of(request: Request, case: Case, person: Person, model: Any, row: UUID) -> Any:
    """A row about a person that lies in this case; else 404."""
    rows = request.reach(model).filter(folder=case.folder_id)
    mine = rows.filter(Q(person=person) | Q(other=person)) if model is Relation else rows.filter(person=person)
    return mine.get(pk=row)


def files_beside(request: Request, case: Case, person: UUID) -> Rows:
    """The other open files of a person in the same organisation, as far as they and her name are open to one."""
    there = request.reach(FolderPerson).filter(person=person).order_by().values("folder")
    rows = request.reach(Case).filter(pk__in=there, organisation=case.organisation_id, closed_on=None)
    return rows.exclude(pk=case.pk).order_by("code", "pk")


def say_what_is_lent(request: Request, case: Case, person: Person, rows: Iterable[Any], *, arranges: bool) -> None:
    """Tell each row whether it lies here (`here`), what of it is lent (`lendings`), and whether one may lend it.

    A lending from elsewhere says on which basis, never from which file; one to elsewhere names a file that is open.
    """
    shown = list(rows)
    beside = dict(files_beside(request, case, person.pk).values_list("pk", "code")) if arranges else {}
    asked = is_own(request, case) and (beside or any(row.folder_id != case.folder_id for row in shown))
    lendings = list(lent_rows(request.reach, case.folder_id, person.pk)) if asked else []
    for row in shown:
        row.here, row.may_be_lent = row.folder_id == case.folder_id, bool(beside)
        row.lendings = [one for one in lendings if one.row == row.pk]
    for one in lendings:
        one.is_from_here, one.code = one.folder_id == case.folder_id, beside.get(one.to_id, "")
