"""Trust in the demonstration: papers, a wall, emergency openings that wait for their review, an alert, a breach."""

from datetime import timedelta

from django.utils import timezone

from tilts.access.glass import break_glass
from tilts.access.models import BreakingCategory, Organisation
from tilts.access.walls import raise_wall
from tilts.cases.models import Case
from tilts.demo.people import reach_of
from tilts.documents.actions import add_document
from tilts.documents.models import MediaType
from tilts.documents.receiving import Received
from tilts.rights.actions.registers import record_breach
from tilts.trace.models import Alert

PAPERS = (
    ("filiale", "centrs", "L-1", "Lēmums par pagaidu aizsardzību", "decision", True),
    ("filiale", "centrs", "L-1", "Iesniegums uzturlīdzekļu piedziņai", "statement", False),
    ("socdienests", "balvu-sd", "L-13", "Iesniegums par pakalpojuma saņemšanu", "statement", True),
)
"""Who added it, whose case, what it is, its kind, and whether the scanner has seen it."""
WALLS = (("centra.vaditaja", "centrs", "L-3", "mentors"), ("vaditaja", "balvu-sd", "L-4", "koordinators"))
OPENED = (("talrunis", "centrs", "L-2"), ("policija2", "balvu-sd", "L-6"))


def build_trust() -> None:
    """What supervisors and the data protection officer look after."""
    for login, code, case, title, kind, scanned in PAPERS:
        words = f"{title}. Demonstrācija: visi cilvēki ir izdomāti.\n".encode()
        received = Received(words, MediaType.TEXT, signed=False, scanned=scanned, suffix="txt")
        folder = _case(code, case).folder
        add_document(reach_of(login), folder, received=received, title=title, kind=kind, zone="services")
    for login, code, case, kept_out in WALLS:
        colleague = reach_of(kept_out).user
        raise_wall(reach_of(login), _case(code, case).folder, reason="Pazīst ģimeni privāti.", user=colleague)
    for login, code, case in OPENED:
        break_glass(
            reach_of(login),
            organisation=Organisation.objects.get(code=code),
            code=case,
            category=BreakingCategory.LIFE,
            reason="Zvanīja no vannasistabas, vairs neatbild; vajadzīgs drošais tālrunis.",
        )
    _alert()
    _breach()


def _case(organisation: str, code: str) -> Case:
    found: Case = Case._base_manager.select_related("folder").get(organisation__code=organisation, code=code)
    return found


def _alert() -> None:
    case = _case("centrs", "L-5")
    Alert.objects.create(
        organisation=case.organisation,
        kind="night",
        user=reach_of("jurists").user,
        record=case.folder_id,
        at=timezone.now() - timedelta(hours=9),
    )


def _breach() -> None:
    known = timezone.now() - timedelta(hours=30)
    record_breach(
        reach_of("aizsardziba"),
        aware_at=known,
        happened_at=known - timedelta(hours=2),
        what="Vēstule par konsultācijas laiku nosūtīta uz nepareizu e-pasta adresi.",
        categories="Vārds un konsultācijas laiks",
        about_how_many=1,
    )
