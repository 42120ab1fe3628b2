"""Addresses of the pages of access: walls, emergencies, what was typed and not sent."""

from django.urls import path

from tilts.access.views import drafts, folders, glass

app_name = "access"
urlpatterns = [
    path("emergency/", glass.emergency, name="emergency"),
    path("emergency/review/", glass.emergency_review, name="emergency_review"),
    path("emergency/review/<uuid:broken>/", glass.emergency_judge, name="emergency_judge"),
    path("drafts/keep/", drafts.draft_keep, name="draft_keep"),
    path("drafts/<uuid:draft>/throw-away/", drafts.draft_throw_away, name="draft_throw_away"),
    path("purpose/", glass.purpose, name="purpose"),
    path("duty/", glass.duty, name="duty"),
    path("walls/", folders.wall_list, name="wall_list"),
    path("walls/raise/", folders.wall_raise, name="wall_raise"),
    path("walls/<uuid:wall>/lower/", folders.wall_lower, name="wall_lower"),
]
