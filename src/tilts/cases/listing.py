"""The list of cases, a page at a time, the newest first.

How many there are nobody counts, and no page is further away than another: a page begins after the last case of the one
before it. Each branch has an index: cases of one's own organisation in the order in which they are shown; those that
a grant from elsewhere opens; and, for whoever is let in so often that those would be read by the thousand, the cases
of others in the order shown. One branch for all would read every case of the country for somebody who reaches three.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q

from tilts.access.models import Grant
from tilts.access.opened import FEW, Among, FewFromElsewhere, ManyFromElsewhere
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.cases.models import Case
from tilts.ui.paging import A_PAGE, Page

ORDER = ("-opened_on", "-created_at", "id")


def newest(reach: Reach, *, closed: bool, day: Any = None, made: Any = None, last: UUID | None = None) -> Rows:
    """Open or closed cases within reach, one more than a page shows; with a day, a moment and an id, those after it."""
    own = _stretch(reach(Case).filter(organisation=reach.organisation), closed, day, made, last)
    # who is let in is asked by reach itself; here is only where to look
    to_us = Grant.objects.filter(elsewhere=True)
    to_role = to_us.filter(to_unit=reach.organisation, to_role__in=("", reach.role))
    # where there are more than a few the condition is false whatever these say: no more of them are read
    opened = Q(pk__in=to_us.filter(to_user=reach.user).order_by().values("folder")[: FEW + 1])
    opened |= Q(pk__in=to_role.order_by().values("folder")[: FEW + 1])
    others = reach(Case).exclude(organisation=reach.organisation)
    asker = {"user": getattr(reach.user, "pk", None), "organisation": getattr(reach.organisation, "pk", None)}
    of_few = _stretch(others.filter(opened).filter(FewFromElsewhere(**asker, role=reach.role)), closed, day, made, last)
    of_many = _stretch(others.filter(ManyFromElsewhere(**asker, role=reach.role)), closed, day, made, last)
    among = Among("pk", own.values("pk"), of_few.values("pk"), of_many.values("pk"))
    return reach(Case).filter(among).with_lead().order_by(*ORDER)[: A_PAGE + 1]


def _stretch(rows: Rows, closed: bool, day: Any, made: Any, last: UUID | None) -> Rows:
    rows = rows.exclude(closed_on=None) if closed else rows.open()
    if last is not None:
        same_day = Q(opened_on=day) & (Q(created_at__lt=made) | Q(created_at=made, pk__gt=last))
        rows = rows.filter(Q(opened_on__lt=day) | same_day, opened_on__lte=day)
    return rows.order_by(*ORDER)[: A_PAGE + 1]


def page_after(reach: Reach, after: UUID | None, *, closed: bool) -> Page:
    """The page after this case; the first one where there is none, or where it is not within reach."""
    seen = (
        reach(Case).filter(pk=after).order_by().values_list("opened_on", "created_at", "pk").first() if after else None
    )
    begins = dict(zip(("day", "made", "last"), seen, strict=True)) if seen else {}
    rows = ask(reach, newest, closed=closed, **begins)
    shown = rows[:A_PAGE]
    return Page(shown, before="first" if begins else "", after=f"after={shown[-1].pk}" if len(rows) > A_PAGE else "")
