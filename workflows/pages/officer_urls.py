"""The pages of the deciding offices."""

from django.urls import path

from workflows.pages.act import act
from workflows.pages.catalogue import catalogue, entry
from workflows.pages.citation_check import citation, law_scan
from workflows.pages.copies import copy_read
from workflows.pages.decide import decide
from workflows.pages.delegations import delegation, delegation_end, delegations
from workflows.pages.figures import figure_list, figures
from workflows.pages.inbox import inbox
from workflows.pages.law_reviews import law_review, law_reviews
from workflows.pages.notices import notice_read, notices, notices_read
from workflows.pages.reports import reports
from workflows.pages.request_list import request_list
from workflows.pages.start import start
from workflows.pages.supervision import supervision, supervision_list

urlpatterns = [
    path("", start, name="start"),
    path("inbox/", inbox, name="inbox"),
    path("requests/", request_list, name="request_list"),
    path("requests/<int:pk>/act/<slug:name>/", act, name="act"),
    path("requests/<int:pk>/decide/", decide, name="decide"),
    path("requests/<int:pk>/copies/<int:copy>/read/", copy_read, name="copy_read"),
    path("supervision/", supervision, name="supervision"),
    path("supervision/<slug:name>/", supervision_list, name="supervision_list"),
    path("reports/", reports, name="reports"),
    path("figures/", figures, name="figures"),
    path("figures/<slug:name>/", figure_list, name="figure_list"),
    path("notices/", notices, name="notices"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<int:pk>/read/", notice_read, name="notice_read"),
    path("requests/<int:pk>/citations/<int:citation>/", citation, name="citation"),
    path("law-scans/<int:pk>/", law_scan, name="law_scan"),
    path("delegations/", delegations, name="delegations"),
    path("delegations/<int:pk>/", delegation, name="delegation"),
    path("delegations/<int:pk>/end/", delegation_end, name="delegation_end"),
    path("law-reviews/", law_reviews, name="law_reviews"),
    path("law-reviews/<int:pk>/", law_review, name="law_review"),
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue/<int:pk>/", entry, name="entry"),
]
