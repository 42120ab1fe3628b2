"""Giving a partner outside a link, and what they do by it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import not_walled
from tilts.access.models import User
from tilts.access.reach import Reach, Refused
from tilts.kit.passes import hash_of_token, new_code, new_token
from tilts.people.actions import refuse_if_restricted
from tilts.post.telling import tell
from tilts.sharing.actions.footing import end_of
from tilts.sharing.actions.referrals import move, refuse_if_groundless
from tilts.sharing.letter import contents_of
from tilts.sharing.links import LASTS, end_links, end_links_of, living
from tilts.sharing.models import LAWFUL, PartnerLink, Referral, ReferralState
from tilts.sharing.policy.referrals import may_export, may_withdraw, nobody_signed_in

S = ReferralState
BY_LINK = (S.SEEN, S.ACCEPTED, S.DECLINED, S.DONE)
"""What a partner answers, in this order."""
NEEDS_WORDS = (S.DECLINED, S.DONE)
"""With these goes a sentence: why, or what came of it."""


@dataclass(frozen=True)
class GivenLink:
    """A link as it is handed over, once: the token stands in it, the code goes another way."""

    link: PartnerLink
    token: str
    code: str


@action("referral.link_given", may=may_export, says=gettext_lazy("Referral: link for a partner given"))
def give_link(reach: Reach, referral: Referral) -> GivenLink:
    """Make a link by which a partner outside reads what is sent and answers; an earlier one ends."""
    refuse_if_restricted(referral.case_id)
    refuse_if_groundless(referral)
    token, code = new_token(), new_code()
    sent: Any = contents_of(reach, referral)
    end_links_of(referral)
    link: PartnerLink = PartnerLink.objects.create(
        organisation=referral.organisation,
        referral=referral,
        sent=sent,
        token_hash=hash_of_token(token),
        code_hash=make_password(code),
        given_by=reach.user,
        ends=min(timezone.now() + LASTS, end_of(referral.until)),
    )
    return GivenLink(link, token, code)


@action("referral.link_ended", may=may_withdraw, says=gettext_lazy("Referral: link for a partner ended"))
def end_link(reach: Reach, referral: Referral) -> Referral:
    """End the link of a referral at once; the referral goes on."""
    with acting(JOB):
        links = list(living().filter(referral=referral))
        if not links:
            raise Refused(_("No link is open."))
        end_links(links)
    return referral


@action("referral.link_opened", may=nobody_signed_in, says=gettext_lazy("Referral: a partner opened the link"))
def open_link(reach: Reach, referral: Referral, *, link: PartnerLink) -> PartnerLink:
    """A partner outside opens their link; how often they do is not limited, the first and the last time are kept."""
    now = timezone.now()
    first = link.opened_at or now
    PartnerLink._base_manager.filter(pk=link.pk).update(opened_at=first, opened_last=now)
    link.opened_last, link.opened_at = (now if link.opened_at else None), first
    return link


def answers_of(referral: Referral) -> list[str]:
    """What may be answered now."""
    return [state for state in BY_LINK if referral.state in LAWFUL[state]]


@action("referral.link_answered", may=nobody_signed_in, says=gettext_lazy("Referral: a partner answered by the link"))
def answer_by_link(
    reach: Reach, referral: Referral, *, link: PartnerLink, answer: str, signed: str, words: str = ""
) -> Referral:
    """A partner outside answers: received, accepted, declined with a reason, or done with what came of it."""
    said = words.strip()
    if answer in NEEDS_WORDS and not said:
        raise Refused(_("Write the reason, or what came of it, in a sentence."), "words")
    now = timezone.now()
    facts: dict[str, dict[str, Any]] = {
        S.SEEN: {"seen_at": now},
        S.ACCEPTED: {"answered_at": now},
        S.DECLINED: {"answered_at": now, "reason": said, "ended_at": now},
        S.DONE: {"outcome": said, "ended_at": now},
    }
    link.signed = signed.strip()
    link.save(update_fields=["signed"])
    move(referral, answer, **facts[answer])
    if answer != S.SEEN:
        tell_senders(referral, "referral.answered")
    return referral


def tell_senders(referral: Referral, kind: str) -> None:
    """Who sent it and who leads the case hear that something happened with it (part of a wider action)."""
    whom = User.objects.filter(pk__in=[referral.sent_by_id, referral.case.lead_id], is_active=True)
    tell(not_walled(whom, referral.case.folder), kind, about=referral.pk, path="/")
