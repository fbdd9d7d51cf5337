"""The addresses of supervision orders."""

from django.urls import path

from workflows.pages.order_issue import order_new, orders_many
from workflows.pages.orders import order, order_act, orders

urlpatterns = [
    path("orders/", orders, name="orders"),
    path("orders/new/", order_new, name="order_new"),
    path("orders/many/", orders_many, name="orders_many"),
    path("orders/<int:pk>/", order, name="order"),
    path("orders/<int:pk>/<slug:name>/", order_act, name="order_act"),
]
