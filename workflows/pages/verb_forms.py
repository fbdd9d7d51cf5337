"""What 转办, 暂缓, 拿回 and 抄送 ask."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ, User
from workflows import flows
from workflows.errors import ActRefused
from workflows.pages.act_forms import ActForm
from workflows.pages.written import long, short
from workflows.services import copying, handing, suspending, taking_back
from workflows.services.acts import act_label
from workflows.services.handing import Target


class HandOnForm(ActForm):
    """转办: which desk, to whom, and why."""

    to = forms.ChoiceField(
        label=_("转给"),
        widget=forms.RadioSelect,
        error_messages={
            "required": cast(str, _("请选择转给谁。")),
            "invalid_choice": cast(str, _("请选择转给谁；所选的现在不能转，请看列出的。")),
        },
    )
    reason = long(_("理由"), rows=3, required=True, missing=_("请写明转办的理由。"))

    def prepare(self) -> None:
        targets = handing.targets(self.subject, self.officer)
        self.fields["to"].choices = [(each.key, _title(each)) for each in targets]  # type: ignore[attr-defined]


def _title(target: Target) -> str:
    desk = __(flows.NODES[target.desk.name].task_title)
    if target.officer:
        return f"{desk} → {target.officer}（{target.officer.organ}）"
    return f"{desk} → {target.organ or __('不指定经办人，本环节人员均可办理')}"


class SuspendForm(ActForm):
    """暂缓: until when, and why."""

    until = forms.DateField(
        label=_("暂缓至"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("含当日；次日自动恢复，期间不计入办理时限。"),
        error_messages={
            "required": cast(str, _("请填写日期，如 2026-12-01。")),
            "invalid": cast(str, _("请填写日期，如 2026-12-01。")),
        },
    )
    reason = long(_("理由"), rows=3, required=True, missing=_("请写明暂缓的理由。"))

    def prepare(self) -> None:
        given: dict[str, Any] = self.fields["until"].widget.attrs
        given["min"] = (localdate() + timedelta(days=1)).isoformat()
        given["max"] = (localdate() + suspending.LONGEST).isoformat()


class TakeBackForm(ActForm):
    """拿回: which act, the page says; why, may be said."""

    reason = long(_("说明"))

    def prepare(self) -> None:
        try:
            undone = taking_back.what(self.subject, self.officer).event
        except (ActRefused, PermissionDenied):
            return  # the page says why
        said = {"act": act_label(undone.act), "time": localtime(undone.at).strftime("%Y-%m-%d %H:%M")}
        self.fields["reason"].help_text = __("将拿回：“%(act)s”（%(time)s）。") % said


class OfficersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Officers, each with his organ."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（{obj.organ}）"


class CopyForm(ActForm):
    """抄送: to which organs and officers."""

    organs = forms.ModelMultipleChoiceField(
        label=_("抄送单位"),
        queryset=Organ.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": cast(str, _("只能抄送本县（市、区）尚未抄送的单位。"))},
    )
    officers = OfficersField(
        label=_("抄送人员"),
        queryset=User.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        help_text=_("按住 Ctrl 键可以选择多人。"),
        error_messages={"invalid_choice": cast(str, _("只能抄送本县（市、区）尚未抄送的人员。"))},
    )
    note = short(_("说明"))

    def prepare(self) -> None:
        self.fields["organs"].queryset = copying.organs_for(self.subject)  # type: ignore[attr-defined]
        self.fields["officers"].queryset = copying.officers_for(self.subject)  # type: ignore[attr-defined]
