"""A form as the evaluator sees it: its questions in order, read once from the XForm XML of a version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tilts.questionnaires.xpath import Expression, Unsupported, compile_expression

JAVAROSA = "{http://openrosa.org/javarosa}"
KINDS = {"select1": "choice", "select": "choices", "trigger": "tick"}
TYPED = {"string": "text", "int": "whole", "decimal": "number", "date": "day", "time": "time", "dateTime": "moment"}
ITEXT = re.compile(r"jr:itext\('([^']+)'\)")
ITEMSET = re.compile(r"instance\('([^']+)'\)/root/item$")
CODE = re.compile(r"\(([A-Za-z-]+)\)\s*$")
NO_TEXT = "-"
CONTROLS = {"input", "select1", "select", "trigger"}
GROUPS = {"group"}
CAPTIONS = {"label", "hint"}

Texts = Mapping[str, str]
Element = Any


def safe_parser() -> Any:
    """A parser that opens nothing, expands nothing and keeps no comments."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    labels: Texts


@dataclass(frozen=True)
class Question:
    """One node of the instance that can hold an answer."""

    name: str
    path: str
    kind: str
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    relevant: tuple[tuple[str, Expression], ...] = ()
    required: Expression | None = None
    required_message: Texts = field(default_factory=dict)
    constraint: Expression | None = None
    constraint_message: Texts = field(default_factory=dict)
    calculate: Expression | None = None
    default: str = ""
    first_value: Expression | None = None

    @property
    def asked(self) -> bool:
        """Whether it is shown to somebody who answers."""
        return self.kind not in ("note", "hidden")

    def label(self, language: str) -> str:
        """The question in a language, or in the form's own if it lacks that one."""
        return said(self.labels, language) or self.name

    def hint(self, language: str) -> str:
        """The help under the question; may be empty."""
        return said(self.hints, language)

    def choice_label(self, value: str, language: str) -> str:
        """What a stored value reads as; several are joined with commas."""
        labels = {choice.value: said(choice.labels, language) or choice.value for choice in self.choices}
        return ", ".join(labels.get(one, one) for one in value.split()) if self.choices else value


def said(texts: Texts, language: str) -> str:
    """The text in a language; else in the default one, which stands first."""
    return texts.get(language) or next(iter(texts.values()), "")


@dataclass(frozen=True)
class Form:
    """A whole form: made once per version and shared by all evaluations."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    items: tuple[Question, ...]
    instance: Element
    paths: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What somebody is shown, in the order of the form (notes too)."""
        return tuple(item for item in self.items if item.kind != "hidden")

    def find(self, name: str) -> Question | None:
        """The question of this name."""
        return next((item for item in self.items if item.name == name), None)


