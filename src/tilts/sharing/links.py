"""Whether a partner's link opens anything, who acts by it, and how it ends. Its verbs are in `actions.links`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import Membership
from tilts.access.reach import Reach, Rows, unscoped
from tilts.kit.passes import MOST_WRONG, hash_of_token, typed_pass_code
from tilts.people.restriction import kept_only
from tilts.sharing.models import PartnerLink, Referral

LASTS = timedelta(days=30)
"""No link lives longer; another one can be given."""
REASON = "a partner outside enters by a link whose token only they have"
WITH = ("referral__case__folder", "referral__case__lead", "referral__organisation", "referral__partner")
GROUNDS = ("referral__consent", "referral__agreement", "referral__legal_basis", "referral__sent_by")


def by_link(referral: Referral) -> Reach:
    """Who acts by a link: nobody with an account, in the trace of the organisation that gave it."""
    return Reach(membership=Membership(organisation=referral.organisation), purpose="job")


def living() -> Rows:
    """Links that were not ended, whoever asks; as a job."""
    rows = unscoped(PartnerLink, reason=REASON).select_related(*WITH, *GROUNDS)
    return rows.filter(ended_at=None, voided_at=None)


def holds(link: PartnerLink, now: datetime) -> bool:
    """Whether it opens anything: not over, and what it was given for is open and still rests on something."""
    referral, today = link.referral, timezone.localdate(now)
    if link.ends <= now or not referral.is_open or referral.voided_at or referral.until < today:
        return False
    dated = [one for one in (referral.consent, referral.agreement) if one is not None]
    stands = bool(dated or referral.legal_basis_id) and all(one.holds_on(today) for one in dated)
    return stands and not kept_only(referral.case_id)


def end_links(links: Iterable[PartnerLink]) -> None:
    """From now on they open nothing, and what was sent lies here no more (part of a wider action, as a job)."""
    for link in links:
        link.ended_at, link.sent, link.token_hash, link.code_hash = timezone.now(), {}, None, ""
        link.version += 1
        link.save()


def end_links_of(referral: Referral) -> None:
    """The same for all links of a referral that has come to its end."""
    if referral.partner_id:
        with acting(JOB):
            end_links(living().filter(referral=referral))


def link_of(token: str) -> PartnerLink | None:
    """The link of a token, if it opens anything now. Must stand inside a transaction, as a job."""
    found: PartnerLink | None = living().filter(token_hash=hash_of_token(token)).first()
    return found if found is not None and holds(found, timezone.now()) else None


def find_link(token: str, code: str) -> PartnerLink | None:
    """The same, if the code is its own; a wrong one is counted, and too many end the link.

    Whether the link or the code was wrong is not told. Must stand inside a transaction that is committed.
    """
    with acting(JOB):
        link = link_of(token)
        if link is None:
            check_password(code, make_password(""))
            return None
        if check_password(typed_pass_code(code), link.code_hash):
            unscoped(PartnerLink, reason=REASON).filter(pk=link.pk).update(wrong=0)
            return link
        unscoped(PartnerLink, reason=REASON).filter(pk=link.pk).update(wrong=F("wrong") + 1)
        if link.wrong + 1 >= MOST_WRONG:
            end_links([link])
    return None
