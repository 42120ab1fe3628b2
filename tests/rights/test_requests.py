"""What people ask about their data, step by step, and every step that is refused in a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.rights.world import BORN, a_file

from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.people.actions import refuse_if_restricted
from tilts.people.models import Person
from tilts.plan.actions import record_order
from tilts.rights.actions import releases, requests
from tilts.rights.copying import texts_for, undecided
from tilts.rights.models import RequestState, RightsRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    return a_file(cast)


def ask(cast, about, kind="access", **more):
    told = {"asked_by": "self", "identity": "document", "received_on": timezone.localdate()} | more
    return requests.register_request(cast.data_protection, kind=kind, about=about, **told)


def safe(cast, request, **more):
    told = {"made_to_ask": False, "spoken_alone": False, "paper_is_safe": True, "handover_place": "kabinetā"} | more
    request.refresh_from_db()
    return requests.check_release(cast.data_protection, request, seen_version=request.version, **told)


def give_all(reach, request):
    texts = texts_for(reach, request)
    decided = {one.key: (True, one.proposed) for one in texts}
    return releases.decide_texts(reach, request, decided=decided, seen={one.key: one.seen for one in texts})


def confirmed(cast, request):
    safe(cast, request)
    give_all(cast.worker, request)
    releases.propose(cast.worker, request)
    return releases.confirm_release(cast.data_protection, request)


def written(package):
    return str(package)


def test_a_request_has_a_month_and_can_be_given_two_more_once(cast, file):
    day = timezone.localdate()
    request = ask(cast, file.asked, received_on=day)
    assert 28 <= (request.due_on - day).days <= 31
    later = requests.extend(cast.data_protection, request, why="Apjomīga lieta")
    assert 89 <= (later.due_on - day).days <= 92
    with pytest.raises(Refused, match=r"\w"):
        requests.extend(cast.data_protection, request, why="Vēl")


@pytest.mark.parametrize(
    "wrong", [{"identity": ""}, {"received_on": timezone.localdate() + timedelta(days=2)}, {"asked_by": "parent"}]
)
def test_without_identity_in_the_future_or_without_a_name_nothing_is_registered(cast, file, wrong):
    with pytest.raises(Refused):
        ask(cast, file.asked, **wrong)
    assert not unscoped(RightsRequest, reason="tests").exists()


@pytest.mark.parametrize(
    "about",
    [
        requests.Asked(name="Zvxqanna Kvzurboga"),
        requests.Asked(name="Zvxqanna", birth_date=BORN),
        requests.Asked(name="Zvxqanna Kvzurboga", birth_date=BORN - timedelta(days=1)),
        requests.Asked(name="Zvxqanna Kvzurboga", case_code="L-999"),
    ],
)
def test_a_person_is_found_by_exact_name_and_birth_date_or_case_only(cast, file, about):
    with pytest.raises(Refused):
        ask(cast, about)


def test_the_search_leaves_a_trace_and_only_the_data_protection_role_makes_it(cast, file):
    request = ask(cast, file.asked)
    assert AuditEntry.objects.filter(kind="rights.person_sought", user=cast.data_protection.user.pk).exclude(asked="")
    assert request.person_id == file.client.pk
    for reach in (cast.worker, cast.supervisor, cast.administrator, cast.stranger):
        with pytest.raises(NotAllowed):
            requests.register_request(
                reach, kind="access", about=file.asked, asked_by="self", identity="document",
                received_on=timezone.localdate(),
            )  # fmt: skip


def test_another_organisation_finds_nobody(cast, file):
    cast.data_protection.membership.organisation = cast.stranger_office
    with pytest.raises(Refused):
        ask(cast, file.asked)


def test_a_wall_hides_the_person_and_the_request(cast, file):
    request = ask(cast, file.asked)
    raise_wall(cast.supervisor, file.case.folder, reason="radiniece", user=cast.data_protection.user)
    assert not cast.data_protection(RightsRequest).filter(pk=request.pk).exists()
    with pytest.raises(Refused):
        ask(cast, file.asked)


def test_the_copy_takes_three_steps_and_two_people(cast, file):
    request = ask(cast, file.asked)
    with pytest.raises(Refused):
        releases.propose(cast.worker, request)
    safe(cast, request)
    with pytest.raises(Refused):
        releases.propose(cast.worker, request)
    with pytest.raises(NotAllowed):
        texts = texts_for(cast.worker, request)
        releases.decide_texts(cast.data_protection, request, decided={texts[0].key: (True, texts[0].proposed)}, seen={})
    give_all(cast.worker, request)
    assert not undecided(cast.worker, request)
    releases.propose(cast.worker, request)
    with pytest.raises(NotAllowed):
        releases.confirm_release(cast.worker, request)
    done = releases.confirm_release(cast.data_protection, request)
    assert done.state == RequestState.CONFIRMED and done.package_digest


def test_in_the_copy_others_are_taken_out_and_her_own_words_stand(cast, file):
    text = written(confirmed(cast, ask(cast, file.asked)).package)
    assert all(word in text for word in ("Zvxqanna", "Kvzurboga", "Pqzjelinotes", "20998877", "Wxkvaccount"))
    for word in ("Brēkul", "Ļaundar", "Zvxqmazais", "Dace Darbiniece", "Uldis Uzraugs"):
        assert word not in text


def test_staff_names_are_given_only_with_a_reason(cast, file):
    request = ask(cast, file.asked, kind="statement")
    safe(cast, request)
    releases.propose(cast.data_protection, request)
    assert "Darbiniece" not in written(releases.confirm_release(cast.supervisor, request).package)
    again = ask(cast, file.asked, kind="statement")
    safe(cast, again, names_why="Sūdzība par konkrētu darbinieci")
    releases.propose(cast.data_protection, again)
    text = written(releases.confirm_release(cast.supervisor, again).package)
    assert "Darbiniece" in text and "Valsts policija" in text


def test_telling_agency_names_are_taken_out(cast, file):
    request = ask(cast, file.asked, kind="statement")
    safe(cast, request, telling_words="Valsts policija")
    releases.propose(cast.data_protection, request)
    assert "Valsts policija" not in written(releases.confirm_release(cast.supervisor, request).package)


def test_a_text_can_be_shortened_and_not_rewritten(cast, file):
    request = ask(cast, file.asked)
    first = texts_for(cast.worker, request)[0]
    key, seen = first.key, {first.key: first.seen}
    with pytest.raises(Refused):
        releases.decide_texts(cast.worker, request, decided={key: (True, "Viss bija citādi.")}, seen=seen)
    releases.decide_texts(cast.worker, request, decided={key: (False, "")}, seen=seen)
    assert [one.given for one in texts_for(cast.worker, request) if one.key == key] == [False]


def test_a_text_changed_after_it_was_looked_through_is_looked_through_again(cast, file):
    request = ask(cast, file.asked)
    safe(cast, request)
    give_all(cast.worker, request)
    note = unscoped(type(file.case)._meta.apps.get_model("cases", "Note"), reason="tests").first()
    note.text += " Vēl kas."
    note.save()
    with pytest.raises(Refused):
        releases.propose(cast.worker, request)


def test_the_accused_gets_no_copy_that_tells_of_her(cast, file):
    file.accused.birth_date = BORN
    file.accused.save()
    about = requests.Asked(name="Brēkulis Ļaundaris", birth_date=BORN)
    text = written(confirmed(cast, ask(cast, about)).package)
    for word in ("Zvxq", "Kvzurbog", file.case.code, "Pqzjelinotes", "Wxkvaccount"):
        assert word not in text


def test_nothing_leaves_while_somebody_may_be_making_her_ask(cast, file):
    request = ask(cast, file.asked)
    give_all(cast.worker, request)
    safe(cast, request, made_to_ask=True)
    with pytest.raises(Refused):
        releases.propose(cast.worker, request)
    safe(cast, request, made_to_ask=True, spoken_alone=True)
    assert releases.propose(cast.worker, request).state == RequestState.PROPOSED


def test_a_handed_over_copy_is_not_kept(cast, file):
    request = confirmed(cast, ask(cast, file.asked))
    done = releases.hand_over(cast.worker, request, outcome="Nodots klātienē")
    done.refresh_from_db()
    assert done.package == {} and done.package_digest and done.state == RequestState.DONE


def a_parent_asks(cast, file, name):
    return ask(cast, file.asked_child, asked_by="parent", asker_name=name)


def test_the_accused_parent_is_refused_and_released_only_by_three(cast, file):
    request = a_parent_asks(cast, file, "Ļaundaris Brekulis")
    assert request.state == RequestState.REFUSED and request.stops
    request = requests.release_anyway(cast.data_protection, request, why="Tiesas nolēmums", second=cast.supervisor.user)
    safe(cast, request)
    give_all(cast.worker, request)
    releases.propose(cast.worker, request)
    with pytest.raises(Refused):
        releases.confirm_release(cast.data_protection, request)
    releases.second_release(cast.supervisor, request)
    assert releases.confirm_release(cast.data_protection, request).state == RequestState.CONFIRMED


def test_the_other_parent_is_not_refused_by_default_unless_a_wall_stands(cast, file):
    assert a_parent_asks(cast, file, "Zvxqanna Kvzurboga").state == RequestState.OPEN
    raise_wall(cast.supervisor, file.case.folder, reason="radinieks", user=cast.second_worker.user)
    assert a_parent_asks(cast, file, "Zvxqanna Kvzurboga").state == RequestState.REFUSED


def test_nothing_goes_to_a_parent_by_default_while_an_order_of_protection_is_in_force(cast, file, in_english):
    now = timezone.now()
    over = {"starts": now - timedelta(days=40), "ends": now - timedelta(days=1)}
    record_order(cast.worker, file.case, kind="court", **over)
    assert a_parent_asks(cast, file, "Zvxqanna Kvzurboga").state == RequestState.OPEN
    record_order(cast.worker, file.case, kind="court", starts=now - timedelta(days=1))
    refused = a_parent_asks(cast, file, "Zvxqanna Kvzurboga")
    assert refused.state == RequestState.REFUSED and "protection order" in refused.stops


def test_a_parent_asks_for_a_child_only(cast, file):
    with pytest.raises(Refused):
        ask(cast, file.asked, asked_by="parent", asker_name="Kāds Vecāks")


def test_a_correction_names_who_had_the_data(cast, file):
    request = ask(cast, file.asked, kind="correction")
    made = releases.correct_person(
        cast.worker,
        file.client,
        reason="Kļūda uzvārdā",
        request=request,
        seen_version=file.client.version,
        family_name="Kvzurboga-Jauna",
    )
    file.client.refresh_from_db()
    mistake = {"reason": "Kļūda", "seen_version": file.client.version}
    assert made.fields == ["family_name"]
    assert str(cast.police.pk) in made.recipients
    assert unscoped(Person, reason="tests").get(pk=file.client.pk).family_name == "Kvzurboga-Jauna"
    assert releases.mark_told(cast.data_protection, made).told_at
    for reach in (cast.supervisor, cast.second_worker, cast.data_protection, cast.stranger):
        with pytest.raises(NotAllowed):
            releases.correct_person(reach, file.client, sex="m", **mistake)
    with pytest.raises(Refused):
        releases.correct_person(cast.worker, file.client, family_name="Kvzurboga-Jauna", **mistake)


def test_a_restricted_person_is_marked_and_nobody_new_is_let_in(cast, file, enter):
    request = ask(cast, file.asked, kind="restriction")
    requests.restrict_person(cast.data_protection, request, on=True)
    with pytest.raises(Refused):
        refuse_if_restricted(file.case.folder_id)
    page = enter(cast.worker.user).get(f"/cases/{file.case.pk}/").content.decode()
    assert "restricted: kept, not used" in page
    requests.restrict_person(cast.data_protection, request, on=False)
    refuse_if_restricted(file.case.folder_id)


def test_an_objection_is_answered_by_one_and_an_erasure_is_not(cast, file):
    objection = ask(cast, file.asked, kind="objection")
    assert requests.answer_request(cast.data_protection, objection, outcome="Ņemts vērā").state == RequestState.DONE
    with pytest.raises(Refused):
        requests.answer_request(cast.data_protection, ask(cast, file.asked, kind="erasure"), outcome="Viss")
