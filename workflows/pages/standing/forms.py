"""What the acts on lists ask. Whether they may be done, the services say."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organ, Region
from catalogues.lists import NEEDED, CatalogueList, says_wanting
from catalogues.models import Entry, ExitCase, ExitDesk, Outcome, ReferenceKind
from policy.choices import Kind
from policy.facts import AnswerType, Question, questions
from workflows.pages.part_form import FIELDS, TITLE
from workflows.pages.written import long, short
from workflows.services import changing, exits
from workflows.services.list_keeping import Content

# What a keeper writes of an entry himself; the rest of the questions come in by a request or by import.
WRITTEN = (
    "content", "place", "sign_type", "form_type", "frequency", "certificate_use", "time_limit", "steps",
    "assessment_method",
)  # fmt: skip
NOT_A_DAY = {"invalid": _("请按“年-月-日”填写日期。")}


def kind_label(kind: str) -> str:
    return str(ReferenceKind(kind).label) if kind in ReferenceKind.values else __(Kind(kind).label)


def day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=False, input_formats=["%Y-%m-%d"], widget=widget, error_messages=NOT_A_DAY, **more
    )


class EntryForm(forms.Form):
    """One entry, as the keeper of a list writes it. What he may not change of it by himself is shown and stays."""

    title = short(_("名称"), most=TITLE, required=True)
    kind = forms.ChoiceField(label=_("类别"), error_messages={"invalid_choice": _("请从所列选项中选择。")})
    organ = forms.ModelChoiceField(
        queryset=Organ.objects.none(),
        label=_("责任单位"),
        required=False,
        empty_label=_("未填"),
        error_messages={"invalid_choice": _("请从所列选项中选择。")},
    )
    scope = short(
        _("实施范围（区划代码）"), most=12, help_text=_("只在一个乡镇或者村实施的，填写12位区划代码；否则留空。")
    )
    basis = long(
        _("设立依据"), help_text=_("写明文件名称和条款，如《中华人民共和国村民委员会组织法》第八条；几项分行写。")
    )
    source = short(_("来源"))
    valid_until = day(_("有效期至"), help_text=_("没有期限的留空。"))

    def __init__(self, which: CatalogueList, data: Any = None, *, entry: Entry | None = None, frozen: str = "") -> None:
        """`frozen`: why the list may not change now, if it may not."""
        self.which, self.entry = which, entry
        self.asked = _asked(which, entry)
        names = [each.name for each in self.asked]
        self.leeway = changing.leeway(entry, names, frozen) if entry else changing.Leeway()
        super().__init__(data, initial=_initial(entry, self.asked) if entry else {"kind": which.terms.kinds[0]})
        around = [which.region.ancestor_code(level) for level in Level if level <= which.region.level]
        organs = Organ.objects.filter(region__code__range=which.region.code_range) | Organ.objects.filter(
            region__in=around
        )
        kinds = (entry.kind,) if entry else which.terms.kinds
        self.fields["kind"].choices = [(kind, kind_label(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["organ"].queryset = organs.order_by("region", "name")  # type: ignore[attr-defined]
        for each in self.asked:
            self.fields[each.name] = _field(each, needed=all(each.name in NEEDED.get(kind, ()) for kind in kinds))
        for name in filter(self.leeway.fixes, self.fields):
            self.fields[name] = _fixed(self.fields[name])

    def clean(self) -> dict[str, Any]:
        """A page that was opened when the field could still be filled in sends it along: that is told, not passed over."""
        for name in filter(self.leeway.fixes, self.fields):
            typed = self.fields[name].widget.value_from_datadict(self.data, self.files, name)
            if typed is not None and typed.split() != str(self.initial.get(name) or "").split():
                self.add_error(name, self.leeway.said)
        return self.cleaned_data

    def clean_scope(self) -> Region | None:
        code = self.cleaned_data["scope"]
        if not code:
            return None
        found = Region.objects.within(self.which.region).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(__("请填写本区划内的12位区划代码；全部适用的留空。"))
        return found

    @property
    def content(self) -> Content:
        said = {name: value for name, value in self.cleaned_data.items() if not self.leeway.fixes(name)}
        answers = dict(self.entry.answers) if self.entry else {}
        answers |= {each.name: said[each.name] for each in self.asked if said.get(each.name) not in (None, "")}
        names = ("title", "kind", "organ", "scope", "basis", "source", "valid_until")
        written = {name: said[name] for name in names if name in said}
        return (
            replace(_content(self.entry), **written, answers=answers)
            if self.entry
            else Content(answers=answers, **written)
        )


def _asked(which: CatalogueList, entry: Entry | None) -> list[Question]:
    kinds = [kind for kind in ([entry.kind] if entry else which.terms.kinds) if kind in set(Kind)]
    found = {each.name: each for kind in kinds for each in questions(Kind(kind))}
    texts = {AnswerType.STR, AnswerType.CHOICE}
    return [found[name] for name in WRITTEN if name in found and found[name].type in texts]


def _content(entry: Entry) -> Content:
    """What the entry says, as a keeper would write it."""
    return Content(
        title=entry.title,
        kind=entry.kind,
        organ=entry.organ,
        scope=entry.scope,
        basis="\n".join(str(basis) for basis in entry.bases.all()),
        source=entry.source,
        valid_until=entry.valid_until,
        answers=entry.answers,
    )


def _initial(entry: Entry, asked: list[Question]) -> dict[str, Any]:
    said = _content(entry)
    return {
        "title": said.title,
        "kind": said.kind,
        "organ": entry.organ_id,
        "scope": entry.scope_id or "",
        "basis": said.basis,
        "source": said.source,
        "valid_until": said.valid_until,
    } | {each.name: entry.answers.get(each.name, "") for each in asked}


def _field(question: Question, *, needed: bool) -> forms.Field:
    """The field of the question, required if lists need it: a request may need what a list does not."""
    made = FIELDS[question.type](replace(question, required=False))
    if needed:
        made.required, made.error_messages["required"] = True, says_wanting(question)
    return made


def _fixed(field: forms.Field) -> forms.Field:
    """The same field, to be read only. What stands in it was accepted when it was written and is not judged again."""
    return forms.CharField(label=field.label, widget=field.widget, required=False, disabled=True, strip=False)


class PublishForm(forms.Form):
    """公布: where, and the edition that the page showed as the newest."""

    where = short(_("公布途径"), required=True, help_text=_("写明网站、平台和服务场所。"))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReceiptForm(forms.Form):
    """出具回执: its number."""

    receipt = short(_("备案回执编号"), most=100, required=True)


class FileForm(forms.Form):
    """导入: the file."""

    file = forms.FileField(
        label=_("Excel 或者 CSV 文件"),
        help_text=_("第一行为表头，表头与导出表相同；最大 5 MB，最多 5000 行。"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的，请重新选择。")},
    )


class PackageForm(forms.Form):
    """接收备案包: the file."""

    file = forms.FileField(
        label=_("备案包"),
        help_text=_("下级清单版本页上下载的 ZIP 文件，一次一个，各版依次接收；最大 50 MB。"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的，请重新选择。")},
    )


class ReportForm(forms.Form):
    """提出线索: which of the four reasons, and what it rests on."""

    ground = forms.ChoiceField(
        label=_("情形"),
        choices=[(ground.value, ground.label) for ground in exits.REPORTABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择情形。"), "invalid_choice": _("请从所列选项中选择。")},
    )
    note = long(_("情况和来源"), rows=4, required=True, missing=_("请写明情况和来源。"))


class KeepForm(forms.Form):
    """核查保留: why the entry stays."""

    reason = long(_("核查情况和保留理由"), rows=4, required=True, missing=_("请写明核查情况和保留理由。"))


class CaseForm(forms.Form):
    """An act on an exit case. `seen`: the revision that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, case: ExitCase, data: Any = None) -> None:
        super().__init__(data, initial={"seen": case.revision})
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case."""

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CaseReasonForm(CaseForm):
    """An act that must be justified."""

    reason = long(_("理由"), rows=4, required=True, missing=_("请写明理由。"))


class AnswerForm(CaseForm):
    """陈述意见: agree or object."""

    agrees = forms.ChoiceField(
        label=_("意见"),
        choices=[("yes", _("同意退出")), ("no", _("不同意退出"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择意见。"), "invalid_choice": _("请从所列选项中选择。")},
    )
    said = long(_("理由和依据"), rows=4, help_text=_("不同意的必须写明。"))

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"agrees": said["agrees"] == "yes", "said": said["said"], "seen": said["seen"]}


class UrgeCaseForm(CaseForm):
    """催办: which of the open desks, and why."""

    desk = forms.TypedChoiceField(
        label=_("催办的环节"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要催办的环节。"), "invalid_choice": _("请选择要催办的环节。")},
    )
    reason = long(_("说明"), rows=3, help_text=_("会连同提醒一起发给该环节的经办人，并列入办理记录。"))

    def prepare(self) -> None:
        open_desks = self.case.desks.filter(done_at__isnull=True).select_related("case__region", "organ")
        choices = [(desk.pk, _at_desk(desk)) for desk in open_desks]
        self.fields["desk"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["desk"] = choices[0][0]


def _at_desk(desk: ExitDesk) -> str:
    step = __("陈述意见") if desk.organ else __("审定退出")
    until = __("%(day)s 到期") % {"day": desk.due_on.isoformat()} if desk.due_on else __("无期限")
    return " · ".join((str(desk.organ or desk.case.region), step, until))


class UrgeForm(forms.Form):
    """催办 of a filing: why."""

    reason = long(_("说明"), rows=3, help_text=_("会连同提醒一起发给该环节的经办人。"))


class RulingForm(CaseForm):
    """审定退出: for each entry whether it leaves, why, and from which day."""

    def prepare(self) -> None:
        self.items = list(self.case.items.select_related("entry__organ"))
        choices = [(Outcome.LEAVES.value, Outcome.LEAVES.label), (Outcome.STAYS.value, Outcome.STAYS.label)]
        for item in self.items:
            self.fields[f"outcome_{item.pk}"] = forms.ChoiceField(
                label=__("“%(entry)s”退出还是保留") % {"entry": item.entry.title},
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("请作出决定。"), "invalid_choice": _("请从所列选项中选择。")},
            )
            self.fields[f"reason_{item.pk}"] = long(_("理由"), rows=2, required=True, missing=_("请写明理由。"))
            self.fields[f"leaves_on_{item.pk}"] = day(_("退出日期"), help_text=_("退出的填写；留空为今天。"))

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        rulings = {
            item.pk: exits.Ruling(said[f"outcome_{item.pk}"], said[f"reason_{item.pk}"], said[f"leaves_on_{item.pk}"])
            for item in self.items
        }
        return {"rulings": rulings, "seen": said["seen"]}
