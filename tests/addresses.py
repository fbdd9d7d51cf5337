"""Every address there is, with arguments of things that exist: from the resolver itself, so that none is forgotten."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Delegation, User
from catalogues import board_intake
from catalogues.lists import ListName
from catalogues.models import (
    DemandReport,
    Edition,
    Entry,
    ExitCase,
    ExitReview,
    Intake,
    ListFiling,
    ReceivedPackage,
    Signboard,
)
from laws.models import Article, Confirmation
from notifications.models import Notice
from policy.rulebook import RULES
from tests.cast import CODE
from tests.catalogues.standing_things import TOWNSHIP, VILLAGE
from workflows.models import (
    AdmissionRequest,
    Attachment,
    Batch,
    BatchItem,
    Citation,
    Copy,
    CountyProcedure,
    Export,
    IssuedLetter,
    LawReview,
    RequestPart,
    RequestTemplate,
    SavedFilter,
    State,
    SupervisionOrder,
)
from workflows.pages import figure_lists, problem_lists
from workflows.services import due_dates

Arguments = Iterable[tuple[Any, ...]]
# Named by nothing but its place: Django's own redirects from an old address of a record, and its answer to all others.
OLD_RECORD, CATCH_ALL = "<path:object_id>/", "(?P<url>.*)$"


def keys(model: type[Model]) -> Callable[[], Arguments]:
    """The first of a kind."""
    return lambda: model._default_manager.order_by("pk").values_list("pk")[:1]


def of_draft() -> Arguments:
    return AdmissionRequest.objects.filter(state=State.DRAFT).values_list("pk")[:1]


def of_draft_part() -> Arguments:
    return RequestPart.objects.filter(request__state=State.DRAFT).values_list("request", "position")[:1]


def under_review() -> Arguments:
    """The one that everybody has something to do with."""
    return Copy.objects.values_list("request")[:1]


def declined() -> Arguments:
    return AdmissionRequest.objects.filter(state=State.DECLINED).values_list("pk")[:1]


def before_the_authority() -> Arguments:
    return BatchItem.objects.values_list("request")[:1]


def of_files() -> Arguments:
    return Attachment.objects.values_list("request", "pk")


def of_letter(matter: str) -> Callable[[], Arguments]:
    """The letters that hang on a request, an order or an exit case."""
    return lambda: IssuedLetter.objects.filter(**{f"{matter}__isnull": False}).values_list(matter, "name")


def letter_file(matter: str) -> Callable[[], Arguments]:
    kept = IssuedLetter.objects.filter(**{f"{matter}__isnull": False})
    return lambda: [(*each, ending) for each in kept.values_list(matter, "pk") for ending in ("pdf", "docx")]


def of_acts() -> Arguments:
    return [(pk, name) for (pk,) in under_review() for name in ("give_opinion", "add_signer", "copy")]


def of_lists() -> Arguments:
    return [(CODE, ListName.WORK_AFFAIRS)]


def of_calendars() -> Arguments:
    """A token of an officer with something due, of who watches, and of who alone may reach a reporter."""
    owners = User.objects.filter(username__in=["t-screener", "t-supervisor", "t-confidant"])
    return [(due_dates.subscribe(officer),) for officer in owners]


# A pattern's name → the arguments it is filled with. A pattern with arguments that is missing here fails the test.
MAKERS: dict[str, Callable[[], Arguments]] = {
    **dict.fromkeys(("request_edit", "request_discard", "part_new", "template_save"), of_draft),
    **dict.fromkeys(("part_edit", "part_check", "part_remove", "part_keep", "part_let_go"), of_draft_part),
    **dict.fromkeys(("request", "request_copy", "precedents", "move_procedure", "attachments"), under_review),
    "decide": before_the_authority,
    **dict.fromkeys(("attachment", "attachment_file", "attachment_remove"), of_files),
    "attachment_picture": lambda: [(*each, 1) for each in of_files()],
    **dict.fromkeys(("document", "document_issue"), of_letter("request")),
    **dict.fromkeys(("order_document", "order_document_preview", "order_document_issue"), of_letter("order")),
    **dict.fromkeys(("exit_document", "exit_document_preview", "exit_document_issue"), of_letter("exit_case")),
    "order_document_file": letter_file("order"),
    "exit_document_file": letter_file("exit_case"),
    # A PDF takes its time: that of a request which few may see.
    "document_preview": lambda: [(pk, "decline") for (pk,) in declined()],
    "document_file": letter_file("request"),
    "act": of_acts,
    "copy_read": lambda: Copy.objects.values_list("request", "pk")[:1],
    "citation": lambda: Citation.objects.filter(part__request__copies__isnull=False).values_list("part__request", "pk")[:1],
    "law_article": keys(Article),
    "law_scan": keys(Confirmation),
    "law_review": keys(LawReview),
    "supervision_list": lambda: [(name,) for name in problem_lists.LISTS],
    "figure_list": lambda: [(name,) for name in list(figure_lists.LISTS)[:2]],
    "rule": lambda: [(RULES[0].name,)],
    "notice_read": lambda: Notice.objects.filter(event="demand_reported").values_list("pk")[:1],
    **dict.fromkeys(("delegation", "delegation_end"), keys(Delegation)),
    "order": keys(SupervisionOrder),
    "order_act": lambda: [(pk, name) for (pk,) in keys(SupervisionOrder)() for name in ("feed_back", "interview")],
    "filter_remove": keys(SavedFilter),
    "calendar": of_calendars,
    "burden_county": lambda: [(CODE,)],
    "burden_village": lambda: [(VILLAGE,)],
    **dict.fromkeys(("walls_county", "facility_import", "board_intake_new"), lambda: [(CODE,)]),
    **dict.fromkeys(("wall", "board_hang", "facility"), lambda: [(VILLAGE,)]),
    "board_take_down": keys(Signboard),
    "board_export": lambda: [(CODE, form) for form in ("csv", "xlsx")],
    "board_intake": lambda: Intake.objects.filter(list=board_intake.NAME).values_list("pk")[:1],
    "orders_many": lambda: [("overdue",)],
    "check_code": lambda: Entry.objects.exclude(check_code="").values_list("check_code")[:1],
    "place": lambda: [(VILLAGE,), (TOWNSHIP,)],
    "year": lambda: [(VILLAGE, 2026)],
    **dict.fromkeys(
        ("demand", "demand_answer", "demand_close", "demand_contact", "demand_picture"), keys(DemandReport)
    ),
    **dict.fromkeys(("template_rename", "template_delete"), keys(RequestTemplate)),
    **dict.fromkeys(("batch", "batch_progress"), lambda: Batch.objects.values_list("key")),
    **dict.fromkeys(("list_page", "entry_enter", "list_publish", "intake_new"), of_lists),
    "list_export": lambda: [(*each, form) for each in of_lists() for form in ("csv", "xlsx")],
    "intake": keys(Intake),
    **dict.fromkeys(("list_edition", "list_package"), keys(Edition)),
    **dict.fromkeys(("package_received", "package_file"), keys(ReceivedPackage)),
    **dict.fromkeys(("filing_send", "filing_receive", "filing_urge"), keys(ListFiling)),
    "entry": keys(Entry),
    **dict.fromkeys(("entry_change", "entry_strike", "exit_report"), keys(Entry)),
    "exit_review": keys(ExitReview),
    "exit_case": keys(ExitCase),
    "exit_act": lambda: [(pk, name) for (pk,) in keys(ExitCase)() for name in ("answer", "drop")],
    **dict.fromkeys(("export", "export_file"), keys(Export)),
    "procedure_version": keys(CountyProcedure),
    "admin:app_list": lambda: [(app,) for app in {model._meta.app_label for model in admin.site._registry}],
    "admin:auth_user_password_change": keys(User),
    "admin:view_on_site": lambda: [
        (ContentType.objects.get_for_model(DemandReport).pk, pk) for (pk,) in keys(DemandReport)()
    ],
}  # fmt: skip

# What a page is asked for behind its address.
ASKED: dict[str, Callable[[], str]] = {
    "template_begin": lambda: f"?own={RequestTemplate.objects.values_list('pk', flat=True)[0]}",
}


def patterns(resolver: Any = None, space: str = "", before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its namespace, whole pattern, pattern) of each address."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else space
            yield from patterns(each, inner, before + str(each.pattern))
        else:
            yield f"{space}{each.name or str(each.pattern)}", before + str(each.pattern), each


def filled(name: str, whole: str, pattern: URLPattern) -> list[str] | None:
    """The addresses of a pattern: none where nothing of the kind exists, None where nobody says with what to fill it."""
    if pattern.name is None:
        return _unnamed(whole)
    if name in MAKERS:
        return [reverse(name, args=each) for each in MAKERS[name]()]
    if pattern.pattern.regex.groups == 0:
        return [reverse(name) + (ASKED[name]() if name in ASKED else "")]
    model = next((each for each in admin.site._registry if name in _pages_of(each)), None)
    return [reverse(name, args=each) for each in keys(model)()] if model else None


def _pages_of(model: type[Model]) -> set[str]:
    """The pages of one record in the administration."""
    stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return {f"{stem}_{page}" for page in ("change", "delete", "history")}


def _unnamed(whole: str) -> list[str] | None:
    """Django's redirect from an old address of a record, and its answer to every other address of the administration."""
    if whole.endswith(CATCH_ALL):
        return ["/" + whole.replace(CATCH_ALL, "nothing/")]
    for model in admin.site._registry:
        if whole == f"admin/{model._meta.app_label}/{model._meta.model_name}/{OLD_RECORD}":
            return ["/" + whole.replace(OLD_RECORD, f"{pk}/") for (pk,) in keys(model)()]
    return None
