"""What leaves or goes by a request: prepared by one, confirmed by another, handed over in person or erased."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.models import Role, User
from tilts.access.reach import NotAllowed, Reach, Refused, roles_here
from tilts.kit.redaction import only_takes_away
from tilts.people.actions import save_renamed
from tilts.people.asks import known_anew
from tilts.people.models import Person
from tilts.rights.actions.requests import ended, locked, saved, stops_of
from tilts.rights.copying import build_package, texts_for, undecided
from tilts.rights.erasing import erase, preview
from tilts.rights.gathering import all_rows, as_office, ask_again, digest, recipients, subject_of, who
from tilts.rights.keeping import why_kept
from tilts.rights.models import (
    LEAVES,
    TWO_PEOPLE,
    Correction,
    RequestKind,
    RequestState,
    RightsRequest,
    TextDecision,
)
from tilts.rights.policy import OFFICE, may_confirm, may_correct, may_hand_over, may_prepare, may_propose, may_second

CORRECTABLE = ("given_name", "family_name", "birth_date", "sex", "country", "municipality", "language")


@action("rights.prepared", may=may_prepare, says=gettext_lazy("Request about data: copy prepared"))
def decide_texts(
    reach: Reach, request: RightsRequest, *, decided: Mapping[str, tuple[bool, str]], seen: Mapping[str, str]
) -> RightsRequest:
    """Say of texts that one may read whether they are given, and how much of them; a redaction only takes away.

    What stands there already is left; `Stale`, and nothing written, where another text stands there than was `seen`.
    """
    held = locked(request, RequestState.OPEN)
    user, _office = who(reach)
    texts = {one.key: one for one in texts_for(reach, held)}
    for key, (given, words) in decided.items():
        if key not in texts:
            raise NotAllowed(_("This text is not yours to look through."))
        if texts[key].given is given and (not given or texts[key].proposed == words):
            continue
        if texts[key].seen != seen.get(key):
            raise Stale(held)
        if given and not only_takes_away(texts[key].text, words):
            raise Refused(_("A text can be shortened, not rewritten: put […] where something is taken out."))
        all_rows(TextDecision).update_or_create(
            request=held,
            piece=key,
            defaults={
                "organisation": held.organisation,
                "source": digest(texts[key].text),
                "given": given,
                "text": words if given else "",
                "by": user,
                "at": timezone.now(),
            },
        )
    return held


def why_not_released(reach: Reach, request: RightsRequest) -> list[str]:
    """What still stands in the way of handing something over."""
    found = []
    if request.made_to_ask is None or request.paper_is_safe is None or not request.handover_place:
        found.append(_("The safe-release check is not done."))
    elif request.made_to_ask and not request.spoken_alone:
        found.append(_("Somebody may be making the person ask: speak with them alone first."))
    if request.kind == RequestKind.ACCESS and undecided(reach, request):
        found.append(_("Not all texts have been looked through."))
    return found + why_stopped_since(reach, request)


def why_stopped_since(reach: Reach, request: RightsRequest) -> list[str]:
    """Orders, walls and accusations that came after the request was registered: nobody has decided about these."""
    known = request.stops.splitlines()
    with as_office(reach):
        now = stops_of(request)
    return [_("Since it was asked for: %(why)s.") % {"why": why} for why in now if why not in known]


def _refuse_if(found: list[str]) -> None:
    if found:
        raise Refused(" ".join(found))


@action(
    "rights.previewed", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Request about data: erasure previewed")
)
def look_ahead(reach: Reach, request: RightsRequest) -> RightsRequest:
    """Show exactly what an erasure would empty: it is done and taken back."""
    held = locked(request, RequestState.OPEN, RequestState.PROPOSED)
    with as_office(reach):
        found = preview(subject_of(all_rows(Person).get(pk=held.person_id)))
    return saved(held, preview=found, previewed_at=timezone.now())


def why_not_erased(reach: Reach, request: RightsRequest) -> list[str]:
    """The hold, the keeping duty or the open case for which nothing may go yet."""
    with as_office(reach):
        return why_kept(subject_of(all_rows(Person).get(pk=request.person_id)), timezone.localdate())


@action("rights.proposed", may=may_propose, says=gettext_lazy("Request about data: proposed"))
def propose(reach: Reach, request: RightsRequest, *, second: User | None = None) -> RightsRequest:
    """Hand it to the second person."""
    held = locked(request, RequestState.OPEN)
    if held.kind not in TWO_PEOPLE:
        raise Refused(_("This kind of request needs no second person."))
    if second is not None and second == reach.user:
        raise Refused(_("Choose somebody else: nobody is their own second person."))
    if held.kind in LEAVES:
        _refuse_if(why_not_released(reach, held))
    else:
        _refuse_if(why_not_erased(reach, held))
        if not held.preview:
            raise Refused(_("Look first at what would go."))
    return saved(
        held,
        state=RequestState.PROPOSED,
        proposed_by=reach.user,
        proposed_at=timezone.now(),
        second=second or held.second,
        seconded_by=None,
    )


@action("rights.seconded", may=may_second, says=gettext_lazy("Request about data: second person"))
def second_release(reach: Reach, request: RightsRequest) -> RightsRequest:
    """Agree, as the third of three, that a refusal by default is lifted."""
    held = locked(request, RequestState.PROPOSED)
    ask_again(reach, "rights.seconded", held)
    if not held.released_why:
        raise Refused(_("Nothing was lifted here: no further consent is needed."))
    return saved(held, seconded_by=reach.user)


@action("rights.taken_back", may=roles_here(*OFFICE), says=gettext_lazy("Request about data: taken back"))
def take_back(reach: Reach, request: RightsRequest) -> RightsRequest:
    """Send it back to be prepared again."""
    held = locked(request, RequestState.PROPOSED, RequestState.CONFIRMED)
    emptied: dict[str, Any] = {"confirmed_by": None, "confirmed_at": None, "package": {}, "package_digest": ""}
    return saved(held, state=RequestState.OPEN, proposed_by=None, proposed_at=None, seconded_by=None, **emptied)


@action("rights.confirmed", may=may_confirm, says=gettext_lazy("Request about data: confirmed"))
def confirm_release(reach: Reach, request: RightsRequest) -> RightsRequest:
    """Confirm that this may leave: it is frozen as it is now."""
    held = locked(request, RequestState.PROPOSED)
    ask_again(reach, "rights.confirmed", held)
    if held.kind not in LEAVES:
        raise Refused(_("An erasure is confirmed by carrying it out."))
    if held.released_why and (not held.seconded_by_id or held.seconded_by_id == getattr(reach.user, "pk", None)):
        raise Refused(_("A refusal by default was lifted here: a supervisor must agree first."))
    _refuse_if(why_not_released(reach, held))
    made = build_package(reach, held)
    return saved(
        held,
        state=RequestState.CONFIRMED,
        confirmed_by=reach.user,
        confirmed_at=timezone.now(),
        package=made,
        package_digest=digest(json.dumps(made, sort_keys=True, ensure_ascii=False)),
    )


@action("rights.handed_over", may=may_hand_over, says=gettext_lazy("Request about data: handed over"))
def hand_over(reach: Reach, request: RightsRequest, *, outcome: str) -> RightsRequest:
    """It was given in person: the copy made here is emptied, its digest stays."""
    held = locked(request, RequestState.CONFIRMED)
    _refuse_if(why_stopped_since(reach, held))
    done = ended(reach, held, RequestState.DONE, outcome, package={})
    all_rows(TextDecision).filter(request=held).delete()
    return done


@action("person.erased", may=may_confirm, says=gettext_lazy("Person: erased"))
def confirm_erasure(reach: Reach, request: RightsRequest) -> RightsRequest:
    """Carry out what another proposed: empty the person, leave the acts, write the proof."""
    held = locked(request, RequestState.PROPOSED)
    ask_again(reach, "person.erased", held)
    if held.kind != RequestKind.ERASURE:
        raise Refused(_("This request does not ask for an erasure."))
    user, _office = who(reach)
    assert held.proposed_by is not None
    _refuse_if(why_not_erased(reach, held))
    with as_office(reach):
        person = all_rows(Person).get(pk=held.person_id)
        if preview(subject_of(person)) != held.preview:
            raise Refused(_("Something was written since the preview. Take it back and look again at what would go."))
        ended(reach, held, RequestState.DONE, "", confirmed_by=reach.user, confirmed_at=timezone.now())
        erase(person, proposed_by=held.proposed_by, confirmed_by=user, request=held)
    return locked(request)


@action("person.corrected", may=may_correct, says=gettext_lazy("Person: corrected"))
def correct_person(
    reach: Reach,
    person: Person,
    /,
    *,
    reason: str,
    seen_version: int,
    request: RightsRequest | None = None,
    **facts: Any,
) -> Correction:
    """Correct what is written of a person, with a reason; those who were let into the file are listed to be told.

    `Stale` where somebody wrote first: what they wrote would be put back to what it was.
    """
    if person.erased_at:
        raise Refused(_("This person was erased."))
    user, _office = who(reach)
    with as_office(reach):
        kept = all_rows(Person).select_for_update().get(pk=person.pk)
        if kept.version != seen_version:
            raise Stale(person)
        changed = [name for name in CORRECTABLE if name in facts and facts[name] != getattr(kept, name)]
        if not changed:
            raise Refused(_("Nothing is different from what is written."))
        for name in changed:
            setattr(kept, name, facts[name])
        kept.version += 1
        save_renamed(kept)
        known_anew.each(reach, kept)
        told = recipients(subject_of(kept))
        return Correction.objects.create(
            organisation=kept.organisation,
            person=kept,
            request=request,
            fields=changed,
            reason=reason,
            by=user,
            at=timezone.now(),
            recipients=[str(one.pk) for one in told],
        )


@action("correction.told", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Correction: recipients told"))
def mark_told(reach: Reach, correction: Correction) -> Correction:
    """Those who had the data were told of the correction (GDPR article 19)."""
    correction.told_at, correction.told_by = timezone.now(), reach.user
    correction.save(update_fields=["told_at", "told_by"])
    return correction
