"""加签, 减签: whom, when and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from workflows.flows import NODES
from workflows.pages.act_forms import ActForm
from workflows.pages.written import long
from workflows.services import signers

BEFORE, AFTER = "before", "after"


class AddSignerForm(ActForm):
    """加签"""

    desk = forms.ChoiceField(label=_("环节"), error_messages={"required": _("请选择环节。")})
    asked = forms.ChoiceField(
        label=_("请谁签署"),
        help_text=_("机构由其任一经办人签署；选人的，由本人签署。"),
        error_messages={"required": _("请选择请谁签署。"), "invalid_choice": _("请从名单中选择请谁签署。")},
    )
    when = forms.ChoiceField(
        label=_("先后"),
        choices=[(AFTER, _("后加签：现在的签署人签完以后")), (BEFORE, _("前加签：在现在的签署人之前"))],
        widget=forms.RadioSelect,
        initial=AFTER,
        error_messages={"required": _("请选择先后。")},
    )
    days = forms.IntegerField(
        label=_("办理时限（工作日）"),
        min_value=1,
        max_value=signers.MOST_DAYS,
        initial=3,
        error_messages={
            "required": _("请填写办理时限。"),
            "invalid": _("请填写整数。"),
            "min_value": _("办理时限至少1个工作日。"),
            "max_value": _("办理时限最多%(limit_value)d个工作日。"),
        },
    )
    reason = long(_("理由"), rows=3, required=True, missing=_("请写明理由。"))

    def prepare(self) -> None:
        names = signers.addable(self.subject, self.officer)
        self.fields["desk"].choices = [(name, __(NODES[name].task_title)) for name in names]  # type: ignore[attr-defined]
        self.organs = {f"o{organ.pk}": organ for organ in signers.organs_to_ask(self.subject)}
        others = signers.officers_to_ask(self.subject).exclude(pk=self.officer.pk)
        self.officers = {f"u{officer.pk}": officer for officer in others}
        self.fields["asked"].choices = [  # type: ignore[attr-defined]
            ("", __("请选择")),
            (__("机构"), [(key, str(organ)) for key, organ in self.organs.items()]),
            (__("经办人"), [(key, f"{officer.organ} · {officer}") for key, officer in self.officers.items()]),
        ]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "seen": given["seen"],
            "desk": given["desk"],
            "asked": self.organs.get(given["asked"]) or self.officers[given["asked"]],
            "before": given["when"] == BEFORE,
            "days": given["days"],
            "reason": given["reason"],
        }


class RemoveSignerForm(ActForm):
    """减签"""

    member = forms.ChoiceField(
        label=_("减去谁"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择减去谁。"), "invalid_choice": _("请从名单中选择减去谁。")},
    )
    reason = long(_("理由"), rows=3, required=True, missing=_("请写明理由。"))

    def prepare(self) -> None:
        found = signers.removable(self.subject, self.officer)
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (f"{desk} {member}", __("%(desk)s：%(who)s") % {"desk": __(NODES[desk].task_title), "who": who})
            for (desk, member), who in found
        ]

    def arguments(self) -> dict[str, Any]:
        desk, member = self.cleaned_data["member"].split(" ")
        return {
            "seen": self.cleaned_data["seen"],
            "desk": desk,
            "member": member,
            "reason": self.cleaned_data["reason"],
        }
