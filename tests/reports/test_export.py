"""The report outside the house: workbook, paper and console say what the screen says."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from tests.projects.programme import programme, set_target

from tilts.access.models import AuditEntry
from tilts.access.reach import Reach
from tilts.config import cli
from tilts.kit.periods import Period
from tilts.projects.models import Target
from tilts.reports.pdf import as_pdf
from tilts.reports.planned import figures_of, report_on
from tilts.reports.xlsx import as_xlsx

pytestmark = pytest.mark.django_db
WHOLE = Period.of(date(2020, 3, 1), date(2020, 12, 31))
CONSOLE = ["report", "river-help", "--from", "2020-03-01", "--to", "31.12.2020."]


def report(made, today=date(2021, 2, 1)):
    targets = Target.objects.filter(project=made.project).select_related("site").order_by("pk")
    return report_on(Reach(purpose="counting"), made.project, WHOLE, targets, today=today)


def workbook(content):
    return load_workbook(BytesIO(content))


def test_the_workbook_holds_the_numbers_of_the_screen_as_numbers():
    made = programme(sessions=50)
    set_target(made.project, measure="services.persons_monthly_mean", value=3)
    told = report(made)
    with override("en"):
        book = workbook(as_xlsx(told))
    numbers = [c.value for s in book.worksheets for r in s.iter_rows() for c in r if type(c.value) in (int, float)]
    for figure in figures_of(told):
        assert float(figure.value) in [float(number) for number in numbers]
    months = book["By month"]
    assert [months.cell(1, at).value for at in range(1, 6)] == [
        "Month", "social worker", "psychologist", "lawyer", "Together",
    ]  # fmt: skip
    assert months.cell(2, 1).value == datetime(2020, 3, 1)
    assert months.cell(12, 5).value == 50
    assert len(months._charts) == 1


def test_dates_are_dates_and_the_definitions_travel_with_the_numbers():
    made = programme(sessions=3)
    with override("en"):
        book = workbook(as_xlsx(report(made)))
    assert datetime(2020, 3, 1) in [cell.value for row in book["Project report"].iter_rows() for cell in row]
    words = [cell.value for row in book["Definitions"].iter_rows() for cell in row]
    assert any(str(word).startswith("Consultations held; one with several participants is one.") for word in words)


def test_zero_and_not_reported_are_told_apart_in_the_workbook():
    made = programme(sessions=3)
    with override("en"):
        months = workbook(as_xlsx(report(made, today=date(2020, 11, 30))))["By month"]
    assert months.cell(2, 2).value == 0
    assert months.cell(11, 2).value == "–"
    assert months.cell(11, 2).comment.text == "not reported"


def test_a_title_that_looks_like_a_formula_stays_text():
    made = programme()
    made.project.title_en = "=1+1"
    made.project.save()
    with override("en"):
        cell = workbook(as_xlsx(report(made)))["Project report"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_paper_is_a_pdf_in_the_language_of_the_page(language):
    made = programme(sessions=20)
    with override(language):
        made_pdf = as_pdf(report(made)).pdf
    assert made_pdf.startswith(b"%PDF-")
    assert f"/Lang({language})".encode() in made_pdf


def test_the_same_records_give_the_same_paper():
    made = programme(sessions=5)
    assert as_pdf(report(made)) == as_pdf(report(made))


def test_a_manager_takes_the_report_out_and_it_leaves_a_trace(enter):
    made = programme(sessions=3)
    client = enter(made.manager)
    for kind in ("xlsx", "pdf"):
        answer = client.get(f"/reports/river-help/{kind}/", {"from": "2020-11-01", "to": "2020-11-30"})
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="river-help-2020-11-01-2020-11-30.{kind}"'
    assert AuditEntry.objects.filter(kind="projects.exported", outcome="done", user=made.manager.pk).count() == 2


def test_who_does_not_account_for_the_project_takes_nothing_out(enter):
    made = programme()
    answer = enter(made.worker).get("/reports/river-help/xlsx/")
    assert answer.status_code == 403
    assert enter(made.stranger).get("/reports/river-help/xlsx/").status_code == 404
    assert "/xlsx/" not in enter(made.worker).get("/reports/river-help/").content.decode()


def test_wrong_days_make_no_file_but_a_sentence(enter):
    made = programme()
    answer = enter(made.manager).get("/reports/river-help/pdf/", {"from": "2020-12-01", "to": "2020-11-01"})
    assert answer.status_code == 400
    assert "The last day is before the first day." in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_console_writes_the_same_report(kind, tmp_path):
    made = programme(sessions=7)
    out = tmp_path / "report"
    assert cli.main([*CONSOLE, "--edition", "contract", "--format", kind, "--out", str(out)]) == 0
    content = out.read_bytes()
    if kind == "xlsx":
        sheet = workbook(content).worksheets[1]
        assert sheet.cell(12, 5).value == figures_of(report(made))[-1].value == 7
    else:
        assert content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--edition", "public", "--format", "pdf"], "The public edition comes with the release gate"),
        (["--edition", "contract", "--format", "docx"], "docx"),
        (["--edition", "contract", "--format", "iati"], "iati"),
    ],
)
def test_what_is_not_built_yet_says_so_and_writes_nothing(more, sentence, tmp_path, capsys):
    programme()
    out = tmp_path / "report"
    with override("en"):
        assert cli.main([*CONSOLE, *more, "--out", str(out)]) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["report", "no-such", "--from", "2020-03-01", "--to", "2020-12-31"],
        ["report", "river-help", "--from", "2020-02-31", "--to", "2020-12-31"],
        ["report", "river-help", "--from", "2020-12-31", "--to", "2020-03-01"],
        ["report", "river-help"],
    ],
)
def test_mistakes_on_the_console_are_one_sentence_and_exit_2(words, tmp_path, capsys):
    programme()
    out = tmp_path / "report"
    assert cli.main([*words, "--edition", "contract", "--format", "xlsx", "--out", str(out)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not out.exists()
