"""The register of consultations comes in as it was written, wholly or not at all."""

from datetime import date

import pytest
from tests.exchange.conftest import MORE_SERVICES, SERVICES, act, everything, make_office, rows_of, run_command

from tilts.access.models import AuditEntry, Folder
from tilts.kit.cli import BadInput
from tilts.people.models import FolderPerson, Person
from tilts.services.models import Participation, Session, SessionAttribution

ALL = [*SERVICES, *MORE_SERVICES]
NEXT_CENTURY = "2098-01-01"


def test_acts_persons_and_the_register_folder_are_written(office, take, write):
    rows = [act(person_refs="P1;P2"), act(person_refs="P2", project="tilts-2020", interpreter_language="ru")]
    answer = take("services", write(ALL, rows))
    assert (answer.code, answer.counts, answer.said["saved"]) == (0, (2, 0, 0), True)
    assert answer.said["file"] == "register.csv"
    folder = Folder.objects.get(kind="register", organisation=office.organisation)
    assert {(one.folder_id, one.organisation_id) for one in rows_of(Session)} == {(folder.pk, office.organisation.pk)}
    assert sorted(rows_of(Person).values_list("reference", flat=True)) == ["P1", "P2"]
    assert FolderPerson.objects.filter(folder=folder).count() == 2
    assert rows_of(Participation).count() == 3
    assert rows_of(SessionAttribution).get().project_id == office.project.pk
    assert rows_of(Session).get(interpreter_language="ru").day == date(2020, 5, 4)


def test_one_audit_entry_with_counts_and_no_content(office, take, write):
    take("services", write(ALL, [act(topic="secret topic")]))
    entry = AuditEntry.objects.get(kind="register.imported")
    assert entry.fields == ["services", "created 1", "unchanged 0", "refused 0"]
    assert entry.record == Folder.objects.get(kind="register").pk


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person_refs", ""),
        ("person_refs", " ; "),
        ("person_refs", "P" * 81),
        ("site", "nowhere"),
        ("specialism", "astrologer"),
        ("date", ""),
        ("date", "31.02.2020"),
        ("date", "04/05/2020"),
        ("date", NEXT_CENTURY),
        ("minutes", ""),
        ("minutes", "0"),
        ("minutes", "-45"),
        ("minutes", "1441"),
        ("minutes", "12,5"),
        ("minutes", "an hour"),
        ("mode", "telepathy"),
        ("status", ""),
        ("status", "perhaps"),
        ("topic", "t" * 121),
        ("interpreter_language", "l" * 21),
        ("project", "no-such"),
        ("organisation", "no-such"),
    ],
)
def test_a_wrong_cell_refuses_the_row_by_line_and_column(office, take, write, column, value):
    answer = take("services", write(ALL, [act(), act(**{column: value})]))
    assert (answer.code, answer.refusals) == (1, [(3, column)])
    assert answer.said["refusals"][0]["reason"].endswith(".")
    assert not answer.said["saved"]
    assert (answer.counts, answer.said["held_back"]) == ((0, 0, 1), 1)
    assert not any(everything().values())


def test_every_fault_of_a_row_is_named(office, take, write):
    answer = take("services", write(ALL, [act(minutes="-1", mode="x", status="y")]))
    assert answer.counts == (0, 0, 1)
    assert answer.refusals == [(2, "minutes"), (2, "mode"), (2, "status")]


def test_partial_saves_the_good_rows_and_still_says_no(office, take, write):
    answer = take("services", write(ALL, [act(), act(minutes="0"), act(date="2020-05-05")]), "--partial")
    assert (answer.code, answer.counts, answer.said["saved"]) == (1, (2, 0, 1), True)
    assert rows_of(Session).count() == 2


def test_a_dry_run_says_what_would_happen_and_saves_nothing(office, take, write):
    answer = take("services", write(ALL, [act()]), "--dry-run")
    assert (answer.code, answer.counts, answer.said["saved"]) == (0, (1, 0, 0), False)
    assert not any(everything().values())
    assert not AuditEntry.objects.exists()


def test_the_same_file_twice_changes_nothing(office, take, write):
    path = write(ALL, [act(), act(), act(), act(minutes="30", project="tilts-2020", person_refs="P3;P4")])
    assert take("services", path).counts == (4, 0, 0)
    before = everything()
    assert take("services", path).counts == (0, 4, 0)
    assert everything() == before


def test_equal_rows_are_as_many_acts_and_only_the_missing_one_is_added(office, take, write):
    take("services", write(ALL, [act(), act()]))
    answer = take("services", write(ALL, [act(), act(), act()]))
    assert (answer.counts, rows_of(Session).count()) == ((1, 2, 0), 3)


def test_rows_that_say_the_same_in_other_words_are_equal(office, take, write):
    take("services", write(ALL, [act(person_refs="P1;P2", project="tilts-2020")]))
    other = act(
        person_refs="P2; P1;P1",
        site="Tilts Riga Filiale",
        specialism="juriste",
        date="04.05.2020.",
        minutes="45",
        mode="klātienē",
        status="notika",
        project="TILTS/2020-17",
        organisation="tilts",
    )
    assert take("services", write(ALL, [other])).counts == (0, 1, 0)


