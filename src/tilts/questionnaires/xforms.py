"""From a readable XLSForm to XForm XML: done once, when a version is published.

`pyxform` is a quarter of all that a process of Tilts would load at its start, so it is loaded when a form is converted.
"""

from importlib import import_module

LARGEST_SOURCE = 2_000_000


class BadForm(ValueError):
    """The XLSForm cannot be converted; the sentence says why."""


def convert(source: str, *, form_name: str) -> str:
    """XForm XML of an XLSForm written in Markdown; `BadForm` with a sentence if it cannot be made."""
    if len(source) > LARGEST_SOURCE:
        raise BadForm("The form is too large.")
    pyxform, errors = import_module("pyxform.xls2xform"), import_module("pyxform.errors")
    try:
        made = pyxform.convert(source, file_type=".md", form_name=form_name, validate=False)
    except errors.PyXFormError as wrong:
        raise BadForm(str(wrong)) from wrong
    return str(made.xform)
