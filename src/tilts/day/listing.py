"""The list of cases, a page at a time, the newest first.

How many there are nobody counts, and no page is further away than another: a page begins after the last case of the one
before it. Each branch has an index: cases of one's own organisation in the order in which they are shown; those that
a grant from elsewhere opens; and, for whoever is let in so often that those would be read by the thousand, the cases
of others in the order shown. One branch for all would read every case of the country for somebody who reaches three.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from tilts.access.duty import by_name
from tilts.access.opened import Among, FewFromElsewhere, ManyFromElsewhere
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.models import Case
from tilts.plan.due import KINDS, with_next
from tilts.ui.paging import A_PAGE, Page

ON_THE_DAY = 10
"""So many of one's cases stand on one's day; the rest in the list."""
TOLD = ("services", "risk")
"""The zones that a row of a list tells something of."""
ORDER = ("-opened_on", "-created_at", "id")
SHOWN = (
    *("folder", "organisation", "code", "kind", "level", "opened_on"),
    *("lead__name", "territory__name_lv", "territory__name_en"),
)
"""What of a case the list reads."""


def newest(reach: Reach, *, today: date | None, day: Any = None, made: Any = None, last: UUID | None = None) -> Rows:
    """Open cases within reach with what is due next in them from `today` on, or closed ones where it is None.

    One more than a page shows; with a day, a moment and an id, those after it.
    """
    closed = today is None
    own = _stretch(reach(Case).filter(organisation=reach.organisation), closed, day, made, last)
    # older than a whole page of one's own is nothing on it
    oldest = Coalesce(Subquery(own.values("opened_on")[A_PAGE : A_PAGE + 1]), Value(date.min), output_field=DateField())
    others = reach(Case).exclude(organisation=reach.organisation)
    asker = {"user": getattr(reach.user, "pk", None), "organisation": getattr(reach.organisation, "pk", None)}
    # found before reach is asked of them: SQLite would ask it of all, and look at their day after that
    few = unscoped(Case, reason="cases a list may show, of which reach is asked next").filter(opened_on__gte=oldest)
    few = few.filter(FewFromElsewhere(**asker, role=reach.role)).order_by()
    of_few = _stretch(others.filter(pk__in=few.values("pk")), closed, day, made, last)
    many = others.filter(ManyFromElsewhere(**asker, role=reach.role), opened_on__gte=oldest)
    of_many = _stretch(many, closed, day, made, last)
    among = Among("pk", own.values("pk"), of_few.values("pk"), of_many.values("pk"))
    rows = reach(Case).filter(among).select_related("lead", "territory").only(*SHOWN)
    rows = with_next(reach, rows, today) if today else rows
    return rows.order_by(*ORDER)[: A_PAGE + 1]


def mine(reach: Reach, *, today: date | None, day: Any = None, made: Any = None, last: UUID | None = None) -> Rows:
    """The same of the cases in which one has something to do by name, whose ever they are."""
    rows = _stretch(worked_on(reach), today is None, day, made, last)
    return with_next(reach, rows, today) if today else rows


def worked_on(reach: Reach) -> Rows:
    """Cases that one leads or is in the team of, and those that were referred to oneself or shared by name."""
    rows = reach(Case).filter(pk__in=by_name(reach).values("folder"))
    return rows.select_related("lead", "territory", "folder", "organisation")


def newest_to_me(reach: Reach, *, today: date) -> Rows:
    """The open ones of these into which one was let last, each with why, what that opens and what one does next."""
    why = by_name(reach).filter(folder=OuterRef("folder")).order_by("-starts", "id")
    opens = {f"opens_{zone}": Subquery(why.order_by(f"-zone_{zone}").values(f"zone_{zone}")[:1]) for zone in TOLD}
    let_in = {"why": Subquery(why.values("kind")[:1]), "since": Subquery(why.values("starts")[:1])}
    rows = worked_on(reach).open().annotate(**let_in, **opens)
    return with_next(reach, rows, today, mine=True).order_by("-since", "id")[: ON_THE_DAY + 1]


def _stretch(rows: Rows, closed: bool, day: Any, made: Any, last: UUID | None) -> Rows:
    rows = rows.exclude(closed_on=None) if closed else rows.open()
    if last is not None:
        same_day = Q(opened_on=day) & (Q(created_at__lt=made) | Q(created_at=made, pk__gt=last))
        rows = rows.filter(Q(opened_on__lt=day) | same_day, opened_on__lte=day)
    return rows.order_by(*ORDER)[: A_PAGE + 1]


def page_after(reach: Reach, after: UUID | None, *, closed: bool, own: bool = False) -> Page:
    """The page after this case; the first one where nothing comes after it, or where it is not within reach.

    Where `own`, of the cases in which one has something to do by name.
    """
    seen = (
        reach(Case).filter(pk=after).order_by().values_list("opened_on", "created_at", "pk").first() if after else None
    )
    begins = dict(zip(("day", "made", "last"), seen, strict=True)) if seen else {}
    rows = ask(reach, mine if own else newest, today=None if closed else timezone.localdate(), **begins)
    if begins and not rows:
        return page_after(reach, None, closed=closed, own=own)
    shown = rows[:A_PAGE]
    return Page(shown, before="first" if begins else "", after=f"after={shown[-1].pk}" if len(rows) > A_PAGE else "")


def tell_of(reach: Reach, cases: Iterable[Case], *, due: bool) -> None:
    """Note with each case what of it may be shown to this actor, and with `due` what comes next (`case.told`)."""
    shown = list(cases)
    reach.remember(case.folder_id for case in shown)
    for case in shown:
        opened: Any = reach.zones(case.folder_id)
        _tell(case, services=opened.services, risk=opened.risk, due=due)


def tell_of_mine(cases: Iterable[Any]) -> None:
    """The same with those of `newest_to_me`: what the grants open by which one was let in by name."""
    for case in cases:
        _tell(case, services=case.opens_services, risk=case.opens_risk, due=True)


def _tell(case: Any, *, services: int, risk: int, due: bool) -> None:
    case.told = {
        "kind": case.get_kind_display() if services else "",
        "level": case.get_level_display() if risk else "",
        "place": case.territory.name if services and case.territory else "",
        "next": KINDS[case.next_kind].word if due and case.next_kind else "",
    }
