"""The pages of emergency orders."""

from django.urls import path

from workflows.pages.emergency.registering import order_new

urlpatterns = [path("emergency/new/", order_new, name="order_new")]
