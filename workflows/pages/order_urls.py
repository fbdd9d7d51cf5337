"""The addresses of supervision orders, of saved filters and of due dates."""

from django.urls import path, re_path

from workflows.pages.due_dates import calendar, calendar_feed
from workflows.pages.order_issue import order_new, orders_many
from workflows.pages.orders import order, order_act, orders
from workflows.pages.saved_filters import filter_remove, filter_save

urlpatterns = [
    path("orders/", orders, name="orders"),
    path("orders/new/", order_new, name="order_new"),
    re_path(r"^orders/many/(?:(?P<name>[-a-z]+)/)?$", orders_many, name="orders_many"),
    path("orders/<int:pk>/", order, name="order"),
    path("orders/<int:pk>/<slug:name>/", order_act, name="order_act"),
    path("filters/", filter_save, name="filter_save"),
    path("filters/<int:pk>/", filter_remove, name="filter_remove"),
    path("calendar/", calendar_feed, name="calendar_feed"),
    path("calendar/<str:token>.ics", calendar, name="calendar"),
]
