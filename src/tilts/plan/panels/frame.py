"""What `plan` puts around a case: its tab, and what may be added."""

from django.utils.translation import pgettext_lazy

from tilts.cases.frame import ARRANGE, RECORD, case_addition, case_tab

case_tab(
    pgettext_lazy("Tab of a case", "Plan"),
    "plan:plan_page",
    order=20,
    zone="services",
    covers=("plan", "tasks", "appointments"),
)
case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "a protection order"),
    "plan:order_add",
    order=30,
    icon="shield-exclamation",
    rule="order.recorded",
)
case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "a paid service"),
    "plan:entitlement_add",
    order=50,
    icon="heart-handshake",
    rule="entitlement.granted",
)
case_addition(
    ARRANGE,
    pgettext_lazy("Add to a case", "an appointment"),
    "plan:appointment_add",
    order=10,
    icon="calendar-heart",
    rule="appointment.made",
    letter=pgettext_lazy("Key of the menu: appointment", "A"),
)
case_addition(
    ARRANGE,
    pgettext_lazy("Add to a case", "a task"),
    "plan:task_add",
    order=20,
    icon="checkbox",
    rule="task.added",
    letter=pgettext_lazy("Key of the menu: task", "T"),
)
case_addition(
    ARRANGE,
    pgettext_lazy("Add to a case", "a step of the plan"),
    "plan:step_add",
    order=30,
    icon="target-arrow",
    rule="plan.step_added",
    letter=pgettext_lazy("Key of the menu: step", "S"),
)
