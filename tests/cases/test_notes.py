"""Notes in their zones, corrected and taken out; notes for oneself, read by nobody but a supervisor one named."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import BY_LAW, Cast, a_case

from tilts.access.actions import Stale, let_in
from tilts.access.models import AuditEntry, GrantKind
from tilts.access.reach import NotAllowed, Reach, Refused, Unscoped, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import (
    close_case,
    correct_note,
    correct_privileged,
    end_supervision,
    join_team,
    leave_team,
    name_supervisor,
    void_note,
    void_privileged,
    write_note,
    write_privileged,
)
from tilts.cases.models import Case, Note, PrivilegedNote, ProfessionalSupervision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SECRET = "Kanarijputnins pats sev"


@pytest.fixture
def file(cast: Cast) -> Case:
    """A case with a psychologist in its team."""
    case, _person = a_case(cast.worker)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    return case


def texts(reach: Reach, model: type = Note) -> list[str]:
    return sorted(note.text for note in reach(model))


def test_a_note_is_read_where_its_own_zone_is_open(cast, file):
    for zone in ("services", "risk", "address"):
        write_note(cast.worker, file, text=f"par {zone}", zone=zone)
    assert texts(cast.worker) == ["par address", "par risk", "par services"]
    assert texts(cast.psychologist) == ["par risk", "par services"]
    assert texts(cast.supervisor) == ["par address", "par risk", "par services"]
    let_in(cast.worker, file.folder, GrantKind.MEETING, **BY_LAW, to_user=cast.stranger.user, at=cast.stranger_office)
    assert texts(cast.stranger) == []
    assert texts(cast.second_worker) == []


def test_a_note_goes_only_into_a_zone_that_one_writes(cast, file):
    with pytest.raises(NotAllowed):
        write_note(cast.psychologist, file, text="x", zone="risk")
    with pytest.raises(Refused, match="part of the case"):
        write_note(cast.worker, file, text="x", zone="codes")
    assert texts(cast.worker) == []


def test_the_zone_is_asked_of_those_who_write_several(cast, file, enter):
    address = f"/cases/{file.pk}/notes/add/"
    assert 'name="zone"' in enter(cast.worker.user).get(address).content.decode()
    assert 'name="zone"' not in enter(cast.psychologist.user).get(address).content.decode()
    assert enter(cast.worker.user).post(address, {"text": "Bailes", "zone": "risk"}).status_code == 302
    assert cast.worker(Note).get().zone == "risk"
    assert enter(cast.worker.user).post(address, {"text": "Bailes", "zone": "codes"}).status_code == 422


def test_who_wrote_a_note_corrects_it_and_the_old_text_is_kept_sealed(cast, file):
    note = write_note(cast.worker, file, text="Pirmais")
    correct_note(cast.worker, note, text="Otrais", seen_version=1)
    correct_note(cast.worker, note, text="Tresais", seen_version=2)
    again = cast.worker(Note).get()
    assert again.text == "Tresais" and again.earlier == {"1": "Pirmais", "2": "Otrais"} and again.corrected_at
    entry = AuditEntry.objects.filter(kind="case.note_corrected").order_by("-number").first()
    assert entry.record == note.pk and "Tresais" not in entry.fields


def test_the_second_writer_of_a_note_is_told_and_keeps_the_text(cast, file, enter):
    note = write_note(cast.worker, file, text="Pirmais")
    address = f"/cases/{file.pk}/notes/{note.pk}/correct/"
    assert enter(cast.worker.user).post(address, {"text": "Otrais", "version": 1}).status_code == 302
    late = enter(cast.worker.user).post(address, {"text": "Mans teksts", "version": 1})
    assert late.status_code == 422 and "changed in another window" in late.content.decode()
    assert "Mans teksts" in late.content.decode() and cast.worker(Note).get().text == "Otrais"


def test_nobody_corrects_the_note_of_another(cast, file, enter):
    note = write_note(cast.worker, file, text="Pirmais")
    with pytest.raises(NotAllowed, match="Only who wrote a note"):
        correct_note(cast.psychologist, note, text="x", seen_version=1)
    with pytest.raises(NotAllowed):
        correct_note(cast.supervisor, note, text="x", seen_version=1)
    page = enter(cast.psychologist.user).get(f"/cases/{file.pk}/notes/{note.pk}/correct/")
    assert page.status_code == 403
    assert enter(cast.stranger.user).get(f"/cases/{file.pk}/notes/{note.pk}/correct/").status_code == 404


def test_a_note_is_taken_out_by_its_author_or_who_leads_and_not_deleted(cast, file):
    note = write_note(cast.psychologist, file, text="Cits")
    with pytest.raises(Refused, match="Say why"):
        void_note(cast.psychologist, note, why="because", seen_version=1)
    void_note(cast.worker, note, why="other_case", seen_version=1)
    assert not cast.worker(Note).exists() and not cast.psychologist(Note).exists()
    kept = unscoped(Note, reason="tests").get(pk=note.pk)
    assert kept.text == "Cits" and kept.voided_why == "other_case" and kept.voided_by == cast.worker.user
    other = write_note(cast.worker, file, text="Mans")
    with pytest.raises(NotAllowed):
        void_note(cast.psychologist, other, why="twice", seen_version=1)


def test_a_note_is_not_emptied_and_not_changed_in_a_closed_case(cast, file):
    note = write_note(cast.worker, file, text="Pirmais")
    with pytest.raises(Refused, match="not emptied"):
        correct_note(cast.worker, note, text="  ", seen_version=1)
    close_case(cast.worker, file, closed_on=file.opened_on, seen_version=file.version)
    note.case.refresh_from_db()
    with pytest.raises(NotAllowed):
        correct_note(cast.worker, note, text="x", seen_version=1)


def test_a_note_of_another_case_is_not_found_under_this_one(cast, file, enter):
    other, _person = a_case(cast.worker, "Cita", "Cita-Testa")
    note = write_note(cast.worker, other, text="x")
    assert enter(cast.worker.user).get(f"/cases/{file.pk}/notes/{note.pk}/correct/").status_code == 404


def test_what_one_writes_for_oneself_is_read_by_nobody_else(cast, file, enter):
    write_privileged(cast.psychologist, file, text=SECRET)
    join_team(cast.worker, file, user=cast.lawyer.user, profession="psychologist")
    assert texts(cast.psychologist, PrivilegedNote) == [SECRET]
    for who in cast.everybody():
        if who is not cast.psychologist:
            assert texts(who, PrivilegedNote) == [], who.user.name
    own = enter(cast.psychologist.user).get(f"/cases/{file.pk}/own-notes/")
    assert own.status_code == 200 and SECRET in own.content.decode()
    for who in (cast.worker, cast.lawyer):
        page = enter(who.user).get(f"/cases/{file.pk}/own-notes/")
        assert page.status_code == 200 and SECRET not in page.content.decode()
    assert enter(cast.supervisor.user, purpose="supervision").get(f"/cases/{file.pk}/own-notes/").status_code == 403


def test_a_named_professional_supervisor_reads_them_and_no_more_when_it_ends(cast, file, enter):
    note = write_privileged(cast.psychologist, file, text=SECRET)
    said = name_supervisor(cast.psychologist, supervisor=cast.lawyer.user)
    assert texts(cast.lawyer, PrivilegedNote) == [SECRET] and not cast.lawyer(Note).exists()
    page = enter(cast.lawyer.user).get("/supervision/").content.decode()
    assert SECRET in page and "Ozolkalne" not in page
    with pytest.raises(NotAllowed):
        correct_privileged(cast.lawyer, note, text="x", seen_version=1)
    assert texts(cast.worker, PrivilegedNote) == [] and texts(cast.supervisor, PrivilegedNote) == []
    end_supervision(cast.lawyer, said)
    assert texts(cast.lawyer, PrivilegedNote) == []
    with pytest.raises(Stale):
        end_supervision(cast.psychologist, said)


def test_a_wall_keeps_the_professional_supervisor_out_too(cast, file):
    write_privileged(cast.psychologist, file, text=SECRET)
    name_supervisor(cast.psychologist, supervisor=cast.lawyer.user)
    raise_wall(cast.supervisor, file.folder, reason="kin", user=cast.lawyer.user)
    assert texts(cast.lawyer, PrivilegedNote) == []


def test_who_left_the_team_reads_their_own_notes_no_more(cast, file):
    write_privileged(cast.psychologist, file, text=SECRET)
    leave_team(cast.worker, file, user=cast.psychologist.user)
    assert texts(cast.psychologist, PrivilegedNote) == []


def test_nobody_names_a_supervisor_for_another_or_oneself_or_twice(cast, enter):
    with pytest.raises(Refused, match="Nobody supervises themselves"):
        name_supervisor(cast.psychologist, supervisor=cast.psychologist.user)
    said = name_supervisor(cast.psychologist, supervisor=cast.lawyer.user)
    with pytest.raises(Refused, match="already"):
        name_supervisor(cast.psychologist, supervisor=cast.lawyer.user)
    with pytest.raises(NotAllowed):
        end_supervision(cast.supervisor, said)
    assert not cast.supervisor(ProfessionalSupervision).exists()
    assert cast.data_protection(ProfessionalSupervision).count() == 1
    assert enter(cast.supervisor.user).get(f"/supervision/{said.pk}/end/").status_code == 404
    address = "/supervision/name/"
    assert enter(cast.psychologist.user).post(address, {"supervisor": cast.lawyer.user.pk}).status_code == 422
    assert enter(cast.officer.user).get(address).status_code == 403


def test_a_note_for_oneself_is_corrected_and_taken_out_by_its_author(cast, file):
    note = write_privileged(cast.psychologist, file, text=SECRET)
    correct_privileged(cast.psychologist, note, text="Citadi", seen_version=1)
    with pytest.raises(Stale):
        correct_privileged(cast.psychologist, note, text="x", seen_version=1)
    with pytest.raises(NotAllowed):
        void_privileged(cast.worker, note, why="twice", seen_version=2)
    void_privileged(cast.psychologist, note, why="twice", seen_version=2)
    assert texts(cast.psychologist, PrivilegedNote) == []


def test_notes_for_oneself_are_not_counted_by_anybody(cast, file):
    write_privileged(cast.psychologist, file, text=SECRET)
    with pytest.raises(Unscoped):
        cast.manager.counting(cast.office)(PrivilegedNote)


def test_a_supervision_of_another_organisation_opens_nothing(cast, file):
    write_privileged(cast.psychologist, file, text=SECRET)
    ProfessionalSupervision.objects.create(
        organisation=cast.stranger_office,
        user=cast.psychologist.user,
        supervisor=cast.stranger.user,
        starts=timezone.now() - timedelta(days=1),
    )
    assert texts(cast.stranger, PrivilegedNote) == []
