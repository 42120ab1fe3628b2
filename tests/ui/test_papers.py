"""Papers: every script people have is drawn, long words stay on the page, what no font has is named first."""

import io
import json
import re
import unicodedata
from datetime import timedelta

import pikepdf
import pytest
import typst
from django.utils import timezone
from PIL import Image
from tests.cast import a_case
from tests.house.test_rules_of_the_house import SOURCE
from tests.walk_urls import pdf_text, text_of

from tilts.directory.actions import keep_partner
from tilts.meetings.minutes import LAYOUT as MINUTES
from tilts.reports.pdf import LAYOUT as REPORT
from tilts.rights.paper import LAYOUT as COPY
from tilts.sharing.actions import refer
from tilts.sharing.letter import LAYOUT as LETTER
from tilts.ui import papers

NAMES = {
    "Latvian": "Žaņa Ķēniņa-Ģērmane",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Azeri": "Əliyev Çingiz Ğ",
    "Polish": "Łukasz Żółć",
    "Ukrainian": "Оксана Ґудзенко-Їжак",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Arabic": "محمد علي الحسن",
    "Dari": "گلناز رضایی",
    "Pashto": "پښتانه ځوان",
    "Kurdish": "ڕۆژین ئەحمەد",
    "Hebrew": "שלום כהן",
    "Georgian": "გიორგი ბერიძე",
    "Armenian": "Հայկ Արամյան",
    "Hindi": "नरेंद्र क्षत्रिय",
    "Bengali": "রহিম উদ্দিন",
    "Tamil": "தமிழ்ச்செல்வி",
    "Thai": "สมชาย ใจดี",
    "Tigrinya": "ሰላም ገብረሚካኤል",
}
LONG = "Ž" * 200
LAYOUTS = {"letter": LETTER, "copy": COPY, "minutes": MINUTES, "report": REPORT}
MARGIN, WIDE = 21, 210
"""Millimetres: just less than the margin, and the page."""


def told(words):
    """What each of the layouts is given, with the same words wherever there is room for some."""
    return {
        **{"title": "Papīrs", "about": "Par ko", "page": "lapa", "restricted": "Ierobežots", "person": words},
        "facts": [["No", words], ["Kam", words]],
        "sections": [{"title": words, "lines": [{"day": words, "label": words, "text": words}]}],
        "left_out": [words],
        "points": [{"title": words, "lines": [[words, words]], "acts": [[words, words, words]]}],
        "draft": words,
        "signing": [[words, words, words]],
        "promised": {"heads": ["Kas", "Cik", "Kopā", "Plāns"], "rows": [[words, "1", "2", "3"]]},
        "months": None,
        "definitions": [["Rādītājs", words]],
        "words": dict.fromkeys(
            ["page", "nothing", "left_out", "signed", "name", "planned", "none", "months", "definitions", "signs"], "x"
        ),
    }


def given(layout, words):
    data = told(words)
    if layout is LETTER:
        data["sections"] = [{"title": words, "lines": [words]}]
    return data


def read_out(pdf):
    """Every sign that can be copied from the paper: what its letters say they mean, alone or several for one sign."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        spans = [span for page in opened.pages for span in pikepdf.parse_content_stream(page)]
    meant = [str(told[1].ActualText) for told, what in spans if str(what) == "BDC" and "/ActualText" in told[1]]
    return set(unicodedata.normalize("NFKD", pdf_text(pdf) + "".join(meant)))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_names_of_every_script_are_drawn_and_read_out_again(layout):
    for script, name in NAMES.items():
        paper = papers.draw(layout, given(layout, name))
        assert paper.missing == "", script
        signs = {sign for sign in unicodedata.normalize("NFKD", name) if unicodedata.category(sign)[0] == "L"}
        assert signs <= read_out(paper.pdf), script


def beside(layout, data):
    """How dark the margins are: 255 is paper."""
    fonts, families = papers._fonts()
    written = json.dumps({"lang": "lv", "fonts": families, **data})
    pages = typst.compile(
        layout, root=papers.ROOT, font_paths=fonts, sys_inputs={"data": written}, format="png", ppi=50
    )
    darkest = 255
    for page in pages if isinstance(pages, list) else [pages]:
        shown = Image.open(io.BytesIO(page)).convert("L")
        edge = shown.width * MARGIN // WIDE
        left = shown.crop((0, 0, edge, shown.height))
        right = shown.crop((shown.width - edge, 0, shown.width, shown.height))
        darkest = min(darkest, *left.getextrema(), *right.getextrema())
    return darkest


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_word_of_two_hundred_letters_stays_within_the_margins(layout):
    assert beside(layout, given(layout, LONG)) == 255


def test_a_word_that_does_not_break_would_be_seen_in_the_margin(tmp_path):
    plain = tmp_path / "plain.typ"
    plain.write_text("#set page(margin: 22mm)\n#sys.inputs.data", "utf-8")
    pages = typst.compile(plain, sys_inputs={"data": LONG}, format="png", ppi=50)
    shown = Image.open(io.BytesIO(pages if isinstance(pages, bytes) else pages[0])).convert("L")
    assert min(shown.crop((shown.width - 5, 0, shown.width, shown.height)).getextrema()) < 255


def test_what_no_font_has_stands_as_its_number_and_is_named():
    paper = papers.draw(LETTER, given(LETTER, "王小明 😀 Anna"))
    assert set(paper.missing) == set("王小明😀")
    assert {"王", "小", "明", "😀"}.isdisjoint(read_out(paper.pdf)) and set("U+738B1F600Anna[]") <= read_out(paper.pdf)


def test_nobody_else_sets_type_and_every_layout_is_a_paper_of_the_house():
    sets = [
        str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if "typst" in file.read_text("utf-8").split()
    ]
    assert sets == ["ui/papers.py"]
    layouts = [file for file in SOURCE.rglob("*.typ") if file.parent.parent.name != "ui"]
    assert set(layouts) == set(LAYOUTS.values())
    assert all("#show: paper.with(" in file.read_text("utf-8") for file in layouts)


@pytest.mark.django_db
def test_the_page_of_a_letter_names_what_cannot_be_drawn_before_it_is_made(cast, enter):
    for given_name, named in (("王小明", True), ("محمد", False)):
        case, _person = a_case(cast.worker, given_name, "Testa")
        partner = keep_partner(cast.worker, name=f"Patvērums {named}", kind="crisis_centre")
        until = timezone.localdate() + timedelta(days=30)
        facts = {"zones": ["name"], "basis": "vital", "reason": "Jārīkojas tūlīt, bērns ir briesmās.", "until": until}
        sent = refer(cast.worker, case, to=partner, asked="Patvērums", urgency="urgent", **facts)
        text = text_of(enter(cast.worker.user).get(f"/referrals/{sent.pk}/letter/"))
        assert ("These characters cannot be drawn" in text) is named
        assert not named or all(sign in text for sign in "王小明")


@pytest.mark.django_db
def test_a_paper_that_cannot_be_drawn_whole_is_given_once_that_was_said(cast, enter):
    client, there = enter(cast.manager.user), f"/reports/{cast.project.code}/pdf/"
    assert client.get(there).content.startswith(b"%PDF")
    cast.project.title_lv = cast.project.title_en = "Projekts 王"
    cast.project.save()
    said = client.get(there)
    assert said["Content-Type"].startswith("text/html") and "王" in text_of(said) and "U+738B" in text_of(said)
    way = re.search(r'href="([^"]*anyway=1[^"]*)"', text_of(said))
    assert way and client.get(way[1].replace("&amp;", "&")).content.startswith(b"%PDF")
