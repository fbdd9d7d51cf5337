"""The pages of the burden meter."""

from django.urls import path

from workflows.pages.burden.county import burden, burden_county
from workflows.pages.burden.village import burden_village

urlpatterns = [
    path("burden/", burden, name="burden"),
    path("burden/<str:code>/", burden_county, name="burden_county"),
    path("burden/villages/<str:code>/", burden_village, name="burden_village"),
]
