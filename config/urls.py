"""The addresses."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("workflows.pages.applicant_urls")),
    path("", include("workflows.pages.officer_urls")),
    path("", include("workflows.pages.rule_urls")),
    path("", include("workflows.pages.order_urls")),
    path("", include("workflows.pages.burden.urls")),
    path("", include("workflows.pages.walls.urls")),
    path("", include("workflows.pages.public.urls")),
    path("", include("workflows.pages.demand_urls")),
    path("", include("workflows.pages.emergency.urls")),
    path("", include("workflows.pages.drafting.urls")),
    path("", include("workflows.pages.batches.urls")),
    path("", include("workflows.pages.standing.urls")),
    path("", include("workflows.pages.letters.urls")),
    path("", include("workflows.pages.exports.urls")),
    path("", include("workflows.pages.attachments.urls")),
    path("", include("workflows.pages.procedures.urls")),
]