class _Reader:
    """Reads one XForm; kept apart from `Form` because it is thrown away afterwards."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.model = self._one("model")
        self.body = self._one("body")
        self.translations = self._translations()
        self.binds = {bind.get("nodeset"): bind for bind in self._named(self.model, "bind")}
        self.instances = {one.get("id"): one for one in self._named(self.model, "instance")}
        self.days = frozenset(path for path, bind in self.binds.items() if bind.get("type") in ("date", "dateTime"))
        self.firsts = {one.get("ref"): one.get("value") for one in self._named(self.model, "setvalue")}

    @staticmethod
    def _named(within: Element, name: str) -> list[Element]:
        return [child for child in within.iter() if local(child) == name]

    def _one(self, name: str) -> Element:
        found = next((element for element in self.root.iter() if local(element) == name), None)
        if found is None:
            raise Unsupported(f"an XForm without <{name}>")
        return found

    def _translations(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        translations = sorted(self._named(self.model, "translation"), key=lambda one: not one.get("default"))
        for translation in translations:
            code = language_code(translation.get("lang") or "")
            for text in translation:
                found.setdefault(text.get("id") or "", {})[code] = self._text_value(text)
        self.languages = tuple(dict.fromkeys(language_code(one.get("lang") or "") for one in translations))
        return found

    def _text_value(self, text: Element) -> str:
        forms = [value for value in text if value.get("form") in (None, "long")]
        if len(forms) != len(text):
            raise Unsupported(f"picture, sound or video in {text.get('id')}")
        return self._plain(forms[0]) if forms else ""

    @staticmethod
    def _plain(element: Element) -> str:
        if any(local(child) == "output" for child in element):
            raise Unsupported(f"an answer quoted inside a text: {etree.tostring(element, encoding='unicode')[:80]}")
        return "".join(element.itertext()).strip()

    def texts(self, written: str | None) -> Texts:
        """A text given by reference or plainly, in all its languages."""
        if not written:
            return {}
        found = ITEXT.match(written)
        texts = self.translations.get(found.group(1), {}) if found else {"": written}
        return {code: text for code, text in texts.items() if text and text != NO_TEXT}

    def caption(self, control: Element, name: str) -> Texts:
        """The label or the hint of a control."""
        found = next((child for child in control if local(child) == name), None)
        if found is None:
            return {}
        return self.texts(found.get("ref") or self._plain(found))

    def choices(self, control: Element) -> tuple[Choice, ...]:
        """The answers of a select: written in place or as a list beside."""
        itemset = next((child for child in control if local(child) == "itemset"), None)
        if itemset is None:
            return tuple(self._choice(child) for child in control if local(child) == "item")
        found = ITEMSET.match(itemset.get("nodeset") or "")
        if not found or found.group(1) not in self.instances:
            raise Unsupported(f"choices narrowed by another answer, in {control.get('ref')}")
        return tuple(self._choice(item) for item in self._named(self.instances[found.group(1)], "item"))

    def _choice(self, item: Element) -> Choice:
        parts = {local(child): child for child in item}
        value = parts["name"] if "name" in parts else parts.get("value")
        if value is None:
            raise Unsupported("a choice without a name")
        if "itextId" in parts:
            return Choice(str(value.text or ""), self.translations.get(str(parts["itextId"].text), {}))
        label = parts.get("label")
        return Choice(str(value.text or ""), self.texts(label.get("ref") or label.text) if label is not None else {})

    def controls(self) -> dict[str, Element]:
        """The controls of the body by path, in order; names what is not supported."""
        found: dict[str, Element] = {}
        self._walk(self.body, found)
        return found

    def _walk(self, parent: Element, found: dict[str, Element]) -> None:
        for child in parent:
            name = local(child)
            if name in GROUPS:
                self._walk(child, found)
            elif name in CONTROLS:
                found[child.get("ref")] = child
            elif name not in CAPTIONS:
                raise Unsupported(f"question type {name} ({child.get('ref') or child.get('nodeset')})")

    def expression(self, path: str, attribute: str) -> Expression | None:
        """An expression of a bind, compiled; nothing where it is not there or plainly false."""
        bind = self.binds.get(path)
        source = (bind.get(attribute) or "") if bind is not None else ""
        if not source or source == "false()":
            return None
        return compile_expression(source, day_paths=self.days, own_day=path in self.days)

    def relevance(self, path: str) -> tuple[tuple[str, Expression], ...]:
        """The conditions of a node and of the groups around it, outermost first."""
        parts = path.strip("/").split("/")
        around = ["/" + "/".join(parts[: depth + 1]) for depth in range(len(parts))]
        found = [(one, self.expression(one, "relevant")) for one in around]
        return tuple((one, expression) for one, expression in found if expression)

    def question(self, path: str, node: Element, control: Element | None) -> Question:
        """One question from its node, its bind and its control."""
        bind = self.binds.get(path, {})
        first = self.firsts.get(path)
        return Question(
            name=path.rsplit("/", 1)[1],
            path=path,
            kind=self._kind(path, bind, control),
            labels=self.caption(control, "label") if control is not None else {},
            hints=self.caption(control, "hint") if control is not None else {},
            choices=self.choices(control) if control is not None else (),
            relevant=self.relevance(path),
            required=self.expression(path, "required"),
            required_message=self.texts(bind.get(f"{JAVAROSA}requiredMsg")),
            constraint=self.expression(path, "constraint"),
            constraint_message=self.texts(bind.get(f"{JAVAROSA}constraintMsg")),
            calculate=self.expression(path, "calculate"),
            default=str(node.text or ""),
            first_value=compile_expression(first, day_paths=self.days, own_day=path in self.days) if first else None,
        )

    def _kind(self, path: str, bind: Any, control: Element | None) -> str:
        if control is None:
            return "hidden"
        if local(control) in KINDS:
            return KINDS[local(control)]
        if bind.get("readonly") == "true()" and not bind.get("calculate"):
            return "note"
        kind = bind.get("type") or "string"
        if kind not in TYPED:
            raise Unsupported(f"question type {kind} ({path})")
        return TYPED[kind]


def language_code(name: str) -> str:
    """`lv` of `Latvian (lv)`; a name without a code is its own code."""
    found = CODE.search(name)
    return found.group(1).lower() if found else name


def read_form(xform: str) -> Form:
    """The form of an XForm document; `Unsupported` names the first thing that Tilts cannot do."""
    try:
        root = etree.fromstring(xform.encode(), safe_parser())
    except etree.XMLSyntaxError as wrong:
        raise Unsupported(f"broken XML: {wrong}") from wrong
    reader = _Reader(root)
    primary = reader.instances.get(None)
    if primary is None or len(primary) != 1:
        raise Unsupported("an XForm without its instance")
    bare = _bare(primary[0])
    controls = reader.controls()
    nodes = dict(_paths(bare, f"/{bare.tag}"))
    leaves = {path: node for path, node in nodes.items() if not len(node)}
    order = [*controls, *(path for path in leaves if path not in controls)]
    _check_nodes(order, leaves)
    return Form(
        form_id=primary[0].get("id") or str(bare.tag),
        version=primary[0].get("version") or "",
        title=next(("".join(one.itertext()) for one in root.iter() if local(one) == "title"), ""),
        languages=reader.languages,
        items=tuple(reader.question(path, leaves[path], controls.get(path)) for path in order),
        instance=_emptied(bare),
        paths=tuple(nodes),
    )


def _bare(element: Element) -> Element:
    """A copy of the instance without namespaces and without its meta block: what expressions look at."""
    copy: Any = etree.Element(local(element))
    copy.text = (element.text or "").strip() if not len(element) else None
    for child in element:
        if local(child) == "meta":
            continue
        if any(name.endswith("template") for name in child.attrib):
            raise Unsupported(f"repeat {local(child)}")
        copy.append(_bare(child))
    return copy


def _emptied(element: Element) -> Element:
    for node in element.iter():
        node.text = None
    return element


def _paths(element: Element, path: str) -> Iterable[tuple[str, Element]]:
    yield path, element
    for child in element:
        yield from _paths(child, f"{path}/{child.tag}")


def _check_nodes(order: list[str], leaves: Mapping[str, Element]) -> None:
    lost = [path for path in order if path not in leaves]
    if lost:
        raise Unsupported(f"a question without a place in the instance: {lost[0]}")
    names = [path.rsplit("/", 1)[1] for path in order]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unsupported(f"two questions of one name: {twice[0]}")
