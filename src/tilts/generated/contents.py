"""What lies in a file: the one builder of files, ordinary ones and those of five years."""

from django.db import transaction
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import Profession
from tilts.access.reach import unscoped
from tilts.cases.models import Case, Party, PartyRole, TeamMember
from tilts.generated.acts import write_documents, write_notes, write_sessions, write_standings
from tilts.generated.amounts import FIVE_YEARS, Amounts
from tilts.generated.draw import Draw
from tilts.generated.families import write_children
from tilts.generated.files import File
from tilts.generated.plans import write_appointments, write_orders, write_plan, write_tasks
from tilts.generated.risks import Paper, write_questionnaires
from tilts.generated.rows import Rows
from tilts.generated.tables import hold_conferences_about
from tilts.plan.models import PlanReview
from tilts.questionnaires.models import Use

REASON = "a synthetic file is filled"


def write_contents(draw: Draw, rows: Rows, paper: Paper, file: File, amounts: Amounts) -> None:
    """Put so much of everything into a file."""
    file.people += write_children(draw, rows, file.case, amounts.children)
    write_sessions(draw, rows, file, amounts.sessions)
    write_notes(draw, rows, file, amounts.notes)
    write_documents(draw, rows, file, amounts.documents)
    write_standings(draw, rows, file, amounts.standings)
    plan = {"steps": amounts.steps, "open_steps": amounts.open_steps, "reviews": amounts.reviews}
    write_plan(draw, rows, file, goals=amounts.goals, **plan)
    write_tasks(draw, rows, file, done=amounts.tasks - amounts.open_tasks, still=amounts.open_tasks)
    write_appointments(draw, rows, file, past=amounts.appointments - amounts.coming, coming=amounts.coming)
    write_orders(draw, rows, file, amounts.orders)
    write_questionnaires(draw, rows, paper, file, amounts.questionnaires)
    hold_conferences_about(draw, rows, file, amounts.meetings)


def fill(case: Case, amounts: Amounts = FIVE_YEARS, *, seed: str = "file") -> None:
    """Fill a case that was opened, with what five years bring where nothing else is said.

    It must have a client; the days lie between its opening and yesterday.
    """
    draw, rows = Draw(seed), Rows()
    with transaction.atomic(), acting(JOB):
        write_contents(draw, rows, Paper.of(draw, Use.FULL, timezone.localdate()), _file_of(case), amounts)
        rows.write()


def _file_of(case: Case) -> File:
    parties = unscoped(Party, reason=REASON).filter(case=case, voided_at=None).exclude(role=PartyRole.ALLEGED)
    team = unscoped(TeamMember, reason=REASON).filter(case=case, voided_at=None, ends=None).select_related("user")
    others = [(one.user, one.profession) for one in team if one.user_id != case.lead_id]
    lead = [(case.lead, str(Profession.SOCIAL_WORKER))] if case.lead else []
    people = [one.person for one in parties.select_related("person")]
    planned = unscoped(PlanReview, reason=REASON).filter(case=case, held_on=None, voided_at=None).exists()
    return File(case, people, timezone.localdate(), [*lead, *others], planned)
