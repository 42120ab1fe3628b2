"""The evaluator, without a database: what is relevant, required, right and calculated."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tilts.questionnaires.engine import BadInstance, Unsupported, answers_from, evaluate, instance_xml, parse
from tilts.questionnaires.shipped import DOORSTEP, FULLER, SHIPPED
from tilts.questionnaires.xforms import BadForm, convert

HEAD = """
| settings |
|          | form_title | form_id | version |
|          | Trial      | trial   | 3       |
| choices  |
|          | list_name | name | label::Latvian (lv) | label::English (en) |
|          | ab        | a    | Ā                   | A                   |
|          | ab        | b    | B                   | Bee                 |
| survey   |
"""


def form_of(*rows: dict[str, str]):
    """A parsed form of a few survey rows."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join(row.get(name, "") for name in columns) + " |" for row in rows]
    return parse(convert(HEAD + "\n".join(lines), form_name="trial"))


def question(kind: str, name: str, **more: str) -> dict[str, str]:
    """One survey row with a label in each language."""
    return {"type": kind, "name": name, "label::Latvian (lv)": f"{name} lv", "label::English (en)": name, **more}


SHIPPED_FORMS = {one.code: parse(convert(one.source, form_name=one.code)) for one in SHIPPED}


def test_the_doorstep_form_has_at_most_twelve_questions_in_both_languages():
    form = SHIPPED_FORMS["doorstep"]
    assert len(form.questions) == 12
    assert form.languages == ("lv", "en")
    for item in form.questions:
        assert item.label("lv") != item.label("en")
        assert [choice.value for choice in item.choices] == ["yes", "no", "dont_know", "not_asked"]


def test_the_fuller_form_has_twenty_four_topics_and_a_tick_about_who_is_present():
    form = SHIPPED_FORMS["fuller"]
    assert [item.kind for item in form.questions] == ["tick"] + ["choice"] * 24
    errors = evaluate(form, {}, "en").errors
    assert errors == {"presence_checked": "First confirm that the alleged abuser is not present."}
    assert not evaluate(form, {"presence_checked": "OK"}, "en").errors


@pytest.mark.parametrize("code", ["doorstep", "fuller"])
def test_no_hint_or_label_is_left_in_one_language_only(code):
    for item in SHIPPED_FORMS[code].questions:
        assert set(item.labels) == {"lv", "en"}
        assert set(item.hints) in (set(), {"lv", "en"})


def test_labels_and_choices_come_in_the_language_asked_for():
    item = form_of(question("select_one ab", "q")).questions[0]
    assert item.label("lv") == "q lv"
    assert item.label("en") == "q"
    assert item.label("ru") == "q lv"
    assert item.choice_label("b", "en") == "Bee"


def test_a_question_is_asked_only_while_its_condition_holds():
    form = form_of(
        question("integer", "children"), question("text", "where", relevant="${children} > 0", required="yes")
    )
    assert evaluate(form, {}).row("where").relevant is False
    assert "where" not in evaluate(form, {"children": "0"}).errors
    assert "where" in evaluate(form, {"children": "2"}).errors


def test_an_answer_that_is_no_longer_asked_counts_for_nothing():
    form = form_of(
        question("integer", "children"),
        question("text", "where", relevant="${children} > 0"),
        {"type": "calculate", "name": "shown", "calculation": "concat(${where}, '!')"},
    )
    sheet = evaluate(form, {"children": "0", "where": "school"})
    assert sheet.row("where").value == ""
    assert sheet.calculated == {"shown": "!"}


def test_a_group_hides_all_its_questions():
    form = form_of(
        question("integer", "n"),
        question("begin_group", "g", relevant="${n} > 1"),
        question("text", "inside"),
        {"type": "end_group"},
    )
    assert evaluate(form, {"n": "1"}).row("inside").relevant is False
    assert evaluate(form, {"n": "2"}).row("inside").relevant is True


def test_constraints_speak_with_the_sentence_of_the_form():
    form = form_of(
        question(
            "integer",
            "n",
            **{
                "constraint": ". >= 0 and . < 9",
                "constraint_message::Latvian (lv)": "No 0 līdz 8.",
                "constraint_message::English (en)": "From 0 to 8.",
            },
        )
    )
    assert evaluate(form, {"n": "9"}, "lv").errors == {"n": "No 0 līdz 8."}
    assert evaluate(form, {"n": "9"}, "en").errors == {"n": "From 0 to 8."}
    assert not evaluate(form, {"n": "8"}).errors


