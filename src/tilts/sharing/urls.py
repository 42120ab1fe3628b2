"""Addresses of referrals, offers and summaries."""

from django.urls import path

from tilts.sharing.views import links, referrals, summaries, transfers

app_name = "sharing"
urlpatterns = [
    path("cases/<uuid:id>/refer/", referrals.referral_new, name="referral_new"),
    path("cases/<uuid:id>/share/", referrals.case_share, name="case_share"),
    path("referrals/<uuid:referral>/", referrals.referral_page, name="referral_page"),
    path("referrals/<uuid:referral>/seen/", referrals.referral_seen, name="referral_seen"),
    path("referrals/<uuid:referral>/accept/", referrals.referral_accept, name="referral_accept"),
    path("referrals/<uuid:referral>/decline/", referrals.referral_decline, name="referral_decline"),
    path("referrals/<uuid:referral>/done/", referrals.referral_finish, name="referral_finish"),
    path("referrals/<uuid:referral>/withdraw/", referrals.referral_withdraw, name="referral_withdraw"),
    path("referrals/<uuid:referral>/letter/", referrals.referral_letter, name="referral_letter"),
    path("referrals/<uuid:referral>/link/", links.referral_link, name="referral_link"),
    path("referrals/<uuid:referral>/link/end/", links.referral_link_end, name="referral_link_end"),
    path("partner/<str:token>/", links.partner_page, name="partner_page"),
    path("cases/<uuid:id>/summary/", summaries.case_summary, name="case_summary"),
    path("cases/<uuid:id>/numbers/add/", summaries.external_add, name="external_add"),
    path("cases/<uuid:id>/numbers/<uuid:number>/remove/", summaries.external_remove, name="external_remove"),
    path("cases/<uuid:id>/transfer/", transfers.transfer_offer, name="transfer_offer"),
    path("transfers/", transfers.transfer_list, name="transfer_list"),
    path("transfers/<uuid:id>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:id>/accept/", transfers.transfer_accept, name="transfer_accept"),
    path("transfers/<uuid:id>/decline/", transfers.transfer_decline, name="transfer_decline"),
    path("transfers/<uuid:id>/withdraw/", transfers.transfer_withdraw, name="transfer_withdraw"),
]
