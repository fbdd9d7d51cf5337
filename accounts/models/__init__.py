"""The models of accounts, by concept."""

from accounts.models.organ import Function, Organ
from accounts.models.region import Level, Region
from accounts.models.user import Appointment, User

__all__ = ["Appointment", "Function", "Level", "Organ", "Region", "User"]
