"""Words in, clean values out, by noun: the forms of `sharing`."""

from tilts.sharing.forms.links import LinkAnswerForm, LinkCodeForm
from tilts.sharing.forms.referrals import AcceptForm, OutcomeForm, ReasonForm, ReferralForm, ShareForm
from tilts.sharing.forms.summaries import ExternalForm, SummaryForm
from tilts.sharing.forms.transfers import AnswerForm, OfferForm, TakeOverForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "ExternalForm",
    "OfferForm",
    "LinkAnswerForm",
    "LinkCodeForm",
    "OutcomeForm",
    "ReasonForm",
    "ReferralForm",
    "ShareForm",
    "SummaryForm",
    "TakeOverForm",
]
