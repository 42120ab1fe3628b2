"""With whom one works: the agreements of the branch in Rēzekne (source A) and those on which Balvi's tables rest."""

from datetime import date
from typing import Any

from django.utils import timezone

from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.demo.people import reach_of
from tilts.directory.actions import keep_offer, keep_partner, record_agreement
from tilts.directory.models import Capacity, PartnerKind
from tilts.places.models import Territory

K = PartnerKind
OF_CENTRE = (
    ("Rēzeknes pilsētas pašvaldības policija", K.POLICE, date(2020, 7, 9), "2020/7-1"),
    ("Rēzeknes bāriņtiesa", K.ORPHANS_COURT, date(2020, 8, 20), "2020/8-2"),
    ("Valsts probācijas dienests Rēzeknē", K.PROBATION, date(2020, 8, 27), "2020/8-3"),
    ("Rēzeknes krīzes centrs", K.CRISIS_CENTRE, date(2020, 10, 14), "2020/10-1"),
)
"""Institutions in Rēzekne without an account, the day on which the agreement was signed, and its number."""
OFFICE_IN_REZEKNE = date(2020, 5, 18)
OF_BALVI = (
    ("Balvu rajona tiesa", K.COURT, "Pagaidu aizsardzība pret vardarbību"),
    ("Balvu rajona prokuratūra", K.PROSECUTOR, "Uzraudzība kriminālprocesā"),
    ("Ģimenes ārsta prakse", K.FAMILY_DOCTOR, "Traumu fiksēšana un izziņa"),
)
"""Partners of the pilot without an account, and what each does."""
TABLE = (
    *("balvu-policija", "balvu-pp", "balvu-vpd", "centrs", "vilakas-sd", "rugaju-sd", "baltinavas-sd"),
    *("balvu-bt", "vilakas-bt", "rugaju-bt", "baltinavas-bt"),
)
"""With whom the social service of Balvi agreed to sit at one table."""
PILOT = date(2018, 4, 3)


def build_partners() -> None:
    """Partners and agreements: of the branch in Rēzekne, and of the pilot in Balvi."""
    _agreements_of_centre(reach_of("centra.vaditaja"))
    _table_of_balvi(reach_of("vaditaja"))


def _agreements_of_centre(supervisor: Reach) -> None:
    city = Territory.objects.get(pk="LV-REZ")
    for name, kind, signed_on, number in OF_CENTRE:
        partner = keep_partner(supervisor, name=name, kind=kind, territory=city)
        record_agreement(supervisor, partner=partner, kind="agreement", signed_on=signed_on, zones=[], number=number)
    office = Organisation.objects.get(code="rezeknes-sd")
    zones = ["name", "contact", "services"]
    facts: dict[str, Any] = {"kind": "agreement", "signed_on": OFFICE_IN_REZEKNE, "number": "2020/5-1"}
    record_agreement(supervisor, with_organisation=office, zones=zones, **facts)


def _table_of_balvi(supervisor: Reach) -> None:
    county = Territory.objects.get(pk="LV-015")
    for name, kind, what in OF_BALVI:
        partner = keep_partner(supervisor, name=name, kind=kind, territory=county)
        keep_offer(supervisor, partner, what=what, for_whom="no vardarbības cietušiem")
    centre = keep_partner(
        supervisor, name="Krīzes centrs", kind=K.CRISIS_CENTRE, contact="Zvanīt jebkurā diennakts laikā."
    )
    facts: dict[str, Any] = {
        "capacity": Capacity.FREE,
        "capacity_on": timezone.localdate(),
        "languages": "latviešu, krievu, ukraiņu",
    }
    keep_offer(supervisor, centre, what="Istaba māmiņai ar bērniem", for_whom="no vardarbības cietušiem", **facts)
    for number, code in enumerate(TABLE, start=1):
        unit = Organisation.objects.get(code=code)
        facts = {
            "kind": "agreement",
            "signed_on": PILOT,
            "for_meetings": True,
            "number": f"2018/4-{number}",
        }
        record_agreement(supervisor, with_organisation=unit, zones=["name", "contact", "risk"], **facts)
