"""Requests of people about their data: from the day one came to the day it was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.audit import write_entry
from tilts.access.colleagues import at_work
from tilts.access.models import Membership, Organisation, Role, User
from tilts.access.reach import Reach, Refused, roles_here, unscoped, walls_against
from tilts.cases.models import Party
from tilts.kit.codes import typed_code
from tilts.kit.holdings import HOLDINGS, Subject
from tilts.kit.months import add_months
from tilts.kit.text import fold_name
from tilts.people.actions import full_name
from tilts.people.holdings import LABELS as FIELD_LABELS
from tilts.people.models import FolderPerson, Person
from tilts.rights.gathering import REASON, all_rows, as_office, digest, subject_of, told_subject
from tilts.rights.models import (
    LEAVES,
    AskedBy,
    IdentityCheck,
    RequestFolder,
    RequestKind,
    RequestState,
    RightsRequest,
)
from tilts.rights.policy import OFFICE

GROWN_UP_MONTHS = 18 * 12
MONTHS_TO_ANSWER = 1
MONTHS_EXTENDED = 3
ASKED_LENGTH = 32


@dataclass(frozen=True)
class Asked:
    """Whom a request is about, as told: an exact name, and a birth date or the code of a case."""

    name: str
    birth_date: date | None = None
    case_code: str = ""


def locked(request: RightsRequest, *states: str) -> RightsRequest:
    """The request as it is now, held, in one of these states; else a sentence."""
    held: RightsRequest = unscoped(RightsRequest, reason=REASON).select_for_update().get(pk=request.pk)
    if states and held.state not in states:
        raise Refused(
            _("A colleague was faster: this request is now “%(state)s”.") % {"state": held.get_state_display()}
        )
    return held


def saved(request: RightsRequest, **values: Any) -> RightsRequest:
    """The request with these values, as its next version."""
    for name, value in values.items():
        setattr(request, name, value)
    request.version += 1
    request.save()
    return request


def seek_person(reach: Reach, asked: Asked) -> list[Person]:
    """Persons of one's own organisation by this exact name and birth date, or in this case; the search is traced."""
    write_entry(reach, "rights.person_sought", asked=digest(fold_name(asked.name))[:ASKED_LENGTH])
    if not asked.birth_date and not asked.case_code:
        raise Refused(_("Give the birth date or the code of a case: a name alone is not searched for."), "birth_date")
    with as_office(reach):
        rows = all_rows(Person).filter(organisation=reach.organisation, erased_at=None, voided_at=None)
        if asked.case_code:
            code = typed_code(asked.case_code)
            parties = all_rows(Party).filter(case__organisation=reach.organisation, case__code=code)
            rows = rows.filter(pk__in=parties.values("person"))
        if asked.birth_date:
            rows = rows.filter(birth_date=asked.birth_date)
        walled = all_rows(FolderPerson).filter(folder__in=walls_against(reach).values("folder")).values("person")
        wanted = sorted(fold_name(asked.name).split())
        return [one for one in rows.exclude(pk__in=walled) if sorted(fold_name(full_name(one)).split()) == wanted]


def _one(found: list[Person]) -> Person:
    if not found:
        raise Refused(_("Nobody is held here under exactly this name with this birth date or case."), "name")
    if len(found) > 1:
        raise Refused(_("Several people are held under this name: give the code of the case too."), "case_code")
    return found[0]


def _check_asked(asked_by: str, identity: str, received_on: date, asker_name: str) -> None:
    """What a request must say before anybody is looked for."""
    if identity not in IdentityCheck.values:
        raise Refused(_("Say how it was checked who asks: without it nothing is registered."), "identity")
    if received_on > timezone.localdate():
        raise Refused(_("A request cannot come in the future."), "received_on")
    if asked_by != AskedBy.SELF and not asker_name.strip():
        raise Refused(_("Say who asks."), "asker_name")


def _grown_up(subject: Subject) -> bool:
    return bool(subject.born and add_months(subject.born, GROWN_UP_MONTHS) <= timezone.localdate())


