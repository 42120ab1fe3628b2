"""The organisations and the cast of the demonstration: synthetic people only."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from tilts.access.models import Membership, Organisation, OrganisationKind, Profession, Role, Site, User
from tilts.access.reach import Reach
from tilts.directory.models import Desk
from tilts.places.models import Territory

K, R, P = OrganisationKind, Role, Profession

CENTRE_SITES = ("Rēzekne", "Balvi", "Bauska", "Rīga", "Valmiera")
ORGANISATIONS = (
    (
        "centrs",
        "Sieviešu tiesību centrs",
        K.NGO,
        True,
        CENTRE_SITES,
    ),
    ("balvu-sd", "Balvu sociālais dienests", K.SOCIAL_SERVICE, False, ("Balvi",)),
    ("vilakas-sd", "Viļakas sociālais dienests", K.SOCIAL_SERVICE, False, ("Viļaka",)),
    ("rugaju-sd", "Rugāju sociālais dienests", K.SOCIAL_SERVICE, False, ("Rugāji",)),
    ("baltinavas-sd", "Baltinavas sociālais dienests", K.SOCIAL_SERVICE, False, ("Baltinava",)),
    ("rezeknes-sd", "Rēzeknes sociālais dienests", K.SOCIAL_SERVICE, False, ()),
    ("balvu-policija", "Valsts policijas Balvu iecirknis", K.STATE_POLICE, False, ("Balvi",)),
    ("balvu-pp", "Balvu novada pašvaldības policija", K.MUNICIPAL_POLICE, False, ()),
    ("balvu-bt", "Balvu novada bāriņtiesa", K.ORPHANS_COURT, False, ()),
    ("vilakas-bt", "Viļakas novada bāriņtiesa", K.ORPHANS_COURT, False, ()),
    ("rugaju-bt", "Rugāju novada bāriņtiesa", K.ORPHANS_COURT, False, ()),
    ("baltinavas-bt", "Baltinavas novada bāriņtiesa", K.ORPHANS_COURT, False, ()),
    ("balvu-vpd", "Valsts probācijas dienests Balvos", K.PROBATION, False, ()),
    ("ministrija", "Ministrija", K.OTHER, False, ()),
    ("svesa", "Sveša biedrība", K.NGO, False, ()),
)
MEMBERS = (
    ("policija", "Andris Kalniņš", "balvu-policija", R.POLICE, ""),
    ("policija2", "Inese Priede", "balvu-policija", R.POLICE, ""),
    ("socdienests", "Ilze Ozola", "balvu-sd", R.CASE_WORKER, P.SOCIAL_WORKER),
    ("vaditaja", "Dace Liepa", "balvu-sd", R.SUPERVISOR, P.SOCIAL_WORKER),
    ("balvi.psihologs", "Līga Vītola", "balvu-sd", R.SPECIALIST, P.PSYCHOLOGIST),
    ("balvi.jurists", "Māris Bērziņš", "balvu-sd", R.SPECIALIST, P.LAWYER),
    ("centra.vaditaja", "Ieva Kalna", "centrs", R.SUPERVISOR, P.SOCIAL_WORKER),
    ("filiale", "Sanita Krūmiņa", "centrs", R.CASE_WORKER, P.SOCIAL_WORKER),
    ("psihologs", "Evija Zariņa", "centrs", R.SPECIALIST, P.PSYCHOLOGIST),
    ("jurists", "Juris Eglītis", "centrs", R.SPECIALIST, P.LAWYER),
    ("mentors", "Kristaps Lapa", "centrs", R.MENTOR, P.MENTOR),
    ("talrunis", "Zane Upe", "centrs", R.OPERATOR, ""),
    ("balvi.aizsardziba", "Anda Straume", "balvu-sd", R.DATA_PROTECTION, ""),
    ("koordinators", "Gunta Rasa", "balvu-sd", R.COORDINATOR, ""),
    ("projekts", "Aiga Sala", "centrs", R.PROJECT_MANAGER, ""),
    ("aizsardziba", "Uldis Kauliņš", "centrs", R.DATA_PROTECTION, ""),
    ("administrators", "Toms Sietiņš", "centrs", R.ADMINISTRATOR, ""),
    ("vilaka", "Skaidrīte Medne", "vilakas-sd", R.CASE_WORKER, P.SOCIAL_WORKER),
    ("rugaji", "Biruta Loča", "rugaju-sd", R.CASE_WORKER, P.SOCIAL_WORKER),
    ("baltinava", "Valda Keiša", "baltinavas-sd", R.CASE_WORKER, P.SOCIAL_WORKER),
    ("pasvaldiba", "Raivis Zeps", "balvu-pp", R.POLICE, ""),
    ("barintiesa", "Velta Ceriņa", "balvu-bt", R.PARTICIPANT, ""),
    ("vilaka.barintiesa", "Ausma Logina", "vilakas-bt", R.PARTICIPANT, ""),
    ("rugaji.barintiesa", "Mirdza Zelča", "rugaju-bt", R.PARTICIPANT, ""),
    ("baltinava.barintiesa", "Anna Kaša", "baltinavas-bt", R.PARTICIPANT, ""),
    ("probacija", "Guntis Ločmelis", "balvu-vpd", R.PARTICIPANT, ""),
    ("probacijas.koordinators", "Ināra Logina", "balvu-vpd", R.COORDINATOR, ""),
    ("svesinieks", "Rita Sveša", "svesa", R.CASE_WORKER, P.SOCIAL_WORKER),
)
DESKS_2018 = (
    ("LV-015-2009", "balvu-sd"),
    ("LV-108", "vilakas-sd"),
    ("LV-082", "rugaju-sd"),
    ("LV-014", "baltinavas-sd"),
)
DESKS_TODAY = (("LV-015", "balvu-sd"), ("LV-REZ", "rezeknes-sd"))
ON_DUTY = ("policija", "policija2", "pasvaldiba", "socdienests", "vaditaja")
"""Who is on duty day and night."""
REFORM = date(2021, 7, 1)


def build_people() -> None:
    """Organisations, sites, members, and whose desk is whose."""
    made: dict[str, Organisation] = {}
    for code, name, kind, own, sites in ORGANISATIONS:
        made[code] = Organisation.objects.create(code=code, name=name, kind=kind, own=own)
        for site in sites:
            Site.objects.create(organisation=made[code], code=site, name=site)
    _members(made)
    for territory, code in DESKS_2018:
        Desk.objects.create(organisation=made[code], territory=Territory.objects.get(pk=territory), ends=REFORM)
    for territory, code in DESKS_TODAY:
        place = Territory.objects.get(pk=territory)
        Desk.objects.create(organisation=made[code], territory=place, starts=max(REFORM, place.valid_from))


def _members(made: dict[str, Organisation]) -> None:
    password = make_password(settings.DEMO_PASSWORD)
    branch = Site.objects.get(code="Rēzekne")
    for login, name, code, role, profession in MEMBERS:
        user = User.objects.create(email=f"{login}@demo.tilts.example", name=name, password=password)
        Membership.objects.create(
            user=user,
            organisation=made[code],
            role=role,
            profession=profession,
            site=branch if code == "centrs" else made[code].sites.order_by("code").first(),
            on_duty=login in ON_DUTY,
        )


def reach_of(login: str) -> Reach:
    """Somebody of the cast, at work."""
    membership = Membership.objects.select_related("user", "organisation").get(
        user__email=f"{login}@demo.tilts.example"
    )
    return Reach(user=membership.user, membership=membership)
