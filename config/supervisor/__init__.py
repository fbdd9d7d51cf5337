"""Starting the product on one machine: private servers, the web, the worker and the clock under one process.

`python -m config.supervisor demo` serves the demo; `python -m config.supervisor run -- COMMAND` gives a command servers
of its own. Production needs none of this (docs/operation.md).
"""
