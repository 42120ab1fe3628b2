"""Addresses of the own account and of colleagues' accounts."""

from django.urls import path

from tilts.accounts.views import account, members

app_name = "accounts"
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
]
