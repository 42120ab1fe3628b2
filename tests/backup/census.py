"""Prints, as JSON, what is in a place: ids by kind, and acts that were done by half."""

import json
from collections import Counter

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402

from tilts.access.models import AuditEntry, AuditHead, Grant  # noqa: E402
from tilts.access.owner import as_job  # noqa: E402
from tilts.cases.models import Case, TeamMember  # noqa: E402
from tilts.risk.models import DoorstepReport, Questionnaire  # noqa: E402
from tilts.services.models import Participation, Session, SessionAttribution  # noqa: E402

PARTS = ("case.opened", "report.begun", "report.sent", "session.written")


def main() -> None:
    """Count everything as a job of the machine."""
    cases = set(Case._base_manager.values_list("pk", flat=True))
    sent = set(DoorstepReport._base_manager.exclude(number__startswith="draft-").values_list("pk", flat=True))
    asked = set(Questionnaire._base_manager.values_list("report", flat=True))
    sessions = Session._base_manager.filter(organisation__code="balvu-sd")
    traced = {kind: Counter(AuditEntry.objects.filter(kind=kind).values_list("record", flat=True)) for kind in PARTS}
    held = Counter(Session._base_manager.filter(folder__in=cases).values_list("folder", flat=True))
    half = {
        "case without trace, or trace without case": len(cases ^ set(traced["case.opened"])),
        "case without grant": len(cases - set(Grant.objects.values_list("folder", flat=True))),
        "case without team": len(cases - set(TeamMember._base_manager.values_list("case", flat=True))),
        "report sent without trace": len(sent ^ set(traced["report.sent"])),
        "report sent without questionnaire": len(sent - asked),
        "consultations and their traces": sum(
            ((held - traced["session.written"]) + (traced["session.written"] - held)).values()
        ),
        "consultation without person": sessions.exclude(pk__in=Participation._base_manager.values("session")).count(),
        "consultation without project": sessions.exclude(pk__in=SessionAttribution._base_manager.values("act")).count(),
        "chain without its end": sum(
            AuditEntry.objects.filter(chain=head.chain).count() != head.number for head in AuditHead.objects.all()
        ),
        "number twice": sum(
            row["n"] > 1 for row in Case._base_manager.values("organisation", "code").annotate(n=Count("pk")).order_by()
        ),
    }
    files = settings.HOME / "files"
    print(
        json.dumps(
            {
                "half": half,
                "case": sorted(map(str, cases)),
                "report": sorted(map(str, sent)),
                "session": sorted(map(str, sessions.values_list("pk", flat=True))),
                "document": sorted(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()),
            }
        )
    )


with as_job():
    main()
