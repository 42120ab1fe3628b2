"""The sentence for each reason why a file is not taken: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "empty": _("The file is empty. Choose the right one and add it again."),
    "too_big": _("The file is larger than 25 MB. Save it smaller or in parts, then add it."),
    "kind": _("This kind of file is not taken. Save it as PDF, then add that."),
    "text_name": _("This file cannot be recognised. Save it as PDF, or as plain text with a name that ends in .txt."),
    "picture_kind": _("Pictures of this kind are not taken. Save it as JPEG or PNG, then add that."),
    "archive": _("Archives are not taken. Unpack it and add the files one by one."),
    "sound": _(
        "Sound recordings are not taken here: nobody can examine one or strike a name out of it. Write down what is "
        "said in it and where the recording is kept."
    ),
    "film": _(
        "Films are not taken here: nobody can examine one or strike a name out of it. Write down what is seen in it "
        "and where the film is kept; a single picture can be added as JPEG."
    ),
    "program": _("Programs and scripts are not taken. If it holds a text, save that as PDF."),
    "web_page": _("Web pages and drawings for the web are not taken. Print it to a PDF, then add that."),
    "old_office": _(
        "This is a document of an old office program, or one locked with a password. Save it as PDF, then add that."
    ),
    "mixed": _("This file is two kinds of file in one. Open it, save it as PDF, then add that."),
    "damaged": _("The file is damaged or not complete. Open it, save it anew as PDF, then add that."),
    "too_heavy": _("The file is too large when unpacked. Save it as PDF or in parts, then add that."),
    "too_many_pixels": _("The picture is too large. Save it as a JPEG of at most 40 megapixels, then add that."),
    "macros": _("The document has macros in it. Save it as PDF, then add that."),
    "links_out": _("The document fetches something from elsewhere. Save it as PDF, then add that."),
    "files_inside": _("The document has other files inside. Save it as PDF, and add those files by themselves."),
    "password": _("The file is locked with a password. Save it without the password, then add it."),
    "signed_active": _("This signed PDF has a program or another file inside. Ask the sender for one without."),
    "signed_around": _(
        "This signed PDF has something before its beginning or behind its end. Ask the sender for one without."
    ),
    "no_signature": _("This container has no signature. Take the files out of it and add them one by one."),
    "virus": _("The virus scanner found something harmful in this file. Do not open it; ask the sender for a new one."),
    "erased": _("The file was erased."),
}


def reason_words(code: str) -> str:
    """The sentence of a code, in the reader's language."""
    return str(REASONS.get(code, REASONS["damaged"]))
