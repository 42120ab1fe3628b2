"""One page takes over what was sent: whom it is about, and each part of the case that becomes of it."""

from tilts.cases.taking_over.form import TakeOverForm, labels_of
from tilts.cases.taking_over.likely import Likely, likely_persons
from tilts.cases.taking_over.parts import PARTS, split_name
from tilts.cases.taking_over.taking import Chosen, take_over

__all__ = ["PARTS", "Chosen", "Likely", "TakeOverForm", "labels_of", "likely_persons", "split_name", "take_over"]
