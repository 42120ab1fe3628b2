"""One person within a case: what is known of them, as far as the zones of this case go, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Organisation
from tilts.access.reach import NotAllowed, Reach, Refused, Zones
from tilts.access.relationships import ZONE_WORDS
from tilts.access.told import done
from tilts.cases.forms import person as forms
from tilts.cases.lent import row_of, say_what_is_lent
from tilts.cases.models import Case, Party
from tilts.cases.pages import case_of, is_own
from tilts.people import actions
from tilts.people.dangers import hidden_dangers, warned
from tilts.people.elsewhere import known_elsewhere
from tilts.people.models import (
    Address,
    Consent,
    ContactWay,
    Danger,
    HouseholdMember,
    Informed,
    LegalBasis,
    Person,
    PersonCode,
    Relation,
    Standing,
)
from tilts.people.words import shown_name


def _join(reach: Reach, folder: Any, *, person: Person, other: Person, since: Any) -> Any:
    return actions.join_household(reach, folder, person=person, of=other, since=since)


@dataclass(frozen=True)
class Part:
    """One kind of thing that is written about a person: its words, its form, its rule, its verb."""

    title: str | Promise
    form: type[forms.PartForm]
    rule: str
    add: Callable[..., Any]


@dataclass(frozen=True)
class Back:
    """How one kind of thing is taken back: its table, its rule, its verb and what that calls the record."""

    title: str | Promise
    model: Any
    rule: str
    verb: Callable[..., Any]
    key: str
    form: Any = forms.TakeBackForm


PARTS = {
    "contact": Part(gettext_lazy("A way to reach"), forms.ContactForm, "contact.added", actions.add_contact),
    "address": Part(gettext_lazy("An address"), forms.AddressForm, "address.added", actions.add_address),
    "code": Part(gettext_lazy("A personal code"), forms.CodeForm, "code.added", actions.add_code),
    "relation": Part(gettext_lazy("A relation"), forms.RelationForm, "relation.added", actions.add_relation),
    "household": Part(gettext_lazy("A household"), forms.HouseholdForm, "household.joined", _join),
    "status": Part(gettext_lazy("Status and support level"), forms.StatusForm, "standing.set", actions.set_standing),
    "told": Part(gettext_lazy("Told what is kept"), forms.InformedForm, "person.informed", actions.record_informed),
    "consent": Part(gettext_lazy("Consent to share"), forms.ConsentForm, "consent.given", actions.record_consent),
    "basis": Part(gettext_lazy("Sharing by law"), forms.BasisForm, "basis.stated", actions.record_basis),
}
BACK = {
    "contact": Back(
        gettext_lazy("This way holds no more"), ContactWay, "contact.withdrawn", actions.withdraw_contact, "way"
    ),
    "address": Back(
        gettext_lazy("Not there any more"), Address, "address.withdrawn", actions.withdraw_address, "address"
    ),
    "code": Back(gettext_lazy("Not their code"), PersonCode, "code.withdrawn", actions.withdraw_code, "code"),
    "relation": Back(
        gettext_lazy("Not related so"), Relation, "relation.withdrawn", actions.withdraw_relation, "relation"
    ),
    "household": Back(
        gettext_lazy("Lives elsewhere"),
        HouseholdMember,
        "household.left",
        actions.leave_household,
        "spell",
        forms.OnDayForm,
    ),
}


def person_of(request: Request, case: Case, person: UUID) -> Person:
    """The person of the address, if they are in this case and its names are open; else 404."""
    party = request.reach(Party).filter(case=case, person=person).select_related("person__municipality").first()
    if party is None:
        raise Http404
    found: Person = party.person
    return found


@door("person.read")
def person_page(request: Request, id: UUID, person: UUID) -> HttpResponse:
    """What is known of one person of the case."""
    case = case_of(request, id)
    found = person_of(request, case, person)
    zones = request.reach.zones(case.folder_id)
    roles = [party.get_role_display() for party in request.reach(Party).filter(case=case, person=found)]
    writes = _writes(request, case, zones)
    known = {**_reached(request, zones, found), **_family(request, found)}
    rows = [*(row for part in LISTED for row in known[part]), *(entry["row"] for entry in known["relations"])]
    say_what_is_lent(request, case, found, rows, arranges=zones.admin == 2)
    return page(
        request,
        "cases/person_page.html",
        case=case,
        person=found,
        zones=zones,
        roles=roles,
        writes=writes,
        **known,
        **_agreed(request, case, found),
    )


LISTED = ("ways", "addresses", "codes", "spells", "standings")
"""What the page shows row by row, beside relations."""
FELLOWS = 40
"""So many of those who live with somebody are shown, each once however many files say so."""
ZONE_OF = {
    **dict.fromkeys(("facts", "relation", "household", "told", "consent"), "name"),
    "status": "services",
    "contact": "contact",
    "address": "address",
    "code": "codes",
    "basis": "admin",
}
"""In which zone each part is written; the rules of the verbs ask again."""


def _writes(request: Request, case: Case, zones: Zones) -> dict[str, bool]:
    """For which parts the page offers a form."""
    open_case = case.closed_on is None and bool(request.reach.may("person.changed"))
    return {part: open_case and getattr(zones, zone) == 2 for part, zone in ZONE_OF.items()}


def _reached(request: Request, zones: Zones, person: Person) -> dict[str, Any]:
    """How and where, as far as the zones of this case go: another case that opens more does not open it here."""
    reach = request.reach
    ways = list(warned(reach, reach(ContactWay).filter(person=person))[:20]) if zones.contact else []
    channels = reach(Danger).filter(person=person).values_list("channel", flat=True) if zones.contact else []
    return {
        "ways": ways,
        "dangers": [{"said": said, "person": person} for said in hidden_dangers(" ".join(channels), ways)],
        "addresses": list(reach(Address).filter(person=person)[:20]) if zones.address else [],
        "codes": list(reach(PersonCode).filter(person=person)[:20]) if zones.codes else [],
    }


def _family(request: Request, person: Person) -> dict[str, Any]:
    rows = request.reach(Relation).filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    spells = list(request.reach(HouseholdMember).filter(person=person).order_by("starts"))
    homes = [spell.household_id for spell in spells if spell.ends is None]
    fellows = request.reach(HouseholdMember).filter(household__in=homes, ends=None).exclude(person=person)
    with_them = {spell.person_id: spell.person for spell in fellows.select_related("person")[:FELLOWS]}
    return {
        "relations": [{"row": row, "seen": row.seen_from(person)} for row in rows[:50]],
        "spells": spells,
        "fellows": list(with_them.values()),
        "elsewhere": known_elsewhere(request.reach, person),
        "standings": list(request.reach(Standing).filter(person=person).order_by("-starts")[:20]),
    }


def _agreed(request: Request, case: Case, person: Person) -> dict[str, Any]:
    if not is_own(request, case):
        return {}
    of_both = {"folder": case.folder_id, "person": person}
    consents = request.reach(Consent).filter(**of_both).select_related("with_unit")[:30]
    bases = request.reach(LegalBasis).filter(Q(person=person) | Q(person=None), folder=case.folder_id)
    return {
        "informed": request.reach(Informed).filter(**of_both)[:10],
        "consents": [
            {"row": row, "zones": [ZONE_WORDS.get(zone, zone) for zone in row.zone_names]} for row in consents
        ],
        "bases": bases[:20],
    }


@door("person.changed")
def person_change(request: Request, id: UUID, person: UUID) -> HttpResponse:
    """Write what is known of a person; who writes second is told, keeps the text and may save again."""
    case = case_of(request, id)
    allowed(request, "person.changed", case.folder)
    found = person_of(request, case, person)
    form = forms.FactsForm(request.POST or None, initial=forms.FactsForm.shown(found))
    if request.method == "POST" and form.is_valid() and _change(request, case, found, form):
        messages.success(request, _("The person is saved."))
        return redirect("cases:person_page", id=case.pk, person=found.pk)
    status = 422 if form.errors else 200
    return page(request, "cases/person_change.html", case=case, person=found, form=form, status=status)


def _change(request: Request, case: Case, person: Person, form: forms.FactsForm) -> bool:
    seen = form.cleaned_data["version"]
    try:
        actions.change_person(request.reach, case.folder, person=person, seen_version=seen, **form.facts())
    except NotAllowed:
        raise
    except Stale:
        form.data = {**form.data.dict(), "languages": form.data.getlist("languages"), "version": str(person.version)}  # type: ignore[attr-defined]
        form.add_error(None, _("A colleague changed this person while you were writing. Look below, then save again."))
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
    return not form.errors


def _people_beside(request: Request, case: Case, person: Person) -> dict[str, Person]:
    """The others of the case, by id."""
    parties = request.reach(Party).filter(case=case).exclude(person=person).select_related("person")
    return {str(party.person_id): party.person for party in parties}


@door("person.changed")
def person_add(request: Request, id: UUID, person: UUID, what: str) -> HttpResponse:
    """Write one more thing about a person."""
    case = case_of(request, id)
    part = PARTS.get(what)
    if part is None:
        raise Http404
    allowed(request, part.rule, case.folder)
    found = person_of(request, case, person)
    others = _people_beside(request, case, found)
    form = part.form(
        request.POST or None,
        others=[(key, shown_name(one)) for key, one in others.items()],
        units=request.reach(Organisation).exclude(pk=case.organisation_id),
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if "other" in facts:
            facts["other"] = others[facts["other"]]
        if done(form, None, part.add, request.reach, case.folder, person=found, **facts):
            messages.success(request, _("Written down."))
            return redirect("cases:person_page", id=case.pk, person=found.pk)
    told = {"case": case, "person": found, "form": form, "part": part}
    return page(request, "cases/person_add.html", status=422 if form.errors else 200, **told)


@door("person.changed")
def person_take_back(request: Request, id: UUID, person: UUID, what: str, row: UUID) -> HttpResponse:
    """Take one thing about a person back."""
    case = case_of(request, id)
    back = BACK.get(what)
    if back is None:
        raise Http404
    allowed(request, back.rule, case.folder)
    found = person_of(request, case, person)
    held = row_of(request, case, found, back.model, row)
    form = back.form(request.POST or None, initial={"version": held.version})
    if request.method == "POST" and form.is_valid():
        if done(form, None, back.verb, request.reach, case.folder, **{back.key: held}, **form.facts()):
            messages.success(request, _("Taken back."))
            return redirect("cases:person_page", id=case.pk, person=found.pk)
    told = {"case": case, "person": found, "form": form, "part": back}
    return page(request, "cases/person_add.html", status=422 if form.errors else 200, **told)


@form_page(actions.withdraw_consent, template="cases/person_add.html")
def consent_withdraw(request: Request, id: UUID, consent: UUID) -> Entry:
    """A consent is withdrawn: whoever was let in because of it is out from this moment."""
    case, form, title = case_of(request, id), forms.OnDayForm(request.POST or None), _("Consent withdrawn")
    held = allowed(request, request.door, request.reach(Consent).get(pk=consent, folder=case.folder_id))
    more = {"case": case, "person": person_of(request, case, held.person_id), "part": {"title": title}}
    said = _("The consent is withdrawn. Whoever saw the case by it sees it no more.")
    back = reverse("cases:person_page", args=[case.pk, held.person_id])
    return Entry(held, form, title, back, said=said, more=more)
