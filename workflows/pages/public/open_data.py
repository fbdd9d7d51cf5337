"""开放数据: the whole register as CSV and JSON, what the fields mean, and a feed of what changed. docs/open-data.md."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import doors
from accounts.days import midnight
from catalogues import register
from catalogues.models import Entry
from policy import check_codes
from policy.choices import Kind
from policy.refusals import Standing
from workflows.pages import spreadsheet
from workflows.pages.public.shown import FIELDS, public

A_CHUNK = 2000
MOST_CHANGES = 100
_TEXT, _DAY = {"type": "string"}, {"type": ["string", "null"], "format": "date"}
MEANINGS: dict[str, tuple[dict[str, Any], str]] = {
    "code": (
        _TEXT | {"pattern": "^[346789ACDEFGHJKMNPRTWXY]{4}-[346789ACDEFGHJKMNPRTWXY]{4}$"},
        "查验码 check code of the thing; all its versions bear it",
    ),
    "number": (_TEXT, "准入编号 number of admission"),
    "title": (_TEXT, "名称 title"),
    "kind": (_TEXT | {"enum": [kind.label for kind in Kind]}, "类别 kind"),
    "list_of": (_TEXT, "清单所属区划 the division whose list it stands on"),
    "holds_in": (_TEXT, "实施范围 the division in which it holds"),
    "organ": (_TEXT, "责任单位 the organ that answers for it; empty if none is named"),
    "standing": (_TEXT | {"enum": [each.value for each in Standing]}, "现状 how it stands on the day of the file"),
    "entered_on": ({"type": "string", "format": "date"}, "列入日期 first day"),
    "changed_on": (_DAY, "变更日期 the day from which this changed version stands; null: it is the first one"),
    "valid_until": (_DAY, "有效期至 last day; null: no end is set"),
    "left_on": (_DAY, "退出日期 the day from which it no longer stands; null: it did not leave"),
    "published_on": (_DAY, "公布日期 the day of publication"),
    "source": (_TEXT, "来源 the list from above that names it"),
    "asked": (
        {"type": "array", "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}},
        "可以要求什么 what may be asked, as pairs of label and answer",
    ),
}


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the JSON file."""
    item = {
        "type": "object",
        "properties": {name: shape | {"description": says} for name, (shape, says) in MEANINGS.items()},
        "required": list(FIELDS),
        "additionalProperties": False,
    }
    day = {"type": "string", "format": "date"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "准入公开清单 public register of admissions",
        "type": "object",
        "properties": {"on": day, "entries": {"type": "array", "items": item}},
        "required": ["on", "entries"],
        "additionalProperties": False,
    }


@doors.public
def data_schema(request: HttpRequest) -> HttpResponse:
    """What the fields of the JSON file mean. Open, like the register."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@doors.public
def data_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole register as a spreadsheet opens it. Open, like the register."""
    with translation.override(settings.LANGUAGE_CODE):
        return spreadsheet.answer("register", _table())


@doors.public
def data_json(request: HttpRequest) -> StreamingHttpResponse:
    """The whole register for programs. Open, like the register."""
    return StreamingHttpResponse(_json(), content_type="application/json; charset=utf-8")


@doors.public
def changes(request: HttpRequest) -> HttpResponse:
    """The last hundred changes as an Atom feed. Open, like the register."""
    feed = Atom1Feed(
        title=_("准入公开清单的变动"),
        link=request.build_absolute_uri(reverse("register")),
        description=_("列入、变更、退出和到期"),
        feed_url=request.build_absolute_uri(),
        language=translation.get_language(),
    )
    for day, what, entry in _changes(localdate()):
        code = check_codes.shown(entry.check_code)
        feed.add_item(
            title=f"{what}：{entry.title}",
            link=request.build_absolute_uri(reverse("check_code", args=[code])),
            description=f"{entry.number} {entry.organ or entry.region}",
            unique_id=f"tag:{request.get_host()},{day.isoformat()}:{code}-{what}",
            updateddate=midnight(day),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _rows() -> Iterator[dict[str, Any]]:
    today = localdate()
    for entry in register.made_public().order_by("pk").iterator(chunk_size=A_CHUNK):
        # The middleware has gone by the time the lines are made: the file is in Chinese, whoever fetches it.
        with translation.override(settings.LANGUAGE_CODE):
            row = asdict(public(entry, today))
        yield row


def _table() -> Iterator[list[object]]:
    yield list(FIELDS)
    for row in _rows():
        row["asked"] = "\n".join(f"{label}：{words}" for label, words in row["asked"])
        yield [row[name] for name in FIELDS]


def _json() -> Iterator[str]:
    yield f'{{"on": "{localdate().isoformat()}", "entries": ['
    comma = ""
    for row in _rows():
        yield comma + json.dumps(row, ensure_ascii=False, default=_iso)
        comma = ",\n"
    yield "]}\n"


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _changes(today: date) -> list[tuple[date, str, Entry]]:
    """(day, what happened, entry), the latest first: four queries, each by the day that it is about.

    A changed version has taken over the day on which the thing was published. It is told of from its own first day, and
    not at all if yet another one took its place by then.
    """
    rows = register.made_public()
    versions = rows.filter(published_on__lte=today, supersedes__isnull=False)
    versions = versions.annotate(since=Greatest("entered_on", "published_on"))
    stood = Q(left_on__isnull=True) | Q(left_on__gt=F("since"))
    happened = (
        ("published_on", _("列入"), rows.filter(published_on__lte=today, supersedes__isnull=True)),
        ("since", _("变更"), versions.filter(stood, since__lte=today)),
        ("left_on", _("退出"), rows.filter(left_on__lte=today, superseded_by__isnull=True)),
        ("valid_until", _("到期"), rows.filter(valid_until__lt=today, left_on__isnull=True)),
    )
    found = [
        (getattr(entry, day), what, entry)
        for day, what, some in happened
        for entry in some.order_by(f"-{day}", "-pk")[:MOST_CHANGES]
    ]
    return sorted(found, key=lambda each: (each[0], each[2].pk), reverse=True)[:MOST_CHANGES]
