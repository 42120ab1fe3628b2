"""A partner outside opens the link on a phone, reads what was sent, and answers; then the link opens nothing."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_case_line import open_case
from tests.browser.test_whole_line import settle, somebody
from tests.browser.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

SUMMARY, OUTCOME = "Bailes no vīra; divi bērni.", "Uzņēma uz divām naktīm."
__all__ = ["somebody"]


def press(page: Page) -> None:
    """The main button of the page's form."""
    settle(page, page.locator("main form .btn-primary").first)


def refer(worker: Walk, case: str) -> None:
    """To a partner outside, on a consent that is written down on the same page."""
    page = worker.go(f"{case}refer/")
    page.select_option("[name=to]", page.locator("[name=to] option[value^='partner:']").first.get_attribute("value"))
    page.fill("[name=asked]", "Patvērums divām naktīm")
    page.fill("[name=summary]", SUMMARY)
    page.select_option("[name=urgency]", "soon")
    page.check("[name=zones][value=name]")
    page.select_option("[name=basis]", "consent")
    page.select_option("[name=agreed_by]", index=1)
    press(page)
    worker.refused_at("agreed_how")
    worker.look("refer-refused")
    page.select_option("[name=agreed_how]", "spoken")
    press(page)


def give(worker: Walk, case: str) -> tuple[str, str]:
    """The link and its code, as they are shown once."""
    page = worker.go(case)
    settle(page, page.locator("main a[href*='/referrals/']").first)
    settle(page, page.locator("main a[href$='/link/']"))
    press(page)
    worker.look("link-given")
    link, code = page.locator("main code").all_inner_texts()
    return link.removeprefix(worker.address), code


def answer(partner: Walk, what: str, words: str = "") -> None:
    """One answer of theirs."""
    page = partner.page
    page.check(f"[name=answer][value={what}]")
    page.fill("[name=words]", words)
    page.fill("[name=signed]", "Rita Izdomu, vadītāja")
    press(page)


def test_a_partner_outside_reads_and_answers_by_a_link(somebody):
    worker = somebody("lv", 1440)
    worker.sign_in("socdienests")
    case = open_case(worker)
    refer(worker, case)
    link, code = give(worker, case)
    partner = somebody("lv", 360)
    page = partner.go(link)
    partner.look("partner-code")
    page.fill("[name=code]", code)
    press(page)
    partner.look("partner-page")
    expect(page.locator("main")).to_contain_text(SUMMARY)
    answer(partner, "accepted")
    partner.look("partner-accepted")
    answer(partner, "done", OUTCOME)
    partner.look("partner-thanks")
    expect(page.locator("h1")).to_have_text("Paldies")
    page = partner.go(link)
    page.fill("[name=code]", code)
    press(page)
    partner.refused_at("code")
    page = worker.go(case)
    settle(page, page.locator("main a[href*='/referrals/']").first)
    worker.look("referral-answered")
    expect(page.locator("main")).to_contain_text(OUTCOME)
