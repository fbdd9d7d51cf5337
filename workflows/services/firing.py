"""How often each rule fired, and on what. A part counts once for a rule, however often it was judged. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, TextField

from accounts.models import User
from workflows.models import AdmissionRequest, PartVerdict, RequestPart


@dataclass(frozen=True)
class Fired:
    """On how many parts a rule fired: in the counties asked for, and in all."""

    here: int = 0
    everywhere: int = 0


class _Each(Func):
    """One row for each name in a JSON list."""

    function = "jsonb_array_elements_text"
    output_field = TextField()
    set_returning = True


def counts(counties: Iterable[str]) -> Mapping[str, Fired]:
    """By the rule's name, in one query; rules that never fired are left out. `counties`: their codes."""
    here = Q(part__request__county__in=list(counties))
    rows = PartVerdict.objects.order_by().annotate(rule=_Each("broken")).values("rule")
    counted = rows.annotate(
        here=Count("part", filter=here, distinct=True), everywhere=Count("part", distinct=True)
    ).values_list("rule", "here", "everywhere")
    return {rule: Fired(near, all_) for rule, near, all_ in counted}


def parts(rule: str, officer: User) -> QuerySet[RequestPart]:
    """The parts on which the rule ever fired, of the requests that `officer` may see."""
    fired = PartVerdict.objects.filter(part=OuterRef("pk"), broken__contains=[rule])
    seen = AdmissionRequest.objects.visible_to(officer)
    rows = RequestPart.objects.filter(Exists(fired), request__in=seen)
    return rows.select_related("request__county", "request__department")
