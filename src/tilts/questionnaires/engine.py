"""The one evaluator: what is relevant, required, right and calculated, for browser and phone alike."""

import copy
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from lxml import etree

from tilts.questionnaires.shape import Form, Question, local, read_form, safe_parser, said
from tilts.questionnaires.xpath import MOMENT, Unsupported

__all__ = [
    "TICKED",
    "BadInstance",
    "Form",
    "Question",
    "Row",
    "Sheet",
    "Unsupported",
    "answers_from",
    "evaluate",
    "instance_xml",
    "parse",
]

TICKED = "OK"
LARGEST_INSTANCE = 1_000_000
LONGEST_TEXT = 20_000
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Answers = Mapping[str, str]


class BadInstance(ValueError):
    """Answers that came as XML and do not fit their form."""


@dataclass(frozen=True)
class Row:
    """One question as it stands with these answers."""

    question: Question
    relevant: bool
    value: str
    error: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Sheet:
    """All questions of a form as they stand with these answers."""

    rows: tuple[Row, ...]
    calculated: Mapping[str, str]

    @property
    def visible(self) -> tuple[Row, ...]:
        """The questions that are asked with these answers, in order; notes too."""
        return tuple(row for row in self.rows if row.relevant)

    @property
    def errors(self) -> dict[str, str]:
        """A sentence for each question that stands in the way of completing."""
        return {row.question.name: row.error for row in self.rows if row.error}

    @property
    def wrong(self) -> dict[str, str]:
        """The errors that a draft has too: a bad value, not merely a missing one."""
        return {row.question.name: row.error for row in self.rows if row.error and not row.missing}

    def row(self, name: str) -> Row:
        """The row of one question; `KeyError` if the form does not show it."""
        return next(row for row in self.rows if row.question.name == name)


@functools.lru_cache(maxsize=64)
def parse(xform: str) -> Form:
    """The form of an XForm document, read once; every expression is tried on the empty form."""
    form = read_form(xform)
    evaluate(form, {})
    return form


def evaluate(form: Form, answers: Answers, language: str = "lv") -> Sheet:
    """What holds with these answers; sentences come in `language`. Answers to calculated questions are ignored."""
    token = MOMENT.set(timezone.localtime())
    try:
        nodes = _nodes(form)
        relevance = _settle(form, answers, nodes)
        with translation.override(language):
            rows = tuple(_row(item, answers, nodes, relevance, language) for item in form.questions)
    finally:
        MOMENT.reset(token)
    calculated = {item.name: _text(nodes[item.path]) for item in form.items if item.calculate}
    return Sheet(rows, calculated)


def _nodes(form: Form) -> dict[str, Any]:
    root = copy.deepcopy(form.instance)
    return dict(zip(form.paths, root.iter(), strict=True))


def _text(node: Any) -> str:
    return str(node.text or "")


def _settle(form: Form, answers: Answers, nodes: dict[str, Any]) -> dict[str, bool]:
    """Fill the instance until calculations and conditions no longer change anything."""
    given = {item.name: _given(item, answers, nodes) for item in form.items}
    live = any(item.relevant or item.calculate for item in form.items)
    for _round in range(len(form.items) + 2):
        relevance: dict[str, bool] = {}
        changed = False
        for item in form.items:
            node = nodes[item.path]
            relevance[item.name] = all(test.holds(nodes[path]) for path, test in item.relevant)
            value = item.calculate.text(node) if item.calculate else given[item.name]
            value = value if relevance[item.name] else ""
            if _text(node) != value:
                node.text = value
                changed = True
        if not (live and changed):
            return relevance
    raise Unsupported("calculations that never settle")


def _given(item: Question, answers: Answers, nodes: dict[str, Any]) -> str:
    if item.name in answers:
        value = answers[item.name]
        return "" if NOT_XML.search(value) else value
    if item.first_value:
        return item.first_value.text(nodes[item.path])
    return item.default


def _row(item: Question, answers: Answers, nodes: dict[str, Any], relevance: Mapping[str, bool], language: str) -> Row:
    node = nodes[item.path]
    value = _text(node)
    if not relevance[item.name]:
        return Row(item, False, "")
    if NOT_XML.search(answers.get(item.name, "")):
        return Row(item, True, "", _("This text contains signs that cannot be stored."))
    if not value.strip():
        missing = item.asked and item.required is not None and item.required.holds(node)
        sentence = said(item.required_message, language) or _("Answer this question.")
        return Row(item, True, "", sentence if missing else "", missing)
    error = _type_error(item, value)
    if not error and item.constraint and not item.constraint.holds(node):
        error = said(item.constraint_message, language) or _("This answer does not fit the question.")
    return Row(item, True, value, error)


