"""The verbs of `people`, by noun."""

from tilts.people.actions.codes import add_code, code_hash, withdraw_code
from tilts.people.actions.consents import (
    record_basis,
    record_consent,
    record_informed,
    withdraw_consent,
)
from tilts.people.actions.contacts import add_address, add_contact, keep_contact, withdraw_address, withdraw_contact
from tilts.people.actions.households import join_household, leave_household
from tilts.people.actions.lending import end_lending, lend_row, lent_rows
from tilts.people.actions.merging import known_in, link_same, merge, undo_merging
from tilts.people.actions.persons import (
    change_person,
    place_person,
    record_person,
    refuse_if_restricted,
    save_renamed,
    set_standing,
)
from tilts.people.actions.relations import add_relation, withdraw_relation
from tilts.people.finding import Likeness, find_similar, full_name, with_year

__all__ = [
    "Likeness",
    "add_address",
    "add_code",
    "add_contact",
    "add_relation",
    "change_person",
    "code_hash",
    "end_lending",
    "find_similar",
    "full_name",
    "join_household",
    "keep_contact",
    "leave_household",
    "lend_row",
    "lent_rows",
    "known_in",
    "link_same",
    "merge",
    "place_person",
    "record_basis",
    "record_consent",
    "record_informed",
    "record_person",
    "refuse_if_restricted",
    "save_renamed",
    "set_standing",
    "undo_merging",
    "withdraw_address",
    "withdraw_code",
    "withdraw_consent",
    "withdraw_contact",
    "withdraw_relation",
    "with_year",
]
