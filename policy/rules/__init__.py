"""The rules, in the order of the notice, then what binds besides it. Importing this package registers them all."""

from policy.rules import (  # noqa: F401, I001  the order of the notice
    work_affair,
    report_form,
    assessment_item,
    mechanism,
    facility,
    signboard,
    certification,
    every_kind,
    statistics_act,
    government_apps,
    burden_regulations,
    cited_basis,
)
