"""The templates of letters: what they may name, which one holds, and the paper made of one.

The names are Chinese, since the letters are: administrators read and write them.
"""

from functools import cache
from pathlib import Path

from django.utils.timezone import localdate

from policy.choices import Kind
from workflows.models import OF_AN_EXIT, OF_AN_ORDER, Body, LetterKind, LetterTemplate
from workflows.papers import language
from workflows.papers.language import Names, Template, Value, Values
from workflows.papers.paper import Form, Paper, legible
from workflows.services.issuers import Issuer

LONGEST_TITLE = 300
# 10.1: the form of letters is for letters between organs that do not command one another.
LETTERS = (LetterKind.CONSULTATION, LetterKind.LEGALITY)
TEXTS = Path(language.__file__).parent / "texts"
NAMES: Names = {
    "申请事项": None,
    "申请编号": None,
    "申请单位": None,
    "经办人": None,
    "受理县": None,
    "提交日期": None,
    "办理日期": None,
    "牵头单位": None,
    "审定机关": None,
    "抄送单位": None,
    "征求意见的乡镇": None,
    "办理期限": None,
    "省级党委和政府": None,
    "备案机关": None,
    "审查结论": None,
    "审查意见": None,
    "自动审查": None,
    "公布载体": None,
    "公布日期": None,
    "备案回执": None,
    "事项": frozenset(
        {
            "序号", "名称", "类别", "准入编号", "牵头部门", "内容", "实施范围", "依据", "经费", "工作条件", "频次",
            "期限", "查验码", "理由", "违反的规定", "引文", "改正办法", "本县读法", "须省级同意的规定", "省级同意文号", "审查结果",
        }
    ),
    "退回另报的事项": frozenset({"序号", "名称", "理由"}),
    "须补正之处": frozenset({"序号", "内容"}),
    "审查意见表": frozenset({"环节", "机构", "结论", "意见", "日期"}),
}  # fmt: skip
ORDER_NAMES: Names = {
    **dict.fromkeys(
        ("督办编号", "督办单位", "责任单位", "问题", "事由", "要求", "反馈期限", "期限暂定", "涉及的申请", "申请编号",
         "签发日期", "办理日期", "前次反馈", "前次反馈日期", "了结方式", "核查情况", "已销号", "已撤销", "引文")
    ),
    "已知情况": frozenset({"名目", "内容"}),
}  # fmt: skip
_OF_AN_ENTRY = frozenset({"序号", "名称", "编号", "查验码", "类别", "牵头部门", "理由"})
EXIT_NAMES: Names = {
    **dict.fromkeys(
        ("退出编号", "退出事由", "清单所属区划", "责任单位", "抄送单位", "提请日期", "办理日期", "没有单位意见",
         "听取意见的单位", "自行提出的单位", "未能听取意见的单位", "没有责任单位的条目")
    ),
    # Beside what is known of the entry, the name of each kind: it holds for an entry of that kind.
    "退出条目": _OF_AN_ENTRY | {"退出日期", "情形", "情况", "引文", "原列依据", "内容"} | {kind.label for kind in Kind},
    "保留条目": _OF_AN_ENTRY,
    "单位意见": frozenset({"单位", "意见"}),
}  # fmt: skip


def names_for(kind: LetterKind) -> Names:
    """What a template of that kind may name: what the thing knows on which such letters hang."""
    if kind in OF_AN_ORDER:
        return ORDER_NAMES
    return EXIT_NAMES if kind in OF_AN_EXIT else NAMES


@cache
def shipped(kind: LetterKind) -> str:
    """The template that the program brings."""
    return (TEXTS / f"{kind.value}.txt").read_text("utf-8")


def template_of(kind: LetterKind) -> tuple[Template, LetterTemplate | None]:
    """The newest template that an administrator has set, and its row; else the shipped one."""
    row = LetterTemplate.objects.filter(kind=kind).order_by("-pk").first()
    return language.read(row.text if row else shipped(kind), names_for(kind)), row


def sample(kind: LetterKind) -> dict[str, Value]:
    """For the preview of a template: each name stands for itself, each list has two rows."""
    return {
        name: [{each: f"（{each}）" for each in sorted(inner)}] * 2 if inner else f"（{name}）"
        for name, inner in names_for(kind).items()
    }


def paper(template: Template, given: Values, kind: LetterKind, issuer: Issuer, check: str, label: str) -> Paper:
    """A paper in the name of the issuer, which no template can change."""
    names = tuple(legible(name) for name in issuer.names)
    form = Form.LETTER if kind in LETTERS else Form.GENERAL
    return Paper(
        issuers=names,
        title=template.head("title", given)[:LONGEST_TITLE],
        to=template.head("to", given),
        lines=template.lines(given),
        day=localdate(),
        form=form,
        # An organ writes under its bare name; the authority's carries 文件 (7.2.4).
        masthead=names[0] if issuer.body is Body.ORGAN else "",
        copies=template.head("copies", given),
        printed_by="" if form is Form.LETTER else issuer.printed_by,
        check=check,
        check_label=label,
    )
