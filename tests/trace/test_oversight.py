"""What the data protection role sees: who did what, and no file; and that nobody else sees it."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case, hire

from tilts.access.append_only import let_go
from tilts.access.models import AuditEntry, AuditHead, Grant, Role
from tilts.cases.actions import join_team, write_note
from tilts.cases.models import Case
from tilts.trace.heads import send_heads
from tilts.trace.models import Alert

pytestmark = pytest.mark.django_db
TOKEN = "Kanarijs-7731"
PAGES = ["/oversight/", "/oversight/alerts/", "/oversight/alerts/?closed=1", "/oversight/chain/", "/oversight/file/"]


@pytest.fixture
def case(cast, enter):
    """A case with a name and a note, at which colleagues and a stranger looked."""
    case, _person = a_case(cast.worker, TOKEN, TOKEN)
    write_note(cast.worker, case, text=TOKEN)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    for who in (cast.worker, cast.psychologist, cast.supervisor, cast.stranger):
        enter(who.user, purpose="supervision").get(f"/cases/{case.pk}/")
    enter(cast.worker.user).post("/search/", {"q": TOKEN})
    return case


@pytest.fixture
def browser(cast, enter):
    return enter(cast.data_protection.user)


def an_alert(cast, **more):
    facts = {"organisation": cast.office, "kind": "night", "user": cast.worker.user, "at": timezone.now()}
    return Alert.objects.create(**facts | more)


def text(answer):
    return answer.getvalue().decode()


def test_nobody_but_the_data_protection_role_enters(cast, case, enter):
    addresses = [*PAGES, f"/oversight/records/{case.pk}/", f"/oversight/alerts/{an_alert(cast).pk}/"]
    for who in cast.everybody():
        browser = enter(who.user)
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == (200 if who == cast.data_protection else 403), (who.role, address)
            assert TOKEN not in text(answer)


def test_every_page_is_itself_traced(cast, case, browser):
    for address in [*PAGES, f"/oversight/records/{case.pk}/"]:
        before = AuditEntry.objects.filter(user=cast.data_protection.user.pk).count()
        browser.get(address)
        mine = AuditEntry.objects.filter(user=cast.data_protection.user.pk)
        assert mine.count() == before + 1, address
    assert mine.filter(kind="oversight.exported").count() == 1
    assert mine.filter(kind="oversight.read", record=case.pk).count() == 1


def test_the_trace_is_found_by_colleague_kind_outcome_and_days(cast, case, browser):
    whole = text(browser.get("/oversight/"))
    assert "Dace Darbiniece" in whole and "Paula Psihe" in whole and case.code in whole
    rows = text(browser.get("/oversight/", {"colleague": cast.psychologist.user.pk})).split("<tbody>")[1]
    assert "Paula Psihe" in rows and "Dace Darbiniece" not in rows
    rows = text(browser.get("/oversight/", {"kind": "people.searched"})).split("<tbody>")[1]
    assert rows.count("<tr>") == 1 and "Search" in rows
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "Nothing in the trace" in text(browser.get("/oversight/", {"first": tomorrow}))
    today = timezone.localdate().isoformat()
    assert "Dace Darbiniece" in text(browser.get("/oversight/", {"first": today, "last": today}))


@pytest.mark.parametrize("wrong", [{"first": "2026-02-30"}, {"first": "2026-02-02", "last": "2026-02-01"}])
def test_a_question_that_cannot_be_right_is_said_where_to_mend(case, browser, wrong):
    answer = browser.get("/oversight/", wrong)
    assert answer.status_code == 422 and 'class="field wrong"' in text(answer)
    assert browser.get("/oversight/file/", wrong).status_code == 302


def test_a_case_is_found_by_its_code_and_stays_shut(cast, case, browser):
    answer = browser.post("/oversight/", {"code": case.code.lower()})
    assert answer.status_code == 302 and answer.url == f"/oversight/records/{case.pk}/"
    page = text(browser.get(answer.url))
    assert "Dace Darbiniece" in page and "works on it" in page
    assert "Vija Vadone" in page and "supervises the worker" in page
    assert "a colleague at Svešā biedrība" in page and "refused" in page
    assert "Signe Svesniece" not in page and TOKEN not in page
    assert browser.get(f"/cases/{case.pk}/").status_code == 403
    missing = browser.post("/oversight/", {"code": "L-9999"})
    assert missing.status_code == 422 and "L-9999" in text(missing)


def test_a_look_that_was_refused_after_all_is_told_as_refused(cast, case, browser):
    looks = AuditEntry.objects.filter(record=case.pk, user=cast.stranger.user.pk)
    assert sorted(looks.values_list("outcome", flat=True)) == ["done", "refused"]
    assert looks.get(outcome="refused").takes_back == looks.get(outcome="done").pk
    rows = [row for row in text(browser.get(f"/oversight/records/{case.pk}/")).split("<tr>") if "Svešā" in row]
    assert len(rows) == 2 and all("refused" in row for row in rows)


def test_strangers_officers_see_nothing_of_our_trace(cast, case, enter):
    a_case(cast.stranger)
    theirs = hire(cast.stranger_office, "Sveta Sargs", Role.DATA_PROTECTION)
    page = text(enter(theirs.user).get("/oversight/"))
    assert "Dace" not in page and "Signe Svesniece" in page
    record = text(enter(theirs.user).get(f"/oversight/records/{case.pk}/"))
    assert "Signe Svesniece" in record and "Dace" not in record and "Paula" not in record
    alert = an_alert(cast)
    assert enter(theirs.user).get(f"/oversight/alerts/{alert.pk}/").status_code == 404


def test_the_trace_is_paged_by_key_without_gap_or_repetition(cast, browser, enter):
    colleague = enter(cast.second_worker.user)
    for _look in range(120):
        colleague.get("/inbox/")
    address, seen = "/oversight/?kind=inbox.read", 0
    while address:
        page = text(browser.get(address))
        seen += page.split("<tbody>")[1].count("<tr>")
        more = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = f"/oversight/{more}" if more else ""
    assert seen == 120


def test_the_file_holds_what_was_found_and_no_formula(cast, case, browser):
    cast.psychologist.user.name = "=1+1"
    cast.psychologist.user.save()
    answer = browser.get("/oversight/file/", {"colleague": cast.psychologist.user.pk})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2 and rows[1][2] == "'=1+1" and rows[1][6] == case.code
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert TOKEN not in text(answer)


def test_an_alert_is_closed_with_a_finding_and_only_once(cast, case, browser):
    alert = an_alert(cast, record=case.pk)
    page = text(browser.get(f"/oversight/alerts/{alert.pk}/"))
    assert "Files opened at night" in page and "Dace Darbiniece" in page and case.code in page
    short = browser.post(f"/oversight/alerts/{alert.pk}/", {"finding": "ok"})
    assert short.status_code == 422 and "\nok</textarea>" in text(short)
    finding = "Dežūra nebija ierakstīta; parunāts ar vadītāju."
    assert browser.post(f"/oversight/alerts/{alert.pk}/", {"finding": finding}).status_code == 302
    alert.refresh_from_db()
    assert alert.closed_by == cast.data_protection.user and alert.finding == finding
    assert AuditEntry.objects.filter(kind="alert.closed", fields=["finding"], record=alert.pk).count() == 1
    again = browser.post(f"/oversight/alerts/{alert.pk}/", {"finding": "Otrs konstatējums te."})
    assert again.status_code == 422
    assert finding in text(browser.get(f"/oversight/alerts/{alert.pk}/"))
    assert "Dace Darbiniece" in text(browser.get("/oversight/alerts/?closed=1"))
    assert "No open alerts" in text(browser.get("/oversight/alerts/"))


def test_nobody_closes_an_alert_about_oneself(cast, browser):
    alert = an_alert(cast, user=cast.data_protection.user)
    assert "about you" in text(browser.get(f"/oversight/alerts/{alert.pk}/"))
    answer = browser.post(f"/oversight/alerts/{alert.pk}/", {"finding": "Viss bija kārtībā."})
    assert answer.status_code == 403
    alert.refresh_from_db()
    assert alert.closed_at is None


@pytest.mark.usefixtures("whoever_can_write_the_trace")
def test_the_state_of_the_chain_is_shown(cast, case, browser, settings, tmp_path):
    assert "not set up" in text(browser.get("/oversight/"))
    settings.AUDIT_HEADS = str(tmp_path / "heads")
    assert "never" in text(browser.get("/oversight/"))
    send_heads()
    head = AuditHead.objects.get(chain=cast.office.pk)
    assert head.sent_at.isoformat() in text(browser.get("/oversight/"))
    assert "nothing is wrong" in text(browser.get("/oversight/chain/"))
    let_go()
    entry = AuditEntry.objects.filter(chain=cast.office.pk).order_by("number")[2]
    AuditEntry.objects.filter(pk=entry.pk).update(kind="other")
    page = text(browser.get("/oversight/chain/"))
    assert "Entry 3 was changed" in page and "nothing is wrong" not in page


def test_a_restricted_case_shows_no_code(cast, case, browser):
    Case._base_manager.filter(pk=case.pk).update(code="SLEPENS")
    Grant.objects.filter(folder=case.pk, to_unit=cast.office).delete()
    page = text(browser.get(f"/oversight/records/{case.pk}/"))
    assert "Dace Darbiniece" in page and "SLEPENS" not in page
    unknown = browser.post("/oversight/", {"code": "SLEPENS"})
    assert unknown.status_code == 422 and "No case of this code is known here" in text(unknown)