def test_a_ref_names_the_row(office, take, write):
    columns = ["ref", *ALL]
    path = write(columns, [act(ref="1"), act(ref="2"), act(ref="2"), act()])
    assert take("services", path).counts == (3, 1, 0)
    assert take("services", path).counts == (0, 4, 0)
    changed = take("services", write(columns, [act(ref="1"), act(ref="2", minutes="50")]))
    assert (changed.code, changed.refusals) == (1, [(3, "ref")])
    assert rows_of(Session).count() == 3


def test_two_rows_under_one_ref_that_differ_are_refused(office, take, write):
    answer = take("services", write(["ref", *ALL], [act(ref="1"), act(ref="1", minutes="50")]))
    assert answer.refusals == [(3, "ref")]


def test_a_voided_act_does_not_come_back_and_a_voided_person_takes_no_part(office, take, write):
    path = write(ALL, [act()])
    take("services", path)
    rows_of(Session).update(voided_at="2021-01-01T00:00Z")
    assert take("services", path).counts == (0, 1, 0)
    rows_of(Person).update(voided_at="2021-01-01T00:00Z")
    assert take("services", write(ALL, [act(minutes="50")])).refusals == [(2, "person_refs")]


def test_an_act_outside_the_project_is_saved_but_not_charged(office, take, write):
    days = ["2020-02-29", "2020-03-01", "2020-12-31", "2021-01-01"]
    answer = take("services", write(ALL, [act(date=day, project="tilts-2020") for day in days]))
    assert (answer.code, answer.counts) == (0, (4, 0, 0))
    assert [(one["line"], one["column"]) for one in answer.said["warnings"]] == [(2, "date"), (5, "date")]
    charged = rows_of(SessionAttribution).values_list("act__day", flat=True)
    assert sorted(charged) == [date(2020, 3, 1), date(2020, 12, 31)]


def test_equal_warnings_are_said_once_with_their_lines(office, write, capsys):
    rows = [act(date=f"2021-01-{day:02}", project="tilts-2020") for day in range(1, 16)]
    assert run_command("services", str(write(ALL, rows))) == 0
    said = capsys.readouterr().out
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 3 more, date: " in said
    assert said.count("warning") == 1


def test_an_empty_site_is_taken_and_an_empty_specialism_or_mode_is_warned_of(office, take, write):
    answer = take("services", write(ALL, [act(site="", specialism="", mode="")]))
    assert answer.counts == (1, 0, 0)
    assert [one["column"] for one in answer.said["warnings"]] == ["specialism", "mode"]


def test_a_site_of_another_organisation_is_unknown(office, take, write):
    make_office("cits")
    answer = take("services", write(ALL, [act(site="cits-riga")]))
    assert answer.refusals == [(2, "site")]


def test_the_organisation_is_that_of_the_option_the_row_or_the_installation(office, take, write):
    other = make_office("cits")
    rows = [act(), act(organisation="Biedrība cits", site="cits-riga")]
    assert take("services", write(ALL, rows)).counts == (2, 0, 0)
    assert Folder.objects.filter(kind="register").count() == 2
    assert rows_of(Person).filter(reference="P1").count() == 2
    named = take("services", write(ALL, [act(site="cits-balvi")]), "--organisation", "cits")
    assert named.counts == (1, 0, 0)
    assert rows_of(Session).filter(organisation=other.organisation).count() == 2
    clash = take("services", write(ALL, [act(organisation="tilts")]), "--organisation", "cits")
    assert clash.refusals == [(2, "organisation")]


def test_without_any_organisation_the_register_is_refused(db, take, write):
    make_office("cits")
    with pytest.raises(BadInput, match="--organisation"):
        take("services", write(SERVICES, [act()]))
    answer = take("services", write(ALL, [act(site=""), act(site="", organisation="cits")]))
    assert answer.refusals == [(2, "organisation")]


def test_an_unknown_organisation_option_is_bad_input(office, take, write):
    with pytest.raises(BadInput, match="nobody"):
        take("services", write(SERVICES, [act()]), "--organisation", "nobody")


def test_the_words_on_the_terminal_name_line_and_column(office, write, capsys, monkeypatch):
    path = write(ALL, [act(), act(minutes="0")])
    assert run_command("services", str(path)) == 1
    said = capsys.readouterr().out
    assert "refused: 1" in said
    assert "line 3, minutes: " in said
    assert "Nothing was saved" in said
    assert run_command("services", str(path), "--dry-run") == 1
    assert "dry run" in capsys.readouterr().out


@pytest.mark.parametrize("count", [10, 400])
def test_questions_to_the_database_do_not_grow_with_the_rows(office, take, write, count, django_assert_max_num_queries):
    rows = [act(person_refs=f"P{n}", minutes=str(n % 60 + 1), project="tilts-2020") for n in range(count)]
    path = write(ALL, rows)
    take("services", path)
    with django_assert_max_num_queries(20):
        take("services", path)
