"""委托代理: an officer who will be away names who stands in for him. It begins and ends by the calendar."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import AllowedSubstitute, Delegation, User
from accounts.models.region import inside
from notifications import outbox
from notifications.outbox import About
from workflows.errors import NotComplete, NotNow, required
from workflows.services import oversight

# Who is away longer gives up the post; an administrator appoints another.
LONGEST = timedelta(days=365)


def delegate(*, by: User, substitute: User | None, starts_on: date, ends_on: date, reason: str) -> Delegation:
    """委托: lend the rights of `by`'s own posts to `substitute` from a day to a day, both included.

    Raises NotComplete at the field that is wrong, NotNow where the days collide with another delegation.
    """
    _must_be_days(starts_on, ends_on)
    required(reason, _("请写明委托的事由。"))
    with transaction.atomic():
        if substitute is None or not candidates(by).filter(pk=substitute.pk).exists():
            raise NotComplete(_("只能委托本单位在职人员，或者管理员指定的其他单位人员。"), field="substitute")
        # Both rows in order: two delegations at once, crossing each other, wait and then see one another.
        list(User.objects.filter(pk__in=[by.pk, substitute.pk]).order_by("pk").select_for_update())
        _must_have_something_to_lend(by)
        _must_not_collide(by, substitute, starts_on, ends_on)
        made = Delegation.objects.create(
            principal=by, substitute=substitute, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
        )
        _tell([substitute], "delegated", made)
    return made


def end(delegation: Delegation, *, by: User) -> None:
    """收回委托: the principal is back early, or does not go. What was done meanwhile stays done."""
    with transaction.atomic():
        row = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if row.principal_id != by.pk:
            raise NotNow(_("只有委托人可以收回委托。"))
        if not row.is_standing:
            raise NotNow(_("这项委托已经结束，不需要收回。"))
        row.ended_at, row.ended_by = timezone.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        _tell([row.substitute], "delegation_ended", row)


def candidates(officer: User) -> QuerySet[User]:
    """Who may stand in for `officer`: active colleagues, and officers of the organs that an administrator allows."""
    allowed = AllowedSubstitute.objects.filter(organ=officer.organ_id).values("by")
    there = Q(organ=officer.organ_id) | Q(organ__in=allowed)
    people = User.objects.filter(there, is_active=True, organ__isnull=False).exclude(pk=officer.pk)
    return people.select_related("organ").order_by("organ", "username")


def visible_to(officer: User) -> QuerySet[Delegation]:
    """His own, given and taken; a supervisor sees all of his regions."""
    seen = Q(principal=officer.pk) | Q(substitute=officer.pk)
    seen |= inside("principal__organ__region__code", oversight.watched(officer))
    return Delegation.objects.filter(seen).select_related("principal__organ", "substitute__organ", "ended_by")


def _must_be_days(starts_on: date, ends_on: date) -> None:
    if starts_on < timezone.localdate():
        raise NotComplete(_("开始日期不能早于今天。"), field="starts_on")
    if ends_on < starts_on:
        raise NotComplete(_("结束日期不能早于开始日期。"), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise NotComplete(_("一次委托最长一年；更长的，请管理员另行任职。"), field="ends_on")


def _must_have_something_to_lend(by: User) -> None:
    if rights.own_holdings(by):
        return
    if rights.holdings(by):
        raise NotNow(_("您现有的职责是代理他人而来的，不能再委托。"))
    raise NotNow(_("您没有任职，没有可以委托的职责。"))


def _must_not_collide(by: User, substitute: User, first: date, last: date) -> None:
    """No day with two substitutes of one officer, and none on which a substitute is himself away."""
    near = Delegation.objects.touching(first, last).select_related("principal", "substitute")
    if other := near.filter(principal=by).first():
        raise NotNow(_("与已有的委托重叠：%(other)s。请先收回，或者改期。") % {"other": _told(other)})
    if other := near.filter(substitute=by).first():
        raise NotNow(
            _("这些日期您自己正在代理他人（%(other)s），代理的职责不能再委托；请先由委托人收回。")
            % {"other": _told(other)}
        )
    if other := near.filter(principal=substitute).first():
        raise NotComplete(
            _("%(substitute)s在这些日期也不在岗（%(other)s），请另选代理人。")
            % {"substitute": substitute, "other": _told(other)},
            field="substitute",
        )


def _told(delegation: Delegation) -> str:
    return _("%(substitute)s代%(principal)s，%(first)s 至 %(last)s") % {
        "substitute": delegation.substitute,
        "principal": delegation.principal,
        "first": delegation.starts_on.isoformat(),
        "last": delegation.ends_on.isoformat(),
    }


def _tell(people: list[User], event: str, delegation: Delegation) -> None:
    days = f"{delegation.starts_on.isoformat()} — {delegation.ends_on.isoformat()}"
    about = About(delegation.pk, number=days, title=str(delegation.principal))
    outbox.tell(people, event, about, page="delegation", reason=delegation.reason)
