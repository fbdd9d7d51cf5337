"""The addresses of the letters of a case."""

from django.urls import path

from workflows.pages.letters.pages import document, document_file, document_issue, document_preview

urlpatterns = [
    path("requests/<int:pk>/documents/<slug:name>/", document, name="document"),
    path("requests/<int:pk>/documents/<slug:name>/preview.pdf", document_preview, name="document_preview"),
    path("requests/<int:pk>/documents/<slug:name>/issue/", document_issue, name="document_issue"),
    path("requests/<int:pk>/letters/<int:letter>.<slug:ending>", document_file, name="document_file"),
]
