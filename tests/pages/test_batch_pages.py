"""批量办理: chosen in the inbox, looked at, confirmed, and told item by item, by the browser's door."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts import rights
from catalogues.models import Entry
from tests.requests import AFFAIR, draft
from tests.steps import lies
from tests.ways import before_the_authority
from tests.workflows.test_nobody_judges_his_own import asked_by
from workflows.models import (
    AdmissionRequest,
    Batch,
    BatchItem,
    Decision,
    Desk,
    Outcome,
    RequestEvent,
    RequestPart,
    State,
)
from workflows.services import batches, decision, submission
from workflows.services.decision import Ruling
from workflows.tasks import resume_batches, work_batch


def waiting(county, *titles):
    return [before_the_authority(county, title, AFFAIR) for title in titles]


def chooses(office, officer, requests, *, key=None, **sent):
    """`officer` ticks these in his inbox and sends them; the batch, if one came of it."""
    office.client.force_login(officer)
    desks = Desk.objects.filter(process__request__in=requests, finished__isnull=True)
    chosen = [f"{desk.pk}:{desk.process.request.revision}" for desk in desks.select_related("process__request")]
    sent = {"key": key or str(uuid4()), "chosen": chosen, "which": "chosen", "query": ""} | sent
    office.answer = office.client.post(reverse("batch_new"), sent)
    return Batch.objects.order_by("pk").last()


def asks(office, batch, **wish):
    wish = {"act": "decide", "decision": "admitted", "reason": "群众需要，依据充分"} | wish
    office.answer = office.client.post(reverse("batch", args=[batch.key]), wish | {"do": "ask"})
    batch.refresh_from_db()


def confirms(office, batch):
    office.answer = office.client.post(reverse("batch", args=[batch.key]), {"do": "confirm"})
    batch.refresh_from_db()


def page(office, batch):
    return office.client.get(reverse("batch", args=[batch.key])).content.decode()


def outcomes(batch):
    return dict(batch.items.values_list("request__title", "outcome"))


def test_several_are_decided_at_once_and_each_is_told(office, county):
    requests = waiting(county, "护林防火巡查", "水库巡查")
    inbox = office.sees(county.decider, "inbox")
    assert "批量办理所选" in inbox
    assert "批量办理符合条件的全部 2 件" in inbox
    assert "checked" not in inbox
    assert office.sees(county.decider, "inbox", all=1).count(" checked") == 2

    batch = chooses(office, county.decider, requests)
    assert office.answer.url == reverse("batch", args=[batch.key])
    assert "逐件预览" in page(office, batch)
    asks(office, batch)
    assert "可以办理 2 件；不能办理 0 件" in page(office, batch)
    assert RequestEvent.objects.filter(act="admit").count() == 0
    confirms(office, batch)

    assert "已办理 2 件；未办理 0 件" in page(office, batch)
    for request in AdmissionRequest.objects.filter(pk__in=[each.pk for each in requests]):
        assert lies(request) == (State.PUBLICATION, {"publish"})
        assert RequestEvent.objects.get(request=request, act="admit").officer == county.decider
    assert Entry.objects.count() == 2


def test_the_preview_says_of_each_what_stands_in_its_way(office, county):
    free, forbidden, changed, done = waiting(county, "甲巡查", "乙巡查", "丙巡查", "丁巡查")
    RequestPart.objects.filter(request=forbidden).update(
        answers=AFFAIR["answers"] | {"village_is_responsible": True, "matter": "demolition"}
    )
    batch = chooses(office, county.decider, [free, forbidden, changed, done])
    AdmissionRequest.objects.filter(pk=changed.pk).update(revision=99)
    decision.decide(done, by=county.decider, rulings={1: Ruling(Decision.REFUSED, "不需要")})
    asks(office, batch)

    said = dict(batch.items.values_list("request__title", "hindrance"))
    assert said.pop("甲巡查") == ""
    assert "选定之后已有变化" in said["丙巡查"]
    assert all(said.values())
    confirms(office, batch)

    assert outcomes(batch) == {
        "甲巡查": Outcome.DONE,
        "乙巡查": Outcome.REFUSED,
        "丙巡查": Outcome.TOO_LATE,
        "丁巡查": Outcome.TOO_LATE,
    }
    late = batch.items.get(request=done)
    assert str(county.decider) in late.says
    assert lies(AdmissionRequest.objects.get(pk=forbidden.pk)) == (State.AWAITING_DECISION, {"decide"})
    assert Entry.objects.count() == 1


def test_a_double_click_makes_one_batch_and_decides_once(office, county):
    requests, key = waiting(county, "护林防火巡查"), str(uuid4())
    first, second = (chooses(office, county.decider, requests, key=key) for _click in range(2))
    assert first == second
    asks(office, first)
    confirms(office, first)
    confirms(office, first)

    assert office.answer.status_code == 302
    assert RequestEvent.objects.filter(act="admit").count() == 1
    assert Entry.objects.count() == 1
    assert batches.work(first.pk) == 0


def test_what_is_confirmed_cannot_be_said_anew(office, county):
    batch = chooses(office, county.decider, waiting(county, "护林防火巡查"))
    office.answer = office.client.post(reverse("batch", args=[batch.key]), {"do": "confirm"})
    assert office.answer.status_code == 409
    assert "请先预览，再确认办理。" in office.answer.content.decode()
    asks(office, batch)
    asks(office, batch, decision="refused", reason="不需要")
    confirms(office, batch)
    asks(office, batch, decision="admitted")

    assert office.answer.status_code == 409
    assert not Entry.objects.exists()
    assert outcomes(batch) == {"护林防火巡查": Outcome.DONE}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"decision": "declined"}, "decision"),
        ({"decision": "refused", "reason": " "}, "reason"),
        ({"act": "x"}, "act"),
    ],
)
def test_an_incomplete_wish_is_answered_at_its_field(office, county, wish, field):
    batch = chooses(office, county.decider, waiting(county, "护林防火巡查"))
    asks(office, batch, **wish)

    assert office.answer.status_code == 422
    assert field in office.answer.context["form"].errors
    assert batch.asked_at is None


@pytest.mark.parametrize("sent", [{"key": "x"}, {"chosen": ["x:y", "1", "999999:0"]}, {"chosen": []}])
def test_nothing_chosen_makes_no_batch(office, county, sent):
    chooses(office, county.decider, waiting(county, "护林防火巡查"), **sent)

    assert office.answer.url == reverse("inbox")
    assert not Batch.objects.exists()


def test_a_batch_is_its_officers_alone(office, county):
    requests = waiting(county, "护林防火巡查")
    batch = chooses(office, county.decider, requests)
    assert chooses(office, county.screener, requests) == batch

    for officer, status in ((county.screener, 404), (county.clerk, 403), (county.supervisor, 404)):
        office.client.force_login(officer)
        for name in ("batch", "batch_progress"):
            assert office.client.get(reverse(name, args=[batch.key])).status_code == status
        assert office.client.post(reverse("batch", args=[batch.key]), {"do": "confirm"}).status_code == status
    assert "批量办理所选" not in office.sees(county.clerk, "inbox")


def test_rights_that_were_lost_meanwhile_decide_nothing(office, county):
    requests = waiting(county, "护林防火巡查")
    batch = chooses(office, county.decider, requests)
    asks(office, batch)
    batches.confirm(batch, by=county.decider)
    rights.revoke(county.decider, rights.DECIDE, county.region)
    work_batch(batch.pk)

    assert outcomes(batch) == {"护林防火巡查": Outcome.REFUSED}
    assert lies(AdmissionRequest.objects.get(pk=requests[0].pk)) == (State.AWAITING_DECISION, {"decide"})


def test_several_are_accepted_at_once(office, county):
    requests = [draft(county, AFFAIR | {"title": title}) for title in ("甲巡查", "乙巡查")]
    for request in requests:
        submission.submit(request, by=county.clerk)
    batch = chooses(office, county.screener, requests)
    asks(office, batch, act="accept", townships=[])
    assert office.answer.status_code == 422
    asks(office, batch, act="accept", townships=[county.townships[0].pk])
    confirms(office, batch)

    assert outcomes(batch) == {"甲巡查": Outcome.DONE, "乙巡查": Outcome.DONE}
    for request in requests:
        state, desks = lies(AdmissionRequest.objects.get(pk=request.pk))
        assert (state, "consultation" in desks) == (State.UNDER_REVIEW, True)


@pytest.fixture
def many(office, county, monkeypatch):
    """A batch that the page leaves to the worker, all its items looked at; the bell rings unheard."""
    rung = []
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    monkeypatch.setattr(batches, "_ring", rung.append)
    batch = chooses(office, county.decider, waiting(county, "甲巡查", "乙巡查", "丙巡查"), which="all")
    asks(office, batch)
    assert batch.previewed_at is None
    assert "已预览 0 件，共 3 件。" in page(office, batch)
    work_batch(batch.pk)
    return batch


def test_many_are_the_workers_and_a_worker_that_dies_is_followed_by_another(office, county, many, monkeypatch):
    confirms(office, many)
    progress = office.client.get(reverse("batch_progress", args=[many.key]))
    assert "已办理 0 件，共 3 件。" in progress.content.decode()
    assert "HX-Refresh" not in progress

    assert batches.work(many.pk, most=1) == 1

    def dies(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as during, pytest.raises(SystemExit):
        during.setattr(decision, "decide", dies)
        work_batch(many.pk)
    assert sorted(outcomes(many).values()) == [Outcome.DONE, Outcome.WAITING, Outcome.WAITING]

    BatchItem.objects.update(done_at=None)
    Batch.objects.update(confirmed_at="2026-11-25T00:00:00+08:00")
    assert resume_batches() == 2
    assert resume_batches() == 0
    assert set(outcomes(many).values()) == {Outcome.DONE}
    assert Entry.objects.count() == 3
    assert office.client.get(reverse("batch_progress", args=[many.key]))["HX-Refresh"] == "true"


def test_b03_all_that_fit_the_conditions_are_those_of_the_list(office, county):
    waiting(county, "甲巡查", "乙巡查")
    batch = chooses(office, county.decider, [], which="all", query="q=甲")
    assert list(batch.items.values_list("request__title", flat=True)) == ["甲巡查"]


# -- what must be read before it is confirmed


def spoken_against(office, county, title):
    """Before the authority, with an objection of the finance bureau and a wish of the bureau of justice."""
    request = draft(county, AFFAIR | {"title": title})
    request.parts.update(answers=AFFAIR["answers"] | {"minutes_each_time": 60, "times_a_year": 12})
    submission.submit(request, by=county.clerk)
    request.refresh_from_db()
    office.accepts(request)
    office.does(county.finance, "give_opinion", request, conclusion="objects", text="没有列入预算")
    office.does(county.justice, "give_opinion", request, conclusion="supports_amended", text="删去第二项")
    office.everybody_supports(request)
    office.everybody_supports(request)
    return request


def test_the_preview_shows_what_others_said_what_it_asks_and_what_it_costs(office, county):
    against, plain = spoken_against(office, county, "甲巡查"), waiting(county, "乙巡查")[0]
    batch = chooses(office, county.decider, [against, plain])
    asks(office, batch)
    shown = page(office, batch)

    for words in ("没有列入预算", "删去第二项", "台安县财政局（经费审核）", "不同意", "修改后同意", "有不同意见"):
        assert words in shown
    assert "每村 12.0 小时/年" in shown and "用时不详" in shown
    assert shown.count("有不同意见</span>") == 1
    assert "其中 1 件有不同意见" in shown
    assert "可以办理 2 件；不能办理 0 件" in shown, "an opinion binds nobody"
    assert outcomes(batch).keys() == {"甲巡查", "乙巡查"}
    only = office.client.get(reverse("batch", args=[batch.key]), {"said": "differs"}).content.decode()
    assert "甲巡查" in only and "乙巡查" not in only
    sheet = b"".join(office.client.get(reverse("batch", args=[batch.key]), {"export": "csv"})).decode()
    assert "没有列入预算" in sheet


def test_an_opinion_that_was_taken_back_is_not_in_the_preview(office, county):
    request = draft(county, AFFAIR)
    submission.submit(request, by=county.clerk)
    request.refresh_from_db()
    office.accepts(request)
    office.does(county.finance, "give_opinion", request, conclusion="objects", text="没有列入预算")
    office.does(county.finance, "take_back", request)
    office.everybody_supports(request)
    office.everybody_supports(request)
    batch = chooses(office, county.decider, [request])
    asks(office, batch)
    assert "没有列入预算" not in page(office, batch)
    assert "有不同意见</span>" not in page(office, batch)


def test_the_preview_names_the_desk_that_was_not_laid_because_the_organ_applies(office, county):
    request = asked_by(county, county.justice.organ, AFFAIR)
    office.accepts(request)
    office.everybody_supports(request)
    office.everybody_supports(request)
    batch = chooses(office, county.decider, [request])
    asks(office, batch)
    assert "合法性审查：申请单位回避，未设" in page(office, batch)


def test_the_preview_asks_as_often_for_many_as_for_one(office, county, django_assert_max_num_queries):
    one = chooses(office, county.decider, [spoken_against(office, county, "甲巡查")])
    asks(office, one)
    page(office, one)
    with django_assert_max_num_queries(200) as few:
        page(office, one)
        most = len(few)
    many = chooses(office, county.decider, [spoken_against(office, county, f"巡查{n}") for n in range(4)])
    asks(office, many)
    page(office, many)
    with django_assert_max_num_queries(most):
        assert page(office, many).count("没有列入预算") == 4
