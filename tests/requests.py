"""Requests that stories begin with: one that the county may admit, and some that the notice forbids."""

from typing import Any

from workflows.models import AdmissionRequest, Citation, RequestPart

# 人民调解法第八条第一款 sets the committee up: nothing stands against it (case D22).
MEDIATION: dict[str, Any] = {
    "kind": "mechanism",
    "title": "人民调解委员会",
    "answers": {
        "application": "new",
        "content": "调解民间纠纷",
        "payer": "county",
        "funding": "县财政预算，每村每年2000元",
        "dedicated_post_demanded": False,
        "village_can_bear_it": False,
        "separate_office": False,
        "effective": True,
        "villagers": "welcome",
        "conditions": "县司法局提供培训和文书",
        "village_is_responsible": False,
        "matter": "other",
        "county_deployed": True,
        "county_deployment_number": "台委办发〔2026〕1号",
        "already_demanded": False,
        "emergency": False,
        "demands": [],
        "counted_in_assessment": False,
    },
    "citations": [{"title": "中华人民共和国人民调解法", "article": 8, "paragraph": 1}],
}
# The seventh board outside: 三（三）.
OUTSIDE_BOARD: dict[str, Any] = {
    "kind": "signboard",
    "title": "食品安全工作站",
    "answers": {"application": "new", "place": "outside", "sign_type": "service", "official_name": "食品安全工作站"},
    "citations": [],
}
# No central or statutory basis: only the province could let it in.
STATION: dict[str, Any] = MEDIATION | {
    "title": "食品安全工作站",
    "citations": [
        {
            "title": "关于加强村级食品安全工作的意见",
            "document_number": "台食安委〔2026〕1号",
            "claimed_level": "county_document",
            "claimed_text": "各村设立食品安全工作站。",
        }
    ],
}

# Asked for under any name, it comes to the county's decision: 消防法第三十二条 orders it.
AFFAIR: dict[str, Any] = {
    "kind": "work_affair",
    "title": "开展群众性消防工作",
    "answers": {
        "application": "new",
        "content": "确定消防安全管理人，组织制定防火安全公约",
        "payer": "county",
        "funding": "县财政预算，每村每年2000元",
        "village_is_responsible": False,
        "matter": "other",
        "effective": True,
        "villagers": "welcome",
    },
    "citations": [{"title": "中华人民共和国消防法", "article": 32}],
}


def draft(county: Any, *parts: dict[str, Any], title: str = "") -> AdmissionRequest:
    """A draft of the county's department with these parts, as the clerk would have left it."""
    request = AdmissionRequest.objects.create(
        title=title or parts[0]["title"], department=county.department, applicant=county.clerk, county=county.region
    )
    for position, part in enumerate(parts, start=1):
        row = RequestPart.objects.create(
            request=request, position=position, kind=part["kind"], title=part["title"], answers=part["answers"]
        )
        for number, citation in enumerate(part["citations"], start=1):
            Citation.objects.create(part=row, position=number, **citation)
    return request
