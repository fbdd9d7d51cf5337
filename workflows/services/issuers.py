"""发文机关: in whose name each letter is written, and who may issue it.

The county decides in the name of its Party committee and government or their offices, whatever the organ is called
that holds the desk: the name is made from the region's, so that no leading group can stand there (ADR 0011).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Function, Organ, Region
from accounts.rights import Place
from workflows.errors import NotNow
from workflows.models import (
    OF_THE_AUTHORITY,
    AdmissionProcess,
    AdmissionRequest,
    Body,
    Letterhead,
    LetterKind,
    SupervisionOrder,
)
from workflows.models.county_procedure import terms_on

# 党委 and 政府 in full (7.2.4, 7.3.5): Chinese whatever language the officer reads.
NAMES: dict[str, tuple[str, ...]] = {
    Body.COMMITTEE_AND_GOVERNMENT: ("中共{region}委员会", "{region}人民政府"),
    Body.COMMITTEE: ("中共{region}委员会",),
    Body.GOVERNMENT: ("{region}人民政府",),
    Body.COMMITTEE_OFFICE: ("中共{region}委员会办公室",),
    Body.GOVERNMENT_OFFICE: ("{region}人民政府办公室",),
}
# Until an office says its own 机关代字: the region's short name, the office's word, 准.
WORDS = {
    Function.AUTHORITY: "政",
    Function.CIVIL_AFFAIRS: "民",
    Function.ORGANIZATION: "组",
    Function.RURAL_AFFAIRS: "农",
    Function.JUSTICE: "司",
    Function.SUPERVISION: "督",
}
# Who issues what: the right, and whether it is held on the county or on the organ itself.
RIGHTS: dict[LetterKind, str] = {
    LetterKind.LEGALITY: rights.GIVE_OPINION,
    LetterKind.PETITION: rights.DECIDE,
    LetterKind.APPROVAL: rights.DECIDE,
    LetterKind.REFUSAL: rights.DECIDE,
    LetterKind.PUBLICATION: rights.PUBLISH,
    LetterKind.FILING_REPORT: rights.PUBLISH,
}


@dataclass(frozen=True)
class Issuer:
    """`names` in full, `code` the word before the year, `office` whose numbers are taken."""

    body: Body
    names: tuple[str, ...]
    code: str
    office: str
    place: Place
    right: str

    @property
    def signature(self) -> str:
        return "、".join(self.names)

    @property
    def printed_by(self) -> str:
        """印发机关: the office of the committee or government; an organ prints its own."""
        last = self.names[-1]
        return last if self.body is Body.ORGAN or last.endswith("办公室") else f"{last}办公室"


def issuer_of(kind: LetterKind, request: AdmissionRequest) -> Issuer:
    """In whose name the letter is lawfully written. Raises NotNow if the county has no such organ."""
    right = RIGHTS.get(kind, rights.SCREEN)
    if kind in OF_THE_AUTHORITY:
        return authority(request.county, right)
    function = Function.JUSTICE if kind == LetterKind.LEGALITY else _lead_function(request)
    organ = request.organ_of(function)
    if organ is None:
        raise NotNow(
            _("“%(county)s”还没有设置“%(function)s”机构，请管理员先在后台设置，再办理。")
            % {"county": request.county, "function": function.label}
        )
    return _organ(organ, organ if right in rights.ON_ORGANS else request.county, right)


def supervising(order: SupervisionOrder) -> Issuer:
    """The organ that issued the supervision order. Raises NotNow if whoever issued it belonged to none."""
    organ = order.events.select_related("organ__region").get(act="issue").organ
    if organ is None:
        raise NotNow(_("签发督办单的人员当时没有所属机构，不能以机构名义行文。"))
    return _organ(organ, order.county, rights.SUPERVISE)


def _organ(organ: Organ, place: Place, right: str) -> Issuer:
    letterhead = Letterhead.objects.filter(organ=organ).first()
    code = letterhead.code if letterhead else _code(organ.region, Function(organ.function))
    return Issuer(Body.ORGAN, (organ.name,), code, f"organ-{organ.pk}", place, right)


def authority(county: Region, right: str) -> Issuer:
    """The Party committee and government of the region, a county or above, or one of their offices, as it has set."""
    letterhead = Letterhead.objects.filter(organ__region=county, organ__function=Function.AUTHORITY).first()
    body = Body(letterhead.signs_as) if letterhead else Body.COMMITTEE_AND_GOVERNMENT
    code = letterhead.code if letterhead else _code(county, Function.AUTHORITY)
    issuer = Issuer(body, names_of(body, county), code, f"county-{county.pk}", county, right)
    require_lawful(issuer.names, county)
    return issuer


def names_of(body: Body, region: Region) -> tuple[str, ...]:
    """The full names of the Party committee, the government or their offices."""
    return tuple(name.format(region=region.name) for name in NAMES[body])


def require_lawful(names: tuple[str, ...], region: Region) -> None:
    """Raise ValidationError unless each name is the committee's, the government's or their office's."""
    lawful = {name for body in NAMES for name in names_of(Body(body), region)}
    if wrong := [name for name in names if name not in lawful]:
        raise ValidationError(
            _("“%(name)s”不能作为批复的发文机关：只能以党委、政府或者其办公室名义行文，议事协调机构不得行文。")
            % {"name": wrong[0]}
        )


def lead_of(request: AdmissionRequest) -> str:
    """The name of the county's lead organ; the county's own where it has none."""
    organ = request.organ_of(_lead_function(request))
    return organ.name if organ else request.county.name


def _lead_function(request: AdmissionRequest) -> Function:
    """牵头单位, by the version of the county's procedure that the case follows; of what has no case, by today's."""
    case = AdmissionProcess.objects.filter(request=request).first()
    if case:
        case.request = request
    terms = case.terms if case else terms_on(request.county_id, localdate())[0]
    return Function(terms.lead_function)


def _code(county: Region, function: Function) -> str:
    return f"{county.name[:2]}{WORDS.get(function, '')}准"


def organs_that_lead(region: Region) -> list[str]:
    """民政、组织、农办、监督 of the region: who keeps, publishes and watches over its lists."""
    functions = (Function.CIVIL_AFFAIRS, Function.ORGANIZATION, Function.RURAL_AFFAIRS, Function.SUPERVISION)
    names = dict(Organ.objects.filter(region=region, function__in=functions).values_list("function", "name"))
    return [names[function] for function in functions if function in names]


def organs_copied(request: AdmissionRequest) -> list[str]:
    """抄送: the townships asked, and the organs that carry the decision."""
    functions = (
        Function.CIVIL_AFFAIRS,
        Function.ORGANIZATION,
        Function.RURAL_AFFAIRS,
        Function.JUSTICE,
        Function.FINANCE,
    )
    organs: list[Organ | None] = [*map(request.organ_of, functions), *request.consulted.order_by("pk")]
    return [organ.name for organ in organs if organ and organ.pk != request.department_id]
