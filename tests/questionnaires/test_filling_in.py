"""Answers in a folder: begun, kept, completed, and seen only by those who were let in."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from tests.cast import ON_LAW

from tilts.access.actions import Stale
from tilts.access.guard import NotReached
from tilts.access.models import (
    AuditEntry,
    Folder,
    FolderKind,
    Grant,
    GrantKind,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    User,
    Wall,
)
from tilts.access.reach import Reach, Refused
from tilts.questionnaires.actions import Incomplete, begin_answers, complete_answers, keep_answers
from tilts.questionnaires.forms import all_cards, answer_sheet, card, first_open, gather
from tilts.questionnaires.models import Answers, Published, Questionnaire, QuestionnaireVersion, current_version
from tilts.questionnaires.shipped import publish_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences in the source language."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def shipped(db):
    """The shipped forms, also where another test has emptied the tables."""
    publish_shipped(Questionnaire, QuestionnaireVersion)


def reach_of(name: str, organisation: Organisation, role: str = Role.CASE_WORKER) -> Reach:
    """Somebody who works in an organisation."""
    user = User.objects.create_user(f"{name}@example.org", name=name)
    return Reach(user, Membership.objects.create(user=user, organisation=organisation, role=role))


@pytest.fixture
def office() -> Organisation:
    return Organisation.objects.create(code="office", name="Office", kind=OrganisationKind.SOCIAL_SERVICE)


@pytest.fixture
def worker(office) -> Reach:
    return reach_of("worker", office)


@pytest.fixture
def folder(office, worker) -> Folder:
    made = Folder.objects.create(organisation=office, kind=FolderKind.CASE)
    Grant.objects.create(folder=made, to_user=worker.user, zone_risk=2, zone_admin=2, kind=GrantKind.ASSIGNED, **ON_LAW)
    return made


@pytest.fixture
def draft(worker, folder) -> Answers:
    return begin_answers(worker, folder, version=current_version("full"))


def test_both_shipped_forms_are_published():
    assert current_version("doorstep").questionnaire.code == "doorstep"
    assert current_version("full").form.form_id == "fuller"


def test_a_new_wording_takes_the_place_of_the_one_before_and_leaves_its_answers(worker, folder):
    now = current_version("full")
    kept = {name: getattr(now, name) for name in ("questionnaire_id", "source", "xform", "scoring", "published_at")}
    QuestionnaireVersion._base_manager.filter(pk=now.pk).delete()
    before = QuestionnaireVersion.objects.create(number=1, licence="", **kept)
    begun = begin_answers(worker, folder, version=before)
    publish_shipped(Questionnaire, QuestionnaireVersion)
    before.refresh_from_db()
    assert before.valid_to == timezone.localdate() and current_version("full").number == 2
    assert worker(Answers).get(pk=begun.pk).questionnaire_version_id == before.pk
    assert current_version("full").form.items == before.form.items


def test_a_published_version_does_not_change():
    version = current_version("full")
    version.scoring = {"kind": "none", "items": []}
    with pytest.raises(Published):
        version.save()
    with pytest.raises(Published):
        version.delete()


def test_a_published_version_can_be_retired(worker):
    version = current_version("full")
    version.valid_to = version.published_at.date()
    version.save()
    assert version in list(worker(QuestionnaireVersion))


def test_an_organisations_own_form_comes_before_the_shipped_one_and_stays_its_own(office, worker):
    shipped_one = current_version("full")
    own = Questionnaire.objects.create(organisation=office, code="own", title_lv="A", title_en="A", use="full")
    version = QuestionnaireVersion.objects.create(
        questionnaire=own,
        number=1,
        source="",
        xform=shipped_one.xform,
        scoring=shipped_one.scoring,
        licence="licensed",
        published_at=shipped_one.published_at,
    )
    stranger = reach_of("stranger", Organisation.objects.create(code="far", name="Far", kind=OrganisationKind.NGO))
    assert current_version("full", organisation=office) == version
    assert current_version("full") == shipped_one
    assert version in list(worker(QuestionnaireVersion))
    assert version not in list(stranger(QuestionnaireVersion))


def test_a_half_filled_draft_is_kept(worker, draft):
    kept = keep_answers(
        worker, draft, values={"fear": "yes"}, sources={"fear": "person"}, comments={"fear": "Since spring."}
    )
    assert not kept.refused
    stored = worker(Answers).get(pk=draft.pk)
    assert (stored.values, stored.sources, stored.comments) == (
        {"fear": "yes"},
        {"fear": "person"},
        {"fear": "Since spring."},
    )
    assert (stored.state, stored.revision, stored.answered, stored.total_yes) == ("draft", 1, 1, 1)


def test_good_answers_are_kept_when_others_are_refused(worker, draft):
    keep_answers(worker, draft, values={"fear": "yes"})
    kept = keep_answers(
        worker, draft, values={"fear": "perhaps", "weapons": "no", "lost": "yes"}, sources={"money": "gossip"}
    )
    assert set(kept.refused) == {"fear", "lost", "money"}
    assert worker(Answers).get(pk=draft.pk).values == {"fear": "yes", "weapons": "no"}


def test_an_answer_can_be_taken_back(worker, draft):
    keep_answers(worker, draft, values={"fear": "yes"})
    keep_answers(worker, draft, values={"fear": ""})
    assert worker(Answers).get(pk=draft.pk).values == {}


def test_two_people_on_different_questions_do_not_hurt_each_other(worker, draft):
    second = worker(Answers).get(pk=draft.pk)
    keep_answers(worker, draft, values={"fear": "yes"})
    keep_answers(worker, second, values={"weapons": "no"})
    assert worker(Answers).get(pk=draft.pk).values == {"fear": "yes", "weapons": "no"}


def test_a_second_writer_who_asks_is_told(worker, draft):
    seen = draft.version
    keep_answers(worker, draft, values={"fear": "yes"})
    with pytest.raises(Stale):
        keep_answers(worker, draft, values={"fear": "no"}, seen_version=seen)


def test_it_cannot_be_completed_before_presence_is_confirmed(worker, draft):
    with pytest.raises(Incomplete) as refused:
        complete_answers(worker, draft)
    assert set(refused.value.errors) == {"presence_checked"}
    assert worker(Answers).get(pk=draft.pk).state == "draft"


def test_completing_keeps_both_levels(worker, draft):
    keep_answers(worker, draft, values={"presence_checked": "OK", "fear": "yes", "weapons": "dont_know"})
    done = complete_answers(worker, draft, professional_level="high", reason="Extreme fear.")
    assert (done.computed_level, done.professional_level, done.level) == ("standard", "high", "high")
    assert (done.answered, done.unknown, done.total_yes) == (1, 1, 1)
    assert done.completed_at is not None
    with pytest.raises(Refused):
        keep_answers(worker, draft, values={"fear": "no"})


def test_another_level_needs_a_reason_and_lowering_leaves_a_trace(worker, draft):
    topics = draft.questionnaire_version.scoring["items"]
    keep_answers(worker, draft, values={"presence_checked": "OK"} | dict.fromkeys(topics, "yes"))
    with pytest.raises(Incomplete) as refused:
        complete_answers(worker, draft, professional_level="medium")
    assert set(refused.value.errors) == {"reason"}
    complete_answers(worker, draft, professional_level="medium", reason="He is in prison until May.")
    assert AuditEntry.objects.filter(kind="questionnaire.level_lowered", record=draft.pk).count() == 1


def test_every_step_leaves_a_trace_without_any_answer_in_it(worker, draft):
    keep_answers(worker, draft, values={"presence_checked": "OK", "fear": "yes"})
    complete_answers(worker, draft)
    entries = list(AuditEntry.objects.order_by("at", "number"))
    assert [entry.kind for entry in entries] == [
        "questionnaire.begun",
        "questionnaire.kept",
        "questionnaire.completed",
    ]
    assert "fear" not in str([entry.fields for entry in entries])


def test_answers_are_seen_only_with_the_risk_zone_and_never_through_a_wall(office, worker, folder, draft):
    colleague = reach_of("colleague", office)
    Grant.objects.create(folder=folder, to_unit=office, zone_admin=1, kind=GrantKind.AGENCY, **ON_LAW)
    assert not colleague(Answers).exists()
    with pytest.raises(Refused):
        begin_answers(colleague, folder, version=current_version("full"))
    with pytest.raises(Refused):
        keep_answers(colleague, draft, values={"fear": "yes"})
    assert worker(Answers).count() == 1
    Wall.objects.create(folder=folder, user=worker.user, reason="knows the family")
    assert not worker(Answers).exists()
    with pytest.raises(Refused):
        keep_answers(worker, draft, values={"fear": "yes"})


def test_one_who_may_only_read_is_told_in_a_sentence(office, worker, folder, draft):
    reader = reach_of("reader", office, Role.SUPERVISOR)
    Grant.objects.create(folder=folder, to_user=reader.user, zone_risk=1, kind=GrantKind.SUPERVISES, **ON_LAW)
    assert reader(Answers).count() == 1
    with pytest.raises(Refused, match="may read this"):
        keep_answers(reader, draft, values={"fear": "yes"})


def test_answers_cannot_be_had_without_reach(draft):
    with pytest.raises(NotReached):
        Answers.objects.count()


def test_cards_lead_through_the_form_one_question_at_a_time(worker, draft):
    assert first_open(draft) == "presence_checked"
    first = card(draft, "presence_checked", "en")
    assert (first.number, first.total, first.before, first.after) == (1, 25, "", "injury")
    assert card(draft, "nothing", "en") is None
    typed = card(draft, "injury", "en", {"injury-value": "yes", "injury-source": "officer", "injury-comment": "arm"})
    assert typed.form.is_valid()
    keep_answers(worker, draft, **typed.form.patch().as_kept())
    assert draft.values == {"injury": "yes"}
    again = card(draft, "injury", "en")
    assert again.form["value"].value() == "yes"
    assert again.saved


def test_the_whole_form_on_one_page_keeps_good_fields_beside_bad_ones(worker, draft):
    data = {"presence_checked-value": "on", "fear-value": "yes", "weapons-value": "maybe", "fear-comment": "x"}
    cards = all_cards(draft, "en", data)
    patch = gather(cards)
    keep_answers(worker, draft, **patch.as_kept())
    assert draft.values == {"presence_checked": "OK", "fear": "yes"}
    assert [one.item.name for one in cards if one.errors] == ["weapons"]


def test_the_sheet_says_how_much_is_known(worker, draft):
    topics = draft.questionnaire_version.scoring["items"]
    values = dict(zip(topics, ["yes"] * 9 + ["no"] * 9 + ["dont_know"] * 3, strict=False))
    keep_answers(worker, draft, values=values | {"presence_checked": "OK"}, sources={"fear": "child"})
    sheet = answer_sheet(draft, "en")
    assert (sheet.score.answered, sheet.score.total, sheet.score.unknown) == (18, 24, 3)
    assert sheet.computed == "standard risk"
    assert sheet.could_be == "high risk"
    fear = next(line for line in sheet.lines if line.label.startswith("Is the person very"))
    assert (fear.answer, fear.source) == ("Yes", "a child")


def test_the_pieces_are_drawn(worker, draft):
    keep_answers(
        worker,
        draft,
        values={"presence_checked": "OK", "threats_to_kill": "yes", "fear": "dont_know"},
        comments={"fear": "<b>words of hers</b>"},
    )
    one = render_to_string("questionnaires/_card.html", {"card": card(draft, "fear", "lv")})
    assert "<h1>Vai persona pašlaik jūtas ļoti nobijusies?</h1>" in one
    assert one.count('type="radio"') == 4
    assert "&lt;b&gt;words of hers" in one
    tick = render_to_string("questionnaires/_card.html", {"card": card(draft, "presence_checked", "en")})
    assert "checked" in tick
    whole = render_to_string("questionnaires/_whole.html", {"cards": all_cards(draft, "en")})
    assert whole.count("<section") == 25
    sheet = render_to_string("questionnaires/_sheet.html", {"sheet": answer_sheet(draft, "en")})
    assert "1 of 24 answered, 1 unknown" in sheet
    assert "not a prediction" in sheet
    assert "style=" not in one + whole + sheet
