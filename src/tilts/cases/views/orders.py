"""Protection orders of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.cases import actions
from tilts.cases.forms import BreachForm, OrderAnswerForm, OrderEndForm, OrderForm
from tilts.cases.models import Case, Order, OrderBreach
from tilts.cases.views.one_form import one_form, typed
from tilts.cases.views.pages import case_of

ORDER = "cases:order_page"


def _order(request: Request, case: Case, order: UUID) -> Order:
    found: Order = request.reach(Order).filter(case=case).select_related("case").get(pk=order)
    return found


@door("order.recorded")
def order_add(request: Request, id: UUID) -> HttpResponse:
    """Record a protection order."""
    case = allowed(request, "order.recorded", case_of(request, id))
    form = OrderForm(request.POST or None)
    said, title = _("The order is recorded."), _("Record a protection order")
    return one_form(request, case, form, title, actions.record_order, case, said=said)


@door("cases.read")
def order_page(request: Request, id: UUID, order: UUID) -> HttpResponse:
    """One order: from when until when, what it forbids, the application to the court, its breaches."""
    case = case_of(request, id)
    found = _order(request, case, order)
    breaches = request.reach(OrderBreach).filter(order=found).select_related("written_by")[:200]
    may_write = request.reach.may("order.breached", record=case)
    return page(
        request,
        "cases/order_page.html",
        case=case,
        order=found,
        red=found.is_red(),
        holds=found.holds(),
        breaches=breaches,
        may_write=may_write,
    )


@door("order.ended")
def order_end(request: Request, id: UUID, order: UUID) -> HttpResponse:
    """Record when an order ends."""
    case = allowed(request, "order.ended", case_of(request, id))
    found = _order(request, case, order)
    form = OrderEndForm(request.POST or None, initial={"ends": found.ends, "version": found.version})
    facts, said, title = typed(form), _("The end is recorded."), _("When the order ends")
    return one_form(
        request, case, form, title, actions.end_order, found, said=said, back=ORDER, at=found.pk, facts=facts
    )


@door("order.answered")
def order_answer(request: Request, id: UUID, order: UUID) -> HttpResponse:
    """Record that the application to the court was sent, or that she does not apply."""
    case = allowed(request, "order.answered", case_of(request, id))
    found = _order(request, case, order)
    initial = {"on": timezone.localdate(), "version": found.version}
    form = OrderAnswerForm(request.POST or None, initial=initial)
    facts = typed(form)
    facts["applied"] = facts.get("applied") == "true"
    said, title = _("Saved."), _("Application to the court")
    return one_form(
        request, case, form, title, actions.answer_order, found, said=said, back=ORDER, at=found.pk, facts=facts
    )


@door("order.breached")
def breach_add(request: Request, id: UUID, order: UUID) -> HttpResponse:
    """Record a breach of an order."""
    case = allowed(request, "order.breached", case_of(request, id))
    found = _order(request, case, order)
    form = BreachForm(request.POST or None)
    said, title = _("The breach is recorded."), _("Record a breach")
    return one_form(request, case, form, title, actions.record_breach, found, said=said, back=ORDER, at=found.pk)
