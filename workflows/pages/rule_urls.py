"""The pages that explain the rules, and try others on what was."""

from django.urls import path

from workflows.pages.precedents_page import precedents
from workflows.pages.replayed import replay
from workflows.pages.rules import rule, rules

urlpatterns = [
    path("requests/<int:pk>/precedents/", precedents, name="precedents"),
    path("rules/", rules, name="rules"),
    path("rules/replay/", replay, name="replay"),
    path("rules/<slug:name>/", rule, name="rule"),
]
