"""What a person reads: his messages in his own words and language, and the marks that he has read them."""

from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from notifications.models import Notice


def notices_of(officer: User) -> QuerySet[Notice]:
    """The unread first, then the newest."""
    return Notice.objects.filter(recipient=officer).order_by(F("read_at").desc(nulls_first=True), "-pk")


def has_unread(officer: User) -> bool:
    return Notice.objects.filter(recipient=officer, read_at__isnull=True).exists()


def words(notice: Notice) -> str:
    """The sentence of the message, from the template of its event."""
    return render_to_string(f"notifications/{notice.event}.txt", notice.context).strip()


def mark_read(officer: User, *pks: int) -> int:
    """Note that the officer has read these of his messages, or all of them; returns how many were unread."""
    unread = Notice.objects.filter(recipient=officer, read_at__isnull=True)
    return (unread.filter(pk__in=pks) if pks else unread).update(read_at=timezone.now())
