"""Partners, agreements and referrals for the sweeps that open every address, and what the matrix expects of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.cast import Cast, a_case, hire

from tilts.access.actor import acting
from tilts.access.models import Organisation, OrganisationKind, Role
from tilts.cases.models import Case
from tilts.directory.actions import keep_offer, keep_partner, record_agreement
from tilts.sharing.actions import accept_referral, give_link, refer
from tilts.sharing.models import Referral

WHY = "She is in danger tonight and cannot be asked."


def a_receiver() -> Any:
    """A social worker of an organisation to which cases are referred."""
    office = Organisation.objects.create(code="sanem", name="Saņēmēju biedrība", kind=OrganisationKind.NGO)
    return hire(office, "Sana Sanemeja", Role.CASE_WORKER)


class SharingRows:
    """A partner with an offer and an agreement, and the referral of one case to it."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast = cast
        self.partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
        self.offer = keep_offer(cast.worker, self.partner, what="Patvērums")
        self.agreement = record_agreement(
            cast.supervisor, partner=self.partner, kind="agreement", signed_on=timezone.localdate(), zones=["name"]
        )
        self.referrals = {"partner": self.referred(case, self.partner)}
        give_link(cast.worker, self.referrals["partner"])

    def referred(self, case: Case, to: Any) -> Referral:
        """A referral that rests on danger to life."""
        last = timezone.localdate() + timedelta(days=9)
        what: dict[str, Any] = {"asked": "x", "summary": "x", "zones": ["name"], "urgency": "soon"}
        return refer(self.cast.worker, case, to=to, basis="vital", reason=WHY, until=last, **what)

    def answered_by(self, receiver: Any) -> None:
        """Cases of their own that were referred to somebody who works here, one of them accepted."""
        for state in ("sent", "accepted"):
            case, _person = a_case(self.cast.worker)
            self.referrals[state] = self.referred(case, receiver.organisation)
            if state == "accepted":
                with transaction.atomic(), acting(receiver):
                    accept_referral(receiver, receiver(Referral).get(pk=self.referrals[state].pk))
                self.referrals[state].refresh_from_db()

    def filling(self, state: str = "partner") -> dict[str, list[Any]]:
        """The ids of these rows, by address."""
        return {
            "directory/:id": [self.partner.pk],
            "directory/:offer": [self.offer.pk],
            "directory/agreements/:id": [self.agreement.pk],
            "partner/:token": ["x"],
            "referrals/:referral": [self.referrals.get(state, self.referrals["partner"]).pk],
        }


def table(row: Callable[..., Any], page: Callable[..., Any], case: Callable[..., Any]) -> list[Any]:
    """The rows of the matrix: who gets what at the addresses of the directory and of referrals."""
    arranging = "worker supervisor walled_supervisor"

    def referral(pattern: str, **states: tuple[str, str, str, str]) -> Any:
        """By state: who may, what they get (GET, POST), who knows of it and may not; to the others it is not there."""
        told = {
            state: tuple(
                ", ".join(
                    [
                        "unsaid purpose",
                        *([f"{who} {answer}"] if who else []),
                        *([f"{seen} 403"] if seen else []),
                        "working 404",
                        "rest 403",
                    ]
                )
                for answer in (get, post)
            )
            for state, (who, get, post, seen) in states.items()
        }
        return row("referrals/<uuid:referral>/" + pattern, told)

    return [
        page("directory/", "counting operators police dps"),
        page("directory/new/", "counting", "200", "422"),
        page("directory/agreements/", "counting operators police dps"),
        page("directory/agreements/new/", "supervisors manager coordinator", "200", "422"),
        *(
            page(f"directory/agreements/<uuid:id>/{verb}/", "supervisors manager coordinator", "200", "422")
            for verb in ("end", "correct", "void")
        ),
        page("directory/<uuid:id>/", "counting operators dps", first="elsewhere police 404"),
        page("directory/<uuid:id>/change/", "counting", "200", "422", first="elsewhere 404"),
        page("directory/<uuid:id>/end/", "counting", "200", "422", first="elsewhere 404"),
        page("directory/<uuid:id>/offers/add/", "counting", "200", "422", first="elsewhere 404"),
        page("directory/<uuid:id>/offers/<uuid:offer>/", "counting", "200", "422", first="elsewhere 404"),
        case("refer/", "worker supervisor", closed=""),
        case("share/", "worker supervisor", closed=""),
        referral(
            "",
            sent=(f"{arranging} receiver", "200", "200", ""),
            accepted=(f"{arranging} receiver", "200", "200", ""),
            partner=(arranging, "200", "200", ""),
        ),
        referral("seen/", sent=("receiver", "302", "302", arranging)),
        referral("accept/", sent=("receiver", "200", "422", arranging), partner=(arranging, "200", "422", "")),
        referral("decline/", sent=("receiver", "200", "422", arranging), partner=(arranging, "200", "422", "")),
        referral("done/", accepted=("receiver", "200", "422", arranging)),
        referral(
            "withdraw/", sent=(arranging, "200", "422", "receiver"), accepted=(arranging, "200", "422", "receiver")
        ),
        referral("letter/", partner=(arranging, "200", "422", ""), sent=("", "", "", f"{arranging} receiver")),
        referral("link/", partner=(arranging, "200", "200", ""), sent=("", "", "", f"{arranging} receiver")),
        referral("link/end/", partner=(arranging, "302", "302", "")),
        row("partner/<str:token>/", {"": ("nobody all 200", "nobody all 422")}),
    ]
