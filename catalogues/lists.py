"""清单: which lists there are, who keeps them, and what the notice asks of each.

A list is told by the region that owns it and its name here; it is no row of its own. What stands on it are the entries of
its kinds at its region.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Function, Level, Region
from catalogues.models.entry import Entry, EntryQuerySet, ReferenceKind
from policy.choices import Kind
from policy.facts import Question, questions


class ListName(TextChoices):
    WORK_AFFAIRS = "work_affairs", _("村级组织工作事务清单")
    MECHANISMS = "mechanisms", _("村级工作机制清单")
    SIGNBOARDS = "signboards", _("村级组织和工作机制挂牌清单")
    REPORT_FORMS = "report_forms", _("面向村级组织的台账报表清单")
    CERTIFICATIONS = "certifications", _("村级组织出具证明事项清单")
    ASSESSMENTS = "assessments", _("村级组织综合考核评比项目清单")
    SEAL_USE = "seal_use", _("村级组织印章使用范围清单")
    RECLAIMED = "reclaimed", _("上级部门收回的乡镇事项清单")


# 二（一）, 三（三）, 四（一）: to the civil affairs, organization and rural affairs organs of the level above.
THE_THREE = (Function.CIVIL_AFFAIRS, Function.ORGANIZATION, Function.RURAL_AFFAIRS)


@dataclass(frozen=True)
class Terms:
    """What holds for one list. `owners`: the levels that keep one. `files_to`: functions of the organs above it is filed
    with; none where the notice asks for no filing. `clause`: a key of the notice's clauses, or whence the list comes."""

    kinds: tuple[str, ...]
    owners: tuple[Level, ...]
    files_to: tuple[Function, ...]
    clause: str
    changes_seldom: bool = False


P, C, X, T = Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP
TERMS: dict[str, Terms] = {
    ListName.WORK_AFFAIRS: Terms((Kind.WORK_AFFAIR,), (P, C, X, T), THE_THREE, "二（一）公布备案"),
    ListName.MECHANISMS: Terms((Kind.MECHANISM, Kind.DEDICATED_POST), (P, C, X), (), "三（一）整合机制"),
    ListName.SIGNBOARDS: Terms((Kind.SIGNBOARD,), (C, X), THE_THREE, "三（三）挂牌清单", changes_seldom=True),
    ListName.REPORT_FORMS: Terms((Kind.REPORT_FORM,), (X,), (), "二（三）系统整合"),
    ListName.CERTIFICATIONS: Terms((Kind.CERTIFICATION,), (C, X), THE_THREE, "四（一）公布备案"),
    ListName.ASSESSMENTS: Terms((Kind.ASSESSMENT,), (X,), (), "二（三）考核清单"),
    ListName.SEAL_USE: Terms((ReferenceKind.SEAL_USE,), (C,), (), "四（一）印章清单"),
    ListName.RECLAIMED: Terms((ReferenceKind.RECLAIMED,), (C, X), (), "乡镇履职事项清单 收回"),
}
# What must be told of a thing before it stands on a list: a board of which nobody knows where it hangs is on no wall.
NEEDED: Mapping[str, tuple[str, ...]] = {Kind.SIGNBOARD: ("place",)}
LIST_OF_KIND = {kind: name for name, terms in TERMS.items() for kind in terms.kinds}


@dataclass(frozen=True)
class CatalogueList:
    """One list: that of `region` by the name `name`."""

    region: Region
    name: str

    @property
    def terms(self) -> Terms:
        return TERMS[self.name]

    @property
    def title(self) -> str:
        return __("%(region)s%(list)s") % {"region": self.region.name, "list": ListName(self.name).label}

    @property
    def files_to(self) -> tuple[Function, ...]:
        """With whom it is filed. The province's own lists have nobody above in the notice; a county's signboards are
        entries under the city's list, which alone is filed (三（三）)."""
        if self.region.level == Level.PROVINCE or (
            self.name == ListName.SIGNBOARDS and self.region.level != Level.CITY
        ):
            return ()
        return self.terms.files_to

    @property
    def changes_seldom(self) -> bool:
        """三（三）: the city's list of signboards in principle changes once in two years."""
        return self.terms.changes_seldom and self.region.level == Level.CITY

    @property
    def superior_code(self) -> str:
        """The 12-digit code of the division above, with whose organs the list is filed."""
        above = {Level.CITY: Level.PROVINCE, Level.COUNTY: Level.CITY, Level.TOWNSHIP: Level.COUNTY}
        return self.region.ancestor_code(above[Level(self.region.level)])

    def entries(self) -> EntryQuerySet:
        """Everything that ever stood on the list."""
        return Entry.listed.filter(region=self.region, kind__in=self.terms.kinds)


def wanting(kind: str, answers: Mapping[str, Any]) -> list[Question]:
    """What must be told of a thing of this kind and is not."""
    needed = [name for name in NEEDED.get(kind, ()) if is_open(answers, name)]
    return [each for each in questions(Kind(kind)) if each.name in needed] if needed else []


def says_wanting(question: Question) -> str:
    return __("请填写“%(what)s”，列入清单须写明。") % {"what": __(question.label)}


def is_open(answers: Mapping[str, Any], name: str) -> bool:
    """Whether nothing was answered; an empty list answers 以上都没有."""
    return answers.get(name) in (None, "")


def of(region: Region, name: str) -> CatalogueList | None:
    """The list of that name, if a region of this level keeps one."""
    if name not in TERMS or region.level not in TERMS[name].owners:
        return None
    return CatalogueList(region, name)


def all_of(regions: Iterable[Region]) -> list[CatalogueList]:
    """Every list that these regions keep, in the order of the notice."""
    found = (of(region, name) for region in regions for name in TERMS)
    return [each for each in found if each]
