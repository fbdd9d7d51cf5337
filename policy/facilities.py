"""综合服务设施建设标准: what a village's facility should have, and what it lacks. 三（二）."""

from dataclasses import dataclass
from decimal import Decimal

from policy.notice import LIMITS

PER_HUNDRED: int = LIMITS["square_metres_per_hundred_households"].value
AT_LEAST: int = LIMITS["square_metres_at_least"].value
PERCENT: int = LIMITS["percent_for_activities"].value


def area_needed(households: int, per_hundred: int, at_least: int) -> Decimal:
    """Square metres of floor that so many households need."""
    return max(Decimal(at_least), Decimal(households) * per_hundred / 100)


@dataclass(frozen=True)
class Standard:
    """One facility held against the standard; areas in square metres, None where not told."""

    households: int | None
    floor: Decimal | None
    activity: Decimal | None

    @property
    def needed(self) -> Decimal | None:
        return None if self.households is None else area_needed(self.households, PER_HUNDRED, AT_LEAST)

    @property
    def short(self) -> Decimal | None:
        """How much floor is wanting; 0 where it is enough."""
        return None if self.needed is None or self.floor is None else max(self.needed - self.floor, Decimal(0))

    @property
    def activity_needed(self) -> Decimal | None:
        return None if self.floor is None else self.floor * PERCENT / 100

    @property
    def activity_short(self) -> Decimal | None:
        """How much of the floor would have to become room for activities."""
        wanted = self.activity_needed
        return None if wanted is None or self.activity is None else max(wanted - self.activity, Decimal(0))

    @property
    def meets(self) -> bool | None:
        """None: not known."""
        gaps = (self.short, self.activity_short)
        return False if any(gaps) else None if None in gaps else True
