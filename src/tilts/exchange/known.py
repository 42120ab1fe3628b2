"""What a register may name and must not invent: organisations, sites and projects, by code or name."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from tilts.access.models import Organisation, Site
from tilts.access.reach import unscoped
from tilts.exchange.outcome import RefusedCell
from tilts.exchange.reading import Row
from tilts.kit.cli import BadInput
from tilts.kit.text import plain
from tilts.projects.models import Project, ProjectAlias

REASON = "a register is imported by the administrator's command"

T = TypeVar("T")
Names = dict[str, list[T]]


def _named(things: Iterable[T], names_of: Callable[[T], Iterable[str]]) -> Names[T]:
    found: Names[T] = {}
    for thing in things:
        for name in {plain(name) for name in names_of(thing)} - {""}:
            found.setdefault(name, []).append(thing)
    return found


def _one(found: list[T], written: str, unknown: str) -> T:
    if len(found) > 1:
        raise RefusedCell(_("“%(text)s” is the name of several; give the code.") % {"text": written})
    if not found:
        raise RefusedCell(unknown % {"text": written})
    return found[0]


class Known:
    """Everything nameable, read once: four queries for a register of any length."""

    def __init__(self, organisation_code: str | None = None) -> None:
        organisations = list(Organisation.objects.all())
        self._organisations = _named(organisations, lambda one: (one.code, one.name))
        self._by_code = {one.code: one for one in organisations}
        self.own = next((one for one in organisations if one.own), None)
        self.chosen = self._choose(organisation_code)
        self._sites: dict[UUID, Names[Site]] = {}
        self._projects: Names[Project] = {}

    def _choose(self, code: str | None) -> Organisation | None:
        if code is None:
            return None
        try:
            return self.organisation(code)
        except RefusedCell as refused:
            raise BadInput(str(refused)) from refused

    def read_sites_and_projects(self) -> "Known":
        """Read the sites and projects too."""
        by_organisation: dict[UUID, list[Site]] = {}
        for site in Site.objects.all():
            by_organisation.setdefault(site.organisation_id, []).append(site)
        self._sites = {key: _named(sites, lambda one: (one.code, one.name)) for key, sites in by_organisation.items()}
        aliases: dict[UUID, list[str]] = {}
        for alias in unscoped(ProjectAlias, reason=REASON):
            aliases.setdefault(alias.project_id, []).append(alias.code)
        projects: list[Project] = list(unscoped(Project, reason=REASON).filter(voided_at=None))
        self._projects = _named(projects, lambda one: (one.code, one.title_lv, one.title_en, *aliases.get(one.pk, ())))
        return self

    def organisation(self, written: str) -> Organisation:
        """The organisation of this code or name."""
        if written in self._by_code:
            return self._by_code[written]
        return _one(self._organisations.get(plain(written), []), written, _("There is no organisation “%(text)s”."))

    def project(self, written: str) -> Project:
        """The project of this code, alias or title."""
        return _one(self._projects.get(plain(written), []), written, _("There is no project “%(text)s”."))

    def site(self, organisation: Organisation, written: str) -> Site:
        """The site of this code or name in the organisation."""
        sites = self._sites.get(organisation.pk, {})
        unknown = _("%(organisation)s has no site “%(text)s”.")
        return _one(sites.get(plain(written), []), written, unknown.replace("%(organisation)s", _escaped(organisation)))

    def check_anyone(self, has_column: bool) -> None:
        """Refuse a register of which no row could say whose it is."""
        if not (self.chosen or self.own or has_column):
            raise BadInput(
                _("No organisation is named, and this installation has none of its own: say --organisation.")
            )

    def organisation_of(self, row: Row) -> Organisation | None:
        """Whose row this is: the row's column, else --organisation, else the installation's own; else a remark."""
        named = row.read("organisation", self.organisation)
        if row.cells.get("organisation"):
            if named and self.chosen and named != self.chosen:
                row.remark("organisation", _("The row names another organisation than --organisation."))
            return named
        if not (self.chosen or self.own):
            row.remark("organisation", _("The row names no organisation, and this installation has none of its own."))
        return self.chosen or self.own


def _escaped(organisation: Organisation) -> str:
    return organisation.name.replace("%", "%%")
