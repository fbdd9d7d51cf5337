"""What stands behind the names of a template: the case, in Chinese words."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Level, Region
from catalogues.models import Entry
from policy import check_codes
from policy.choices import Kind
from workflows.facts import basis_of
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Body, Decision, Desk, LetterKind, Opinion, RequestPart
from workflows.pages import said
from workflows.pages.sheet import Cited
from workflows.pages.told import Told, ToldFinding
from workflows.pages.ways import told_with_ways
from workflows.papers.language import Value
from workflows.papers.paper import written_day
from workflows.services import issuers, temporary
from workflows.services.issuers import Issuer
from workflows.services.letters import Letter
from workflows.services.readings import terms_for


def values(request: AdmissionRequest, letter: Letter, issuer: Issuer) -> dict[str, Value]:
    """By the names of `letter_templates.NAMES`; what the case does not know is empty."""
    codes = codes_of(letter.parts)
    return {
        "申请事项": request.title,
        "申请编号": request.number or "",
        "申请单位": request.department.name,
        "经办人": str(request.applicant),
        "受理县": request.county.name,
        "提交日期": written_day(localdate(request.submitted_at)) if request.submitted_at else "",
        "办理日期": written_day(localdate(letter.event.at)),
        "牵头单位": issuers.lead_of(request),
        "审定机关": "、".join(issuers.issuer_of(LetterKind.APPROVAL, request).names),
        "抄送单位": "，".join(issuers.organs_copied(request)),
        "自动审查": _("是") if any(part.was_declined_by_machine for part in letter.parts) else "",
        **_of_the_way(request),
        **_of_superiors(request),
        **_of_opinions(request, letter),
        "事项": [_part(request, part, number, codes) for number, part in enumerate(letter.parts, start=1)],
        "退回另报的事项": [
            {"序号": str(number), "名称": part.title, "理由": part.reason}
            for number, part in enumerate(_sent_back(request), start=1)
        ],
        "须补正之处": [{"序号": str(number), "内容": point} for number, point in enumerate(letter.points, start=1)],
    }


def _sent_back(request: AdmissionRequest) -> list[RequestPart]:
    return [part for part in request.live_parts() if part.decision == Decision.SENT_BACK]


def _of_the_way(request: AdmissionRequest) -> dict[str, Value]:
    """Whom the counter asks and until when; where it was published, and the receipt of the filing."""
    asked = Desk.objects.filter(process__request=request, name="consultation", due_on__isnull=False)
    last = asked.order_by("-due_on").first()
    said_at = {event.act: event for event in request.events.filter(act__in=("publish", "file"))}
    published, filed = said_at.get("publish"), said_at.get("file")
    return {
        "征求意见的乡镇": "、".join(organ.name for organ in request.consulted.order_by("pk")),
        "办理期限": written_day(last.due_on) if last and last.due_on else "",
        "公布载体": published.reason if published else "",
        "公布日期": written_day(localdate(published.at)) if published else "",
        "备案回执": filed.reason if filed else "",
    }


def _of_superiors(request: AdmissionRequest) -> dict[str, Value]:
    province = Region.objects.get(pk=request.county.ancestor_code(Level.PROVINCE))
    city = Region.objects.filter(pk=request.county.ancestor_code(Level.CITY)).first() or province
    return {
        "省级党委和政府": "、".join(issuers.names_of(Body.COMMITTEE_AND_GOVERNMENT, province)),
        "备案机关": f"{city.name}民政局、中共{city.name}委组织部、中共{city.name}委农村工作领导小组办公室",
    }


def _of_opinions(request: AdmissionRequest, letter: Letter) -> dict[str, Value]:
    opinions = list(request.opinions.select_related("organ"))
    of_justice = next((each for each in reversed(opinions) if each.desk == "legality"), None)
    return {
        "审查结论": str(of_justice.get_conclusion_display()) if of_justice else "",
        "审查意见": of_justice.text if of_justice else "",
        "审查意见表": [_opinion(each) for each in opinions],
    }


def _opinion(opinion: Opinion) -> dict[str, str]:
    return {
        "环节": _(NODES[opinion.desk].task_title),
        "机构": opinion.organ.name,
        "结论": str(opinion.get_conclusion_display()),
        "意见": opinion.text,
        "日期": written_day(localdate(opinion.at)),
    }


def codes_of(parts: Iterable[RequestPart]) -> dict[str, str]:
    """The check codes of what was admitted, by its number."""
    numbers = [part.admission_number for part in parts if part.admission_number]
    rows = Entry.objects.filter(number__in=numbers).order_by("number").values_list("number", "check_code")
    return {number: check_codes.shown(code) for number, code in rows}


def _part(request: AdmissionRequest, part: RequestPart, number: int, codes: Mapping[str, str]) -> dict[str, str]:
    told = told_with_ways(part.latest_verdict, part.kind, terms_for(request))
    answered = {name: said.answer(part.kind, part.answers, name) for name in ASKED}
    admitted_or_refused = "" if part.was_declined_by_machine else part.reason
    return {
        "序号": str(number),
        "名称": part.title,
        "类别": _(Kind(part.kind).label),
        "准入编号": part.admission_number or "",
        "查验码": codes.get(part.admission_number or "", ""),
        "牵头部门": request.department.name,
        "内容": answered["content"],
        "实施范围": part.where.name,
        "依据": "；".join(_cited(part)),
        "经费": "，".join(filter(None, (answered["payer"], answered["funding"]))),
        "工作条件": answered["conditions"],
        "频次": answered["frequency"],
        "期限": "，".join(filter(None, (_temporary(part), _until(answered["valid_until"])))),
        "理由": admitted_or_refused,
        "省级同意文号": part.consent_number,
        **_found(part, told),
    }


def _temporary(part: RequestPart) -> str:
    last = temporary.ends_on(part)
    return _("临时，至%(day)s") % {"day": written_day(last)} if last else ""


def _until(day: str) -> str:
    return _("至%(day)s") % {"day": day} if day else ""


ASKED = ("content", "payer", "funding", "conditions", "frequency", "valid_until")


def _cited(part: RequestPart) -> list[str]:
    cited = [Cited(each, basis_of(each, on=localdate())) for each in part.citations.all()]
    return [f"{each.title}{_number(each)}{each.place}" for each in cited]


def _number(cited: Cited) -> str:
    return f"（{cited.citation.document_number}）" if cited.citation.document_number else ""


def _found(part: RequestPart, told: Told | None) -> dict[str, str]:
    """What the notice says of the part. What forbids is told where it was not let in; what binds is quoted."""
    if told is None:
        return dict.fromkeys(("违反的规定", "引文", "改正办法", "本县读法", "须省级同意的规定", "审查结果"), "")
    forbidden = told.forbidden if part.decision != Decision.ADMITTED else []
    return {
        "违反的规定": "\n".join(each.says for each in forbidden),
        "引文": _quoted(forbidden),
        "改正办法": "\n".join(filter(None, map(_cure, forbidden))),
        "本县读法": "；".join(f"{each.question} {each.label}" for each in told.read_here) if forbidden else "",
        "须省级同意的规定": _quoted(told.provincial),
        "审查结果": "\n".join((_(told.outcome.label), *_against(told))),
    }


def _against(told: Told) -> Sequence[str]:
    return [each.says for group in told.against for each in group.findings]


def _quoted(findings: Iterable[ToldFinding]) -> str:
    quoted = [each.finding for each in findings if each.finding.quote]
    return "\n".join(dict.fromkeys(f"“{each.quote}”（{each.source}，{each.citation}）" for each in quoted))


def _cure(each: ToldFinding) -> str:
    """What would heal it; what was tried; or that nothing would."""
    tried = "；".join(way.rstrip("。") for way in each.ways)
    ways = _("经逐项试算，作下列任一改动即不再违反：%(ways)s。") % {"ways": tried} if tried else each.no_way
    return "".join(filter(None, (each.cure, ways)))
