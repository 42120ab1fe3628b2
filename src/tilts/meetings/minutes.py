"""The minutes of a meeting: what is shown on the page, and the same on paper, to be signed outside."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tilts.access.codes import code_for_all
from tilts.access.reach import Reach
from tilts.cases.models import Party
from tilts.meetings.counts import anew, counted_at
from tilts.meetings.models import (
    LAWS,
    AgendaItem,
    Invitation,
    Issue,
    Meeting,
    MeetingAction,
    MeetingKind,
    SharedItem,
)
from tilts.people.words import shown_name
from tilts.ui.local import day_words, time_words
from tilts.ui.papers import Paper, draw

LAYOUT = Path(__file__).parent / "typst" / "minutes.typ"


def minutes_of(reach: Reach, meeting: Meeting) -> dict[str, Any]:
    """Everything this actor may see of the meeting, in a few questions however long the agenda."""
    items = list(
        reach(AgendaItem)
        .filter(meeting=meeting)
        .select_related("case__organisation", "referred_by_unit", "concluded_by")
    )
    cases = [item.case_id for item in items]
    parties = _by(reach(Party).filter(case__in=cases).select_related("person"), "case_id")
    shared = _by(reach(SharedItem).filter(item__in=items).select_related("unit"), "item_id")
    acts = list(reach(MeetingAction).filter(meeting=meeting).select_related("owner", "user"))
    of_item, of_issue = _by(acts, "item_id"), _by(acts, "issue_id")
    invitations = list(reach(Invitation).filter(meeting=meeting).select_related("unit", "colleague", "signed_by"))
    rows = reach(Issue).filter(meeting=meeting).select_related("concluded_by")
    units = counted_at(meeting) if meeting.kind == MeetingKind.MONITORING else []
    return {
        "meeting": meeting,
        "counted_at": units,
        "came": [one for one in invitations if one.came],
        "absent": [one for one in invitations if one.came is False],
        "items": [
            {
                "item": item,
                "people": ", ".join(_party(party) for party in parties.get(item.case_id, [])),
                "shared": shared.get(item.pk, []),
                "acts": of_item.get(item.pk, []),
            }
            for item in items
        ],
        "issues": [{"issue": issue, "acts": of_issue.get(issue.pk, [])} for issue in anew(reach, meeting, rows, units)],
    }


def _by(rows: Any, key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _party(party: Party) -> str:
    return f"{shown_name(party.person)} ({party.get_role_display()})"


def as_pdf(minutes: dict[str, Any]) -> Paper:
    """The paper, in the language of the page; its name and title say nothing of anybody."""
    return draw(LAYOUT, _data(minutes))


def _data(minutes: dict[str, Any]) -> dict[str, Any]:
    meeting: Meeting = minutes["meeting"]
    return {
        "title": _("Minutes of the meeting of %(day)s") % {"day": day_words(meeting.day, "long")},
        "restricted": _("Restricted: for those who sat at the table. Never copied, never left lying."),
        "facts": [
            [_("Meeting"), meeting.title],
            [_("Kind of meeting"), str(meeting.get_kind_display())],
            *([[_("By law"), str(LAWS[meeting.kind])]] if meeting.kind in LAWS else []),
            [_("When"), _stamp(meeting.starts)],
            [_("Place"), meeting.place or "—"],
            [_("Called together by"), meeting.organisation.name],
            [_("Led by"), meeting.chair or str(meeting.coordinator)],
            [_("Came"), ", ".join(_came(one) for one in minutes["came"]) or "—"],
            [_("Did not come"), ", ".join(one.institution for one in minutes["absent"]) or "—"],
            *([[_("Counts of"), ", ".join(one.name for one in units)]] if (units := minutes["counted_at"]) else []),
        ],
        "points": [_point(row) for row in minutes["items"]] + [_issue(row) for row in minutes["issues"]],
        "signing": _signing(meeting, minutes["came"]),
        "words": {"page": _("page"), "signed": _("Signatures")},
    }


def _signing(meeting: Meeting, came: list[Invitation]) -> list[list[str]]:
    """A line for everybody who signs: who led it, who kept the minutes, who was there; and who confirmed them here."""
    lines = [[_("Led by"), meeting.chair, ""]] if meeting.chair else []
    lines.append([_("Minutes kept by"), str(meeting.coordinator), ""])
    return [*lines, *([one.institution, _sat(one), _confirmed(one)] for one in came)]


def _sat(one: Invitation) -> str:
    return one.represented_by or (one.colleague.name if one.colleague else "")


def _confirmed(one: Invitation) -> str:
    if one.signed_by is None:
        return ""
    return _("confirmed in Tilts: %(who)s, %(when)s") % {"who": one.signed_by, "when": _stamp(one.signed_at)}


def _came(one: Invitation) -> str:
    return f"{one.institution} ({_sat(one)})" if _sat(one) else one.institution


def _act(act: MeetingAction) -> list[str]:
    by = f"{act.institution}{', ' + str(act.user) if act.user else ''}"
    return [day_words(act.due_on), by, act.what]


def _point(row: dict[str, Any]) -> dict[str, Any]:
    item: AgendaItem = row["item"]
    lines = [[_("About"), row["people"]], [_("Referred by"), item.referred_by_unit.name]]
    lines += [[_("Why it comes to the meeting"), ", ".join(item.criteria_words)]] if item.criteria else []
    lines += [[label, text] for label, text in _asked(item) if text]
    lines += [[f"{one.institution}, {one.get_nature_display()}", one.text] for one in row["shared"]]
    lines += _concluded(item)
    return {
        "title": f"{item.number}. {code_for_all(item.case)}",
        "lines": lines,
        "acts": [_act(act) for act in row["acts"]],
    }


def _asked(item: AgendaItem) -> list[tuple[str, str]]:
    """What the agenda says of a case; empty where nothing was written."""
    repeat = str(item.get_repeat_rule_display()) if item.is_repeat else ""
    return [(_("What it is about"), item.summary), (_("What the person wants"), item.wants), (_("A repeat"), repeat)]


def _concluded(of: AgendaItem | Issue) -> list[list[str]]:
    """What was concluded, and who of the hosts wrote it down when."""
    if not of.conclusion:
        return []
    by = [[_("Written down by"), f"{of.concluded_by}, {_stamp(of.concluded_at)}"]] if of.concluded_by else []
    return [[_("What was concluded"), of.conclusion], *by]


def _stamp(at: datetime | None) -> str:
    """A moment as it stands on a paper: with its year."""
    return f"{day_words(at)} {time_words(at)}" if at else ""


def _issue(row: dict[str, Any]) -> dict[str, Any]:
    issue: Issue = row["issue"]
    period = f"{day_words(issue.first)} – {day_words(issue.last)}" if issue.first and issue.last else ""
    lines = [[_("Count"), " · ".join(filter(None, [issue.count_words, period]))]] if issue.count_words else []
    lines += [["", issue.text]] if issue.text else []
    lines += _concluded(issue)
    return {"title": f"{issue.number}. {issue.title}", "lines": lines, "acts": [_act(act) for act in row["acts"]]}
