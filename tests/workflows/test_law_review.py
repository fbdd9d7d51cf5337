"""Stories of a changed law: what rests on the changed place is looked at again, by the lead organ, once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from catalogues.models import Entry, ExitReview
from laws import importing
from laws.models import ChangeKind, LawChange, LegalSource
from notifications.models import Outgoing
from tests.laws.files import Collection
from tests.requests import MEDIATION, draft
from tests.ways import before_the_authority
from workflows.errors import NotComplete, NotNow
from workflows.models import Citation, Decision, LawReview, ReviewConclusion
from workflows.services import decision, list_keeping, submission
from workflows.services.decision import Ruling
from workflows.services.law_review import close_review, queue
from workflows.services.list_keeping import Content
from workflows.tasks import review_law_changes

pytestmark = pytest.mark.django_db

VILLAGES = "中华人民共和国村务法"
ARTICLES = {
    "第一条": "村民委员会设立人民调解委员会。",
    "第二条": "村民委员会应当协助人口登记。",
    "第三条": "本法自2020年1月1日起施行。",
}


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A register that holds 村务法, and the file it came from."""
    made = Collection(tmp_path / "laws.db")
    made.add(VILLAGES, "2019-10-01", "2020-01-01", ARTICLES)
    importing.import_laws(made.path)
    return made


def citing(title: str, law: str = VILLAGES, **place) -> dict:
    """A mechanism that the county may admit by another law, and that cites this place too."""
    return MEDIATION | {"title": title, "citations": [*MEDIATION["citations"], {"title": law, **place}]}


def handed_in(county, *parts):
    request = draft(county, *parts)
    submission.submit(request, by=county.clerk)
    return request


def admitted(county, part):
    request = before_the_authority(county, part=part)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    return request


def strike_out_the_second_article(collection: Collection) -> None:
    collection.run("UPDATE articles SET article_text = '（删去）' WHERE article_no = '第二条'")
    importing.import_laws(collection.path)


def queued() -> set[tuple[str, str]]:
    return {(review.part.title, review.cited) for review in LawReview.objects.all()}


def test_a_repealed_article_queues_exactly_what_rests_on_it_and_once(county, collection):
    admitted(county, citing("人民调解委员会", article=2))
    handed_in(county, citing("乙机制", article=2, paragraph=1), citing("丙机制", article=1))
    handed_in(county, citing("丁机制"))
    handed_in(county, MEDIATION | {"title": "戊机制"})
    draft(county, citing("己机制", article=2))

    strike_out_the_second_article(collection)
    queue()

    assert queued() == {
        ("人民调解委员会", f"《{VILLAGES}》第二条"),
        ("乙机制", f"《{VILLAGES}》第二条第一款"),
        ("丁机制", f"《{VILLAGES}》"),
    }
    assert queue() == []
    assert review_law_changes() == 0
    assert LawReview.objects.count() == 3


def test_a_repealed_law_queues_all_that_cites_any_of_it_however_its_title_is_written(county, collection):
    for title, place in (("村务法", {"article": 1}), (f"《{VILLAGES}》第二条", {}), ("村务法", {})):
        handed_in(county, citing("人民调解委员会", title, **place))
    collection.run("UPDATE laws SET status = '已废止'")
    repealing = {"第一条": f"本法自2026年11月1日起施行。《{VILLAGES}》同时废止。"}
    collection.add("中华人民共和国新村务法", "2026-10-01", "2026-11-01", repealing)
    importing.import_laws(collection.path)

    assert len(queue()) == 3


def test_what_was_refused_withdrawn_or_has_left_the_list_is_not_queued(county, collection):
    withdrawn = handed_in(county, citing("甲机制", article=2))
    submission.withdraw(withdrawn, by=county.clerk, reason="不再需要")
    refused = before_the_authority(county, part=citing("人民调解委员会", article=2))
    decision.decide(refused, by=county.decider, rulings={1: Ruling(Decision.REFUSED, "不同意")})
    left = admitted(county, citing("人民调解委员会", article=2))
    entry = left.parts.get().admission_number
    Entry.objects.filter(number=entry).update(left_on=timezone.localdate())

    strike_out_the_second_article(collection)

    assert queue() == []


