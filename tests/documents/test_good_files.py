"""What honest people bring is taken, still opens, and says nothing of who made it."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from PIL import Image
from tests.documents import made
from tests.documents.made import SECRET

from tilts.documents.examining import examined
from tilts.documents.preparing import __main__ as examination
from tilts.documents.preparing.wrong import BadFile


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_photograph_stands_upright_afterwards():
    kept = picture(examined(made.gps_jpeg()).content)
    assert (
        kept.size == (40, 80)
        and not kept.getexif()
        and set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    )
    assert kept.getpixel((20, 5))[2] > 150 > kept.getpixel((20, 75))[2], "the blue half is on top"


def test_a_see_through_picture_stays_see_through():
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (10, 20, 30, 40)).save(out, "PNG")
    assert picture(examined(out.getvalue()).content).getpixel((4, 4)) == (10, 20, 30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_is_taken(mode):
    kept = picture(examined(made.png(mode=mode)).content)
    assert kept.size == (60, 40)


def test_a_printers_jpeg_is_taken():
    out = io.BytesIO()
    Image.new("CMYK", (50, 40), (0, 90, 90, 0)).save(out, "JPEG")
    assert picture(examined(out.getvalue()).content).mode == "RGB"


def test_a_webp_is_taken_without_its_exif():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = SECRET
    Image.new("RGB", (50, 40), 9).save(out, "WEBP", exif=exif)
    assert SECRET.encode() in out.getvalue()
    kept = examined(out.getvalue())
    assert kept.media_type == "image/webp" and SECRET.encode() not in kept.content
    assert picture(kept.content).size == (50, 40)


def test_a_photograph_of_24_megapixels_that_lies_on_its_side_is_kept_at_half_its_size():
    assert picture(examined(made.photograph(6000, 4000)).content).size == (2000, 3000)


def test_a_photograph_of_a_telephone_keeps_every_pixel():
    assert picture(examined(made.photograph(4000, 3000)).content).size == (3000, 4000)


def test_a_pdf_keeps_its_pages_and_loses_the_place_of_its_photograph():
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        photograph = pdf.make_stream(made.gps_jpeg())
        photograph.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 80, "/Height": 40})
        photograph.update({"/Filter": pikepdf.Name.DCTDecode, "/ColorSpace": pikepdf.Name.DeviceRGB})
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=photograph))
        original = made.saved(pdf)
    assert SECRET.encode() in original
    kept = examined(original).content
    assert SECRET.encode() not in kept and b"Exif" not in kept
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        inside = pdf.pages[0].Resources.XObject.A
        assert picture(inside.read_raw_bytes()).size == (80, 40)


def test_links_to_the_web_stay_in_a_pdf():
    link = made.action("URI", URI=pikepdf.String("https://example.org/"))
    kept = examined(made.pdf(Link=link)).content
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert str(pdf.Root.Link.URI) == "https://example.org/"


def test_a_signed_pdf_and_a_signed_container_keep_every_byte():
    for signed, kind in ((made.signed_pdf(), "application/pdf"), (made.edoc(), "application/vnd.etsi.asic-e+zip")):
        kept = examined(signed)
        assert kept.content == signed and kept.signed and kept.media_type == kind
    note = made.edoc(comment=b"mimetype=application/vnd.etsi.asic-e+zip")
    assert examined(note).content == note


def test_a_word_document_is_whole_without_its_maker():
    body = (
        f'<w:p><w:ins w:id="1" w:author="{SECRET}" w:date="2026-01-01T00:00:00Z"><w:r><w:t xml:space="preserve"> un '
        "&lt;ķēdes&gt;</w:t></w:r></w:ins></w:p>"
    )
    link = made.relation("hyperlink", "https://example.org/", external=True)
    kept = examined(made.docx(body, links=link, more={"word/media/image1.jpeg": made.gps_jpeg()}))
    inside = parts(kept.content)
    assert kept.media_type == made.DOCX and "docProps/core.xml" not in inside
    assert b"core" not in inside["_rels/.rels"] + inside["[Content_Types].xml"]
    text = inside["word/document.xml"].decode()
    assert "Vārds" in text and " un &lt;ķēdes&gt;" in text and "rsid" not in text and 'w:author=""' in text
    assert SECRET.encode() not in b"".join(inside.values()) and b"example.org" in inside["word/_rels/document.xml.rels"]
    assert picture(inside["word/media/image1.jpeg"]).size == (80, 40)


def test_a_real_workbook_opens_afterwards_without_its_maker():
    book = openpyxl.Workbook()
    book.properties.creator = SECRET
    book.active["A1"] = "Vārds"
    book.active["B2"] = 42
    book.active["A1"].comment = Comment("Piezīme", SECRET)
    out = io.BytesIO()
    book.save(out)
    kept = examined(out.getvalue())
    assert kept.media_type == made.XLSX
    assert SECRET.encode() not in b"".join(parts(kept.content).values())
    again = openpyxl.load_workbook(io.BytesIO(kept.content))
    assert (again.active["A1"].value, again.active["B2"].value) == ("Vārds", 42)
    assert again.active["A1"].comment.text.strip() == "Piezīme"


def test_a_text_of_libreoffice_is_whole_without_its_maker():
    inside = parts(examined(made.odt("<text:p>Otrs</text:p>")).content)
    assert next(iter(inside)) == "mimetype" and "meta.xml" not in inside
    assert b"meta.xml" not in inside["META-INF/manifest.xml"] and "Vārds" in inside["content.xml"].decode()


@pytest.mark.parametrize("text", ["Garumzīmes āčēģī\r\n", "\ufeffAr zīmi sākumā", "a;b;c\n"])
def test_plain_text_is_kept_as_it_is(text):
    assert examined(text.encode(), "txt").content == text.encode()


def test_an_examination_that_breaks_is_a_refusal(monkeypatch):
    monkeypatch.setattr("tilts.documents.examining.ENVIRONMENT", {"PYTHONHOME": "/nowhere"})
    with pytest.raises(BadFile) as refused:
        examined(made.pdf())
    assert refused.value.code == "damaged"


def test_an_examination_without_end_is_ended(monkeypatch):
    monkeypatch.setattr("tilts.documents.examining.SECONDS", 0.02)
    with pytest.raises(BadFile) as refused:
        examined(made.photograph(4000, 3000))
    assert refused.value.code == "too_heavy"


def test_the_fence_is_lower_than_what_a_server_can_bear():
    assert examination.MEMORY <= 200 * 1024 * 1024 and examination.SECONDS <= 60


@pytest.mark.parametrize(
    "text",
    [
        "PK sēde bija 12. martā.",
        "PK\n",
        "BMW stāvēja pie durvīm.",
        "BZhantiela zvanīja.",
        "MZ lūdza pagaidīt.",
        "GIF8 nav attēls.",
        "Rar! viņa teica.",
        "#! svarīgi",
        "II* grupa",
        "ID3 dokuments",
        "OggS",
        "<3 no bērna",
        "Fails sākas ar %PDF-1.4, tā rakstīja IT.",
        "\ufeffPK ar zīmi priekšā",
    ],
)
def test_a_text_is_taken_whatever_word_it_begins_with(text):
    kept = examined(text.encode(), "txt")
    assert kept.content == text.encode() and kept.media_type == "text/plain"


@pytest.mark.parametrize("before", [b"", b"\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("behind", [b"", b"\0" * 3000, b"\r\nsaved by a program\r\n", b"\n--boundary--\r\n" * 90])
def test_a_pdf_is_taken_with_a_line_before_it_or_bytes_behind_it_and_kept_without_them(before, behind):
    kept = examined(before + made.pdf() + behind)
    assert kept.media_type == "application/pdf" and kept.content.startswith(b"%PDF-")
    assert kept.content.rstrip().endswith(b"%%EOF") and (not behind.strip(b"\0") or behind.strip() not in kept.content)
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert len(pdf.pages) == len(pikepdf.open(io.BytesIO(made.pdf())).pages)
