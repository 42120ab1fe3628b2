"""Which steps a request can take now, for this actor: what the page offers."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach
from tilts.rights.models import LEAVES, TWO_PEOPLE, RequestKind, RequestState, RightsRequest
from tilts.rights.writers import writes_names

K, S = RequestKind, RequestState
NO_SECOND = tuple(kind for kind in K if kind not in TWO_PEOPLE)


@dataclass(frozen=True)
class Step:
    """One step: its rule, its address, for which kinds and states; `page` where something is filled in first."""

    rule: str
    view: str
    label: str | Promise
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    page: bool = True
    main: bool = False


STEPS = (
    Step("rights.confirmed", "request_confirm", _("Read and confirm"), LEAVES, (S.PROPOSED,), main=True),
    Step("person.erased", "request_erase", _("Erase"), (K.ERASURE,), (S.PROPOSED,), main=True),
    Step("rights.handed_over", "request_hand_over", _("Hand out"), LEAVES, (S.CONFIRMED,), main=True),
    Step("rights.prepared", "request_prepare", _("Look through the texts"), (K.ACCESS,), (S.OPEN,), main=True),
    Step("person.corrected", "request_correct", _("Correct"), (K.CORRECTION,), (S.OPEN,), main=True),
    Step("rights.previewed", "request_preview", _("Show what would go"), (K.ERASURE,), (S.OPEN,), page=False),
    Step("rights.proposed", "request_propose", _("Ask a second person"), (K.STATEMENT, K.ERASURE), (S.OPEN,)),
    Step("rights.proposed", "request_propose", _("Ask for confirmation"), (K.ACCESS,), (S.OPEN,)),
    Step("rights.release_checked", "request_check", _("Safe-release check"), LEAVES, (S.OPEN, S.PROPOSED)),
    Step("rights.seconded", "request_second", _("Agree that it is released"), LEAVES, (S.PROPOSED,), page=False),
    Step("rights.taken_back", "request_take_back", _("Send back"), TWO_PEOPLE, (S.PROPOSED, S.CONFIRMED), page=False),
    Step("person.restricted", "request_restrict", _("Restrict the data"), (K.RESTRICTION,), (S.OPEN,), page=False),
    Step("person.restricted", "request_unrestrict", _("Lift the restriction"), (K.RESTRICTION,), (S.DONE,), page=False),
    Step("rights.released_anyway", "request_release", _("Release all the same"), LEAVES, (S.REFUSED,)),
    Step("rights.answered", "request_answer", _("Write down the answer"), NO_SECOND, (S.OPEN,)),
    Step("rights.extended", "request_extend", _("Extend the time"), tuple(K), (S.OPEN, S.PROPOSED)),
    Step("rights.refused", "request_refuse", _("Refuse"), tuple(K), (S.OPEN, S.PROPOSED)),
)


def _meant(step: Step, request: RightsRequest) -> bool:
    """Whether a step makes sense beyond kind and state."""
    meant = {
        "request_extend": not request.extended_on,
        "request_second": bool(request.released_why) and not request.seconded_by_id,
        "request_release": bool(request.stops) and not request.ended_at,
    }
    return meant.get(step.view, True)


def steps_for(reach: Reach, request: RightsRequest) -> list[Step]:
    """The steps that this actor may take with this request."""
    record: Any = request
    found = [step for step in STEPS if request.kind in step.kinds and request.state in step.states]
    return [step for step in found if _meant(step, request) and _may(reach, step, record)]


def _may(reach: Reach, step: Step, request: RightsRequest) -> bool:
    """The correction asks about the person, everything else about the request."""
    if step.rule == "person.corrected":
        return bool(reach.may(step.rule)) and writes_names(reach, request.person_id)
    return bool(reach.may(step.rule, record=request))
