"""Words in, clean values out, by noun: the forms of `plan`."""

from tilts.plan.forms.dates import (
    AppointmentForm,
    BreachForm,
    EntitlementForm,
    ExtendForm,
    MoveForm,
    OrderAnswerForm,
    OrderEndForm,
    OrderForm,
    SettleForm,
)
from tilts.plan.forms.plan import (
    GoalForm,
    ReviewForm,
    StepChangeForm,
    StepForm,
    StepOutForm,
    StepProgressForm,
    TaskChangeForm,
    TaskForm,
)

__all__ = [
    "AppointmentForm",
    "BreachForm",
    "EntitlementForm",
    "ExtendForm",
    "GoalForm",
    "MoveForm",
    "OrderAnswerForm",
    "OrderEndForm",
    "OrderForm",
    "ReviewForm",
    "SettleForm",
    "StepChangeForm",
    "StepForm",
    "StepOutForm",
    "StepProgressForm",
    "TaskChangeForm",
    "TaskForm",
]
