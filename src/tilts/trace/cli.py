"""`tilts audit`: are the chains whole, send their ends off, look for what a data protection officer should see."""

import argparse
import json
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilts.access.models import Organisation
from tilts.access.models.trace import NOBODY
from tilts.kit.cli import BadInput
from tilts.trace.alerts import look_for_alerts
from tilts.trace.chains import ChainReport, Fault, Place, verify
from tilts.trace.heads import HeadsFile, SentHeads, heads_file, send_heads, sent_heads


def add_parsers(subparsers: Any) -> None:
    """Add `audit` to the console command."""
    audit = subparsers.add_parser("audit", help="the trace: who looked at what")
    verbs = audit.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(audit))
    whole = verbs.add_parser("verify", help="walk every chain; exit 0 whole, 1 not")
    whole.add_argument("--json", action="store_true", help="for programs")
    whole.set_defaults(run=_verify)
    verbs.add_parser("heads", help="send the ends of the chains off (TILTS_AUDIT_HEADS)").set_defaults(run=_heads)
    alerts = verbs.add_parser("alerts", help="look through the trace for what should be looked at")
    alerts.add_argument("--hours", type=int, default=24, metavar="N", help="how far back (default 24)")
    alerts.set_defaults(run=_alerts)


def _verify(given: argparse.Namespace) -> int:
    try:
        sent = sent_heads()
    except HeadsFile as wrong:
        raise BadInput(f"tilts: {wrong}") from wrong
    reports = list(verify(sent))
    sent = sent or SentHeads()
    whole = all(report.whole for report in reports) and not sent.foreign
    names = {NOBODY: _("nobody's (strangers, the machine)")} | dict(Organisation.objects.values_list("pk", "name"))
    if given.json:
        sys.stdout.write(json.dumps(_as_json(reports, sent, whole), ensure_ascii=False) + "\n")
    else:
        _print(reports, sent, names)
    return 0 if whole else 1


def _as_json(reports: list[ChainReport], sent: SentHeads, whole: bool) -> dict[str, Any]:
    chains = [
        {
            "chain": str(report.chain),
            "entries": report.entries,
            "whole": report.whole,
            "places": [_place_as_json(place) for place in report.places],
            "more": report.more,
        }
        for report in reports
    ]
    return {"whole": whole, "chains": chains, "foreign_heads": sent.foreign, "torn_heads": sent.torn}


def _place_as_json(place: Place) -> dict[str, Any]:
    return {"fault": Fault(place.fault).value, "number": place.number, "last": place.last}


def _print(reports: list[ChainReport], sent: SentHeads, names: dict[UUID, str]) -> None:
    for report in reports:
        count = ngettext("%(count)d entry", "%(count)d entries", report.entries) % {"count": report.entries}
        state = _("whole") if report.whole else _("NOT WHOLE")
        print(f"{names.get(report.chain, report.chain)}: {count}, {state}")
        for place in report.places:
            print(f"  {place}")
        if report.more:
            print("  " + _("and %(count)d more places") % {"count": report.more})
    for line in sent.foreign:
        print(_("Line %(line)d of the ends sent off is not signed by this installation.") % {"line": line})
    for line in sent.torn:
        print(_("Line %(line)d of the ends sent off is torn and was left aside.") % {"line": line})
    if heads_file() is None:
        print(_("No ends are sent off this machine (TILTS_AUDIT_HEADS is not set): a cut tail may stay unseen."))


def _heads(_given: argparse.Namespace) -> int:
    if heads_file() is None:
        raise BadInput("tilts: " + _("TILTS_AUDIT_HEADS is not set: say where the ends of the trace are to be sent."))
    try:
        count = send_heads()
    except HeadsFile as wrong:
        raise BadInput(f"tilts: {wrong}") from wrong
    print(ngettext("%(count)d end sent off", "%(count)d ends sent off", count) % {"count": count})
    return 0


def _alerts(given: argparse.Namespace) -> int:
    count = look_for_alerts(timezone.now() - timedelta(hours=given.hours))
    print(ngettext("%(count)d new alert", "%(count)d new alerts", count) % {"count": count})
    return 0
