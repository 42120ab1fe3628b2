"""When a case is a repeat, by either published definition; plain, without rows."""

from datetime import date

SAME_PAIR, ANY = RULES = ("same_pair", "any_incident")
"""The two published definitions."""


def flagged_until(referred_on: date) -> date:
    """The last day on which a new incident makes the case a repeat: the same day a year later, 29 February the 28th."""
    leap = (referred_on.month, referred_on.day) == (2, 29)
    return date(referred_on.year + 1, referred_on.month, 28 if leap else referred_on.day)


def is_repeat(
    rule: str, last_referred_on: date | None, incident_on: date | None, *, same_pair: bool, crime: bool
) -> bool:
    """Whether an incident makes the case a repeat by this definition (SafeLives, the older and the newer text).

    Both count the 12 months after the last referral, both ends included. `same_pair` asks besides that it was the same
    alleged perpetrator and would be a crime if it was reported; `any_incident` asks neither. What it was is the
    judgement of those at the table. `ValueError` for a rule that nobody published.
    """
    if rule not in RULES:
        raise ValueError(rule)
    if last_referred_on is None or incident_on is None:
        return False
    within = last_referred_on <= incident_on <= flagged_until(last_referred_on)
    return within and (rule == ANY or (same_pair and crime))
