"""Rights in the demonstration: the register of processing, partners, a closed breach, a hold, requests under way."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tilts.demo.people import reach_of
from tilts.rights.actions.keeping import place_hold
from tilts.rights.actions.registers import change_breach, keep_activity, keep_partner, record_breach
from tilts.rights.actions.requests import Asked, check_release, register_request

ACTIVITIES = (
    {
        "title": "Sociālais darbs ar gadījumu un sociālā rehabilitācija",
        "purpose": "Palīdzēt no vardarbības cietušiem cilvēkiem un viņu bērniem; uzskaitīt pakalpojumu.",
        "legal_basis": "VDAR 6. panta 1. punkta c) un e) apakšpunkts, 9. panta 2. punkta b) un h) apakšpunkts; "
        "Ministru kabineta noteikumi Nr. 790.",
        "persons": "Pakalpojuma saņēmēji, viņu bērni, iespējamie varmākas",
        "data_kinds": "Vārds, dzimšanas datums, droša saziņa, dzīvesvieta, riska novērtējums, pakalpojumi, piezīmes",
        "recipients": "Pašvaldības sociālais dienests, bāriņtiesa, Valsts policija",
        "kept_for": "10 gadi pēc lietas slēgšanas; bērnam 10 gadi pēc 18 gadu vecuma",
        "measures": "Piekļuve tikai lietas darbiniekiem, skatījumu žurnāls, šifrēti lauki, divi apstiprinātāji.",
    },
    {
        "title": "Ziņojumi par notikumiem no policijas",
        "purpose": "Saņemt policijas ziņojumu un vienas darba dienas laikā sākt palīdzību.",
        "legal_basis": "VDAR 6. panta 1. punkta c) apakšpunkts; Ministru kabineta noteikumi Nr. 161.",
        "persons": "Aizsargājamās personas, iespējamie varmākas, bērni",
        "data_kinds": "Vārds, tālrunis, adrese, notikuma apraksts, riska anketa",
        "recipients": "Pašvaldības sociālais dienests",
        "kept_for": "Kopā ar lietu; atgriezts ziņojums 1 gadu",
        "measures": "Pirms pārņemšanas vārdi nav redzami.",
    },
    {
        "title": "Pārskati finansētājiem",
        "purpose": "Atskaitīties par projektu rezultātiem.",
        "legal_basis": "VDAR 6. panta 1. punkta c) apakšpunkts; projekta līgums. Pārskatos personas datu nav.",
        "persons": "Pakalpojuma saņēmēji (tikai kopskaiti)",
        "data_kinds": "Skaiti pa mēnešiem, vietām un speciālistiem",
        "recipients": "Finansētājs",
        "kept_for": "Projekta līgumā noteiktais laiks",
        "measures": "Mazi skaiti publiskajā pārskatā netiek rādīti.",
    },
)
PARTNERS = (
    ("Balvu sociālais dienests", "joint_controller", "Starpinstitūciju sadarbība augsta riska lietās", "2020-01-15"),
    ("Valsts policija", "recipient", "Ziņojuma iznākums: saņemts, sazinājās", ""),
    ("SIA Paraugserveris", "processor", "Servera uzturēšana un dublējumkopiju glabāšana", "2020-02-03"),
)


def build_rights() -> None:
    """What a data protection officer finds on the first day."""
    officer = reach_of("aizsardziba")
    for line in ACTIVITIES:
        facts: dict[str, Any] = {**line}
        keep_activity(officer, **facts)
    for name, role, what_for, day in PARTNERS:
        keep_partner(
            officer,
            name=name,
            role=role,
            what_for=what_for,
            agreement_on=date.fromisoformat(day) if day else None,
            subprocessors="SIA Paraugkopijas" if role == "processor" else "",
        )
    _breach()
    _requests()


def _breach() -> None:
    officer = reach_of("aizsardziba")
    known = timezone.now() - timedelta(days=20)
    breach = record_breach(
        officer,
        aware_at=known,
        happened_at=known - timedelta(hours=5),
        what="Darba tālrunis nozaudēts autobusā un pēc divām stundām atdots.",
        categories="Kalendāra ieraksti bez vārdiem",
        about_how_many=3,
    )
    change_breach(
        officer,
        breach,
        seen_version=breach.version,
        close=True,
        measures="Tālrunis bija slēgts ar kodu; piekļuve atsaukta tajā pašā dienā.",
        authority_why="Risks cilvēku tiesībām nav ticams: tālrunis bija šifrēts un slēgts.",
        persons_why="Augsta riska nav.",
    )


def _requests() -> None:
    officer, today = reach_of("aizsardziba"), timezone.localdate()
    asked = {"asked_by": "self", "identity": "document"}
    copy = register_request(
        officer,
        kind="access",
        about=Asked("Anna Paraudziņa", date(1986, 5, 17)),
        received_on=today - timedelta(days=9),
        asked_for="Gribu zināt, kas par mani pierakstīts.",
        **asked,
    )
    check_release(
        officer,
        copy,
        seen_version=copy.version,
        made_to_ask=False,
        spoken_alone=True,
        paper_is_safe=False,
        handover_place="Filiālē, sarunu telpā; papīru mājās neturēs",
        telling_words="Sieviešu tiesību centrs",
    )
    register_request(
        officer,
        kind="correction",
        about=Asked("Olga Kalme", date(1995, 5, 17)),
        received_on=today - timedelta(days=3),
        asked_for="Uzvārds pēc laulības šķiršanas ir cits.",
        **asked,
    )
    register_request(
        officer,
        kind="erasure",
        about=Asked("Inga Strauta", date(1983, 5, 17)),
        received_on=today - timedelta(days=25),
        **asked,
    )
    place_hold(officer, case_code="L-1", reason="Lieta vajadzīga tiesai.", starts=today - timedelta(days=40))
