"""What is known of a person, in words that say no more than is known: for pages, letters and summaries alike."""

from django.utils.translation import gettext as _

from tilts.people.models import ContactWay, Person, Precision
from tilts.ui.local import day_words


def born_words(person: Person) -> str:
    """When somebody was born, no more exactly than it is known: `6 June 1987`, `06.1987`, `1987`, `about 1987`."""
    day = person.birth_date
    if day is None:
        return ""
    if person.birth_precision == Precision.ESTIMATED:
        return _("about %(year)s") % {"year": day.year}
    if person.birth_precision == Precision.YEAR:
        return str(day.year)
    return f"{day:%m.%Y}" if person.birth_precision == Precision.MONTH else day_words(day, "")


def conditions(way: ContactWay) -> str:
    """Under which conditions a way to reach somebody is safe: what to mind, days, hours, code word, what may be said.

    Wherever the number goes, these go with it: without them it is not safe.
    """
    hours = [f"{one:%H.%M}" if one else "…" for one in (way.from_time, way.until_time)]
    code_word, answers = _("Code word"), _("To whoever answers")
    told = [
        way.caution,
        ", ".join(str(day) for day in way.day_names),
        "–".join(hours) if way.from_time or way.until_time else "",
        way.when,
        f"{code_word}: {way.code_word}" if way.code_word else "",
        f"{answers}: {way.may_say}" if way.may_say else "",
    ]
    return " ".join(words.rstrip(". ") + "." for words in told if words.strip())
