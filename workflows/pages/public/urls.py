"""The addresses that are open to everybody."""

from django.urls import path

from workflows.pages.public.check import check_start
from workflows.pages.public.open_data import changes, data_csv, data_json, data_schema
from workflows.pages.public.places import place, places
from workflows.pages.public.register import public_register
from workflows.pages.public.report import demand_receipt, demand_report
from workflows.pages.public.year import year

urlpatterns = [
    path("check/", check_start, name="check"),
    path("check/<str:code>/", check_start, name="check_code"),
    path("report/", demand_report, name="demand_report"),
    path("report/answer/", demand_receipt, name="demand_receipt"),
    path("register/", public_register, name="register"),
    path("register/entries.csv", data_csv, name="register_csv"),
    path("register/entries.json", data_json, name="register_json"),
    path("register/schema.json", data_schema, name="register_schema"),
    path("register/changes.atom", changes, name="register_changes"),
    path("places/", places, name="places"),
    path("places/<str:code>/", place, name="place"),
    path("places/<str:code>/<int:number>/", year, name="year"),
]
