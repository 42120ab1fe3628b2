"""Protection orders of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.cases.form_pages import in_case
from tilts.cases.pages import case_of, case_to_write
from tilts.plan import actions
from tilts.plan.forms import BreachForm, OrderAnswerForm, OrderEndForm, OrderForm
from tilts.plan.models import Order, OrderBreach

ORDER = "plan:order_page"


def _order(request: Request, id: UUID, order: UUID) -> Order:
    found: Order = request.reach(Order).filter(case=case_to_write(request, id)).select_related("case").get(pk=order)
    return found


@form_page(actions.record_order, at="ends")
def order_add(request: Request, id: UUID) -> Entry:
    """Record a protection order."""
    title, said = _("Record a protection order"), _("The order is recorded.")
    return in_case(case_of(request, id), OrderForm(request.POST or None), title, said=said)


@door("cases.read")
def order_page(request: Request, id: UUID, order: UUID) -> HttpResponse:
    """One order: from when until when, what it forbids, the application to the court, its breaches."""
    found = _order(request, id, order)
    breaches = request.reach(OrderBreach).filter(order=found).select_related("written_by")[:200]
    may_write = request.reach.may("order.breached", record=found.case)
    return page(
        request,
        "plan/order_page.html",
        case=found.case,
        order=found,
        red=found.is_red(),
        holds=found.holds(),
        breaches=breaches,
        may_write=may_write,
    )


@form_page(actions.end_order, at="ends")
def order_end(request: Request, id: UUID, order: UUID) -> Entry:
    """Record when an order ends."""
    found = _order(request, id, order)
    form = OrderEndForm(request.POST or None, initial={"ends": found.ends})
    return in_case(found, form, _("When the order ends"), said=_("The end is recorded."), back=ORDER, at=found.pk)


@form_page(actions.answer_order, at="on")
def order_answer(request: Request, id: UUID, order: UUID) -> Entry:
    """Record that the application to the court was sent, or that she does not apply."""
    found = _order(request, id, order)
    form = OrderAnswerForm(request.POST or None)
    return in_case(found, form, _("Application to the court"), said=_("Saved."), back=ORDER, at=found.pk)


@form_page(actions.record_breach, at="at")
def breach_add(request: Request, id: UUID, order: UUID) -> Entry:
    """Record a breach of an order."""
    found, title, said = _order(request, id, order), _("Record a breach"), _("The breach is recorded.")
    return in_case(found, BreachForm(request.POST or None), title, said=said, back=ORDER, at=found.pk)
