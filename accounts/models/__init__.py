"""The models of accounts, by concept."""

from accounts.models.calendar import CalendarDay, CalendarEdition
from accounts.models.organ import Function, Organ
from accounts.models.region import Level, Region
from accounts.models.user import Appointment, User

__all__ = ["Appointment", "CalendarDay", "CalendarEdition", "Function", "Level", "Organ", "Region", "User"]
