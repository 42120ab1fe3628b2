"""From a readable XLSForm to XForm XML: done once, when a version is published."""

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

LARGEST_SOURCE = 2_000_000


class BadForm(ValueError):
    """The XLSForm cannot be converted; the sentence says why."""


def convert(source: str, *, form_name: str) -> str:
    """XForm XML of an XLSForm written in Markdown; `BadForm` with a sentence if it cannot be made."""
    if len(source) > LARGEST_SOURCE:
        raise BadForm("The form is too large.")
    try:
        made = pyxform_convert(source, file_type=".md", form_name=form_name, validate=False)
    except PyXFormError as wrong:
        raise BadForm(str(wrong)) from wrong
    return str(made.xform)
