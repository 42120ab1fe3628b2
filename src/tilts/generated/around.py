"""Many files in an office that is there already: for tests, and for whoever looks at long lists."""

from django.db import transaction
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.cases.models import Case
from tilts.generated.amounts import Amounts
from tilts.generated.contents import write_contents
from tilts.generated.draw import Draw
from tilts.generated.files import File, open_file
from tilts.generated.offices import Office
from tilts.generated.risks import Doors, Paper, write_report
from tilts.generated.rows import Rows
from tilts.places.models import Territory
from tilts.questionnaires.models import Use


def give_cases(
    worker: Reach,
    many: int,
    *,
    county: Territory,
    amounts: Amounts | None = None,
    officer: Reach | None = None,
    seed: str = "around",
) -> list[Case]:
    """Let somebody lead so many more cases, opened today, with so much in each.

    With an officer, each began with a report from a door, and as many more reports wait at the desk.
    """
    unit, user, today = worker.organisation, worker.user, timezone.localdate()
    assert unit is not None and user is not None
    draw, rows, office = Draw(seed), Rows(), Office(unit, None, county, [user])
    first = Organisation.objects.get(pk=unit.pk).last_case_number
    talk = Paper.of(draw, Use.FULL, today)
    with transaction.atomic(), acting(JOB):
        files = []
        for number in range(first + 1, first + many + 1):
            told = {"lead": user, "code": f"L-{number}", "opened_on": today, "until": today}
            files.append(open_file(draw, rows, office, **told))  # type: ignore[arg-type]
            if amounts:
                write_contents(draw, rows, talk, files[-1], amounts)
        if officer:
            _reports(draw, rows, office, officer, files)
        rows.write()
        Organisation.objects.filter(pk=unit.pk).update(last_case_number=first + many)
    return [one.case for one in files]


def _reports(draw: Draw, rows: Rows, office: Office, officer: Reach, files: list[File]) -> None:
    police, user = officer.organisation, officer.user
    assert police is not None and user is not None
    today = timezone.localdate()
    doors = Doors(police, [user], today, Paper.of(draw, Use.DOORSTEP, today))
    for file in files:
        write_report(draw, rows, doors, office, file)
        write_report(draw, rows, doors, office, None)
