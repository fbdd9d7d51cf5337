"""The models of accounts, by concept."""

from accounts.models.calendar import CalendarDay, CalendarEdition
from accounts.models.delegation import AllowedSubstitute, Delegation
from accounts.models.organ import Function, Organ
from accounts.models.region import Level, Region
from accounts.models.user import Appointment, User

__all__ = [
    "AllowedSubstitute",
    "Appointment",
    "CalendarDay",
    "CalendarEdition",
    "Delegation",
    "Function",
    "Level",
    "Organ",
    "Region",
    "User",
]
