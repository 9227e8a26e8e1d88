# 常用命令。第一次运行会自建 .venv 并按带哈希的清单安装；不需要别的准备。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
BROWSERS := tests/browsers/node_modules/.package-lock.json
SLOW := site deploy test_use.py outputs/word outputs/test_spreadsheet.py
ADDRESS ?= 127.0.0.1:8000
REPORT := $(PYTHON) -m report # 没有 make 的机器上，每条命令这样写；它自己换到 .venv 里运行

.DEFAULT_GOAL := help
.PHONY: help serve demo site check impact notice reminder submit compare tidy test quick lint dictionary bench lighthouse wheelhouse soak lock clean

help: ## 列出这些命令
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

serve: ## 本机预览：http://127.0.0.1:8000，改了就刷新；数据有错时列出错处
	@$(REPORT) serve $(ADDRESS)

demo: ## 用演示数据预览
	@$(REPORT) demo $(ADDRESS)

site: ## 检查并生成 site/；有一处不对，原来的 site/ 一个字也不动
	@$(REPORT) site

check: ## 检查数据和页面，列出每处问题：文件:行: 说明
	@$(REPORT) check

impact: ## 看改动影响哪些数、哪些页；与别的提交比：make impact REV=HEAD~1
	@$(REPORT) impact $(REV)

notice: ## 定稿一期公示：make notice DAY=2023-11-24
	@$(REPORT) notice $(or $(DAY),$(error 请写明公示日，如 make notice DAY=2023-11-24))

reminder: ## 定稿一个月的提醒督办：make reminder MONTH=2023-11
	@$(REPORT) reminder $(or $(MONTH),$(error 请写明月份，如 make reminder MONTH=2023-11))

submit: ## 写出报送的Word稿，放进 submission/；还缺什么，按填报单位列出来
	@$(REPORT) submit

compare: ## 核对改过的Word稿：make compare FILE=回稿.docx
	@$(REPORT) compare "$(or $(FILE),$(error 请写明回稿，如 make compare FILE=回稿.docx))"

tidy: ## 把台账等各表整理成统一的编码、换行和日期写法
	@$(REPORT) tidy

test: $(DEV_STAMP) $(BROWSERS) system lint ## 全部检查和测试（新装的 Debian 上以 root 运行即可）
	@mkdir -p .build # 打开网页的测试与别的并着跑：两核上比一个接一个快五分之一
	@$(BIN)/python -m pytest --ignore=tests/site >.build/beside.log 2>&1 & beside=$$!; failed=0; \
	$(BIN)/python -m pytest tests/site || failed=1; \
	wait $$beside || failed=1; cat .build/beside.log; exit $$failed

quick: $(DEV_STAMP) ## 改一处跑一遍的测试：不开浏览器、不开办公软件、不装服务器
	@$(BIN)/python -m pytest -q -n auto $(addprefix --ignore=tests/,$(SLOW))

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

dictionary: ## 改了数据模型后，重写 data/README.md
	@$(REPORT) dictionary

bench: $(DEV_STAMP) ## 量一量检查和生成要多久
	$(BIN)/python bench/timings.py
	$(BIN)/python bench/ledgers.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/word.py

lighthouse: $(BROWSERS) ## 用 Lighthouse 给示例站打分；要连得上 npm
	$(BIN)/python bench/lighthouse.py

wheelhouse: ## 把依赖存进 wheelhouse/，拿到连不上外网的机器上装；给Windows的：make wheelhouse PLATFORM=win_amd64
	$(PYTHON) deploy/wheelhouse $(if $(PLATFORM),wheelhouse-$(PLATFORM) $(PLATFORM),wheelhouse)

soak: $(DEV_STAMP) system ## 发布的压力和故障：一边读一边推五十次，再逐样弄坏；以 root 运行，约十分钟
	$(BIN)/python -m bench.soak

lock: ## 改了 pyproject.toml 后，重写三份带哈希的依赖清单
	$(PYTHON) -m venv .build/lock
	.build/lock/bin/pip install --quiet uv
	.build/lock/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.txt
	.build/lock/bin/uv pip compile pyproject.toml --extra publish --universal --generate-hashes --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file deploy/requirements.txt
	.build/lock/bin/uv pip compile pyproject.toml --extra dev --extra publish --universal --generate-hashes --no-emit-index-url --no-header --quiet --constraint deploy/requirements.txt --output-file requirements-dev.txt
	rm -rf .build

clean: ## 删去生成的东西（.venv、site/）
	rm -rf $(VENV) site .build tests/browsers/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: system
system: # 浏览器和汉字字体，测试要用；已有就不装
	@sh tests/install-system.sh

$(STAMP): requirements.txt
	@$(REPORT) setup

$(DEV_STAMP): requirements-dev.txt $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	touch $@

# 检查无障碍的 axe-core，2019 年的浏览器和驱动它的 puppeteer-core，查脚本写法的 acorn；只解包，不运行安装脚本
$(BROWSERS): tests/browsers/package-lock.json $(DEV_STAMP)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests/browsers --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel error
	touch $@