@action("rights.registered", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Request about data: registered"))
def register_request(
    reach: Reach,
    /,
    *,
    kind: str,
    about: Asked,
    asked_by: str,
    identity: str,
    received_on: date,
    asker_name: str = "",
    asked_for: str = "",
) -> RightsRequest:
    """Register what somebody asks; for a child, the parent is checked against allegations and walls at once."""
    _check_asked(asked_by, identity, received_on, asker_name)
    person = _one(seek_person(reach, about))
    with as_office(reach):
        subject = subject_of(person)
        asker = _asker(subject, asker_name) if asked_by != AskedBy.SELF else None
        stops = _stops(subject, asked_by, asker, asker_name) if kind in LEAVES else []
        if asked_by == AskedBy.PARENT and _grown_up(subject):
            raise Refused(_("This person is grown up and asks for themself."), "asked_by")
        request = RightsRequest.objects.create(
            organisation=person.organisation,
            kind=kind,
            state=RequestState.REFUSED if stops else RequestState.OPEN,
            person=person,
            subject_name=full_name(person),
            asked_by=asked_by,
            asker=asker,
            asker_name=asker_name,
            asked_for=asked_for,
            identity=identity,
            received_on=received_on,
            due_on=add_months(received_on, MONTHS_TO_ANSWER),
            stops="\n".join(stops),
        )
        RequestFolder.objects.bulk_create(RequestFolder(request=request, folder_id=one) for one in subject.folders)
    return request


def _asker(subject: Subject, name: str) -> Person | None:
    """The one who asks, if they stand in a file of the subject under this name."""
    wanted = sorted(fold_name(name).split())
    parties = all_rows(Party).filter(case__in=subject.folders).select_related("person")
    return next((one.person for one in parties if sorted(fold_name(full_name(one.person)).split()) == wanted), None)


def _stops(subject: Subject, asked_by: str, asker: Person | None, name: str) -> list[str]:
    """Why it is refused unless decided otherwise: only where somebody asks for another's file."""
    if asked_by == AskedBy.SELF:
        return []
    told = told_subject(subject)
    asker_id = asker.pk if asker else None
    return sorted({str(why) for one in HOLDINGS.values() for why in one.stops(all_rows, told, asker_id, name)})


def stops_of(request: RightsRequest) -> list[str]:
    """Why a request would be refused by default if it were registered now. Ask inside `as_office`."""
    if request.kind not in LEAVES:
        return []
    subject = subject_of(all_rows(Person).get(pk=request.person_id))
    asker = request.asker or (_asker(subject, request.asker_name) if request.asked_by != AskedBy.SELF else None)
    return _stops(subject, request.asked_by, asker, request.asker_name)


@action("rights.extended", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Request about data: extended"))
def extend(reach: Reach, request: RightsRequest, *, why: str) -> RightsRequest:
    """Two more months, once, with a reason, before the first month is over (GDPR article 12(3))."""
    held = locked(request, RequestState.OPEN, RequestState.PROPOSED)
    if held.extended_on:
        raise Refused(_("The time was extended already; it can be done once."))
    if held.due_on < timezone.localdate():
        raise Refused(_("The month is over: it can no longer be extended."))
    due = add_months(held.received_on, MONTHS_EXTENDED)
    return saved(held, due_on=due, extended_on=timezone.localdate(), extended_why=why)


@action("rights.release_checked", may=roles_here(*OFFICE), says=gettext_lazy("Request about data: release checked"))
def check_release(
    reach: Reach,
    request: RightsRequest,
    *,
    seen_version: int,
    made_to_ask: bool,
    spoken_alone: bool,
    paper_is_safe: bool,
    handover_place: str,
    telling_words: str = "",
    names_why: str = "",
) -> RightsRequest:
    """How it can be given without harm: who may be making her ask, where, on paper or not, which words would tell.

    `Stale` where a colleague did something with the request meanwhile.
    """
    held = locked(request, RequestState.OPEN, RequestState.PROPOSED)
    if held.version != seen_version:
        raise Stale(held)
    if not handover_place.strip():
        raise Refused(_("Say where it will be given in person."))
    changed = (held.telling_words, held.names_why) != (telling_words, names_why)
    back = RequestState.OPEN if changed else held.state
    return saved(
        held,
        state=back,
        made_to_ask=made_to_ask,
        spoken_alone=spoken_alone,
        paper_is_safe=paper_is_safe,
        handover_place=handover_place,
        telling_words=telling_words,
        names_why=names_why,
    )


@action(
    "rights.released_anyway",
    may=roles_here(Role.DATA_PROTECTION),
    says=gettext_lazy("Request about data: refusal lifted"),
)
def release_anyway(reach: Reach, request: RightsRequest, *, why: str, second: User) -> RightsRequest:
    """Lift a refusal by default with a reason; the supervisor named must agree before anything leaves."""
    held = locked(request, RequestState.REFUSED)
    if not held.stops:
        raise Refused(_("This request was refused by decision, not by default."))
    return saved(held, state=RequestState.OPEN, released_why=why, released_by=reach.user, second=second)


@action("rights.refused", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Request about data: refused"))
def refuse_request(reach: Reach, request: RightsRequest, *, why: str) -> RightsRequest:
    """Refuse, with the reason that is told to the one who asked."""
    held = locked(request, RequestState.OPEN, RequestState.PROPOSED)
    return ended(reach, held, RequestState.REFUSED, why)


def ended(reach: Reach, held: RightsRequest, state: str, outcome: str, **more: Any) -> RightsRequest:
    """The request, ended now by this actor."""
    return saved(held, state=state, outcome=outcome, ended_at=timezone.now(), ended_by=reach.user, **more)


@action("rights.answered", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Request about data: answered"))
def answer_request(reach: Reach, request: RightsRequest, *, outcome: str) -> RightsRequest:
    """Write down what came of an objection, a correction or a restriction."""
    if request.kind in LEAVES or request.kind == RequestKind.ERASURE:
        raise Refused(_("This kind of request needs a second person."))
    return ended(reach, locked(request, RequestState.OPEN), RequestState.DONE, outcome)


@action("person.restricted", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Person: use of data restricted"))
def restrict_person(reach: Reach, request: RightsRequest, *, on: bool) -> RightsRequest:
    """Keep the data of the person and do not use them; or lift that again. Acts are counted as before."""
    held = locked(request)
    if held.kind != RequestKind.RESTRICTION or held.state == RequestState.REFUSED:
        raise Refused(_("This request does not ask for a restriction."))
    with as_office(reach):
        person = all_rows(Person).get(pk=held.person_id)
        person.restricted_at = timezone.now() if on else None
        person.version += 1
        person.save(update_fields=["restricted_at", "version"])
    outcome = _("The data are restricted.") if on else _("The restriction was lifted.")
    return ended(reach, held, RequestState.DONE, outcome)


def second_people(reach: Reach) -> Any:
    """The supervisors of the organisation who can be asked to confirm, but oneself."""
    works = at_work(Membership.objects.filter(organisation=reach.organisation, role=Role.SUPERVISOR))
    rows = reach(User).filter(is_active=True, pk__in=works.values("user"))
    return rows.exclude(pk=getattr(reach.user, "pk", None)).distinct()


def organisations(ids: list[str]) -> list[str]:
    """Names of organisations by their ids."""
    return list(Organisation.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def field_words(fields: list[str]) -> list[str]:
    """What the corrected fields are called."""
    return [str(FIELD_LABELS.get(name, name)) for name in fields]
