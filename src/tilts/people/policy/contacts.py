"""Who may know how a person is reached, where they are and by which codes registers know them."""

from tilts.access.reach import through
from tilts.people.models import Address, ContactWay, FolderPerson, PersonCode

through(ContactWay, FolderPerson, key="person", zone="contact")


through(Address, FolderPerson, key="person", zone="address")


through(PersonCode, FolderPerson, key="person", zone="codes")
