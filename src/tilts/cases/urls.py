"""Addresses of the case pages."""

from django.urls import path

from tilts.cases.views import access, case, child_reports, conflicts, file, following, notes, people, person, team

app_name = "cases"
urlpatterns = [
    path("cases/new/", case.case_new, name="case_new"),
    path("cases/<uuid:id>/", case.case_page, name="case_page"),
    path("cases/<uuid:id>/people/add/", people.party_add, name="party_add"),
    path("cases/<uuid:id>/people/<uuid:person>/", person.person_page, name="person_page"),
    path("cases/<uuid:id>/people/<uuid:person>/change/", person.person_change, name="person_change"),
    path("cases/<uuid:id>/people/<uuid:person>/<slug:what>/add/", person.person_add, name="person_add"),
    path(
        "cases/<uuid:id>/people/<uuid:person>/<slug:what>/<uuid:row>/",
        person.person_take_back,
        name="person_take_back",
    ),
    path("cases/<uuid:id>/consents/<uuid:consent>/", person.consent_withdraw, name="consent_withdraw"),
    path("cases/<uuid:id>/notes/add/", notes.note_add, name="note_add"),
    path("cases/<uuid:id>/team/add/", team.team_add, name="team_add"),
    path("cases/<uuid:id>/team/<uuid:member>/leave/", team.team_leave, name="team_leave"),
    path("cases/<uuid:id>/hand-over/", team.case_hand_over, name="case_hand_over"),
    path("cases/<uuid:id>/restrict/", access.case_restrict, name="case_restrict"),
    path("cases/<uuid:id>/open-again/", access.case_open_again, name="case_open_again"),
    path("cases/<uuid:id>/access/<uuid:grant>/end/", access.grant_end, name="grant_end"),
    path("cases/<uuid:id>/close/", file.case_close, name="case_close"),
    path("cases/<uuid:id>/reopen/", file.case_reopen, name="case_reopen"),
    path("cases/<uuid:id>/file/", file.case_file, name="case_file"),
    path("cases/<uuid:id>/check/", file.case_check, name="case_check"),
    path("cases/<uuid:id>/notes/<uuid:note>/correct/", notes.note_correct, name="note_correct"),
    path("cases/<uuid:id>/notes/<uuid:note>/void/", notes.note_void, name="note_void"),
    path("cases/<uuid:id>/own-notes/", notes.own_notes, name="own_notes"),
    path("cases/<uuid:id>/own-notes/<uuid:note>/correct/", notes.own_note_correct, name="own_note_correct"),
    path("cases/<uuid:id>/own-notes/<uuid:note>/void/", notes.own_note_void, name="own_note_void"),
    path("cases/<uuid:id>/child-report/", child_reports.child_report_of_case, name="child_report_of_case"),
    path("supervision/", notes.supervision, name="supervision"),
    path("supervision/name/", notes.supervisor_name, name="supervisor_name"),
    path("supervision/<uuid:supervision>/end/", notes.supervision_end, name="supervision_end"),
    path("child-reports/", child_reports.child_report_list, name="child_report_list"),
    path("child-reports/new/", child_reports.child_report_new, name="child_report_new"),
    path("child-reports/<uuid:id>/", child_reports.child_report, name="child_report"),
    path("child-reports/<uuid:id>/change/", child_reports.child_report_change, name="child_report_change"),
    path("child-reports/<uuid:id>/send/", child_reports.child_report_send, name="child_report_send"),
    path("conflicts/", conflicts.conflict_list, name="conflict_list"),
    path("conflicts/<uuid:conflict>/", conflicts.conflict_decide, name="conflict_decide"),
    path("cases/<uuid:id>/access/", access.case_access, name="case_access"),
    path("cases/<uuid:id>/follow-ups/", following.follow_ups, name="follow_ups"),
    path("cases/<uuid:id>/follow-ups/<uuid:follow_up>/", following.follow_up_record, name="follow_up_record"),
]
