"""What this room counts: consultations, and whom they served.

Everything about a person is that of the day of the act: the age, the household, the status and the support level.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import (
    Case,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull, LessThan
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Reach, Rows
from tilts.cases.violence import breakdowns, said_of
from tilts.kit.figures import CountType
from tilts.kit.measures import Column, OneOf, Source, measure
from tilts.people.models import HouseholdMember, Standing, SupportLevel
from tilts.services.models import Session, SessionAttribution

YEAR = 10000  # a year, where a day is written as the number YYYYMMDD
GROWN_UP = 18 * YEAR
BANDS = {7: "0-6", 13: "7-12", 18: "13-17", 25: "18-24", 35: "25-34", 45: "35-44", 55: "45-54", 65: "55-64"}
OLDEST_BAND = "65+"
BORN = (
    "An age is that on the day of the consultation; of a birth known by its year or month only, its first day counts.",
    "Vecums ir tas, kāds bija konsultācijas dienā; ja no dzimšanas datuma zināms tikai gads vai mēnesis, "
    "skaita no tā pirmās dienas.",
)
"""How ages are counted: a date that is known in part is written as its first day (`people.Precision`)."""

PERSON = "taken_part__person"
SPELL = f"{PERSON}__household_spells"
FELLOW_SPELL = f"{SPELL}__household__members"
FELLOW = f"{FELLOW_SPELL}__person"


class DayNumber(Func):
    """A day as the number YYYYMMDD: from birth to act these differ by less than 18 0000 until the 18th birthday."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are stored as ISO text."""
        return self.as_sql(compiler, connection, template="CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are dates."""
        return self.as_sql(compiler, connection, template="CAST(to_char(%(expressions)s, 'YYYYMMDD') AS INTEGER)")


def _age(person: str) -> Any:
    return DayNumber(F("day")) - DayNumber(F(f"{person}__birth_date"))


def _age_band(person: str, reach: Reach) -> Any:
    age = _age(person)
    unknown = When(IsNull(F(f"{person}__birth_date"), True), then=Value(""))
    bands = [When(LessThan(age, before * YEAR), then=Value(band)) for before, band in BANDS.items()]
    return Case(unknown, *bands, default=Value(OLDEST_BAND))


def _standing(person: str, column: str, reach: Reach) -> Any:
    in_force = reach.counting()(Standing).filter(person=OuterRef(person), starts__lte=OuterRef("day"))
    return Subquery(in_force.order_by("-starts", "-pk").values(column)[:1])


def _spell(person: str, column: str, reach: Reach) -> Any:
    lasting = Q(ends=None) | Q(ends__gt=OuterRef("day"))
    spells = reach.counting()(HouseholdMember).filter(lasting, person=OuterRef(person), starts__lte=OuterRef("day"))
    return Subquery(spells.order_by("-starts", "-pk").values(column)[:1])


def _household(reach: Reach) -> Any:
    return Coalesce(_spell(PERSON, "household", reach), F(PERSON), output_field=UUIDField())


def _breakdowns(person: str, said: str = "said") -> Mapping[str, Column]:
    return {
        "site": "site__code",
        "specialism": "specialism",
        "mode": "mode",
        "interpreter_language": "interpreter_language",
        "sex": f"{person}__sex",
        "country": f"{person}__country",
        "municipality": f"{person}__municipality__name_lv",
        "support_level": OneOf(partial(_standing, person, "support_level"), tuple(SupportLevel.values)),
        "person_status": partial(_standing, person, "status"),
        "age_band": OneOf(partial(_age_band, person), (*BANDS.values(), OLDEST_BAND), BORN),
        "project": "attributions__project__code",
        "organisation": "organisation__code",
        **breakdowns(said),
    }


BY = _breakdowns(PERSON)


def _paid_by(project: Any) -> Any:
    return SessionAttribution.objects.filter(project=project).values("act")


def _held(reach: Reach) -> Rows:
    """Consultations held, to be joined to those who took part in them."""
    taken_part = FilteredRelation("participations", condition=Q(participations__voided_at=None))
    return reach(Session).held().annotate(taken_part=taken_part).annotate(said=said_of(PERSON))


def _with_persons(reach: Reach) -> Rows:
    return _held(reach).annotate(served=F(PERSON)).filter(served__isnull=False)


def _with_fellow_children(reach: Reach) -> Rows:
    """Held consultations, their participants, and the children who on that day lived in the same household."""
    rows = _with_persons(reach).annotate(
        spell=F(SPELL), fellow_spell=F(FELLOW_SPELL), fellow=F(FELLOW), age=_age(FELLOW), said_fellow=said_of(FELLOW)
    )
    that_day = {"spell": _spell("served", "pk", reach), "fellow_spell": _spell("fellow", "pk", reach)}
    return rows.filter(age__lt=GROWN_UP, **that_day)


@measure(
    "services.consultations",
    _("Consultations"),
    lv=("Konsultācijas", "Notikušās konsultācijas; konsultācija ar vairākiem dalībniekiem ir viena."),
    count_type=CountType.ACTS,
    on="day",
    by=BY,
    paid_by=_paid_by,
)
def consultations(reach: Reach) -> Rows:
    """Consultations held; one with several participants is one."""
    return _held(reach)


@measure(
    "services.minutes",
    _("Minutes of consultations"),
    lv=("Konsultāciju minūtes", "Notikušo konsultāciju ilgums minūtēs; katra konsultācija vienu reizi."),
    count_type=CountType.MINUTES,
    on="day",
    sums="minutes",
    by=BY,
    paid_by=_paid_by,
)
def minutes(reach: Reach) -> Rows:
    """Length of the consultations held, in minutes; each consultation once, however many took part."""
    return _held(reach)


@measure(
    "services.persons_served",
    _("Persons served"),
    lv=(
        "Apkalpotās personas",
        "Personas, kas piedalījās vismaz vienā notikušā konsultācijā; katra persona vienu reizi.",
    ),
    count_type=CountType.PERSONS_IN_PERIOD,
    on="day",
    counts=PERSON,
    by=BY,
    paid_by=_paid_by,
)
def persons_served(reach: Reach) -> Rows:
    """Persons who took part in at least one consultation held; each person once."""
    return _with_persons(reach)


@measure(
    "services.persons_monthly_mean",
    _("Persons served a month on average"),
    lv=(
        "Vidēji mēnesī apkalpotās personas",
        "Katrā kalendāra mēnesī apkalpoto personu skaits, saskaitīts un dalīts ar visiem perioda skartajiem mēnešiem, "
        "arī tukšajiem.",
    ),
    count_type=CountType.MONTHLY_MEAN,
    on="day",
    counts=PERSON,
    monthly_mean=True,
    by=BY,
    paid_by=_paid_by,
)
def persons_monthly_mean(reach: Reach) -> Rows:
    """Persons served in each calendar month, added up and divided by all months touched, empty ones too."""
    return _with_persons(reach)


@measure(
    "services.families_served",
    _("Families served"),
    lv=(
        "Apkalpotās ģimenes",
        "Mājsaimniecības, no kurām konsultācijas dienā kāds piedalījās notikušā konsultācijā; katra vienu reizi. "
        "Persona bez mājsaimniecības ir viena ģimene.",
    ),
    count_type=CountType.HOUSEHOLDS,
    on="day",
    counts=_household,
    by=BY,
    paid_by=_paid_by,
)
def families_served(reach: Reach) -> Rows:
    """Households of those who took part in a consultation held, as of that day; each once.

    A person without a household is a household of one.
    """
    return _with_persons(reach)


@measure(
    "services.children_served",
    _("Children served"),
    lv=(
        "Apkalpotie bērni",
        "Personas, kurām vismaz vienas notikušās konsultācijas dienā nebija 18 gadu; katra vienu reizi. "
        "Persona bez zināma dzimšanas datuma nav bērns.",
    ),
    count_type=CountType.CHILDREN,
    on="day",
    counts=PERSON,
    by=BY,
    paid_by=_paid_by,
)
def children_served(reach: Reach) -> Rows:
    """Persons under 18 on the day of at least one consultation held; each once, an unknown birth date is no child."""
    return _with_persons(reach).annotate(age=_age(PERSON)).filter(age__lt=GROWN_UP)


@measure(
    "services.children_in_families_served",
    _("Children in families served"),
    lv=(
        "Bērni apkalpotajās ģimenēs",
        "Bērni līdz 18 gadu vecumam, kuri konsultācijas dienā dzīvoja apkalpotā ģimenē, arī tie, kuri paši "
        "nepiedalījās; katrs vienu reizi. Dalījums pēc personas pazīmēm ir pēc bērna pazīmēm.",
    ),
    count_type=CountType.CHILDREN,
    on="day",
    counts=PERSON,
    by=BY,
    also=(Source(_with_fellow_children, FELLOW, _breakdowns(FELLOW, "said_fellow")),),
    paid_by=_paid_by,
)
def children_in_families_served(reach: Reach) -> Rows:
    """Children who on the day of a consultation held were under 18 and lived in the household of one who took part.

    Whether they took part themselves does not matter; each once. What is asked of a person is asked of the child.
    """
    return children_served(reach)
