"""The pages of emergency orders."""

from django.urls import path

from workflows.pages.emergency.registering import emergency_new

urlpatterns = [path("emergency/new/", emergency_new, name="emergency_new")]
