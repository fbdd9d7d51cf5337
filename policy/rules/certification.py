"""四: certifications 证明事项"""

from collections.abc import Mapping
from typing import cast

from policy import certificates, sufficiency
from policy.certificates import Listed
from policy.choices import Document, Handling, Kind, OtherWay
from policy.facts import Facts
from policy.legal.levels import Level
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import all_of, any_of, known, negate
from policy.words import Phrase
from policy.words import gettext_noop as _

USE_ANOTHER_WAY = _("取消该证明，改用：%(instead)s。")
WHY_CANCELLED = {
    "document": _("凭个人现有证照能够证明"),
    "promise": _("由申请人书面承诺能够解决"),
    "online": _("通过网络核验能够解决"),
    "unverifiable": _("村级组织无权或者无法查证"),
}


def on_law(level: Level) -> bool:
    return level.is_law_regulation_or_state_council_decision


def on_party_rules(level: Level) -> bool:
    return level is Level.PARTY_REGULATION


def on_local_rules(level: Level) -> bool:
    return level is Level.LOCAL_REGULATION or not on_law(level)


def rests_on_law(facts: Facts) -> Holds:
    return sufficiency.levels(facts.bases, on_law)


def basis_words(facts: Facts) -> Mapping[str, object]:
    bases = known(facts.bases)
    if not bases:
        return {"found": Phrase(_("未列依据"))}
    words = {"listed": sufficiency.listed(bases), "levels": sufficiency.levels_listed(bases)}
    return {"found": Phrase(_("所列依据为%(listed)s，属%(levels)s"), words)}


def listed_words(facts: Facts) -> Mapping[str, object]:
    listed = cast(Listed, certificates.find(facts.name))
    return {"number": listed.number, "listed": listed.name, "instead": Phrase(listed.instead)}


@rule(
    "四（一）证明依据", Consequence.REJECT, Step.LEVEL, Kind.CERTIFICATION,
    reason=_("经核，%(found)s，不属于法律、法规或国务院决定。依据《通知》四（一），该证明不得要求村级组织出具。"),
    cure=_("取消该证明；确有法律、法规或者国务院决定依据的，改引该依据。"),
    words=basis_words,
)  # fmt: skip
def certification_rests_on_law(facts: Facts, certification_basis: str) -> Holds:
    """证明事项须有法律、法规或者国务院决定作依据。

    Read as: the list is closed; rules of the Party, unless the county reads it strictly, are left to a person.
    """
    party = sufficiency.levels(facts.bases, on_party_rules) if certification_basis == "party_rules_judged" else False
    return any_of((rests_on_law(facts), party))


@rule(
    "四（一）证明依据", Consequence.JUDGE, Step.LEVEL, Kind.CERTIFICATION,
    reason=_("%(found)s；党内法规是否属于“等依据”，请研判。"),
    cure=_("改引法律、法规或者国务院决定。"),
    words=basis_words, when=("certification_basis", "party_rules_judged"),
)  # fmt: skip
def certification_rests_on_more_than_party_rules(facts: Facts) -> Holds:
    """只以党内法规为依据的证明，由人研判。"""
    return any_of((rests_on_law(facts), negate(sufficiency.levels(facts.bases, on_party_rules))))


@rule(
    "四（一）民政部清单", Consequence.REJECT, Step.BANS, Kind.CERTIFICATION,
    reason=_("该事项属于民发〔2020〕20号附件第%(number)s项“%(listed)s”，不应由村（居）民委员会出具。可替代方式：%(instead)s。"),
    cure=USE_ANOTHER_WAY, words=listed_words,
)  # fmt: skip
def certification_is_not_on_the_ministries_list(facts: Facts) -> Holds:
    """列入民政部第一批《不应由基层群众性自治组织出具证明事项清单》的，不得要求出具。

    Read as: a certificate that law still demands is not refused by its name; the next rule asks a person.
    """
    return any_of((certificates.find(facts.name) is None, rests_on_law(facts)))


@rule(
    "四（一）民政部清单", Consequence.JUDGE, Step.BANS, Kind.CERTIFICATION,
    reason=_("该事项属于民发〔2020〕20号附件第%(number)s项“%(listed)s”，但所引法律、法规仍有要求，请研判。"),
    cure=USE_ANOTHER_WAY, words=listed_words,
)  # fmt: skip
def law_and_the_ministries_list_agree(facts: Facts) -> Holds:
    """列入清单而法律、法规仍要求的证明，由人研判。"""
    return any_of((certificates.find(facts.name) is None, negate(rests_on_law(facts))))


@rule(
    "四（一）省取消目录", Consequence.REJECT, Step.BANS, Kind.CERTIFICATION,
    reason=_("“%(name)s”已列入《辽宁省第一批取消调整涉及企业和群众办事创业的证明目录》，不得要求村级组织出具。"),
    cure=_("取消该证明。"),
)  # fmt: skip
def certification_is_not_cancelled_by_the_province(facts: Facts) -> Holds:
    """列入省第一批取消目录的证明，不得要求出具。"""
    if certificates.find(facts.name, certificates.LIAONING):
        return rests_on_law(facts)
    return True if certificates.is_complete(certificates.LIAONING) else None


@rule(
    "四（一）分批取消", Consequence.JUDGE, Step.CONTENT, Kind.CERTIFICATION,
    reason=_("“%(name)s”虽有依据，但村级组织没有能力核实，应当适时取消，请研判。"),
    cure=_("取消该证明，由有能力核实的机构出具。"),
)  # fmt: skip
def village_can_verify_what_local_rules_demand(facts: Facts) -> Holds:
    """有地方性法规或者政策依据但村级组织没有能力核实的，适时取消。"""
    rests_on_local_rules = sufficiency.levels(facts.bases, on_local_rules)
    return any_of((negate(rests_on_local_rules), facts.village_can_verify))


