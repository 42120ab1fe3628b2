"""Who a case is about."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request, allowed, door, page
from tilts.access.reach import Refused
from tilts.access.told import told
from tilts.cases import actions
from tilts.cases.forms import PersonForm
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.pages import PERSON, case_of
from tilts.people.actions import add_contact, find_similar, join_household, record_person
from tilts.people.models import Person

TOLD_APART = gettext_lazy(
    "Somebody of this name and birth date is in the case already. If this is somebody else, write down what tells "
    "them apart: a year of birth is enough."
)


def put_in_case(request: Request, case: Case, form: PersonForm, chosen: str) -> None:
    """The person of the form, known or new, in their role, with household and first contact."""
    data = form.cleaned_data
    if chosen and chosen != "new":
        person = request.reach(Person).get(pk=chosen)
    else:
        person = record_person(request.reach, case.folder, **form.facts())
    actions.add_party(request.reach, case, person=person, role=data["role"])
    _refuse_twice(request, case, person)
    client = request.reach(Party).filter(case=case, role=PartyRole.CLIENT).exclude(person=person).first()
    if data.get("lives_with_client") and client:
        join_household(request.reach, case.folder, person=person, of=client.person)
    if data["phone"]:
        way = {"channel": "phone", "value": data["phone"], "safe": data["phone_is_safe"], "caution": data["caution"]}
        add_contact(request.reach, case.folder, person=person, **way)


def _refuse_twice(request: Request, case: Case, person: Person) -> None:
    """One human being is in a case once: from two pages at once each would find nobody of this name."""
    others = request.reach(Party).filter(case=case).exclude(person=person).select_related("person")
    if any(_who(party.person) == _who(person) for party in others):
        raise Refused(TOLD_APART, field="birth_date")


def _who(person: Person) -> tuple[Any, ...]:
    return person.given_name.casefold(), person.family_name.casefold(), person.birth_date, person.birth_precision


def put_in(request: Request, form: PersonForm, find_case: Callable[[], Case]) -> Case | None:
    """The same, all or nothing, in the case that `find_case` gives; a refusal stands above the form."""
    case: Case | None = None
    with told(form), transaction.atomic():
        case = find_case()
        put_in_case(request, case, form, request.POST.get("person", ""))
    return None if form.errors else case


@door("case.party_added", asked=PERSON)
def party_add(request: Request, id: UUID) -> HttpResponse:
    """Add a person to the case, after looking whether they are here already."""
    case = allowed(request, "case.party_added", case_of(request, id))
    form = PersonForm(request.POST or None, initial={"role": "child", "municipality": case.territory_id})
    if request.method != "POST" or not form.is_valid():
        return page(request, "cases/party_add.html", case=case, form=form, status=422 if form.errors else 200)
    data = form.cleaned_data
    similar = find_similar(
        request.reach,
        name=f"{data['given_name']} {data['family_name']}",
        birth_date=data["birth_date"],
        birth_year=data["birth_year"],
    )
    if similar and not request.POST.get("person"):
        return page(request, "cases/party_add.html", case=case, form=form, similar=similar)
    if put_in(request, form, lambda: case) is None:
        return page(request, "cases/party_add.html", case=case, form=form, status=422)
    messages.success(request, _("The person is in the case."))
    return redirect("cases:case_page", id=case.pk)
