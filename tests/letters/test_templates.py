"""The language of the templates: what it does, and that nothing else can be done with it."""

import pytest

from workflows.models import LetterKind
from workflows.papers import language
from workflows.papers.language import TemplateFault
from workflows.papers.paper import Line, Style
from workflows.services.letter_templates import NAMES, names_for, sample, shipped

HEAD = "标题：关于{{申请事项}}\n\n"
VALUES = {
    "申请事项": "甲",
    "事项": [{"序号": "1", "名称": "乙", "理由": ""}, {"序号": "2", "名称": "丙", "理由": "丁"}],
}


def lines(body, values=VALUES):
    return list(language.read(HEAD + body, NAMES).lines(values))


def test_names_lists_and_conditions():
    body = "{{#事项}}\n# {{序号}}、{{名称}}\n{{#理由}}\n> {{理由}}\n{{/理由}}\n{{^理由}}\n无理由\n{{/理由}}\n{{/事项}}"

    assert lines(body) == [
        Line(Style.HEADING, "1、乙"),
        Line(Style.TEXT, "无理由"),
        Line(Style.HEADING, "2、丙"),
        Line(Style.QUOTE, "丁"),
    ]


def test_what_stands_within_quotation_marks_has_single_ones():
    body = "“甲”和“{{申请事项}}”\n> {{申请事项}}”\n“{{申请事项}}\n| {{申请事项}} | “{{申请事项}}”"

    assert lines(body, {"申请事项": "“乙”"}) == [
        Line(Style.TEXT, "“甲”和“‘乙’”"),
        Line(Style.QUOTE, "“乙””"),
        Line(Style.TEXT, "“‘乙’"),
        Line(Style.ROW, cells=("“乙”", "“‘乙’”")),
    ]


def test_rows_of_a_table():
    assert lines("{{#事项}}\n| {{序号}} | {{名称}}\n{{/事项}}") == [
        Line(Style.ROW, cells=("1", "乙")),
        Line(Style.ROW, cells=("2", "丙")),
    ]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_shipped_template_can_be_read_and_names_only_what_there_is(kind):
    kind = LetterKind(kind)
    template = language.read(shipped(kind), names_for(kind))

    assert template.head("title", sample(kind))
    assert template.lines(sample(kind))


ESCAPES = (
    "{{申请事项.__class__}}",
    "{{__import__}}",
    "{{7*7}}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{{cycler.__init__.__globals__.os.popen('id').read()}}",
    "{{request.user}}",
    "{{settings.SECRET_KEY}}",
    "{{申请事项|attr('x')}}",
    "{{#settings}}\nx\n{{/settings}}",
    "{{>inbox}}",
    "{{{申请事项}}}",
    "{{&申请事项}}",
    "{{=<% %>=}}",
    "{{",
    "}}",
    "{{申请事项}",
    "{{事项}}",
    "{{名称}}",
    "{{#事项}}\n{{名称}}",
    "{{/事项}}",
    "{{#事项}}\n{{/申请事项}}",
    "{{#事项}}\n{{#退回另报的事项}}\n{{/退回另报的事项}}\n{{/事项}}",
    "{{#申请事项}}\n" * 30,
    "甲" * (language.LONGEST + 1),
)


@pytest.mark.parametrize(
    "kind", [LetterKind.APPROVAL, LetterKind.SUPERVISION_ORDER, LetterKind.ORDER_OVER, LetterKind.EXIT]
)
@pytest.mark.parametrize("body", ESCAPES, ids=range(len(ESCAPES)))
def test_what_is_no_template_is_refused_with_line_and_reason(kind, body):
    with pytest.raises(TemplateFault, match=r"第\d+行："):
        language.read("标题：关于此事\n\n" + body, names_for(kind))


@pytest.mark.parametrize(
    ("kind", "foreign"),
    [
        (LetterKind.APPROVAL, "督办编号"),
        (LetterKind.SUPERVISION_ORDER, "申请事项"),
        (LetterKind.ORDER_OVER, "退出编号"),
        (LetterKind.EXIT, "督办编号"),
    ],
)
def test_a_template_names_only_what_its_letters_hang_on(kind, foreign):
    with pytest.raises(TemplateFault, match=foreign):
        language.read(f"标题：关于此事\n\n{{{{{foreign}}}}}", names_for(kind))


def test_jinja_and_python_signs_are_plain_text():
    assert lines("{% import os %}${x}{0.__class__}%(x)s") == [Line(Style.TEXT, "{% import os %}${x}{0.__class__}%(x)s")]


@pytest.mark.parametrize("hostile", ["{{申请编号}}", "{{#事项}}", "# 标题", "| a | b", "> 引文", "标题：假的"])
def test_a_value_is_never_read_as_a_template(hostile):
    values = {"申请事项": hostile, "申请编号": "秘密"}

    assert lines("事项{{申请事项}}", values) == [Line(Style.TEXT, f"事项{hostile}")]
    assert lines("{{申请事项}}", values) == [Line(Style.TEXT, hostile)]


def test_a_value_of_several_lines_is_several_paragraphs_of_the_same_kind():
    assert lines("> {{申请事项}}", {"申请事项": "甲\n| 乙 | 丙\n\n"}) == [
        Line(Style.QUOTE, "甲"),
        Line(Style.QUOTE, "| 乙 | 丙"),
    ]


def test_a_title_stays_on_one_line_and_loses_what_cannot_be_seen():
    template = language.read(HEAD, NAMES)

    assert template.head("title", {"申请事项": "甲\n乙\x00\u202e丙"}) == "关于甲 乙丙"


def test_a_letter_has_an_end():
    values = {"事项": [{"名称": "甲\n" * 500}] * 500}

    assert len(lines("{{#事项}}\n{{名称}}\n{{/事项}}", values)) == language.MOST_LINES
