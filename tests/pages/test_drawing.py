"""Drawings: Chinese text is broken where it may be, and every text of a drawing stands in its table too."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.drawing import NEVER_FIRST, NEVER_LAST, Status, Step, width, wrap
from workflows.pages.flow_drawing import Flow

DESKS = (Step("合法性审查（司法局）", Status.CURRENT, "至 11-13"), Step("经费审核（财政局）", Status.DONE))
STEPS = [Step(f"环节{n}", status, desks=DESKS if n == 2 else ()) for n, status in enumerate(Status)]


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("形式审查", 4, ["形式审查"]),
        ("形式审查", 3, ["形式审", "查"]),
        ("甲乙，丙", 2, ["甲乙，", "丙"]),
        ("2026-11-02 千山区民政局", 8, ["2026-11-02 千", "山区民政局"]),
        ("public notice period", 8, ["public notice", "period"]),
        ("审查（司法局）", 3, ["审查", "（司法", "局）"]),
        ("", 4, [""]),
        ("11。。 ）", 3, ["11。。 ）"]),
    ],
)
def test_text_is_broken_to_its_width(text, ems, lines):
    assert wrap(text, ems) == lines


@given(st.text("甲乙丙，。（）ab 12-", max_size=60), st.integers(3, 20))
def test_breaking_loses_nothing_and_leaves_no_bracket_at_the_wrong_end(text, ems):
    lines = wrap(text, ems)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(not line or line[0] not in NEVER_FIRST for line in lines[1:])
    assert all(not line or line[-1] not in NEVER_LAST for line in lines[:-1])


@pytest.mark.parametrize("form", ["broad", "slender"])
def test_every_step_and_desk_has_its_mark_its_name_and_its_status_in_words(form):
    drawing = getattr(Flow("f", "办理进程", "", STEPS), form)
    written = [line.text for line in drawing.lines]

    assert [mark.status for mark in drawing.marks] == [
        status for step in STEPS for status in [step.status, *(desk.status for desk in step.desks)]
    ]
    assert [text for text in written if text.startswith("环节")] == [step.name for step in STEPS]
    assert written.count("正在办理") == 2


@pytest.mark.parametrize("form", ["broad", "slender"])
@pytest.mark.parametrize("count", [1, 2, 5, 8, 12])
def test_nothing_is_drawn_outside_or_on_top_of_other_text(form, count):
    steps = [Step("报省级党委和政府同意", Status.WAITING, "2026-11-02 千山区民政局李受理", DESKS)] * count
    drawing = getattr(Flow("f", "", "", steps), form)

    assert all(line.x + width(line.text) * line.size <= drawing.width for line in drawing.lines)
    assert all(line.y <= drawing.height for line in drawing.lines)
    by_column = sorted((line.x, line.y, line.size) for line in drawing.lines)
    assert all(one[0] != two[0] or two[1] - one[1] >= one[2] for one, two in pairwise(by_column))


def test_the_longest_bar_is_the_largest_value_and_nothing_is_no_bar():
    bars = Bars("b", "在办", "", [Bar("甲", 9), Bar("乙", 3), Bar("丙", 0)]).broad.rects

    assert bars[0].width == pytest.approx(3 * bars[1].width, abs=0.2)
    assert bars[2].width == 0


def test_bars_of_nothing_at_all_are_drawn():
    assert [rect.width for rect in Bars("b", "", "", [Bar("甲", 0)]).slender.rects] == [0]
    assert Bars("b", "", "", []).broad.rects == []


def test_a_drawing_carries_no_style_and_no_script_and_its_words_are_escaped():
    flow = Flow("f", "办理进程", "两步", [Step("<script>", Status.DONE)])
    drawn = render_to_string("components/flow.svg.html", {"flow": flow})

    assert "style=" not in drawn and "<style" not in drawn
    assert "<script>" not in drawn


def test_a_flow_is_also_a_table():
    drawn = render_to_string("components/flow.svg.html", {"flow": Flow("f", "办理进程", "", STEPS)})
    table = drawn[drawn.index("<table") :]

    assert all(str(step.name) in table and str(step.says) in table for step in [*STEPS, *DESKS])
