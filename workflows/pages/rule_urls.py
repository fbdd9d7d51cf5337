"""The pages that explain the rules, and try others on what was."""

from django.urls import path

from workflows.pages.rules import rule, rules

urlpatterns = [
    path("rules/", rules, name="rules"),
    path("rules/<slug:name>/", rule, name="rule"),
]
