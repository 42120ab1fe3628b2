"""Addresses of the pages of access: the own account, colleagues, walls, emergencies, oversight."""

from django.urls import path

from tilts.access.views import account, folders, glass, members, oversight

app_name = "access"
urlpatterns = [
    path("account/", account.account_page, name="account_page"),
    path("account/role/", account.account_role, name="account_role"),
    path("account/pin/", account.account_pin, name="account_pin"),
    path("account/lock/", account.account_lock, name="account_lock"),
    path("account/locked/", account.account_locked, name="account_locked"),
    path("account/back/", account.account_back, name="account_back"),
    path("members/", members.member_list, name="member_list"),
    path("members/new/", members.member_new, name="member_new"),
    path("members/<uuid:id>/", members.member_page, name="member_page"),
    path("members/<uuid:id>/end/", members.member_end, name="member_end"),
    path("members/<uuid:id>/close/", members.member_close, name="member_close"),
    path("members/<uuid:id>/second-factor/", members.member_second_factor, name="member_second_factor"),
    path("members/<uuid:id>/link/", members.member_link, name="member_link"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("oversight/file/", oversight.oversight_export, name="oversight_export"),
    path("oversight/chain/", oversight.oversight_chain, name="oversight_chain"),
    path("oversight/records/<uuid:id>/", oversight.oversight_record, name="oversight_record"),
    path("oversight/alerts/", oversight.alert_list, name="alert_list"),
    path("oversight/alerts/<uuid:id>/", oversight.alert_page, name="alert_page"),
    path("emergency/", glass.emergency, name="emergency"),
    path("emergency/review/", glass.emergency_review, name="emergency_review"),
    path("emergency/review/<uuid:broken>/", glass.emergency_judge, name="emergency_judge"),
    path("purpose/", glass.purpose, name="purpose"),
    path("duty/", glass.duty, name="duty"),
    path("walls/", folders.wall_list, name="wall_list"),
    path("walls/raise/", folders.wall_raise, name="wall_raise"),
    path("walls/<uuid:wall>/lower/", folders.wall_lower, name="wall_lower"),
]
