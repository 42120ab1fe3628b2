"""Addresses of the projects."""

from django.urls import path

from tilts.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="project_list"),
    path("<slug:code>/", views.project_page, name="project_page"),
]