@pytest.mark.parametrize(
    ("kind", "bad", "good"),
    [
        ("integer", "1.5", "-3"),
        ("integer", "٣", "3"),
        ("decimal", "nan", "1.5"),
        ("decimal", "1_0", "10"),
        ("date", "2018-02-30", "2018-02-28"),
        ("date", "20180228", "2018-02-28"),
        ("select_one ab", "c", "a"),
        ("select_multiple ab", "a c", "b a"),
        ("acknowledge", "yes", "OK"),
        ("text", "a\x00b", "a & <b>"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_sentence_at_its_question(kind, bad, good):
    form = form_of(question(kind, "q"))
    assert evaluate(form, {"q": bad}, "en").wrong["q"].endswith(".")
    assert not evaluate(form, {"q": good}, "en").errors


def test_dates_compare_with_today_and_with_each_other():
    form = form_of(
        question("date", "begun", constraint=". <= today()"),
        question("date", "ended", constraint=". >= ${begun}"),
        {"type": "calculate", "name": "review", "calculation": "date(${begun} + 56)"},
        {"type": "calculate", "name": "day", "calculation": "today()"},
    )
    today = timezone.localdate()
    tomorrow = str(today + timedelta(days=1))
    assert set(evaluate(form, {"begun": tomorrow, "ended": str(today)}).errors) == {"begun", "ended"}
    sheet = evaluate(form, {"begun": "2018-02-01", "ended": "2018-02-01"})
    assert not sheet.errors
    assert sheet.calculated == {"review": "2018-03-29", "day": str(today)}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("if(selected(${m}, 'a'), 'yes', 'no')", "yes"),
        ("count-selected(${m}) + 1", "3"),
        ("selected-at(${m}, 1)", "b"),
        ("coalesce(${t}, ${n})", "7"),
        ("int(${n} div 2)", "3"),
        ("string-length(${m})", "3"),
        ("regex(${n}, '[0-9]{2}')", "false"),
        ("once(${n})", "7"),
        ("concat('today() < ', ${n})", "today() < 7"),
        ("format-date('2018-06-05', '%d.%m.%Y')", "05.06.2018"),
        ("max(${n}, 9)", "9"),
    ],
)
def test_the_functions_that_questionnaires_use(expression, result):
    form = form_of(
        question("select_multiple ab", "m"),
        question("text", "t"),
        question("integer", "n"),
        {"type": "calculate", "name": "c", "calculation": expression},
    )
    assert evaluate(form, {"m": "a b", "n": "7"}).calculated["c"] == result


def test_what_a_client_calculated_is_calculated_again():
    form = form_of(question("integer", "n"), {"type": "calculate", "name": "double", "calculation": "${n} * 2"})
    assert evaluate(form, {"n": "4", "double": "99"}).calculated == {"double": "8"}


def test_a_default_holds_until_something_is_answered():
    form = form_of(question("integer", "n", default="1"), question("date", "d", default="today()"))
    assert evaluate(form, {}).row("n").value == "1"
    assert evaluate(form, {}).row("d").value == str(timezone.localdate())
    assert evaluate(form, {"n": ""}).row("n").value == ""


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (question("geopoint", "q"), "geopoint"),
        (question("image", "q"), "upload"),
        (question("text", "q", relevant="pulldata('a', 'b', 'c', 'd') = 1"), "pulldata"),
    ],
)
def test_what_is_not_supported_is_named(row, named):
    with pytest.raises(Unsupported, match=named):
        form_of(row)


def test_repeats_are_refused_by_name():
    with pytest.raises(Unsupported, match="repeat"):
        form_of(question("begin_repeat", "r"), question("text", "q"), {"type": "end_repeat"})


def test_a_form_that_refers_to_itself_is_refused():
    with pytest.raises(Unsupported, match="never settle"):
        form_of(
            {"type": "calculate", "name": "a", "calculation": "if(${b} = 1, 2, 1)"},
            {"type": "calculate", "name": "b", "calculation": "${a}"},
        )


def test_a_broken_xlsform_is_a_sentence():
    with pytest.raises(BadForm, match="."):
        convert("| survey |\n| | type | name |\n| | select_one lost | q |\n", form_name="x")


@pytest.mark.parametrize(
    "xml",
    [
        "<trial",
        '<!DOCTYPE a [<!ENTITY e "x">]><trial id="trial" version="3"><q>&e;</q></trial>',
        '<other id="trial" version="3"/>',
        '<trial id="other" version="3"/>',
        '<trial id="trial" version="2"/>',
        '<trial id="trial" version="3"><q>1</q><q>2</q></trial>',
        '<trial id="trial" version="3"><what>1</what></trial>',
        '<trial id="trial" version="3"><q>' + "x" * 1_000_001 + "</q></trial>",
    ],
)
def test_instances_that_do_not_fit_are_refused(xml):
    form = form_of(question("text", "q"))
    with pytest.raises(BadInstance, match="."):
        answers_from(form, xml)


def test_a_finished_instance_leaves_out_what_was_not_asked():
    form = form_of(
        question("integer", "n"),
        question("text", "why", relevant="${n} > 1"),
        {"type": "calculate", "name": "twice", "calculation": "${n} * 2"},
    )
    answers, uuid = answers_from(form, instance_xml(form, {"n": "1", "why": "old"}, "u-1", finished=True))
    assert answers == {"n": "1", "twice": "2"}
    assert uuid == "u-1"


XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)


@given(st.dictionaries(st.sampled_from([item.name for item in SHIPPED_FORMS["fuller"].items]), XML_TEXT))
def test_a_draft_round_trips_through_instance_xml(draft):
    form = SHIPPED_FORMS["fuller"]
    answers, uuid = answers_from(form, instance_xml(form, draft, "7b0e"))
    assert answers == {name: value for name, value in draft.items() if value}
    assert uuid == "7b0e"


def test_twenty_four_questions_are_evaluated_in_under_a_millisecond():
    form = SHIPPED_FORMS["fuller"]
    answers = {item.name: "yes" for item in form.items}
    evaluate(form, answers)
    begun = time.process_time()
    for _turn in range(200):
        evaluate(form, answers)
    assert (time.process_time() - begun) / 200 < 0.001, "typically 0.1 ms; of computing, for the machine does much else"


def test_the_shipped_forms_ask_one_thing_in_a_question():
    asked = [
        item.label(language) for form in SHIPPED_FORMS.values() for item in form.questions for language in ("lv", "en")
    ]
    assert len(asked) == 2 * (12 + 25)
    questions = [words for words in asked if not words.startswith(("Apstiprinu", "I confirm"))]
    assert all(words.endswith("?") and ", vai " not in words and ", or " not in words for words in questions)


def test_the_shipped_forms_say_alleged():
    for one in (DOORSTEP, FULLER):
        words = one.source.lower()
        assert words.count("varmāk") == words.count("iespējamais varmāk") + words.count(
            "iespējamā varmāk"
        ) + words.count("iespējamajam varmāk")
        assert words.count("abuser") == words.count("alleged abuser")
