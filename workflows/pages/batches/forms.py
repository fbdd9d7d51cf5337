"""What is to be done with all requests of a batch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models import Batch, BatchAct, Decision
from workflows.pages.act_forms import RULINGS
from workflows.pages.order_forms import IssueForm
from workflows.pages.written import long
from workflows.services import batch_acts, batches
from workflows.services.batch_acts import Wish
from workflows.services.decision import Ruling


class WishForm(forms.Form):
    """The act, and its ruling or its townships. Only the acts that something in the batch waits for are offered."""

    act = forms.ChoiceField(
        label=_("办理方式"),
        choices=BatchAct.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择办理方式。"), "invalid_choice": _("请选择办理方式。")},
    )
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=RULINGS,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("请选择决定。")},
    )
    reason = long(_("理由"), rows=3)
    townships = forms.ModelMultipleChoiceField(
        queryset=Organ.objects.none(),
        label=_("征求意见的乡镇（街道）"),
        help_text=_("申请写明在哪些乡镇（街道）实施的，只征求那些乡镇（街道）的意见；其余征求这里所选的。"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("只能征求本县（市、区）乡镇（街道）的意见。")},
    )

    def __init__(self, batch: Batch, waiting: set[str], data: Any = None) -> None:
        acts = [act for name, act in batch_acts.DESKS.items() if name in waiting] or [BatchAct.DECIDE, BatchAct.ACCEPT]
        said = {"act": batch.act or acts[0].value, "decision": batch.decision, "reason": batch.reason}
        super().__init__(data, initial=said)
        self.fields["act"].choices = [(act.value, act.label) for act in acts]  # type: ignore[attr-defined]
        if len(acts) == 1:
            self.fields["act"].widget = forms.HiddenInput()
        if BatchAct.DECIDE not in acts:
            del self.fields["decision"], self.fields["reason"]
        if BatchAct.ACCEPT in acts:
            self.fields["townships"].queryset = batches.townships_for(batch)  # type: ignore[attr-defined]
            self.initial["townships"] = list(batch.townships.all())
        else:
            del self.fields["townships"]

    def arguments(self) -> dict[str, Any]:
        """What the service is given besides the batch and the officer."""
        given = self.cleaned_data
        if given["act"] == BatchAct.DECIDE:
            chosen = given.get("decision")
            return {"act": given["act"], "wish": Wish(Ruling(Decision(chosen), given["reason"]) if chosen else None)}
        return {"act": given["act"], "wish": Wish(townships=list(given["townships"]))}


class OrdersForm(IssueForm):
    """批量督办: what every one of them is ordered to do, and until when."""

    def __init__(self, batch: Batch, data: Any = None) -> None:
        super().__init__(data, initial={"demand": batch.demand, "working_days_given": batch.working_days or 5})

    def arguments(self) -> dict[str, Any]:
        """The same as of the other form."""
        return {"act": BatchAct.ORDER, "wish": Wish(**self.cleaned_data)}
