"""A report from the door as facts with which a case begins."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilts.access.codes import code_for_all
from tilts.access.reach import unscoped
from tilts.cases.models import Violence
from tilts.cases.taken import Sent, children_in, year_of
from tilts.cases.violence import told_in
from tilts.questionnaires.models import Answers
from tilts.risk.clocks import clocks_of
from tilts.risk.models import DoorstepReport

TAKEN = "a report that is taken over"


def sent_of(report: DoorstepReport) -> Sent:
    """What stands in a report; only for whoever took it up, before whom all of it is open."""
    day = report.happened_on or timezone.localdate(report.sent_at)
    told = unscoped(Violence, reason=TAKEN).filter(folder=report.folder_id, voided_at=None)
    sheet = unscoped(Answers, reason=TAKEN).filter(folder=report.folder_id).first()
    return Sent(
        day=day,
        sender=_("Report %(number)s") % {"number": code_for_all(report)},
        name=report.person_name,
        born=year_of(report.person_born),
        phone=report.person_phone,
        phone_is_safe=report.phone_is_safe,
        address=report.address,
        address_is_home=report.address_is_home,
        alleged_name=report.alleged_name,
        alleged_born=year_of(report.alleged_born),
        told=told_in(told),
        children_present=report.children_present,
        children=tuple(children_in(report.children, day.year)),
        account=report.account,
        separation_from=report.separation_from,
        separation_until=report.separation_until,
        court=report.court,
        level=report.level,
        answers=_answers(sheet),
        wants_contact=_wants_contact(sheet),
        contact_by=None if report.contacted_at else clocks_of(report).own_deadline,
        restricted=report.to_user_id is not None,
    )


def _wants_contact(sheet: Answers | None) -> str:
    """Whether the person wants the social service to come, as it was answered at the door."""
    item = sheet.questionnaire_version.form.find("wants_contact") if sheet else None
    value = sheet.values.get("wants_contact", "") if sheet else ""
    return item.choice_label(value, (get_language() or "lv")[:2]) if item and value else ""


def _answers(sheet: Answers | None) -> tuple[str, ...]:
    """How many questions were answered, and how many with yes."""
    if sheet is None:
        return ()
    words = {"a": sheet.answered, "y": sheet.total_yes, "u": sheet.unknown}
    return (_("answered %(a)s, “yes” %(y)s, not known %(u)s") % words,)
