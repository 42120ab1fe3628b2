"""Who may know how a person is reached, where they are and by which codes registers know them."""

from tilts.access.reach import in_folder, through
from tilts.people.models import Address, ContactWay, Danger, FolderPerson, Lending, PersonCode

in_folder(ContactWay, key="folder", zone="contact", lent=Lending)


through(Danger, FolderPerson, key="person", zone="contact")


in_folder(Address, key="folder", zone="address", lent=Lending)


in_folder(PersonCode, key="folder", zone="codes", lent=Lending)
