"""Addresses of the meetings."""

from django.urls import path

from tilts.meetings.views import agenda, doing, family, guests, issues, meeting, minutes, research, run

ITEM = "<uuid:id>/items/<uuid:item>/"

app_name = "meetings"
urlpatterns = [
    path("", meeting.meeting_list, name="meeting_list"),
    path("new/", meeting.meeting_new, name="meeting_new"),
    path("about/<uuid:id>/", meeting.meeting_about, name="meeting_about"),
    path("refer/<uuid:id>/", agenda.case_refer, name="case_refer"),
    path("guest/<str:token>/", guests.guest_enter, name="guest_enter"),
    path("<uuid:id>/", meeting.meeting_page, name="meeting_page"),
    path("<uuid:id>/change/", meeting.meeting_change, name="meeting_change"),
    path("<uuid:id>/hand-over/", meeting.meeting_hand_over, name="meeting_hand_over"),
    path("<uuid:id>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("<uuid:id>/invite/", meeting.meeting_invite, name="meeting_invite"),
    path("<uuid:id>/invitations/<uuid:invitation>/withdraw/", meeting.invitation_withdraw, name="invitation_withdraw"),
    path("<uuid:id>/attendance/", meeting.meeting_attendance, name="meeting_attendance"),
    path("<uuid:id>/publish/", meeting.meeting_publish, name="meeting_publish"),
    path("<uuid:id>/open/", meeting.meeting_open, name="meeting_open"),
    path("<uuid:id>/close/", meeting.meeting_close, name="meeting_close"),
    path("<uuid:id>/run/", run.run, name="run"),
    path("<uuid:id>/now/", run.now, name="now"),
    path("<uuid:id>/minutes/", minutes.minutes, name="minutes"),
    path("<uuid:id>/minutes/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path("<uuid:id>/guests/", guests.pass_give, name="pass_give"),
    path("<uuid:id>/guests/<uuid:passed>/end/", guests.pass_end, name="pass_end"),
    path("<uuid:id>/issues/add/", issues.issue_add, name="issue_add"),
    path("<uuid:id>/issues/<uuid:issue>/change/", issues.issue_change, name="issue_change"),
    path("<uuid:id>/issues/<uuid:issue>/withdraw/", issues.issue_withdraw, name="issue_withdraw"),
    path("<uuid:id>/issues/<uuid:issue>/conclude/", issues.issue_conclude, name="issue_conclude"),
    path("<uuid:id>/issues/<uuid:issue>/decide/", doing.decision_add, name="decision_add"),
    path("<uuid:id>/actions/<uuid:act>/change/", doing.action_change, name="action_change"),
    path("<uuid:id>/actions/<uuid:act>/withdraw/", doing.action_withdraw, name="action_withdraw"),
    path("<uuid:id>/actions/<uuid:act>/done/", doing.action_finish, name="action_finish"),
    path(ITEM, agenda.item_page, name="item_page"),
    path(ITEM + "change/", agenda.item_change, name="item_change"),
    path(ITEM + "withdraw/", agenda.item_withdraw, name="item_withdraw"),
    path(ITEM + "begin/", agenda.item_begin, name="item_begin"),
    path(ITEM + "end/", agenda.item_end, name="item_end"),
    path(ITEM + "conclude/", agenda.item_conclude, name="item_conclude"),
    path(ITEM + "share/", agenda.item_share, name="item_share"),
    path(ITEM + "repeat/", agenda.item_repeat, name="item_repeat"),
    path(ITEM + "told/", agenda.item_told, name="item_told"),
    path(ITEM + "shared/<uuid:shared>/withdraw/", doing.share_withdraw, name="share_withdraw"),
    path(ITEM + "actions/add/", doing.action_add, name="action_add"),
    path(ITEM + "research/", research.research_page, name="research"),
    path(ITEM + "research/<uuid:research>/", research.research_change, name="research_change"),
    path(ITEM + "research/<uuid:research>/share/", research.research_share, name="research_share"),
    path(ITEM + "family/", family.conference_page, name="conference"),
    path(ITEM + "family/private/", family.conference_private, name="conference_private"),
    path(ITEM + "family/circle/", family.circle_add, name="circle_add"),
    path(ITEM + "family/steps/", family.step_add, name="step_add"),
    path(ITEM + "family/steps/<uuid:step>/", family.step_review, name="step_review"),
]
