"""What 催办 asks: which of the open desks, and why."""

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows import flows
from workflows.models import Desk
from workflows.pages.act_forms import ActForm
from workflows.pages.written import long
from workflows.services import urging


class UrgeForm(ActForm):
    """催办"""

    desk = forms.TypedChoiceField(
        label=_("催办的环节"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要催办的环节。")},
    )
    reason = long(_("说明"), help_text=_("会连同提醒一起发给该环节的经办人，并列入办理记录。"))

    def prepare(self) -> None:
        choices = [(desk.pk, _title(desk)) for desk in urging.desks_to_urge(self.subject, self.officer)]
        self.fields["desk"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["desk"] = choices[0][0]


def _title(desk: Desk) -> str:
    """The desk, with the organ where it lies at one, and its date."""
    title = __(flows.NODES[desk.name].task_title)
    organ = Organ.objects.filter(pk=desk.owner_permission_obj_pk).first() if desk.name == "consultation" else None
    until = __("无期限") if desk.due_on is None else __("%(day)s 到期") % {"day": desk.due_on.isoformat()}
    return " · ".join(filter(None, [title, organ.name if organ else None, until]))
