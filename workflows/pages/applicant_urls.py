"""The pages of the applying organ."""

from django.urls import path

from workflows.pages.draft_pages import request_copy, request_discard, request_edit, request_new
from workflows.pages.law_pages import law_article, law_search
from workflows.pages.part_pages import part_check, part_edit, part_new, part_remove
from workflows.pages.request_page import request

urlpatterns = [
    path("requests/new/", request_new, name="request_new"),
    path("requests/<int:pk>/", request, name="request"),
    path("requests/<int:pk>/edit/", request_edit, name="request_edit"),
    path("requests/<int:pk>/copy/", request_copy, name="request_copy"),
    path("requests/<int:pk>/discard/", request_discard, name="request_discard"),
    path("requests/<int:pk>/parts/new/", part_new, name="part_new"),
    path("requests/<int:pk>/parts/<int:position>/", part_edit, name="part_edit"),
    path("requests/<int:pk>/parts/<int:position>/check/", part_check, name="part_check"),
    path("requests/<int:pk>/parts/<int:position>/remove/", part_remove, name="part_remove"),
    path("laws/", law_search, name="law_search"),
    path("laws/<int:pk>/", law_article, name="law_article"),
]
