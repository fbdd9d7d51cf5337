"""The people of every story. They are always the same: 台安县, its offices, and a department that wants something."""

from functools import cached_property

from accounts import offices
from accounts.models import Organ, Region, User

CODE = "210321000000"
NEIGHBOUR = "210323000000"
PREFIX = "t-"
PASSWORD = "a-long-password-for-tests"
DEPARTMENT = "台安县市场监督管理局"


def staff_the_county() -> None:
    """Set the county up, and its neighbour whose officers must see and do nothing here. Once a test run."""
    for code, prefix, department in ((CODE, PREFIX, DEPARTMENT), (NEIGHBOUR, "n-", "岫岩满族自治县教育局")):
        staffed = offices.staff(Region.objects.get(pk=code), prefix=prefix)
        offices.department(staffed, department, prefix=prefix)
    User.objects.create_superuser("t-admin", password=PASSWORD, first_name="系统管理员")


class County:
    """The officers by what they do: `county.clerk`, `county.screener`, `county.justice` … as the database has them."""

    def __init__(self) -> None:
        self.region = Region.objects.get(pk=CODE)
        self.department = Organ.objects.get(name=DEPARTMENT)
        people = User.objects.filter(username__startswith=PREFIX).select_related("organ")
        self._people = {user.username.removeprefix(PREFIX): user for user in people}
        self._people["clerk"] = next(user for user in people if user.organ == self.department)

    def __getattr__(self, post: str) -> User:
        try:
            return self._people[post]
        except KeyError:
            raise AttributeError(post) from None

    @cached_property
    def province(self) -> User:
        return User.objects.get(username="province")

    @cached_property
    def neighbour_screener(self) -> User:
        return User.objects.get(username="n-screener")

    @cached_property
    def neighbour_clerk(self) -> User:
        return User.objects.get(username__startswith="n-clerk")

    @cached_property
    def townships(self) -> list[Organ]:
        return list(Organ.objects.filter(function="township", region__in=Region.objects.within(self.region)))

    @cached_property
    def township_officers(self) -> list[User]:
        return list(User.objects.filter(organ__in=self.townships).order_by("username"))
