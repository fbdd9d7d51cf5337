"""款 and 项 inside an article."""

from hypothesis import given
from hypothesis import strategies as st

from policy.legal import numerals, paragraphs

LIST = "下列事项应当公布：\n（一）第一件；\n（二）第二件。\n前款第（二）项不适用的，另行规定。"


def test_items_belong_to_the_paragraph_that_announces_them():
    first, second = paragraphs.split(LIST)
    assert first.startswith("下列事项") and "（二）第二件。" in first
    assert second == "前款第（二）项不适用的，另行规定。"


def test_an_item_is_found_by_its_number():
    first, second = paragraphs.split(LIST)
    assert paragraphs.item(first, 2) == "（二）第二件。"
    assert paragraphs.item(first, 3) == ""
    assert paragraphs.item(second, 2) == ""


def test_a_line_broken_in_the_middle_of_a_sentence_is_one_paragraph():
    assert paragraphs.split("所需费\n用由产生者承担。\n另一款。") == ["所需费用由产生者承担。", "另一款。"]


def test_subitems_stay_with_their_item():
    (only,) = paragraphs.split("下列情形：\n（一）甲：\n1.子；\n2.丑；\n（二）乙。")
    assert paragraphs.item(only, 1) == "（一）甲：\n1.子；\n2.丑；"


@given(st.lists(st.integers(1, 40), unique=True, min_size=1))
def test_every_item_of_a_list_is_found_and_no_other(numbers):
    lines = [f"（{numerals.to_chinese(number)}）第{number}件；" for number in numbers]
    (only,) = paragraphs.split("\n".join(["下列事项：", *lines]))
    assert [paragraphs.item(only, number) for number in numbers] == lines
    assert paragraphs.item(only, 41) == ""


@given(st.text())
def test_no_text_breaks_the_counting(text):
    assert all(paragraph.strip() for paragraph in paragraphs.split(text))
