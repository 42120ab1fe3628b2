"""Addresses of the own account and of colleagues' accounts."""

from django.urls import path

from tilts.accounts.views import account, changes, members

app_name = "accounts"
urlpatterns = [
    path("account/", account.account_page, name="account_page"),
    path("account/role/", account.account_role, name="account_role"),
    path("account/pin/", account.account_pin, name="account_pin"),
    path("account/lock/", account.account_lock, name="account_lock"),
    path("account/locked/", account.account_locked, name="account_locked"),
    path("account/back/", account.account_back, name="account_back"),
    path("account/work/<uuid:id>/", account.work_accept, name="work_accept"),
    path("account/work/<uuid:id>/no/", account.work_decline, name="work_decline"),
    path("members/changes/", changes.change_list, name="change_list"),
    path("members/changes/<uuid:id>/release/", changes.change_release, name="change_release"),
    path("members/changes/<uuid:id>/alone/", changes.change_alone, name="change_alone"),
    path("members/changes/<uuid:id>/refuse/", changes.change_refuse, name="change_refuse"),
    path("members/changes/<uuid:id>/withdraw/", changes.change_withdraw, name="change_withdraw"),
    path("members/changes/<uuid:id>/link/", changes.change_link, name="change_link"),
    path("members/", members.member_list, name="member_list"),
    path("members/new/", members.member_new, name="member_new"),
    path("members/<uuid:id>/", members.member_page, name="member_page"),
    path("members/<uuid:id>/end/", members.member_end, name="member_end"),
    path("members/<uuid:id>/close/", members.member_close, name="member_close"),
    path("members/<uuid:id>/second-factor/", members.member_second_factor, name="member_second_factor"),
    path("members/<uuid:id>/sessions/", members.member_sessions, name="member_sessions"),
    path("members/<uuid:id>/link/", members.member_link, name="member_link"),
]
