"""Addresses of the risk pages."""

from django.urls import path

from tilts.risk import views

app_name = "risk"
urlpatterns = [
    path("doorstep/", views.report_list, name="report_list"),
    path("doorstep/new/", views.report_new, name="report_new"),
    path("doorstep/<uuid:id>/", views.report_page, name="report_page"),
    path("doorstep/<uuid:id>/card/", views.report_card, name="report_begun"),
    path("doorstep/<uuid:id>/card/<slug:item>/", views.report_card, name="report_card"),
    path("doorstep/<uuid:id>/send/", views.report_send, name="report_send"),
    path("inbox/register/", views.report_register, name="report_register"),
    path("inbox/<uuid:id>/take-up/", views.report_take_up, name="report_take_up"),
    path("inbox/<uuid:id>/return/", views.report_return, name="report_return"),
    path("inbox/<uuid:id>/pass-on/", views.report_pass_on, name="report_pass_on"),
    path("inbox/<uuid:id>/contact/", views.report_contact, name="report_contact"),
    path("inbox/<uuid:id>/join/", views.report_join, name="report_join"),
    path("cases/<uuid:id>/risk/", views.assessment_new, name="assessment_new"),
    path("cases/<uuid:id>/risk/<uuid:answers>/", views.assessment_page, name="assessment_page"),
    path("cases/<uuid:id>/risk/done/<uuid:act>/", views.assessment_read, name="assessment_read"),
]
