"""Who reaches questionnaires and answers, and who may fill them in."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder
from tilts.access.reach import Decision, Reach, Rows, in_folder, scope
from tilts.questionnaires.models import Answers, Questionnaire, QuestionnaireVersion, State

WRITE = 2
NOT_YOURS = _("You may read this, but not fill in questionnaires here.")
FINISHED = _("These answers are complete. To assess again, begin a new questionnaire.")


@scope(Questionnaire, no_folder="an instrument names nobody")
def questionnaire_rows(reach: Reach, rows: Rows) -> Rows:
    """The questionnaires that come with Tilts, and those of one's own organisation."""
    return rows.filter(Q(organisation=None) | Q(organisation=reach.organisation))


@scope(QuestionnaireVersion, no_folder="wordings name nobody")
def version_rows(reach: Reach, rows: Rows) -> Rows:
    """The versions of the questionnaires one reaches."""
    return rows.filter(Q(questionnaire__organisation=None) | Q(questionnaire__organisation=reach.organisation))


in_folder(Answers, key="folder", zone="risk")


def _may_write(reach: Reach, folder: UUID) -> bool:
    return reach.zones(folder).risk >= WRITE


def may_begin(reach: Reach, record: Folder | None = None) -> Decision:
    """Whoever may write in the risk part of a folder may begin a questionnaire in it."""
    if record is None:
        return Decision(reach.membership is not None)
    return Decision(_may_write(reach, record.pk), NOT_YOURS)


def may_keep(reach: Reach, record: Answers) -> Decision:
    """Whoever may write in the risk part of the folder may go on with a draft; complete answers stay as they are."""
    if not _may_write(reach, record.folder_id):
        return Decision(False, NOT_YOURS)
    return Decision(record.state == State.DRAFT, FINISHED)
