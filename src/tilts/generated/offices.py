"""Who works in the synthetic country: social services with their desks, the police, tables, a centre, a stranger."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from tilts.access.models import Membership, Organisation, OrganisationKind, Profession, Role, Site, User
from tilts.directory.models import Agreement, AgreementKind, Desk, Partner, PartnerKind
from tilts.generated.draw import Draw
from tilts.generated.names import full_name
from tilts.generated.rows import Rows
from tilts.places.models import Territory

K, R, P = OrganisationKind, Role, Profession
MOST_CASES = 60
"""So many cases lead one colleague, at most."""
MOST_WORKERS = 10
"""So many social workers has one office, at most."""
FIRST_COUNTY = "LV-015"
FEMALE = 0.85
"""So many of a hundred who work here are women."""
SPECIALISTS = (("psihologs", P.PSYCHOLOGIST), ("jurists", P.LAWYER), ("asistents", P.FAMILY_ASSISTANT))
ZONES = ["name", "contact", "risk", "services"]
PARTNERS = (
    ("Krīzes centrs", PartnerKind.CRISIS_CENTRE),
    ("Ģimenes ārsta prakse", PartnerKind.FAMILY_DOCTOR),
    ("Pamatskola", PartnerKind.SCHOOL),
)


@dataclass
class Office:
    """A social service and who works there."""

    organisation: Organisation
    site: Site | None
    territory: Territory
    workers: list[User] = field(default_factory=list)
    specialists: list[tuple[User, str]] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    supervisor: User = field(default_factory=User)
    coordinator: User = field(default_factory=User)


@dataclass
class Country:
    """Everybody who works; `until` is the day on which this is told, `since` that on which it began."""

    since: date
    until: date
    offices: list[Office]
    police: Organisation
    officers: list[User]
    court: Organisation
    centre: Organisation
    agreements: dict[str, Agreement] = field(default_factory=dict)
    """By the code of the organisation that signed with the first office."""
    reaches_all: User = field(default_factory=User)
    reaches_one: User = field(default_factory=User)


class _Staff:
    """Hires: each colleague is a user and a membership, under the address that the demonstration knows or a number."""

    def __init__(self, draw: Draw, rows: Rows, since: datetime) -> None:
        self.draw, self.rows, self.since = draw, rows, since
        self.password = make_password(settings.DEMO_PASSWORD, salt=f"{draw.getrandbits(128):032x}")

    def hire(self, login: str, of: Organisation, role: str, profession: str = "", site: Site | None = None) -> User:
        name = full_name(self.draw, woman=self.draw.happens(FEMALE))
        email = f"{login}@demo.tilts.example"
        user = self.rows.add(User(id=self.draw.id(), email=email, name=name, password=self.password))
        place = {"organisation": of, "site": site, "role": role, "profession": profession, "starts": self.since}
        self.rows.add(Membership(id=self.draw.id(), user=user, **place))
        return user


def found_country(draw: Draw, rows: Rows, *, cases: int, since: date, until: date, began: datetime) -> Country:
    """Organisations and colleagues for so many cases; the demonstration's own addresses work in the first office."""
    staff = _Staff(draw, rows, began)
    workers = max(2, -(-cases // MOST_CASES))
    many = max(2, -(-workers // MOST_WORKERS))
    counties = list(Territory.objects.current().order_by("code"))
    counties.sort(key=lambda one: one.code != FIRST_COUNTY)
    offices = [_office(staff, number, counties, len(range(number, workers, many))) for number in range(many)]
    police = _organisation(staff, "policija", "Valsts policija", K.STATE_POLICE)
    officers = [staff.hire(login, police, R.POLICE) for login in ("policija", "policija2", "policija3")]
    court = _organisation(staff, "barintiesa", "Bāriņtiesa", K.ORPHANS_COURT)
    staff.hire("barintiesa", court, R.PARTICIPANT)
    centre = _organisation(staff, "centrs", "Sieviešu tiesību centrs", K.NGO)
    country = Country(since, until, offices, police, officers, court, centre)
    _first_office(staff, country)
    _elsewhere(staff, country)
    return country


def _organisation(staff: _Staff, code: str, name: str, kind: str, *, own: bool = False) -> Organisation:
    return staff.rows.add(Organisation(id=staff.draw.id(), code=code, name=name, kind=kind, own=own))


def genitive(place: str) -> str:
    """Whose: `Balvu novads` is `Balvu novada`, `Rīga` is `Rīgas`, `Ventspils` stays."""
    if place.endswith("novads"):
        return place.removesuffix("s") + "a"
    return place if place.endswith("pils") else f"{place}s"


def _office(staff: _Staff, number: int, counties: list[Territory], workers: int) -> Office:
    county, more = counties[number % len(counties)], number // len(counties)
    draw, rows = staff.draw, staff.rows
    code, name = f"sd-{number + 1:02d}", f"{genitive(county.name_lv)} sociālais dienests"
    organisation = _organisation(staff, code, f"{name} {more + 1}" if more else name, K.SOCIAL_SERVICE, own=not number)
    site = rows.add(Site(id=draw.id(), organisation=organisation, code="galvena", name=county.name_lv))
    office = Office(organisation, site, county)
    if not more:
        rows.add(Desk(organisation=organisation, territory=county, starts=county.valid_from))
    for at in range(workers):
        login = {(0, 0): "socdienests", (1, 0): "vilaka"}.get((number, at), f"darbinieks-{number + 1:02d}-{at + 1:02d}")
        office.workers.append(staff.hire(login, organisation, R.CASE_WORKER, P.SOCIAL_WORKER, site))
    for login, profession in SPECIALISTS:
        name = f"{login}-{number + 1:02d}" if number or profession == P.FAMILY_ASSISTANT else login
        user = staff.hire(name, organisation, R.SPECIALIST, profession, site)
        office.specialists.append((user, profession))
    office.supervisor = staff.hire(f"vaditaja-{number + 1:02d}", organisation, R.SUPERVISOR, P.SOCIAL_WORKER, site)
    coordinator = "koordinators" if not number else f"koordinators-{number + 1:02d}"
    office.coordinator = staff.hire(coordinator, organisation, R.COORDINATOR, "", site)
    own = {"organisation": organisation, "created_at": staff.since, "territory": county}
    office.partners = [rows.add(Partner(id=draw.id(), name=name, kind=kind, **own)) for name, kind in PARTNERS]
    return office


def _first_office(staff: _Staff, country: Country) -> None:
    """The rest of the demonstration's cast; `vaditaja` is let into every case of the country."""
    first = country.offices[0]
    country.reaches_all = staff.hire("vaditaja", first.organisation, R.SUPERVISOR, P.SOCIAL_WORKER, first.site)
    for login, role in (
        ("projekts", R.PROJECT_MANAGER),
        ("aizsardziba", R.DATA_PROTECTION),
        ("administrators", R.ADMINISTRATOR),
    ):
        staff.hire(login, first.organisation, role)
    signed = {"kind": AgreementKind.AGREEMENT, "zones": ZONES, "signed_on": country.since - timedelta(days=30)}
    for office in country.offices[1:]:
        of = {"organisation": office.organisation, "created_at": staff.since, "with_organisation": first.organisation}
        number = f"{country.since.year}/{office.organisation.code}"
        agreement = staff.rows.add(Agreement(id=staff.draw.id(), number=number, for_meetings=True, **of, **signed))
        country.agreements[office.organisation.code] = agreement


def _elsewhere(staff: _Staff, country: Country) -> None:
    """A centre that is let into one case, and a stranger who is let into none."""
    country.reaches_one = staff.hire("centrs", country.centre, R.CASE_WORKER, P.SOCIAL_WORKER)
    staff.hire("mentors", country.centre, R.MENTOR, P.MENTOR)
    staff.hire("talrunis", country.centre, R.OPERATOR)
    stranger = _organisation(staff, "svesa", "Sveša biedrība", K.NGO)
    staff.hire("svesinieks", stranger, R.CASE_WORKER, P.SOCIAL_WORKER)
