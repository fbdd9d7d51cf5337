"""The pages of the signboard walls."""

from django.urls import path

from workflows.pages.walls.county import walls, walls_county
from workflows.pages.walls.intakes import board_export, board_intake_new, board_intake_preview
from workflows.pages.walls.measuring import facility, facility_import
from workflows.pages.walls.village import board_hang, board_take_down, wall

urlpatterns = [
    path("walls/", walls, name="walls"),
    path("walls/<str:code>/", walls_county, name="walls_county"),
    path("walls/<str:code>/import/", facility_import, name="facility_import"),
    path("walls/<str:code>/boards/import/", board_intake_new, name="board_intake_new"),
    path("walls/<str:code>/boards.<str:form>", board_export, name="board_export"),
    path("walls/intakes/<int:pk>/", board_intake_preview, name="board_intake"),
    path("walls/villages/<str:code>/", wall, name="wall"),
    path("walls/villages/<str:code>/hang/", board_hang, name="board_hang"),
    path("walls/villages/<str:code>/facility/", facility, name="facility"),
    path("walls/boards/<int:pk>/take-down/", board_take_down, name="board_take_down"),
]
