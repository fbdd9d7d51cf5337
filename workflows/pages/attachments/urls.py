"""The addresses of the attachments."""

from django.urls import path

from workflows.pages.attachments.pages import (
    attachment,
    attachment_file,
    attachment_picture,
    attachment_remove,
    attachments,
)

urlpatterns = [
    path("requests/<int:pk>/attachments/", attachments, name="attachments"),
    path("requests/<int:pk>/attachments/<int:attachment>/", attachment, name="attachment"),
    path("requests/<int:pk>/attachments/<int:attachment>/file/", attachment_file, name="attachment_file"),
    path(
        "requests/<int:pk>/attachments/<int:attachment>/<int:page>.png", attachment_picture, name="attachment_picture"
    ),
    path("requests/<int:pk>/attachments/<int:attachment>/remove/", attachment_remove, name="attachment_remove"),
]
