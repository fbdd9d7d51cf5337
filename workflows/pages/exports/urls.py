"""The addresses of the exports."""

from django.urls import path

from workflows.pages.exports.pages import export, export_file, exports

urlpatterns = [
    path("exports/", exports, name="exports"),
    path("exports/<int:pk>/", export, name="export"),
    path("exports/<int:pk>/file/", export_file, name="export_file"),
]
