"""While letters about work, roles and accounts are true."""

from tilts.access.colleagues import works_at
from tilts.access.models import Membership, Role
from tilts.access.reach import Reach
from tilts.accounts.members import in_hand
from tilts.accounts.models import WAITING, ChangeState, StaffChange
from tilts.accounts.policy import may_release
from tilts.post.models import Letter
from tilts.post.truth import true_while

GIVEN = (ChangeState.RELEASED, ChangeState.DONE)


def _change(reach: Reach, letter: Letter) -> StaffChange | None:
    found: StaffChange | None = reach(StaffChange).filter(pk=letter.about).first()
    return found


@true_while("account.password")
def has_no_password(reach: Reach, letter: Letter) -> bool:
    """The work for which the account was made still waits for its owner, who has chosen no password."""
    return is_offered(reach, letter) and not (reach.user and reach.user.has_usable_password())


@true_while("account.touched")
def was_touched(reach: Reach, letter: Letter) -> bool:
    """For good: that somebody asked is what the owner of the account has to hear, whatever became of it."""
    return True


@true_while("work.offered")
def is_offered(reach: Reach, letter: Letter) -> bool:
    """It is neither withdrawn, refused nor answered."""
    change = _change(reach, letter)
    return change is not None and change.user == reach.user and change.state in WAITING


@true_while("staff.waits")
def waits_for_a_second(reach: Reach, letter: Letter) -> bool:
    """Nobody has released or refused it, and the reader may."""
    change = _change(reach, letter)
    return change is not None and change.state == ChangeState.ASKED and bool(may_release(reach, change))


@true_while("staff.told")
def was_given(reach: Reach, letter: Letter) -> bool:
    """It was not withdrawn or refused before anything was given, and the reader watches over it."""
    change = _change(reach, letter)
    given = change is not None and (change.state in GIVEN or change.link_at is not None)
    return given and reach.is_one_of(Role.DATA_PROTECTION)


@true_while("work.left")
def is_left_behind(reach: Reach, letter: Letter) -> bool:
    """Whoever left has not come back, something is still to be handed over, and the reader is a supervisor there."""
    left = reach(Membership).filter(pk=letter.about, organisation=reach.organisation).first()
    if left is None or not reach.is_one_of(Role.SUPERVISOR) or works_at(left.user, left.organisation):
        return False
    return bool(in_hand(left))
