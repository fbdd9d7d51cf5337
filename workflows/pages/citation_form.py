"""设立依据 as they are typed: free text in rows, read into places by policy.legal.citations. One row more is always blank."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.legal import citations as grammar
from policy.legal.levels import Level
from policy.legal.places import Place
from workflows.models import Citation
from workflows.pages import written

PREFIX = "cite"
MOST = 20
LONGEST_TITLE = 200
LEVELS = [
    ("", gettext_lazy("未填")),
    *((each.value, gettext_lazy(each.label)) for each in Level if each is not Level.UNKNOWN),
]


class CitationForm(forms.Form):
    """One row. Level and excerpt are only needed of a document that the register does not hold."""

    text = written.short(gettext_lazy("文件名称、文号和条款"), most=400)
    level = forms.ChoiceField(
        label=gettext_lazy("文件层级"),
        choices=LEVELS,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请从所列层级中选择。")},
    )
    excerpt = written.long(gettext_lazy("原文摘录"), rows=2)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("text") and "text" not in self.errors and (given.get("level") or given.get("excerpt")):
            self.add_error("text", _("请填写依据的文件名称。"))
        self.citations = (
            read(given["text"], given.get("level", ""), given.get("excerpt", "")) if given.get("text") else []
        )
        if any(len(each.title) > LONGEST_TITLE for each in self.citations):
            self.add_error("text", _("无法识别为依据：请写文件名称和条款，如《…》第八条第一款。"))
        return given


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """All rows of a part."""

    def clean(self) -> None:
        if len(self.citations) > MOST:
            raise ValidationError(_("设立依据最多 %(most)d 条。") % {"most": MOST})

    @property
    def citations(self) -> list[Citation]:
        """What is cited, as rows not saved yet, in the order of the form."""
        read_of_each = [getattr(form, "citations", []) for form in self.forms if form.is_valid()]
        return [each for cited in read_of_each for each in cited]


RowSet = forms.formset_factory(CitationForm, formset=Rows, extra=1, max_num=MOST + 1, absolute_max=2 * MOST)


def _row_set(**given: Any) -> Rows:
    return cast(Rows, RowSet(**given))


def rows(citations: Iterable[Citation]) -> Rows:
    """The rows as they are stored, and a blank one."""
    return _row_set(prefix=PREFIX, initial=[initial(each) for each in citations])


def typed(data: QueryDict) -> Rows:
    """The rows as they were typed, and a blank one."""
    full = all(_row_text(data, number) for number in range(_count(data)))
    return _row_set(data=with_one_more(data) if full else data, prefix=PREFIX)


def with_one_more(data: QueryDict, text: str = "") -> QueryDict:
    """The same form with a row more; a `text` goes into the first blank row there is."""
    filled, total = data.copy(), _count(data)
    blank = next((number for number in range(total) if not _row_text(data, number)), total)
    if text:
        filled[f"{PREFIX}-{blank}-text"] = text
    if not text or blank == total:
        filled[f"{PREFIX}-TOTAL_FORMS"] = str(min(total + 1, MOST + 1))
    return filled


def without(data: QueryDict, number: str) -> QueryDict:
    """The same form with one row emptied; a row without text is not kept."""
    emptied = data.copy()
    for name in ("text", "level", "excerpt"):
        emptied[f"{PREFIX}-{number}-{name}"] = ""
    return emptied


def read(text: str, level: str = "", excerpt: str = "") -> list[Citation]:
    """What a row cites: several places give several citations; a text that cannot be read is taken as a title."""
    found = grammar.parse(text) or [grammar.Citation(title=text.strip().strip("《》"))]
    return [
        Citation(
            title=each.title,
            document_number=each.document_number[:60],
            article=each.article,
            suffix=each.suffix,
            paragraph=each.paragraph,
            item=each.item,
            claimed_level=level,
            claimed_text=excerpt,
        )
        for each in found
    ]


def as_text(citation: Citation) -> str:
    """The citation in its canonical form: 《人民调解法》第八条第一款."""
    place = Place(article=citation.article, suffix=citation.suffix, paragraph=citation.paragraph, item=citation.item)
    return str(grammar.Citation(citation.title, citation.document_number, place=place))


def initial(citation: Citation) -> dict[str, str]:
    return {"text": as_text(citation), "level": citation.claimed_level, "excerpt": citation.claimed_text}


def _count(data: QueryDict) -> int:
    stated = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(stated), MOST + 1) if stated.isdigit() and len(stated) < 5 else 0


def _row_text(data: QueryDict, number: int) -> str:
    return data.get(f"{PREFIX}-{number}-text", "").strip()


def spread(rows: Rows, count: Sequence[Any]) -> list[tuple[CitationForm, list[Any]]]:
    """Each row with what stands under it: as many of `count` as the row has citations."""
    waiting, shown = list(count), []
    for form in rows.forms:
        cited = len(getattr(form, "citations", [])) if rows.is_bound else int(bool(form.initial))
        shown.append((form, waiting[:cited]))
        waiting = waiting[cited:]
    return shown
