"""The pages of a batch."""

from django.urls import path

from workflows.pages.batches.views import batch, batch_new, batch_progress

urlpatterns = [
    path("batches/", batch_new, name="batch_new"),
    path("batches/<uuid:key>/", batch, name="batch"),
    path("batches/<uuid:key>/progress/", batch_progress, name="batch_progress"),
]
