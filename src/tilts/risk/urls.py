"""Addresses of the risk pages."""

from django.urls import path

from tilts.risk.views import assessments, reports

DONE = "cases/<uuid:id>/risk/done/<uuid:act>/"
QUESTIONNAIRE = "doorstep/<uuid:id>/questionnaire/"

app_name = "risk"
urlpatterns = [
    path("doorstep/", reports.report_list, name="report_list"),
    path("doorstep/new/", reports.report_new, name="report_new"),
    path("doorstep/<uuid:id>/", reports.report_page, name="report_page"),
    path("doorstep/<uuid:id>/card/", reports.report_card, name="report_begun"),
    path("doorstep/<uuid:id>/card/<slug:item>/", reports.report_card, name="report_card"),
    path("doorstep/<uuid:id>/send/", reports.report_send, name="report_send"),
    path("inbox/register/", reports.report_register, name="report_register"),
    path("inbox/<uuid:id>/take-up/", reports.report_take_up, name="report_take_up"),
    path("inbox/<uuid:id>/return/", reports.report_return, name="report_return"),
    path("inbox/<uuid:id>/pass-on/", reports.report_pass_on, name="report_pass_on"),
    path("inbox/<uuid:id>/contact/", reports.report_contact, name="report_contact"),
    path("inbox/<uuid:id>/join/", reports.report_join, name="report_join"),
    path("cases/<uuid:id>/risk/", assessments.assessment_new, name="assessment_new"),
    path("cases/<uuid:id>/risk/<uuid:answers>/", assessments.assessment_page, name="assessment_page"),
    path(DONE, assessments.assessment_read, name="assessment_read"),
    path(DONE + "correct/", assessments.questionnaire_correct, name="questionnaire_correct"),
    path(DONE + "void/", assessments.questionnaire_void, name="questionnaire_void"),
    path(QUESTIONNAIRE, assessments.report_questionnaire_correct, name="report_questionnaire_correct"),
    path(QUESTIONNAIRE + "void/", assessments.report_questionnaire_void, name="report_questionnaire_void"),
]
