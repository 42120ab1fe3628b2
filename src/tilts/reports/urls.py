"""Addresses of the reports."""

from django.urls import path

from tilts.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("<slug:code>/", views.report_page, name="report_page"),
    path("<slug:code>/trace/", views.report_trace, name="report_trace"),
    path("<slug:code>/give-out/", views.report_give_out, name="report_give_out"),
    path("<slug:code>/xlsx/", views.report_xlsx, name="report_xlsx"),
    path("<slug:code>/pdf/", views.report_pdf, name="report_pdf"),
]
