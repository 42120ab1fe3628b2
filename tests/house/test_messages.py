"""The message files: one a room, and one Latvian for one English text."""

import re

import polib
import pytest
from tools.messages import SOURCE, catalogues, fault_of_style, faults_between, faults_unseen, rooms

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def a_room(source, name, said):
    file = source / name / "locale/lv/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text(f'{HEAD}msgid "closed"\nmsgstr "{said}"\n', encoding="utf-8")


def test_a_text_that_two_rooms_say_differently_is_found(tmp_path):
    a_room(tmp_path, "cases", "noslēgta")
    a_room(tmp_path, "meetings", "noslēgta")
    assert faults_between(tmp_path) == []
    a_room(tmp_path, "rights", "slēgts")
    [said] = faults_between(tmp_path)
    assert said.startswith("rights/") and "cases/" in said and "closed" in said


def test_every_message_file_lies_in_its_room():
    homes = {path.parents[3] for path in catalogues()}
    assert len(homes) > 10
    assert homes <= set(rooms())


def test_a_text_that_collecting_does_not_see_is_found(tmp_path):
    a_room(tmp_path, "cases", "noslēgta")
    code = tmp_path / "cases/__init__.py"
    code.write_text("""said = f"{_('closed')} {day}"\n""", encoding="utf-8")
    assert faults_unseen(tmp_path) == []
    code.write_text("""said = f"{_('opened')} {day}"\n""", encoding="utf-8")
    [said] = faults_unseen(tmp_path)
    assert said.startswith("cases/") and "opened" in said


@pytest.mark.parametrize(
    ("english", "latvian", "word"),
    [
        ("Saved.", "Saglabāts..", "two full stops"),
        ("It began on %(day)s.", "Sākās %(day)s.", "two full stops"),
        ("Ask them once", "Vaicā tev  vienreiz", "two spaces"),
        ("Your day", "Tava diena", "says tu"),
        ("Ask your supervisor.", "Jautājiet darba vadītājam.", "a word that docs/words.md strikes out"),
        ("Press “Save”", 'Spiediet "Saglabāt"', "quotes are „…”"),
        ("Press “Save”", "Spiediet „Saglabāt", "quotes are „…”"),
        ("Saved.", "Saglabāts", "does not end with ."),
        ("Save", "Saglabāt.", "ends with ."),
        ("Since %(day)s it waits.", "Kopš %(day)s gaida: „Mana diena”, 06.06.2018.", None),
    ],
)
def test_what_a_reader_of_latvian_would_strike_out_is_found(english, latvian, word):
    assert fault_of_style(english, [latvian]) == word


BUTTONS = (
    re.compile(r'<button[^>]*>\s*(?:\{% icon [^%]*%\}\s*)?\{% translate "([^"]*)"'),
    re.compile(r'_press\.html" with [^%]*label=_\("([^"]*)"\)'),
    re.compile(r'submit=_\("([^"]*)"\)'),
)
GOING_ON = {"Back", "Next", "Go on"}
"""Where one goes from card to card; an adverb says it in every language."""


def test_a_button_says_in_latvian_what_one_does():
    texts = [file.read_text(encoding="utf-8") for kind in ("html", "py") for file in SOURCE.rglob(f"*.{kind}")]
    pressed = {words for text in texts for pattern in BUTTONS for words in pattern.findall(text)}
    assert len(pressed) > 50
    latvian = {
        entry.msgid: entry.msgstr for path in catalogues() for entry in polib.pofile(str(path)) if not entry.msgctxt
    }
    verbs = re.compile(r"\w*(?:t|ties)\b")
    assert {words: latvian[words] for words in pressed - GOING_ON if not verbs.match(latvian[words])} == {}
