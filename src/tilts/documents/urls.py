"""Addresses of the pages of documents."""

from django.urls import path

from tilts.documents import views

app_name = "documents"
urlpatterns = [
    path("folders/<uuid:id>/documents/", views.document_list, name="document_list"),
    path("folders/<uuid:id>/documents/add/", views.document_add, name="document_add"),
    path("documents/<uuid:id>/file/", views.document_file, name="document_file"),
    path("documents/<uuid:id>/withdraw/", views.document_void, name="document_void"),
]
