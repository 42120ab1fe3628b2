"""Who may know how a person is reached, where they are and by which codes registers know them."""

from typing import Any

from tilts.access.reach import Decision, Reach, Rows, rule, through
from tilts.people.models import Address, ContactWay, FolderPerson, PersonCode
from tilts.people.policy.persons import may_write_in


@through(ContactWay, FolderPerson, key="person", zone="contact")
def contact_rows(reach: Reach, rows: Rows) -> Rows:
    """Ways to reach a person one may know, where the folder opens the contact zone."""
    return rows


@through(Address, FolderPerson, key="person", zone="address")
def address_rows(reach: Reach, rows: Rows) -> Rows:
    """Where a person one may know lives, where the folder opens the address zone."""
    return rows


@through(PersonCode, FolderPerson, key="person", zone="codes")
def code_rows(reach: Reach, rows: Rows) -> Rows:
    """Personal codes of a person one may know, where the folder opens the zone of codes."""
    return rows


@rule("contact.added")
def may_add_contact(reach: Reach, record: Any = None) -> Decision:
    """Those who write the contact zone of a file write down how somebody in it is reached."""
    return may_write_in(reach, record, "contact")


@rule("contact.withdrawn")
def may_withdraw_contact(reach: Reach, record: Any = None) -> Decision:
    """Those who write the contact zone of a file take back a way to reach somebody in it."""
    return may_write_in(reach, record, "contact")


@rule("address.added")
def may_add_address(reach: Reach, record: Any = None) -> Decision:
    """Those who write the address zone of a file write down where somebody in it is."""
    return may_write_in(reach, record, "address")


@rule("address.withdrawn")
def may_withdraw_address(reach: Reach, record: Any = None) -> Decision:
    """Those who write the address zone of a file take back where somebody in it is."""
    return may_write_in(reach, record, "address")


@rule("code.added")
def may_add_code(reach: Reach, record: Any = None) -> Decision:
    """Those who write the codes of a file write down the codes of somebody in it."""
    return may_write_in(reach, record, "codes")


@rule("code.withdrawn")
def may_withdraw_code(reach: Reach, record: Any = None) -> Decision:
    """Those who write the codes of a file take back a code of somebody in it."""
    return may_write_in(reach, record, "codes")