def test_what_another_organ_answers_for_since_is_reviewed_and_brought_up_as_it_stands(county, collection):
    admitted(county, citing("人民调解委员会", article=2))
    old = Entry.objects.get()
    basis = "\n".join(str(each) for each in old.bases.all())
    content = Content(old.title, old.kind, county.screener.organ, basis=basis, answers=old.answers)
    new = list_keeping.change(old, content, by=county.keeper)
    collection.run("UPDATE articles SET article_text = '可以协助。' WHERE article_no = '第二条'")
    importing.import_laws(collection.path)
    (review,) = queue()
    close_review(review, by=county.screener, conclusion=ReviewConclusion.LOST, reason="条文已不要求协助")

    assert ExitReview.objects.get().entry == new


def test_what_is_judged_after_the_change_is_judged_by_it_and_not_queued(county, collection):
    strike_out_the_second_article(collection)
    handed_in(county, citing("甲机制", article=2))

    assert queue() == []


def test_a_change_to_come_also_queues_what_is_handed_in_before_its_day(county):
    part = MEDIATION | {"citations": [{"title": "农业法", "article": 99}]}
    assert LawChange.objects.get(source__title="中华人民共和国农业法", article=99).effective_on == date(2027, 1, 1)
    before = timezone.localdate() < date(2027, 1, 1)
    queue()
    handed_in(county, part)

    assert len(queue()) == int(before)
    assert queue() == []


def test_a_whole_law_cited_is_queued_once_for_an_amendment_of_many_articles(county, collection):
    handed_in(county, citing("甲机制"))
    changed = {label: f"{text}（修改）" for label, text in ARTICLES.items()}
    collection.add(VILLAGES, "2026-11-01", "2026-11-20", changed)
    importing.import_laws(collection.path)

    assert [review.change.kind for review in queue()] == [ChangeKind.AMENDED]


def test_the_department_is_told_once_and_again_when_the_review_is_closed(county, collection):
    handed_in(county, citing("甲机制", article=2))
    strike_out_the_second_article(collection)
    (review,) = queue()
    queue()
    told = Outgoing.objects.get(event="law_changed")
    assert told.recipient == county.clerk
    assert told.context["place"] == f"《{VILLAGES}》第二条"

    close_review(review, by=county.screener, conclusion=ReviewConclusion.LOST, reason="请退出")
    assert Outgoing.objects.get(event="law_review_closed").context["conclusion"] == "依据不再成立，须按程序处理"


def test_only_the_lead_organ_of_the_county_closes_a_review_and_only_once(county, collection):
    handed_in(county, citing("甲机制", article=2))
    strike_out_the_second_article(collection)
    (review,) = queue()
    for stranger in (county.clerk, county.decider, county.neighbour_screener):
        with pytest.raises(PermissionDenied):
            close_review(review, by=stranger, conclusion=ReviewConclusion.STANDS)
    with pytest.raises(NotComplete):
        close_review(review, by=county.screener, conclusion=ReviewConclusion.REPLACED, reason=" ")
    with pytest.raises(NotComplete):
        close_review(review, by=county.screener, conclusion="whatever")

    close_review(review, by=county.screener, conclusion=ReviewConclusion.STANDS)
    with pytest.raises(NotNow, match="依据仍然成立"):
        close_review(review, by=county.screener, conclusion=ReviewConclusion.LOST, reason="又看")
    assert queue() == []


def test_the_command_says_how_many_it_queued(county, collection, capsys):
    handed_in(county, citing("甲机制", article=2))
    strike_out_the_second_article(collection)
    call_command("review_law_changes")
    call_command("review_law_changes")

    assert capsys.readouterr().out.splitlines() == ["law reviews: 1 queued", "law reviews: 0 queued"]


def test_a_thousand_citations_are_looked_through_with_as_many_queries_as_one(
    county, collection, django_assert_max_num_queries
):
    request = handed_in(county, citing("甲机制", article=1))
    part = request.parts.get()
    Citation.objects.bulk_create(
        Citation(part=part, position=number, title=VILLAGES, article=1) for number in range(3, 1003)
    )
    source = LegalSource.objects.get(title=VILLAGES)
    LawChange.objects.create(source=source, version="2020年文本", article=2, kind=ChangeKind.TEXT, provenance="测试")
    with django_assert_max_num_queries(10):
        assert queue() == []
