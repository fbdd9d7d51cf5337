"""申请模板: begin a request from a model. Some come with the program; an organ saves its own."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ, Region, User
from workflows.errors import NotComplete, NotNow, required
from workflows.models import AdmissionRequest, Citation, RequestPart, RequestTemplate
from workflows.services import drafting
from workflows.services.lasting import lasting

FILE = Path(__file__).with_name("templates.toml")
CITED = ("title", "document_number", "article", "suffix", "paragraph", "item", "claimed_level", "claimed_text")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Packaged:
    """A template that comes with the program: one part with the law it rests on, and what it is for."""

    key: str
    name: str
    says: str
    parts: Sequence[Mapping[str, Any]]

    @property
    def kind(self) -> str:
        return str(self.parts[0]["kind"])


@cache
def packaged() -> Mapping[str, Packaged]:
    """By key, in the order of the file."""
    tables = tomllib.loads(FILE.read_text("utf-8"))["template"]
    return {
        each["key"]: Packaged(
            each["key"],
            each["name"],
            each["says"],
            [
                {
                    "kind": each["kind"],
                    "title": each["title"],
                    "answers": each["answers"],
                    "citations": each["citations"],
                }
            ],
        )
        for each in tables
    }


def of_organs(by: User) -> QuerySet[RequestTemplate]:
    """The templates of the organs for which `by` applies."""
    rows = RequestTemplate.objects.filter(organ__pk__in=rights.places(by, {rights.SUBMIT}))
    return rows.select_related("organ", "saved_by")


def begin_from(
    parts: Sequence[Mapping[str, Any]], *, by: User, department: Organ, county: Region, title: str
) -> AdmissionRequest:
    """按模板起草: a new draft with these parts; each is filled in and judged like any other. A single one bears the title."""
    with transaction.atomic():
        draft = drafting.begin(by=by, department=department, county=county, title=title, kind=parts[0]["kind"])
        draft.parts.all().delete()
        for position, part in enumerate(parts, start=1):
            called = draft.title if len(parts) == 1 else part["title"]
            row = RequestPart.objects.create(
                request=draft,
                position=position,
                kind=part["kind"],
                title=called,
                answers=lasting(part["kind"], called, part["answers"]),
            )
            drafting.cite(row, [Citation(**each) for each in part["citations"]])
    return draft


def save_as(request: AdmissionRequest, *, by: User, name: str) -> RequestTemplate:
    """存为模板: keep what the request asks for, without what is bound to its day, for the organ's next ones."""
    rights.require(by, rights.SUBMIT, request.department)
    parts = [_model_of(part) for part in request.parts.order_by("position").prefetch_related("citations")]
    if not parts:
        raise NotNow(_("《%(request)s》还没有申请事项，不能存为模板。") % {"request": request})
    with _free_name():
        return RequestTemplate.objects.create(organ=request.department, name=_named(name), parts=parts, saved_by=by)


def rename(template: RequestTemplate, *, by: User, name: str) -> None:
    """Give the template another name."""
    rights.require(by, rights.SUBMIT, template.organ)
    template.name = _named(name)
    with _free_name():
        template.save(update_fields=["name"])


def delete(template: RequestTemplate, *, by: User) -> None:
    """Throw the template away; the requests begun from it stay."""
    rights.require(by, rights.SUBMIT, template.organ)
    template.delete()


def _model_of(part: RequestPart) -> dict[str, Any]:
    cited = [{name: getattr(each, name) for name in CITED} for each in part.citations.all()]
    answers = lasting(part.kind, part.title, part.answers)
    return {"kind": part.kind, "title": part.title, "answers": answers, "citations": cited}


def _named(name: str) -> str:
    required(name, _("请填写模板名称。"), field="name")
    return name.strip()[:LONGEST_NAME]


@contextmanager
def _free_name() -> Iterator[None]:
    """A name is taken once in an organ."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        raise NotComplete(_("本单位已有同名模板，请换一个名称。"), field="name") from taken
