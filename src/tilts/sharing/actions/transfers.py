"""A case moves to another organisation: offered, accepted, declined, taken back."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import NOT_LET_IN, action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues, not_walled
from tilts.access.grants import end_what_follows
from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Role, Wall
from tilts.access.reach import Reach, Refused, unscoped
from tilts.access.standing import is_walled
from tilts.cases.actions.course import close_case
from tilts.cases.actions.notes import write_note
from tilts.cases.actions.opening import open_case
from tilts.cases.actions.people import add_party
from tilts.cases.models import Case, Outcome, Party, PartyRole
from tilts.cases.policy.case import writes
from tilts.people.actions import known_in, link_same, record_person, refuse_if_restricted
from tilts.people.finding import full_name
from tilts.people.models import WHO_THEY_ARE, NameInFolder, Person
from tilts.people.walls import name_came, standing_walls
from tilts.post.telling import tell
from tilts.sharing.actions.footing import walls_go_along
from tilts.sharing.models import Transfer, TransferState
from tilts.sharing.policy.transfers import answers_transfer, may_withdraw_transfer

ANSWERING = (Role.CASE_WORKER, Role.SUPERVISOR)
NOT_ALONG = ("municipality",)
"""Where they live is no fact that an offer tells."""


@action("transfer.offered", may=writes("name"), says=gettext_lazy("Case: offered to another organisation"))
def offer_transfer(
    reach: Reach, case: Case, *, to: Organisation, summary: str, basis: str, parties: Iterable[Party] = ()
) -> Transfer:
    """Offer a case: `summary` is read before the answer, `parties` are written down there by whoever accepts."""
    _check(reach, case, to, summary, basis)
    if reach.user is None:
        raise Refused(_("A case is offered by somebody who works in an organisation."))
    told = list(parties)
    persons: Any = {str(number): _told(party) for number, party in enumerate(told)}
    folder = Folder.objects.create(organisation=case.organisation, kind=FolderKind.TRANSFER)
    let_in(reach, folder, GrantKind.ASSIGNED, basis=basis, because=None, to_user=reach.user)
    made = Transfer.objects.create(
        id=folder.id,
        folder=folder,
        organisation=case.organisation,
        case=case,
        to=to,
        offered_by=reach.user,
        offered_at=timezone.now(),
        basis=basis,
        kind=case.kind,
        summary=summary,
        persons=persons,
    )
    for party in told:  # who there declared that they know the family is kept out before anybody is let in
        name_came(reach, folder, of=to, name=full_name(party.person))
    _let_answer(reach, made)
    return made


def _check(reach: Reach, case: Case, to: Organisation, summary: str, basis: str) -> None:
    if not basis.strip():
        raise Refused(_("Nothing is given away without a basis: the client's agreement, or the law."), "basis")
    if not summary.strip():
        raise Refused(_("Write what they need to know to answer, without names."), "summary")
    if is_walled(case.folder, user=None, unit=to):
        raise Refused(NOT_LET_IN)
    refuse_if_restricted(case.folder_id)


def _let_answer(reach: Reach, made: Transfer) -> None:
    """The supervisors who answer for the file, and those who answer there; walls of the file stand around the offer."""
    case, folder = made.case, made.folder
    for wall in standing_walls(Wall.objects.filter(folder=case.folder_id)):
        Wall.objects.create(folder=folder, user=wall.user, unit=wall.unit, reason=wall.reason, raised_by=wall.raised_by)
    if not case.folder.restricted:
        unit = case.organisation
        let_in(
            reach, folder, GrantKind.SUPERVISES, basis=made.basis, because=None, to_unit=unit, to_role=Role.SUPERVISOR
        )
    for role in ANSWERING:
        let_in(reach, folder, GrantKind.PENDING, basis=made.basis, because=made, to_unit=made.to, to_role=role)
    tell(not_walled(colleagues(made.to, *ANSWERING), folder), "transfer.waits", about=made.pk, path="/transfers/")


def _told(party: Party) -> str:
    """What goes along of one person: names, birth date, sex, languages; no way to reach, no address, no codes.

    `row` is which row it is here, for the link between the two.
    """
    person = party.person
    facts: dict[str, Any] = {name: getattr(person, name) for name in WHO_THEY_ARE if name not in NOT_ALONG}
    facts["birth_date"] = person.birth_date.isoformat() if person.birth_date else None
    return json.dumps({"role": party.role, "row": str(person.pk), "person": facts}, ensure_ascii=False)


@action("transfer.accepted", may=answers_transfer, says=gettext_lazy("Offered case: accepted"))
def accept_transfer(reach: Reach, offer: Transfer, *, seen_version: int) -> Case:
    """Open a case here with what was listed, as one's own rows; the other organisation's file closes as transferred.

    Neither sees what the other writes from now on, nor what was written there before.
    """
    refuse_if_restricted(offer.case_id)
    with acting(JOB):
        restricted = Folder.objects.get(pk=offer.case_id).restricted
    case = open_case(reach, kind=offer.kind, restricted=restricted)
    for told in offer.persons.values():
        _write_down(reach, case, offer, json.loads(told))
    write_note(reach, case, text=offer.summary)
    now = timezone.now()
    with acting(JOB):
        save_over(
            offer,
            seen_version,
            state=TransferState.ACCEPTED,
            answered_by=reach.user,
            answered_at=now,
            became=case,
            persons={},
        )
        old = unscoped(Case, reason="the file of another organisation that an accepted offer closes").get(
            pk=offer.case_id
        )
        if old.closed_on is None:
            close_case(
                JOB,
                old,
                closed_on=max(timezone.localdate(now), old.opened_on),
                seen_version=old.version,
                outcome=Outcome.TRANSFERRED,
                despite=_("The other organisation has accepted it."),
            )
    walls_go_along(offer.case_id, case)
    _shut_there(reach, offer)
    let_in(reach, offer.folder, GrantKind.PENDING, basis=offer.basis, because=offer, to_user=reach.user)
    tell([offer.offered_by], "transfer.answered", about=offer.pk, path="/transfers/")
    return case


def _write_down(reach: Reach, case: Case, offer: Transfer, told: dict[str, Any]) -> None:
    facts = {name: value for name, value in told["person"].items() if value is not None}
    if born := facts.get("birth_date"):
        facts["birth_date"] = date.fromisoformat(born)
    person = record_person(reach, case.folder, **facts)
    role = told["role"] if told["role"] in PartyRole.values else PartyRole.OTHER
    add_party(reach, case, person=person, role=role)
    _link(reach, offer, person, told)


def _link(reach: Reach, offer: Transfer, person: Person, told: dict[str, Any]) -> None:
    """The two rows are one human being, on the basis of the offer: for data protection of either; it opens nothing.

    Only where the file that is given away still names them.
    """
    with acting(JOB):
        other = known_in(offer.case_id, UUID(told["row"])) if "row" in told else None
        if other is not None:
            link_same(JOB, person, other=other, basis=offer.basis, answering=reach.user)


def _shut_there(reach: Reach, offer: Transfer) -> None:
    """Nobody there reads the offer any more, and no name is known of it (part of a wider action)."""
    NameInFolder.objects.filter(folder=offer.folder_id).delete()
    end_what_follows(reach, offer)


def _end(reach: Reach, offer: Transfer, state: str, reason: str, seen_version: int) -> Transfer:
    """Nothing of the persons stays in an offer that came to nothing, and nobody there sees it any more."""
    if not reason.strip():
        raise Refused(_("Say why."))
    save_over(
        offer,
        seen_version,
        state=state,
        answer=reason,
        answered_by=reach.user,
        answered_at=timezone.now(),
        persons={},
    )
    _shut_there(reach, offer)
    return offer


@action("transfer.declined", may=answers_transfer, says=gettext_lazy("Offered case: declined"))
def decline_transfer(reach: Reach, offer: Transfer, *, reason: str, seen_version: int) -> Transfer:
    """The organisation that was asked says no, with a reason; the file stays open where it is."""
    _end(reach, offer, TransferState.DECLINED, reason, seen_version)
    tell([offer.offered_by], "transfer.answered", about=offer.pk, path="/transfers/")
    return offer


@action("transfer.withdrawn", may=may_withdraw_transfer, says=gettext_lazy("Offered case: taken back"))
def withdraw_transfer(reach: Reach, offer: Transfer, *, reason: str, seen_version: int) -> Transfer:
    """Take an offer back; from this moment it is closed to the others."""
    _end(reach, offer, TransferState.WITHDRAWN, reason, seen_version)
    return offer
