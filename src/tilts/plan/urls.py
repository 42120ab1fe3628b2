"""Addresses of what is planned in a case, and of one's calendar."""

from django.urls import path

from tilts.plan.views import appointments, entitlements, orders, plan, tasks

app_name = "plan"
urlpatterns = [
    path("cases/<uuid:id>/plan/", plan.plan_page, name="plan_page"),
    path("cases/<uuid:id>/plan/goals/add/", plan.goal_add, name="goal_add"),
    path("cases/<uuid:id>/plan/goals/<uuid:goal>/reached/", plan.goal_reached, name="goal_reached"),
    path("cases/<uuid:id>/plan/steps/add/", plan.step_add, name="step_add"),
    path("cases/<uuid:id>/plan/steps/<uuid:step>/", plan.step_change, name="step_change"),
    path("cases/<uuid:id>/plan/steps/<uuid:step>/progress/", plan.step_progress, name="step_progress"),
    path("cases/<uuid:id>/plan/steps/<uuid:step>/take-out/", plan.step_out, name="step_out"),
    path("cases/<uuid:id>/plan/review/", plan.plan_review, name="plan_review"),
    path("cases/<uuid:id>/tasks/add/", tasks.task_add, name="task_add"),
    path("cases/<uuid:id>/tasks/<uuid:task>/", tasks.task_change, name="task_change"),
    path("cases/<uuid:id>/tasks/<uuid:task>/done/", tasks.task_done, name="task_done"),
    path("cases/<uuid:id>/tasks/<uuid:task>/reopen/", tasks.task_reopen, name="task_reopen"),
    path("cases/<uuid:id>/orders/add/", orders.order_add, name="order_add"),
    path("cases/<uuid:id>/orders/<uuid:order>/", orders.order_page, name="order_page"),
    path("cases/<uuid:id>/orders/<uuid:order>/end/", orders.order_end, name="order_end"),
    path("cases/<uuid:id>/orders/<uuid:order>/application/", orders.order_answer, name="order_answer"),
    path("cases/<uuid:id>/orders/<uuid:order>/breaches/add/", orders.breach_add, name="breach_add"),
    path("cases/<uuid:id>/appointments/add/", appointments.appointment_add, name="appointment_add"),
    path("cases/<uuid:id>/appointments/<uuid:appointment>/", appointments.appointment_page, name="appointment_page"),
    path(
        "cases/<uuid:id>/appointments/<uuid:appointment>/settle/",
        appointments.appointment_settle,
        name="appointment_settle",
    ),
    path(
        "cases/<uuid:id>/appointments/<uuid:appointment>/move/", appointments.appointment_move, name="appointment_move"
    ),
    path("cases/<uuid:id>/entitlements/add/", entitlements.entitlement_add, name="entitlement_add"),
    path(
        "cases/<uuid:id>/entitlements/<uuid:entitlement>/extend/",
        entitlements.entitlement_extend,
        name="entitlement_extend",
    ),
    path("calendar/", appointments.my_calendar, name="my_calendar"),
    path("calendar/address/", appointments.calendar_address, name="calendar_address"),
    path("calendar/<str:secret>.ics", appointments.calendar_feed, name="calendar_feed"),
]