def _type_error(item: Question, value: str) -> str:
    if item.kind in ("choice", "choices", "tick"):
        return _choice_error(item, value)
    if item.kind in CHECKS:
        try:
            fits = CHECKS[item.kind](value)
        except ValueError:
            fits = False
        return "" if fits else str(_type_sentence(item.kind))
    return _("This text is too long.") if len(value) > LONGEST_TEXT else ""


def _choice_error(item: Question, value: str) -> str:
    allowed = {TICKED} if item.kind == "tick" else {choice.value for choice in item.choices}
    chosen = value.split() if item.kind == "choices" else [value]
    return "" if allowed.issuperset(chosen) else _("Choose one of the answers given.")


def _whole(value: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]{1,15}", value) is not None


def _number(value: str) -> bool:
    return "_" not in value and isfinite(float(value))


CHECKS: dict[str, Callable[[str], bool]] = {
    "whole": _whole,
    "number": _number,
    "day": lambda value: len(value) == 10 and bool(date.fromisoformat(value)),
    "time": lambda value: time.fromisoformat(value) is not None,
    "moment": lambda value: bool(datetime.fromisoformat(value)),
}


def _type_sentence(kind: str) -> str:
    sentences = {
        "whole": _("Enter a whole number."),
        "number": _("Enter a number."),
        "day": _("Enter a date that exists."),
        "time": _("Enter a time that exists."),
        "moment": _("Enter a date and a time that exist."),
    }
    return sentences[kind]


def instance_xml(form: Form, answers: Answers, uuid: str, *, finished: bool = False) -> str:
    """The answers as instance XML. A draft is written as it was typed; a finished one as a phone would send it."""
    values = dict(answers)
    if finished:
        sheet = evaluate(form, answers)
        values = {row.question.name: row.value for row in sheet.rows} | dict(sheet.calculated)
    root = copy.deepcopy(form.instance)
    by_path = {item.path: item.name for item in form.items}
    try:
        for path, node in zip(form.paths, root.iter(), strict=True):
            node.text = values.get(by_path.get(path, ""), "") or None
    except ValueError as wrong:
        raise BadInstance("An answer contains signs that XML cannot hold.") from wrong
    root.set("id", form.form_id)
    root.set("version", form.version)
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "instanceID").text = f"uuid:{uuid}"
    return str(etree.tostring(root, encoding="unicode"))


def answers_from(form: Form, xml: str) -> tuple[dict[str, str], str]:
    """The answers (empty ones left out) and the uuid of instance XML; `BadInstance` says what does not fit."""
    root = _instance_root(xml)
    if local(root) != form.instance.tag or root.get("id") != form.form_id:
        raise BadInstance("These answers belong to another form.")
    if (root.get("version") or "") != form.version:
        raise BadInstance("These answers belong to another version of the form.")
    found: dict[str, str] = {}
    uuid = _collect(root, f"/{form.instance.tag}", {item.path: item.name for item in form.items}, found)
    return {name: value for name, value in found.items() if value}, uuid


def _instance_root(xml: str) -> Any:
    if len(xml) > LARGEST_INSTANCE:
        raise BadInstance("These answers are too large.")
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise BadInstance("Answers must not declare a document type.")
    try:
        return etree.fromstring(xml.encode(), safe_parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as wrong:
        raise BadInstance("These answers are not readable XML.") from wrong


def _collect(parent: Any, path: str, names: Mapping[str, str], found: dict[str, str]) -> str:
    uuid = ""
    for child in parent:
        here = f"{path}/{local(child)}"
        if local(child) == "meta":
            uuid = next((str(one.text or "") for one in child if local(one) == "instanceID"), "")
        elif here in names:
            if names[here] in found or len(child):
                raise BadInstance(f"{local(child)} is answered twice.")
            found[names[here]] = str(child.text or "")
        elif any(known.startswith(f"{here}/") for known in names):
            _collect(child, here, names, found)
        else:
            raise BadInstance(f"The form has no question {local(child)}.")
    return uuid.removeprefix("uuid:")
