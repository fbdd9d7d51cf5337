"""What was demanded of villages, as it was reported or as a notice says."""

from django.urls import path

from workflows.pages.demands import (
    demand,
    demand_answer,
    demand_close,
    demand_contact,
    demand_list,
    demand_picture,
)
from workflows.pages.paste import paste

urlpatterns = [
    path("paste/", paste, name="paste"),
    path("demands/", demand_list, name="demands"),
    path("demands/<int:pk>/", demand, name="demand"),
    path("demands/<int:pk>/answer/", demand_answer, name="demand_answer"),
    path("demands/<int:pk>/close/", demand_close, name="demand_close"),
    path("demands/<int:pk>/contact/", demand_contact, name="demand_contact"),
    path("demands/<int:pk>/picture/", demand_picture, name="demand_picture"),
]
