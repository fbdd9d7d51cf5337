"""Which level of basis is enough for which kind (domain report §4.4), and that real articles speak as they are read to."""

from datetime import date

import pytest

from laws import registry
from policy.assessment import Answer, assess
from policy.basis import Basis
from policy.facts import Facts, Kind
from policy.legal import modality
from policy.legal.levels import Level
from policy.legal.modality import Modality

DAY = date(2026, 11, 25)
LAWS = {Level.CONSTITUTION, Level.LAW}
REGULATIONS = {Level.ADMINISTRATIVE_REGULATION, Level.LOCAL_REGULATION}
CENTRAL = {Level.CENTRAL_DOCUMENT, Level.STATE_COUNCIL_DECISION}
POLICY = CENTRAL | {Level.PARTY_REGULATION, Level.STATE_COUNCIL_OFFICE_DOCUMENT, Level.PROVINCIAL_DOCUMENT}

# Kind, name, a text that orders it as plainly as can be, the rule that asks for a level, the levels that are enough for it.
MATRIX = [
    (Kind.WORK_AFFAIR, "人口登记", "村民委员会应当协助人口登记。", "there_is_a_basis", set(Level) - {Level.INTERNAL}),
    (
        Kind.WORK_AFFAIR,
        "人口登记",
        "村民委员会应当协助人口登记。",
        "basis_is_of_the_province_or_above",
        LAWS | REGULATIONS | POLICY | {Level.INTERNAL},
    ),
    (
        Kind.MECHANISM,
        "防汛工作站",
        "每个村应当设立防汛工作站。",
        "new_mechanism_is_ordered_or_consented_to",
        LAWS | REGULATIONS | CENTRAL,
    ),
    (
        Kind.DEDICATED_POST,
        "防汛专干",
        "每个村应当配备防汛专岗。",
        "dedicated_post_is_ordered_or_consented_to",
        LAWS | REGULATIONS | CENTRAL,
    ),
    (
        Kind.SIGNBOARD,
        "防汛工作站",
        "每个村应当悬挂防汛工作站标牌。",
        "outside_signboard_is_one_of_the_six_or_ordered",
        LAWS | CENTRAL,
    ),
    (
        Kind.CERTIFICATION,
        "养老证明",
        "由村民委员会出具养老证明。",
        "certification_rests_on_law",
        LAWS | REGULATIONS | {Level.STATE_COUNCIL_DECISION, Level.PARTY_REGULATION},
    ),
]
CELLS = [(*row[:4], level, level in row[4]) for row in MATRIX for level in Level if level is not Level.UNKNOWN]
NEW = {"application": "new", "provincial_consent": False}
ANSWERS = {
    Kind.MECHANISM: NEW,
    Kind.DEDICATED_POST: NEW,
    Kind.SIGNBOARD: {"application": "new", "place": "outside", "sign_type": "service"},
}


def answer(kind: Kind, name: str, rule: str, *bases: Basis) -> Answer:
    """What the rule answers of a new thing of that name on these bases, to which no province has consented."""
    facts = Facts.from_answers(kind, name, ANSWERS.get(kind, {}), bases)
    return next(each.answer for each in assess(facts).findings if each.rule == rule)


@pytest.mark.parametrize(
    ("kind", "name", "text", "rule", "level", "enough"), CELLS, ids=[f"{c[0]}-{c[3]}-{c[4]}" for c in CELLS]
)
def test_a_level_is_enough_for_what_the_report_says_and_for_nothing_else(kind, name, text, rule, level, enough):
    basis = Basis(title="某文件", level=level, text=text, exists=True, in_force=True)
    assert answer(kind, name, rule, basis) is (Answer.KEPT if enough else Answer.BROKEN)


@pytest.mark.parametrize(("kind", "name", "text", "rule", "_levels"), MATRIX, ids=[f"{r[0]}-{r[3]}" for r in MATRIX])
def test_a_level_that_is_not_known_decides_nothing(kind, name, text, rule, _levels):
    basis = Basis(title="某文件", level=None, text=text)
    assert answer(kind, name, rule, basis) is Answer.UNKNOWN


SPEAKS = [
    ("人民调解法", 8, 1, Modality.ESTABLISHES),
    ("家庭教育促进法", 38, 1, Modality.ALLOWS),
    ("消防法", 32, None, Modality.REQUIRES),
    ("反电信网络诈骗法", 8, 2, Modality.REQUIRES),
    ("村民委员会组织法", 37, 1, Modality.ESTABLISHES),
    ("乡村振兴促进法", 48, 1, Modality.ENCOURAGES),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("title", "article", "paragraph", "speaks"), SPEAKS, ids=[each[0] for each in SPEAKS])
def test_an_article_orders_allows_or_asks_for_help_as_it_is_worded(title, article, paragraph, speaks):
    basis = registry.look_up(title, article=article, paragraph=paragraph, on=DAY)
    assert modality.of(basis.text) is speaks, basis.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "title", "article", "kept"),
    [
        ("人民调解委员会", "人民调解法", 8, True),
        ("社区家长学校", "家庭教育促进法", 38, False),
        ("反诈工作站", "反电信网络诈骗法", 8, False),
        ("消防工作站", "消防法", 32, False),
        ("村务监督委员会", "村民委员会组织法", 37, True),
    ],
)
def test_a_law_lets_in_only_the_mechanism_that_it_orders(name, title, article, kept):
    basis = registry.look_up(title, article=article, on=DAY)
    found = answer(Kind.MECHANISM, name, "new_mechanism_is_ordered_or_consented_to", basis)
    assert found is (Answer.KEPT if kept else Answer.BROKEN)
