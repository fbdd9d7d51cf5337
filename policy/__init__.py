"""准入规则: what the notice demands of a request. Plain Python, no Django.

Read in this order: notices/anshan_draft/clauses.toml (the notice, word for word), facts.py (what is looked at),
rules/ (one function a rule, each citing its clause), assessment.py (all of them at once).
"""
