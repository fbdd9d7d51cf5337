"""The pages of what stands."""

from django.urls import path

from workflows.pages.standing.bases import bases
from workflows.pages.standing.editions import edition, package
from workflows.pages.standing.exit_cases import exit_act, exit_case
from workflows.pages.standing.exits import exit_review, exits, propose, report
from workflows.pages.standing.filings import filing_receive, filing_send, filing_urge
from workflows.pages.standing.intakes import export, intake, intake_new
from workflows.pages.standing.keeping import entry_change, entry_enter, entry_strike, list_publish
from workflows.pages.standing.lists import list_page, lists
from workflows.pages.standing.packages import package_file, package_receive, package_received, packages

urlpatterns = [
    path("lists/", lists, name="lists"),
    path("lists/<str:code>/<slug:name>/", list_page, name="list_page"),
    path("lists/<str:code>/<slug:name>/enter/", entry_enter, name="entry_enter"),
    path("lists/<str:code>/<slug:name>/publish/", list_publish, name="list_publish"),
    path("lists/<str:code>/<slug:name>/import/", intake_new, name="intake_new"),
    path("lists/<str:code>/<slug:name>/export.<str:form>", export, name="list_export"),
    path("intakes/<int:pk>/", intake, name="intake"),
    path("list-editions/<int:pk>/", edition, name="list_edition"),
    path("list-editions/<int:pk>/package/", package, name="list_package"),
    path("list-filings/<int:pk>/send/", filing_send, name="filing_send"),
    path("list-filings/<int:pk>/receive/", filing_receive, name="filing_receive"),
    path("list-filings/<int:pk>/urge/", filing_urge, name="filing_urge"),
    path("packages/", packages, name="packages"),
    path("packages/receive/", package_receive, name="package_receive"),
    path("packages/<int:pk>/", package_received, name="package_received"),
    path("packages/<int:pk>/file/", package_file, name="package_file"),
    path("catalogue/<int:pk>/change/", entry_change, name="entry_change"),
    path("catalogue/<int:pk>/strike/", entry_strike, name="entry_strike"),
    path("catalogue/<int:pk>/report/", report, name="exit_report"),
    path("exits/", exits, name="exits"),
    path("exits/propose/", propose, name="exit_propose"),
    path("exits/reviews/<int:pk>/", exit_review, name="exit_review"),
    path("exits/<int:pk>/", exit_case, name="exit_case"),
    path("exits/<int:pk>/<slug:act>/", exit_act, name="exit_act"),
    path("bases/", bases, name="bases"),
]
