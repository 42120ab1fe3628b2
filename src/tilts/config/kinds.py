"""What the entries of the trace are called: the roof knows every room's verbs and doors."""

from django.utils.translation import gettext_lazy as _

from tilts.access.words import say_kinds

say_kinds(
    {
        "cases.read": _("Cases: looked"),
        "case.opened": _("Case: opened"),
        "case.closed": _("Case: closed"),
        "case.noted": _("Case: note"),
        "case.level_set": _("Case: level of risk"),
        "case.party_added": _("Case: person added"),
        "case.team_joined": _("Case: colleague in the team"),
        "day.read": _("My day: looked"),
        "inbox.read": _("Inbox: looked"),
        "people.searched": _("Search"),
        "person.recorded": _("Person: recorded"),
        "person.placed": _("Person: placed in a file"),
        "household.joined": _("Household: joined"),
        "doorstep.read": _("Report from the doorstep: looked"),
        "report.begun": _("Report from the doorstep: begun"),
        "report.kept": _("Report from the doorstep: answers"),
        "report.sent": _("Report from the doorstep: sending"),
        "report.registered": _("Report: registered"),
        "report.taken_up": _("Report: taken up"),
        "report.returned": _("Report: returned"),
        "report.passed_on": _("Report: passed on"),
        "report.contacted": _("Report: first contact"),
        "report.joined": _("Report: joined to a case"),
        "risk.assessed": _("Risk: assessment"),
        "questionnaire.begun": _("Questionnaire: begun"),
        "questionnaire.kept": _("Questionnaire: answers"),
        "questionnaire.completed": _("Questionnaire: completed"),
        "session.written": _("Consultation: written"),
        "projects.read": _("Projects: looked"),
        "projects.exported": _("Report of a project: taken out as a file"),
        "reports.read": _("Reports: looked"),
        "register.imported": _("Register: imported"),
        "wall.raised": _("Wall: raised"),
        "oversight.read": _("Oversight: looked"),
        "oversight.exported": _("Oversight: taken out as a file"),
        "alert.closed": _("Alert: closed"),
        "signed_in": _("Signed in"),
        "sign_in.failed": _("Sign-in failed"),
        "member.hired": _("Role: given"),
        "member.role_changed": _("Role: changed"),
        "member.ended": _("Role: ended"),
        "account.closed": _("Account: closed"),
    }
)
