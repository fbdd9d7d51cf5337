"""Whatever people see can be read in Chinese and in English."""

import textwrap

import pytest

from config import wording
from config.words import catalogue, is_finished, misplaced, missing


def test_everything_said_has_its_english():
    lacking = [f"{min(word.files)}: {word.text}" for word in missing()]

    assert lacking == []


def test_every_english_sentence_has_the_places_of_its_chinese():
    wrong = {entry.msgid: misplaced(entry) for entry in catalogue() if is_finished(entry) and misplaced(entry)}

    assert wrong == {}


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    said = wording.words()

    assert [entry.msgid for entry in catalogue() if (entry.msgctxt, entry.msgid) not in said] == []


def test_english_sentences_hold_no_chinese_signs_of_punctuation():
    wrong = [entry.msgid for entry in catalogue() if set("，。；：？！（）“”、") & set(entry.msgstr) - set("“”")]

    assert wrong == []


def test_no_sentence_is_put_together_before_it_is_marked():
    assert wording.in_pieces() == []


@pytest.mark.parametrize("path", wording.template_files(), ids=lambda path: path.name)
def test_a_template_speaks_through_translation_only(path):
    assert wording.unmarked(path) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from django.utils.translation import gettext as _\n_('甲')", {(None, "甲")}),
        ("from django.utils.translation import gettext_lazy as say\nsay('甲' '乙')", {(None, "甲乙")}),
        ("from django.utils import translation\ntranslation.gettext('甲')", {(None, "甲")}),
        ("from django.utils.translation import pgettext_lazy\npgettext_lazy('表', '甲')", {("表", "甲")}),
        ("from django.utils.translation import ngettext\nngettext('一', '多', 2)", {(None, "一")}),
        ("from policy.words import gettext_noop as word\nword('甲')", {(None, "甲")}),
        ("from django.utils.translation import gettext as _\n_(name)", set()),
    ],
)
def test_words_are_found_in_python_however_they_are_marked(tmp_path, monkeypatch, source, found):
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "one.py").write_text(source)

    assert {word.key for word in wording.in_python()} == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% load i18n %}{% translate "甲" %}', {(None, "甲")}),
        ('{% load i18n %}{% translate "甲" context "表" as word %}', {("表", "甲")}),
        ("{% load i18n %}{% translate word %}", set()),
        ("{% load i18n %}{% blocktranslate with n=x %}第{{ n }}条{% endblocktranslate %}", {(None, "第%(n)s条")}),
        (
            '{% load i18n %}{% if x %}{% else %}{% for y in x %}{% translate "甲" %}{% endfor %}{% endif %}',
            {(None, "甲")},
        ),
        ('{% include "a.html" with word=_("甲") %}', {(None, "甲")}),
        ('{% load look %}{% empty _("甲") %}', {(None, "甲")}),
        ('{% load look i18n %}{% card title=_("甲") %}{% translate "乙" %}{% endcard %}', {(None, "甲"), (None, "乙")}),
        ('{{ x|default:_("甲") }}', {(None, "甲")}),
    ],
)
def test_words_are_found_in_templates_wherever_they_stand(tmp_path, monkeypatch, source, found):
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "one.html").write_text(source)

    assert {word.key for word in wording.in_templates()} == found


def test_chinese_beside_the_tags_is_noticed(tmp_path):
    template = tmp_path / "one.html"
    template.write_text(
        textwrap.dedent("""
            {# 不显示 #}{% translate "甲" %}{% comment %}乙{% endcomment %}
            <p title="丙">{% blocktranslate %}丁{% endblocktranslate %}戊：</p>
        """)
    )

    assert wording.unmarked(template) == ["丙", "戊："]
