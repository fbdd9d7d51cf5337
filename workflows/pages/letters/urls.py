"""The addresses of the letters of a request, of a supervision order and of an exit."""

from django.urls import URLPattern, path

from workflows.pages.letters.listed import NAMED
from workflows.pages.letters.pages import document, document_file, document_issue, document_preview

FOLDERS = {"request": "requests", "order": "orders", "exit_case": "exits"}


def _addresses(of: str) -> list[URLPattern]:
    folder, named, more = FOLDERS[of], NAMED[of], {"of": of}
    of_one = f"{folder}/<int:pk>/documents/<slug:name>"
    return [
        path(f"{of_one}/", document, more, name=f"{named}document"),
        path(f"{of_one}/preview.pdf", document_preview, more, name=f"{named}document_preview"),
        path(f"{of_one}/issue/", document_issue, more, name=f"{named}document_issue"),
        path(
            f"{folder}/<int:pk>/letters/<int:letter>.<slug:ending>", document_file, more, name=f"{named}document_file"
        ),
    ]


urlpatterns = [pattern for of in FOLDERS for pattern in _addresses(of)]
