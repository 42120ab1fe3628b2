"""Words in: to whom the work of somebody who leaves goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tilts.access.models import User
from tilts.cases.models import Case
from tilts.day.leaving import Left
from tilts.ui.forms import TiltsForm


class CasesField(forms.ModelMultipleChoiceField[Case]):
    """Cases by their codes and kinds."""

    def label_from_instance(self, obj: Case) -> str:
        """A case as the list of cases names it, without anybody's name."""
        return f"{obj.code} · {obj.get_kind_display()}"


class HandWorkForm(TiltsForm):
    """A colleague, and which cases go; what there is none of is not asked."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("To which colleague"))
    cases = CasesField(
        Case.objects.none(), label=_("Cases that go over"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kept = forms.BooleanField(required=False)
    reports = forms.BooleanField(required=False)

    def __init__(self, *args: Any, colleagues: Any, left: Left, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["cases"].queryset = cases  # type: ignore[attr-defined]
        self.fields["cases"].initial = [case.pk for case in left.cases]
        self.fields["kept"].label = ngettext(
            "Also %(n)s case that is kept to named people", "Also %(n)s cases that are kept to named people", left.kept
        ) % {"n": left.kept}
        self.fields["reports"].label = ngettext(
            "Also %(n)s report that only this person may answer",
            "Also %(n)s reports that only this person may answer",
            left.reports,
        ) % {"n": left.reports}
        for name, many in (("cases", left.cases), ("kept", left.kept), ("reports", left.reports)):
            if not many:
                del self.fields[name]
