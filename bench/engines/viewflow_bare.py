"""A viewflow flow of its own, as its guide builds them: viewflow's own process and task tables, edges, split and join.

It does what the others do, with what viewflow offers: the opinion is a datum of the task, the state is whichever task is
open, the event is the task itself. Its lock is the one its guide advises; whether somebody may act is asked by
`can_assign`, as its own view does. It has no outbox, no numbers, no due dates.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process, Task

from accounts.models import User
from bench.engines.route import Step

MAY = "accounts.view_organ"


class BareFlow(flow.Flow):
    """The route with nodes of viewflow's own."""

    process_class = Process
    task_class = Task
    lock_impl = lock.SelectForUpdateLock(nowait=False)

    submit = flow.StartHandle(this.begin).Next(this.screen)
    screen = flow.View(None).Permission(MAY).Next(this.review)
    review = flow.Split().Next(this.consultation).Next(this.legality).Next(this.funding)
    consultation = flow.View(None).Permission(MAY).Next(this.reviewed)
    legality = flow.View(None).Permission(MAY).Next(this.reviewed)
    funding = flow.View(None).Permission(MAY).Next(this.reviewed)
    reviewed = flow.Join().Next(this.joint)
    joint = flow.Split().Next(this.civil_affairs).Next(this.organization).Next(this.rural_affairs)
    civil_affairs = flow.View(None).Permission(MAY).Next(this.agreed)
    organization = flow.View(None).Permission(MAY).Next(this.agreed)
    rural_affairs = flow.View(None).Permission(MAY).Next(this.agreed)
    agreed = flow.Join().Next(this.decide)
    decide = flow.View(None).Permission(MAY).Next(this.admitted)
    admitted = flow.If(lambda activation: activation.process.data.get("decision") == "admitted").Then(this.publish)
    admitted = admitted.Else(this.end)
    publish = flow.View(None).Permission(MAY).Next(this.file)
    file = flow.View(None).Permission(MAY).Next(this.end)
    end = flow.End()

    def begin(self, activation: Any, title: str) -> Any:
        activation.process.data = {"title": title}
        activation.process.save()
        return activation.process


class Viewflow:
    title = "viewflow, bare"

    def __init__(self) -> None:
        may = Permission.objects.get(content_type__app_label="accounts", codename=MAY.split(".")[1])
        may.user_set.set(User.objects.all())

    def draft(self) -> dict[str, int]:
        return {}

    @transaction.atomic
    def does(self, case: dict[str, int], step: Step, officer: User) -> None:
        if step.act == "submit":
            case["process"] = BareFlow.submit.run(title="人民调解委员会").pk
            return
        task = Task.objects.get(process=case["process"], flow_task=getattr(BareFlow, step.desk), finished=None)
        with task.activation() as activation:
            if not activation.flow_task.can_assign(officer, activation.task):
                raise PermissionError(step.desk)
            activation.assign(officer)
            activation.start(None)
            if step.act == "decide":
                activation.process.data["decision"] = "admitted"
                activation.process.save()
            activation.task.data = {"conclusion": "supports"}
            activation.execute()
