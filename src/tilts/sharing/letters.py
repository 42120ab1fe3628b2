"""While letters about referrals, offers and sharing by name are true."""

from tilts.access.models import GrantKind
from tilts.access.reach import Reach
from tilts.post.models import Letter
from tilts.post.truth import true_while
from tilts.sharing.models import WAITING, Referral, ReferralState, Transfer, TransferState
from tilts.sharing.policy.referrals import receives_referral
from tilts.sharing.policy.transfers import answers_transfer

ANSWERS = (TransferState.ACCEPTED, TransferState.DECLINED)


@true_while("referral.waiting")
def referral_waits(reach: Reach, letter: Letter) -> bool:
    """It is neither answered nor taken back, and the reader may answer it."""
    waits = reach(Referral).filter(pk=letter.about, state__in=WAITING).first()
    return waits is not None and bool(receives_referral(reach, waits))


@true_while("referral.given")
def referral_is_mine(reach: Reach, letter: Letter) -> bool:
    """It has not ended, and the reader is still the one who does it."""
    mine = reach(Referral).filter(pk=letter.about, doer=reach.user, state=ReferralState.ACCEPTED)
    return bool(mine.exists())


@true_while("referral.partner_silent")
def partner_is_silent(reach: Reach, letter: Letter) -> bool:
    """No answer has come meanwhile, and the case is still open to the reader."""
    mine = reach(Referral).filter(pk=letter.about, organisation=reach.organisation, state__in=WAITING)
    return bool(mine.exclude(partner=None).exists())


@true_while("referral.answered")
def referral_was_answered(reach: Reach, letter: Letter) -> bool:
    """The case from which it was sent is still open to the reader."""
    mine = reach(Referral).filter(pk=letter.about, organisation=reach.organisation)
    return bool(mine.exclude(answered_at=None).exists())


@true_while("case.shared")
def is_shared(reach: Reach, letter: Letter) -> bool:
    """It was not taken back, has not ended, and no wall stands."""
    return letter.about is not None and any(one["kind"] == GrantKind.SHARED for one in reach.held(letter.about))


@true_while("transfer.waits")
def offer_waits(reach: Reach, letter: Letter) -> bool:
    """It is neither answered nor taken back, and the reader may answer it."""
    offer = reach(Transfer).filter(pk=letter.about).first()
    return offer is not None and bool(answers_transfer(reach, offer))


@true_while("transfer.answered")
def offer_was_answered(reach: Reach, letter: Letter) -> bool:
    """The reader still sees the offer that they made."""
    return bool(reach(Transfer).filter(pk=letter.about, offered_by=reach.user, state__in=ANSWERS).exists())