@rule(
    "四（一）印章清单", Consequence.REJECT, Step.BANS, Kind.CERTIFICATION,
    reason=_("“%(name)s”不在市定印章使用范围清单，不得要求村级组织盖章。"),
    cure=_("取消盖章要求。"),
)  # fmt: skip
def certification_is_in_the_seal_list(facts: Facts) -> Holds:
    """须盖村级组织印章的，应在市定印章使用范围清单之内。"""
    return facts.in_seal_list


@rule(
    "四（一）其他方式采信", Consequence.REJECT, Step.CONTENT, Kind.CERTIFICATION,
    reason=_("该信息可通过%(other_ways)s核验，依据《通知》四（一），不得要求村级组织出具证明。"),
    cure=_("改用%(other_ways)s。"),
)  # fmt: skip
def nothing_else_can_be_relied_on(facts: Facts) -> Holds:
    """网上核验、主动调查、信息共享、告知承诺能够采信的，不得要求出具证明。"""
    return None if facts.other_ways is None else not facts.other_ways


@rule(
    "四（二）统一式样", Consequence.RETURN, Step.CONTENT, Kind.CERTIFICATION,
    reason=_("未采用全省统一式样，退回补正。"),
    cure=_("改用全省统一式样。"),
)  # fmt: skip
def certification_has_the_provincial_form(facts: Facts) -> Holds:
    """村级组织出具全省统一式样的证明。"""
    return facts.provincial_template


@rule(
    "四（二）逐项明确", Consequence.RETURN, Step.COMPLETENESS, Kind.CERTIFICATION,
    reason=_("证明事项须明确出具时限、办理用途、具体流程及法律依据，所填不全，退回补正。"),
    cure=_("补齐出具时限、办理用途、具体流程及法律依据。"),
)  # fmt: skip
def certification_names_limit_use_steps_and_basis(facts: Facts) -> Holds:
    """证明事项须明确出具时限、办理用途、具体流程及法律依据。"""
    named = (facts.time_limit, facts.certificate_use, facts.steps)
    return None not in named and facts.bases != ()


@rule(
    "四（二）办结", Consequence.RETURN, Step.COMPLETENESS, Kind.CERTIFICATION,
    reason=_("未写明当场办结还是限时办结，退回补正。"),
    cure=_("选明办理方式；限时办结的写明时限。"),
)  # fmt: skip
def certification_is_simple_or_complex(facts: Facts) -> Holds:
    """简单证明当场办结，复杂证明限时办结。"""
    if facts.handling is Handling.TIME_LIMITED:
        return facts.time_limit is not None
    return facts.handling is not None


@rule(
    "四（二）重大问题", Consequence.JUDGE, Step.CONSULTATION, Kind.CERTIFICATION,
    reason=_("“%(name)s”涉及重大问题或者存在法律风险，请研判是否须经村民会议、村民代表会议讨论决定。"),
    cure=_("在流程中写明调查核实和议事协商的步骤。"),
)  # fmt: skip
def certification_bears_no_great_risk(facts: Facts) -> Holds:
    """涉及重大问题或者存在法律风险的证明，须调查核实、议事协商。"""
    return negate(facts.risky)


@rule(
    "优化营商环境条例第四十四条", Consequence.REJECT, Step.CONTENT, Kind.CERTIFICATION,
    reason=_("“%(name)s”可由%(other_documents)s证明，不得另要证明；公用企事业单位和服务机构同样适用。"),
    cure=_("改用%(other_documents)s。"),
)  # fmt: skip
def no_document_can_take_its_place(facts: Facts) -> Holds:
    """法定证照、合同凭证能够证明的，不得设定证明事项。"""
    return None if facts.other_documents is None else not facts.other_documents


@rule(
    "优化营商环境条例第四十四条", Consequence.REJECT, Step.CONTENT, Kind.CERTIFICATION,
    reason=_("村级组织无法核实“%(name)s”所证明的事实，不得设定该证明；公用企事业单位和服务机构同样适用。"),
    cure=_("取消该证明，由有能力核实的机构出具。"),
)  # fmt: skip
def village_can_verify(facts: Facts) -> Holds:
    """开具单位无法调查核实的，不得设定证明事项。"""
    return facts.village_can_verify


@rule(
    "辽宁五个一律取消", Consequence.REJECT, Step.BANS, Kind.CERTIFICATION,
    reason=_("“%(name)s”%(which)s，属辽宁省一律取消的证明。"),
    cure=_("取消该证明，改用现有证照、书面承诺、网络核验或者由有权机构查证。"),
    words=lambda facts: {"which": tuple(Phrase(WHY_CANCELLED[why]) for why, free in five(facts).items() if free is False)},
)  # fmt: skip
def certification_is_none_of_the_five(facts: Facts) -> Holds:
    """个人现有证照能够证明、书面承诺能够解决、网络核验能够解决、村级组织无法查证的证明，一律取消。

    Read as: the first of the five, no basis in law, is applied as 四（一） words it, which admits the State Council too.
    """
    return all_of(five(facts).values())


def five(facts: Facts) -> Mapping[str, Holds]:
    """Of four reasons to cancel, whether the certification is free of each."""
    ways, documents = facts.other_ways, facts.other_documents
    return {
        "document": None if documents is None else Document.CERTIFICATE not in documents,
        "promise": None if ways is None else OtherWay.PROMISE not in ways,
        "online": None if ways is None else OtherWay.ONLINE not in ways,
        "unverifiable": facts.village_can_verify,
    }
