"""A county's offices as the default procedure needs them: its organs, and one officer for each post.

The demo and the tests are staffed by it. The organs' names follow from the county's; the officers are nobody.
"""

from dataclasses import dataclass, field

from accounts import roles
from accounts.models import Function, Level, Organ, Region, User
from accounts.roles import Role

# function → (name after the county's, login, name of the officer, role)
POSTS: tuple[tuple[Function, str, str, str, Role], ...] = (
    (Function.AUTHORITY, "委县政府", "decider", "周审定", Role.DECIDER),
    (Function.CIVIL_AFFAIRS, "民政局", "screener", "李受理", Role.SCREENER),
    (Function.CIVIL_AFFAIRS, "民政局", "civil", "王民政", Role.REVIEWER),
    (Function.CIVIL_AFFAIRS, "民政局", "reexaminer", "钱复核", Role.RE_EXAMINER),
    (Function.ORGANIZATION, "委组织部", "organization", "赵组织", Role.REVIEWER),
    (Function.RURAL_AFFAIRS, "委农办", "rural", "孙农办", Role.REVIEWER),
    (Function.JUSTICE, "司法局", "justice", "吴司法", Role.REVIEWER),
    (Function.FINANCE, "财政局", "finance", "郑财政", Role.REVIEWER),
    (Function.STATISTICS, "统计局", "statistics", "冯统计", Role.REVIEWER),
    (Function.SUPERVISION, "减负专项工作机制办公室", "supervisor", "褚监督", Role.SUPERVISOR),
    (Function.SUPERVISION, "减负专项工作机制办公室", "confidant", "蒋保密", Role.CONFIDANT),
    (Function.CIVIL_AFFAIRS, "民政局", "keeper", "沈清单", Role.LIST_KEEPER),
)
# Those of the city above, who keep its lists and receive what the counties file. Their logins bear no prefix.
CITY_POSTS: tuple[tuple[Function, str, str, str, Role], ...] = (
    (Function.AUTHORITY, "委县政府", "city-decider", "朱市审定", Role.DECIDER),
    (Function.CIVIL_AFFAIRS, "民政局", "city-keeper", "秦市清单", Role.LIST_KEEPER),
    (Function.CIVIL_AFFAIRS, "民政局", "city-publisher", "尤市公布", Role.PUBLISHER),
    (Function.CIVIL_AFFAIRS, "民政局", "city-civil", "许市民政", Role.FILING_RECEIVER),
    (Function.ORGANIZATION, "委组织部", "city-organization", "何市组织", Role.FILING_RECEIVER),
    (Function.RURAL_AFFAIRS, "委农办", "city-rural", "吕市农办", Role.FILING_RECEIVER),
)
PROVINCE_RECEIVERS: tuple[tuple[Function, str, str, str, Role], ...] = (
    (Function.CIVIL_AFFAIRS, "民政厅", "province-civil", "施省民政", Role.FILING_RECEIVER),
    (Function.ORGANIZATION, "委组织部", "province-organization", "张省组织", Role.FILING_RECEIVER),
    (Function.RURAL_AFFAIRS, "委农办", "province-rural", "孔省农办", Role.FILING_RECEIVER),
)
PROVINCE_POST = ("委省政府", "province", "卫省厅", Role.CONSENTER)
DEPARTMENT_POST = ("clerk", "陈经办")


@dataclass
class Offices:
    """A staffed county: its region, organs by name, and officers by login (without the county's prefix)."""

    county: Region
    organs: dict[str, Organ] = field(default_factory=dict)
    officers: dict[str, User] = field(default_factory=dict)


def staff(county: Region, *, prefix: str = "", password: str | None = None) -> Offices:
    """Set up the county's organs and officers, and its province's desk. Twice is harmless.

    Logins are `prefix` + post; officers without `password` cannot sign in by the form.
    """
    offices = Offices(county)
    _fill(offices, county, POSTS, prefix, password)
    _fill(offices, Region.objects.get(pk=county.ancestor_code(Level.CITY)), CITY_POSTS, "", password)
    province = Region.objects.get(pk=county.ancestor_code(Level.PROVINCE))
    suffix, login, name, role = PROVINCE_POST
    _officer(
        offices, _organ(offices, province, _named(province, suffix), Function.PROVINCE), "", login, name, role, password
    )
    _fill(offices, province, PROVINCE_RECEIVERS, "", password)
    for township in Region.objects.within(county).filter(level=Level.TOWNSHIP)[:3]:
        organ = _organ(offices, township, f"{county.name}{township.name}", Function.TOWNSHIP)
        _officer(
            offices, organ, prefix, f"township{township.code[6:9]}", f"{township.name}经办", Role.REVIEWER, password
        )
    return offices


def _fill(
    offices: Offices,
    region: Region,
    posts: tuple[tuple[Function, str, str, str, Role], ...],
    prefix: str,
    password: str | None,
) -> None:
    for function, suffix, login, name, role in posts:
        organ = _organ(offices, region, _named(region, suffix), function)
        _officer(offices, organ, prefix, login, name, role, password)


def department(offices: Offices, name: str, *, prefix: str = "", password: str | None = None) -> User:
    """A clerk of the organ of that name who may submit; the organ is made as a plain department where it is missing."""
    organ = Organ.objects.filter(name=name).first() or _organ(offices, offices.county, name, Function.DEPARTMENT)
    return clerk_of(offices, organ, prefix=prefix, password=password)


def clerk_of(offices: Offices, organ: Organ, *, prefix: str = "", password: str | None = None) -> User:
    """A clerk who may submit for that organ."""
    login, officer = DEPARTMENT_POST
    clerks = User.objects.filter(username__startswith=f"{prefix}{login}")
    known = clerks.filter(organ=organ).first()
    username = known.username.removeprefix(prefix) if known else f"{login}{clerks.count() + 1}"
    return _officer(offices, organ, prefix, username, officer, Role.APPLICANT, password)


def _named(region: Region, suffix: str) -> str:
    """台安县 + 委县政府 → 台安县委县政府, 海城市 + 委县政府 → 海城市委市政府, 台安县 + 民政局 → 台安县民政局."""
    if suffix in {"委县政府", "委省政府"}:
        return f"{region.name}委{region.name[-1]}政府"
    return f"{region.name}{suffix}"


def _organ(offices: Offices, region: Region, name: str, function: Function) -> Organ:
    organ, _created = Organ.objects.get_or_create(name=name, defaults={"function": function, "region": region})
    offices.organs[name] = organ
    return organ


def _officer(
    offices: Offices, organ: Organ, prefix: str, login: str, name: str, role: Role, password: str | None
) -> User:
    officer = User.objects.filter(username=f"{prefix}{login}").first()
    if officer is None:
        officer = User.objects.create_user(f"{prefix}{login}", password=password, first_name=name, organ=organ)
    roles.appoint(officer, role, organ)
    offices.officers[login] = officer
    return officer
