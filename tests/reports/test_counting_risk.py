"""Risk questionnaires are counted by agency, place and level."""

from datetime import date

import pytest
from tests.reports.registers import place_of, project_of

from tilts.access.models import Folder, Organisation
from tilts.access.reach import Reach
from tilts.kit.periods import Period
from tilts.questionnaires.models import Answers, QuestionnaireVersion
from tilts.questionnaires.models import Questionnaire as Form
from tilts.reports.counting import UnknownBreakdown, count, figure
from tilts.risk.models import Questionnaire, QuestionnaireAttribution

pytestmark = pytest.mark.django_db
SPRING = Period.of(date(2018, 4, 5), date(2018, 6, 15))
FILLED = (
    ("vp", "doorstep", date(2018, 4, 5), "high", "TEST-1", True),
    ("vp", "doorstep", date(2018, 6, 15), "medium", "TEST-1", False),
    ("vp", "doorstep", date(2018, 6, 16), "high", "TEST-1", True),
    ("soc", "doorstep", date(2018, 5, 1), "", "", None),
    ("soc", "fuller", date(2018, 5, 2), "high", "TEST-1", None),
)


@pytest.fixture
def questionnaires():
    """Four at the door, one of them outside the period, and a full one."""
    kinds = {"vp": "state_police", "soc": "social_service"}
    offices = {code: Organisation.objects.create(code=code, name=code, kind=kind) for code, kind in kinds.items()}
    form = Form.objects.create(code="parbaude", title_lv="p", title_en="p", use="doorstep")
    version = QuestionnaireVersion.objects.create(questionnaire=form, number=900, valid_from=date(2018, 1, 1))
    made = []
    for code, instrument, day, level, place, known in FILLED:
        office = offices[code]
        folder = Folder.objects.create(organisation=office, kind="report")
        answers = Answers.objects.create(organisation=office, folder=folder, questionnaire_version=version)
        facts = {"instrument": instrument, "filled_on": day, "level": level, "newly_known": known}
        territory = place_of(place) if place else None
        made.append(
            Questionnaire.objects.create(
                organisation=office, answers=answers, folder=folder, territory=territory, **facts
            )
        )
    return made


def table(by, key="risk.questionnaires", **more):
    """The groups of a measure in the spring of 2018."""
    found = count(key, reach=Reach().counting(), period=SPRING, by=[by], **more)
    return {dims[by]: row.value for dims, row in found.rows}


def test_questionnaires_of_call_outs_and_full_assessments_are_counted_apart(questionnaires):
    reach = Reach().counting()
    assert figure("risk.questionnaires", reach=reach, period=SPRING).value == 3
    assert figure("risk.assessments", reach=reach, period=SPRING).value == 1


def test_questionnaires_break_down_by_agency_place_level_and_news(questionnaires):
    assert table("agency") == {"social_service": 1, "state_police": 2}
    assert table("organisation") == {"soc": 1, "vp": 2}
    assert table("level") == {"high": 1, "medium": 1, "unknown": 1}
    assert table("newly_known") == {"no": 1, "unknown": 1, "yes": 1}
    assert table("municipality") == {"Balvu novads": 2, "unknown": 1}
    assert table("month") == {"2018-04": 1, "2018-05": 1, "2018-06": 1}
    assert table("level", key="risk.assessments", where={"municipality": "Balvu novads"}) == {"high": 1}


def test_questionnaires_are_counted_for_the_project_in_which_they_were_filled(questionnaires):
    project = project_of("alfa", questionnaires[0].organisation)
    QuestionnaireAttribution.objects.create(act=questionnaires[0], project=project)
    reach = Reach().counting()
    assert figure("risk.questionnaires", reach=reach, period=SPRING, project=project).value == 1
    assert table("project") == {"alfa": 1, "unknown": 2}


def test_an_organisation_counts_its_own_questionnaires_only(questionnaires):
    reach = Reach().counting(questionnaires[0].organisation)
    assert figure("risk.questionnaires", reach=reach, period=SPRING).value == 2


def test_a_questionnaire_has_no_sex(questionnaires):
    with pytest.raises(UnknownBreakdown):
        table("sex")
