"""Addresses of the pages about rights."""

from django.urls import path

from tilts.rights.views import corrections, keeping, leaving, registers, requests

app_name = "rights"
urlpatterns = [
    path("", requests.request_list, name="request_list"),
    path("new/", requests.request_new, name="request_new"),
    path("keeping/", keeping.keeping_page, name="keeping_page"),
    path("keeping/new/", keeping.class_new, name="class_new"),
    path("due/", keeping.due_page, name="due_page"),
    path("holds/new/", keeping.hold_new, name="hold_new"),
    path("holds/<uuid:id>/lift/", keeping.hold_lift, name="hold_lift"),
    path("purges/new/", keeping.purge_new, name="purge_new"),
    path("purges/<uuid:id>/", keeping.purge_page, name="purge_page"),
    path("purges/<uuid:id>/confirm/", keeping.purge_confirm, name="purge_confirm"),
    path("purges/<uuid:id>/stop/", keeping.purge_stop, name="purge_stop"),
    path("breaches/", registers.breach_list, name="breach_list"),
    path("breaches/new/", registers.breach_new, name="breach_new"),
    path("breaches/<uuid:id>/", registers.breach_page, name="breach_page"),
    path("processing/", registers.processing_list, name="processing_list"),
    path("processing/new/", registers.activity_new, name="activity_new"),
    path("processing/<uuid:id>/", registers.activity_page, name="activity_page"),
    path("partners/new/", registers.partner_new, name="partner_new"),
    path("partners/<uuid:id>/", registers.partner_page, name="partner_page"),
    path("corrections/<uuid:id>/told/", corrections.correction_told, name="correction_told"),
    path("<uuid:id>/", requests.request_page, name="request_page"),
    path("<uuid:id>/check/", leaving.request_check, name="request_check"),
    path("<uuid:id>/prepare/", leaving.request_prepare, name="request_prepare"),
    path("<uuid:id>/propose/", leaving.request_propose, name="request_propose"),
    path("<uuid:id>/preview/", leaving.request_preview, name="request_preview"),
    path("<uuid:id>/second/", leaving.request_second, name="request_second"),
    path("<uuid:id>/take-back/", leaving.request_take_back, name="request_take_back"),
    path("<uuid:id>/confirm/", leaving.request_confirm, name="request_confirm"),
    path("<uuid:id>/erase/", leaving.request_erase, name="request_erase"),
    path("<uuid:id>/hand-over/", leaving.request_hand_over, name="request_hand_over"),
    path("<uuid:id>/pdf/", leaving.request_pdf, name="request_pdf"),
    path("<uuid:id>/json/", leaving.request_json, name="request_json"),
    path("<uuid:id>/correct/", corrections.request_correct, name="request_correct"),
    path("<uuid:id>/restrict/", requests.request_restrict, name="request_restrict"),
    path("<uuid:id>/unrestrict/", requests.request_unrestrict, name="request_unrestrict"),
    path("<uuid:id>/extend/", requests.request_extend, name="request_extend"),
    path("<uuid:id>/refuse/", requests.request_refuse, name="request_refuse"),
    path("<uuid:id>/release/", leaving.request_release, name="request_release"),
    path("<uuid:id>/answer/", requests.request_answer, name="request_answer"),
]
