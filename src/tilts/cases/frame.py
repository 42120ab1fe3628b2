"""What stands around every page and form of a case: its tabs, and what may be added to it. Rooms above put theirs in.

The bar itself is drawn by `panels.bar`, on every page whose address is of a case: no view thinks of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import ResolverMatch
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from tilts.access.doors import Request
from tilts.access.reach import Zones
from tilts.cases.models import Case

OF_A_CASE = "cases/<uuid:id>/"
"""How the addresses of a case begin. What else stands in a tab or in the menu is about a case too."""
RECORD, ARRANGE, INVOLVE = "record", "arrange", "involve"
GROUPS = {
    RECORD: pgettext_lazy("Add to a case", "Record"),
    ARRANGE: pgettext_lazy("Add to a case", "Arrange, give, add"),
    INVOLVE: pgettext_lazy("Add to a case", "Involve"),
}
"""The menu in groups, each a verb; what stands below one is its object."""


@dataclass(frozen=True)
class Tab:
    """A part of a case with its own address: who sees it, and below which addresses of the case it is the one."""

    order: int
    label: str | Promise
    url_name: str
    zone: str
    covers: tuple[str, ...]
    rule: str
    own: bool

    def shown(self, request: Request, zones: Zones, own: bool) -> bool:
        """Whether this reader has it."""
        if not getattr(zones, self.zone) or (self.own and not own):
            return False
        return not self.rule or bool(request.reach.may(self.rule))


@dataclass(frozen=True)
class Addition:
    """Something that may be added to a case: below which verb, by which rule, and the letter that opens it."""

    group: str
    order: int
    label: str | Promise
    icon: str
    url_name: str
    rule: str
    letter: str | Promise
    record: Callable[[Case], Any]


@dataclass(frozen=True)
class Deadline:
    """Something that falls due in a case: its words, where it is done, when, and how pressing it is.

    `kind` is `danger` (somebody may be hurt before the next working day begins), `late`, `soon` (today), or empty.
    """

    words: str | Promise
    url: str
    day: Any
    moment: datetime | None
    kind: str
    icon: str = "clock"
    more: str | Promise = ""
    act: tuple[str, str | Promise] | None = None

    @property
    def when(self) -> Any:
        """The moment, or the day where it has no hour."""
        return self.moment or self.day


TABS: list[Tab] = []
ADDITIONS: list[Addition] = []


def case_tab(  # noqa: PLR0913 - what a tab may say
    label: str | Promise,
    url_name: str,
    *,
    order: int,
    zone: str,
    covers: tuple[str, ...] = (),
    rule: str = "",
    own: bool = False,
) -> None:
    """Put a tab on every page of a case; `covers` are the parts of an address after the case's own."""
    TABS.append(Tab(order, label, url_name, zone, covers, rule, own))
    TABS.sort(key=lambda tab: tab.order)


def case_addition(  # noqa: PLR0913 - what an entry of the menu may say
    group: str,
    label: str | Promise,
    url_name: str,
    *,
    order: int,
    icon: str,
    rule: str,
    letter: str | Promise = "",
    record: Callable[[Case], Any] = lambda case: case,
) -> None:
    """Put something into the menu of every page of a case; its rule is asked about `record` of the case."""
    ADDITIONS.append(Addition(group, order, label, icon, url_name, rule, letter, record))
    ADDITIONS.sort(key=lambda one: one.order)


def address_of_case(request: Request) -> ResolverMatch | None:
    """The address, if it is that of a case, or of what stands in its tabs or menu."""
    at = request.resolver_match
    if at is None or "id" not in at.kwargs:
        return None
    named = {tab.url_name for tab in TABS} | {one.url_name for one in ADDITIONS}
    return at if at.view_name in named or at.route.startswith(OF_A_CASE) else None


case_tab(pgettext_lazy("Tab of a case", "Summary"), "cases:case_page", order=0, zone="admin")
case_tab(
    pgettext_lazy("Tab of a case", "Risk"),
    "cases:case_risk",
    order=10,
    zone="risk",
    covers=("risks", "risk", "orders", "violence"),
)
case_tab(
    pgettext_lazy("Tab of a case", "Family"),
    "cases:case_family",
    order=30,
    zone="name",
    covers=("family", "people", "lent", "consents"),
)
case_tab(
    pgettext_lazy("Tab of a case", "Services"),
    "cases:case_services",
    order=40,
    zone="services",
    covers=("services", "consultations", "entitlements"),
)
case_tab(
    pgettext_lazy("Tab of a case", "Documents"),
    "documents:document_list",
    order=50,
    zone="services",
    rule="documents.read",
)
case_tab(
    pgettext_lazy("Tab of a case", "Access"),
    "cases:case_access",
    order=60,
    zone="name",
    own=True,
    covers=("access", "team", "hand-over", "restrict", "open-again", "share", "refer"),
)
case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "a note"),
    "cases:note_add",
    order=20,
    icon="pencil",
    rule="case.noted",
    letter=pgettext_lazy("Key of the menu: note", "N"),
)
case_addition(
    ARRANGE,
    pgettext_lazy("Add to a case", "a document"),
    "documents:document_add",
    order=40,
    icon="file-text",
    rule="document.added",
    letter=pgettext_lazy("Key of the menu: document", "D"),
    record=lambda case: case.folder,
)
case_addition(
    INVOLVE,
    pgettext_lazy("Add to a case", "a family member"),
    "cases:party_add",
    order=10,
    icon="user",
    rule="case.party_added",
)
case_addition(
    INVOLVE,
    pgettext_lazy("Add to a case", "a colleague"),
    "cases:team_add",
    order=20,
    icon="users-group",
    rule="case.team_joined",
)
