"""The addresses of the procedure."""

from django.urls import path

from workflows.pages.procedures.move import move_procedure
from workflows.pages.procedures.read import procedure, version
from workflows.pages.procedures.set import procedure_new

urlpatterns = [
    path("procedure/", procedure, name="procedure"),
    path("procedure/new/", procedure_new, name="procedure_new"),
    path("procedure/<int:pk>/", version, name="procedure_version"),
    path("requests/<int:pk>/procedure/", move_procedure, name="move_procedure"),
]
