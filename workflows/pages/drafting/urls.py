"""The pages beside the draft: keeping what is typed, templates."""

from django.urls import path

from workflows.pages.drafting.keeping import part_keep, part_let_go
from workflows.pages.drafting.templates import (
    template_begin,
    template_delete,
    template_rename,
    template_save,
    templates,
)

urlpatterns = [
    path("requests/<int:pk>/parts/<int:position>/keep/", part_keep, name="part_keep"),
    path("requests/<int:pk>/parts/<int:position>/let-go/", part_let_go, name="part_let_go"),
    path("requests/<int:pk>/template/", template_save, name="template_save"),
    path("templates/", templates, name="templates"),
    path("templates/begin/", template_begin, name="template_begin"),
    path("templates/<int:pk>/rename/", template_rename, name="template_rename"),
    path("templates/<int:pk>/delete/", template_delete, name="template_delete"),
]
