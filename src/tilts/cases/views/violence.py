"""Kinds of violence in a case."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.form_pages import in_case, people_to_choose
from tilts.cases.forms import ViolenceForm
from tilts.cases.forms.person import TakeBackForm
from tilts.cases.models import Violence
from tilts.cases.pages import case_of, case_to_write


@form_page(actions.tell_violence, at="kinds")
def violence_add(request: Request, id: UUID) -> Entry:
    """Which kinds of violence were done to a person of the case."""
    case = case_of(request, id)
    people = list(people_to_choose(request, case)[:2])
    initial = {"told_on": timezone.localdate(), "person": people[0] if len(people) == 1 else None}
    form = ViolenceForm(request.POST or None, initial=initial, people=people_to_choose(request, case))
    return in_case(case, form, _("Kinds of violence"), said=_("The kinds of violence are written down."))


@form_page(actions.withdraw_violence, at="why")
def violence_withdraw(request: Request, id: UUID, violence: UUID) -> Entry:
    """A kind of violence was not so: it is counted nowhere."""
    case = case_to_write(request, id)
    found = request.reach(Violence).get(pk=violence, folder=case.folder_id)
    form = TakeBackForm(request.POST or None, initial={"version": found.version})
    title, words = _("Take a kind of violence back"), found.words
    return in_case(case, form, title, said=_("It is taken back."), about=words, also={"violence": found})
