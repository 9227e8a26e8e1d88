"""What the commits of a push bring is looked at one by one, whoever made them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from deploy.gate.changes import complaints, links, new_commits, outcome
from tests.deploy.test_secrets import PASSWORD, PLANTED, SESAME

NAMES = ("-c", "user.name=编辑", "-c", "user.email=editor@example.invalid")
MB = 1 << 20


class Repository:
    """A repository with a work tree, as somebody who pushes has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main", str(folder))
        self.write("docs/index.md", "# 首页\n")
        self.write("report/rules.py", "RULES = 1\n")
        self.write("data/notices/2023-11-24.yml", "issue: 1\n")
        self.first = self.commit("第一版")

    @property
    def path(self) -> Path:
        return self.folder / ".git"

    def git(self, *arguments: str) -> str:
        clean = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self.folder) if self.folder.exists() else "/", *NAMES, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=clean).stdout.strip()

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str = "改动") -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        return self.git("rev-parse", "HEAD")

    def found(self, editor: bool = True, largest: int = MB) -> list[str]:
        """What is complained of in everything since the first commit."""
        listed = self.git("rev-list", "--reverse", "--topo-order", f"{self.first}..HEAD").split()
        return list(complaints(self.path, listed, editor, largest))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "tree")


ALLOWED = [
    "docs/report/study.md",
    "docs/column/posts/2023-11-24-study.md",
    "docs/column/images/meeting.jpg",
    "data/figures.yml",
    "data/ledgers/problems.csv",
    "data/reminders/2023-12.yml",
]
FORBIDDEN = [
    "report/rules.py",
    "hooks.py",
    "mkdocs.yml",
    "overrides/main.html",
    "deploy/allowed-lines.txt",
    "requirements.txt",
    "docs/run.js",
    "docs/page.html",
    "docs/学习.md",
    "docs/Study.md",
    "data/ledgers/new.txt",
    "data/more/figures.yml",
    "demo/data/figures.yml",
    ".gitattributes",
]


def test_an_editor_changes_words_and_data(repository: Repository) -> None:
    for name in ALLOWED:
        repository.write(name, "内容\n")
    repository.commit()
    assert repository.found() == []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_an_editor_changes_nothing_else(repository: Repository, name: str) -> None:
    repository.write(name, "内容\n")
    repository.commit()
    (found,) = repository.found()
    assert found.startswith(f"{name}:0: 编辑只改")
    assert repository.found(editor=False) == []


@pytest.mark.parametrize(
    "name",
    [
        "docs/~$报告.docx",
        "docs/a.bak",
        "data/台账.xlsx",
        "docs/Thumbs.db",
        "data/figures.yml~",
        "docs/.~lock.a#",
    ],
)
def test_nobody_brings_files_of_other_programs(repository: Repository, name: str) -> None:
    repository.write(name, "内容\n")
    repository.commit()
    assert [line.split(": ")[1][:5] for line in repository.found(editor=False)] == ["是临时文件"]


def test_a_name_cannot_hide_anything(repository: Repository) -> None:
    repository.write('docs/a"b.md', "内容\n")
    repository.commit()
    assert "请改名" in repository.found(editor=False)[0]


def test_links_and_submodules_are_refused(repository: Repository) -> None:
    (repository.folder / "docs" / "link.md").symlink_to("/etc/passwd")
    repository.commit()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.first},docs/sub")
    repository.git("commit", "-qm", "子模块")
    assert [line.split("，")[0] for line in repository.found(editor=False)] == [
        "docs/link.md:0: 是符号链接或者子模块",
        "docs/sub:0: 是符号链接或者子模块",
    ]
    assert len(list(links(repository.path, "HEAD"))) == 2


def test_a_file_has_a_size(repository: Repository) -> None:
    repository.write("docs/big.png", b"\0" * (MB + 1))
    repository.commit()
    (found,) = repository.found()
    assert found == "docs/big.png:0: 有1.0MB，超过1MB，请压缩"


def test_an_editor_runs_nothing(repository: Repository) -> None:
    repository.git("update-index", "--chmod=+x", "docs/index.md")
    repository.git("commit", "-qm", "可执行")
    assert "可执行的标记" in repository.found()[0]
    assert repository.found(editor=False) == []


def test_what_was_made_public_stays(repository: Repository) -> None:
    repository.git("rm", "-q", "data/notices/2023-11-24.yml")
    repository.git("commit", "-qm", "删去")
    assert "公示过、督办过的不能删" in repository.found()[0]
    assert repository.found(editor=False) == []


def test_a_secret_is_found_in_the_commit_that_brought_it(repository: Repository) -> None:
    """Taking it out later does not help: the commit would be stored. The secret is not repeated."""
    repository.write("docs/index.md", f"# 首页\n\n{PASSWORD}\n")
    bad = repository.commit()
    repository.write("docs/index.md", "# 首页\n")
    repository.commit()
    (found,) = repository.found()
    assert found.startswith("docs/index.md:3: 像是密码")
    assert bad[:8] in found and "rebase" in found
    assert "jyb2023" not in found


def test_a_secret_is_found_in_a_message_and_in_a_clerks_encoding(repository: Repository) -> None:
    repository.write("data/ledgers/problems.csv", f"编号,说明\n1,{PASSWORD}\n".encode("gb18030"))
    repository.commit(SESAME)
    assert [line.split("，")[0] for line in repository.found()] == [
        "提交说明:1: 像是密码",
        "data/ledgers/problems.csv:2: 像是密码",
    ]


def test_a_line_that_only_looks_like_one_is_allowed_with_a_reason(repository: Repository) -> None:
    repository.write("docs/index.md", f"{PASSWORD}\n")
    repository.write("deploy/allowed-lines.txt", "# 说明\ndocs/index.md\n")
    repository.commit()
    assert len(repository.found(editor=False)) == 1, "a path without a reason allows nothing"
    repository.write("deploy/allowed-lines.txt", "docs/index.md 演示登录的写法\n")
    repository.commit()
    assert repository.found(editor=False) == []


def test_a_merge_that_was_not_finished_is_seen(repository: Repository) -> None:
    repository.write("docs/index.md", "<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> other\n")
    repository.commit()
    assert [line.split(":")[1] for line in repository.found()] == ["1", "5"]
    assert "合并没有做完" in repository.found()[0]


def test_merging_what_others_published_brings_nothing_of_ones_own(repository: Repository) -> None:
    """Programs that a developer changed on main do not count against the editor who merges them."""
    repository.git("switch", "-qc", "mine")
    repository.write("docs/mine.md", "我的\n")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("report/rules.py", "RULES = 2\n")
    published = repository.commit()
    repository.git("switch", "-q", "mine")
    repository.git("merge", "-q", "--no-edit", "main")
    listed = repository.git("rev-list", "--reverse", f"{published}..HEAD").split()
    assert list(complaints(repository.path, listed, True, MB)) == []


def test_but_a_merge_may_not_slip_anything_in(repository: Repository) -> None:
    repository.git("switch", "-qc", "mine")
    repository.write("docs/mine.md", "我的\n")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("docs/other.md", "别人的\n")
    published = repository.commit()
    repository.git("switch", "-q", "mine")
    repository.git("merge", "-q", "--no-commit", "main")
    repository.write("report/rules.py", f"RULES = 3  # {SESAME}\n")
    repository.commit("合并")
    listed = repository.git("rev-list", "--reverse", f"{published}..HEAD").split()
    found = [line.split("，")[0] for line in complaints(repository.path, listed, True, MB)]
    assert found == [
        "report/rules.py:0: 编辑只改 docs/ 的页面、图片和 data/ 的数据",
        "report/rules.py:1: 像是密码",
    ]


def test_only_what_is_new_is_looked_at(repository: Repository) -> None:
    assert new_commits(repository.path, "HEAD") == []
    repository.git("switch", "-qc", "mine")
    repository.write("docs/mine.md", "我的\n")
    mine = repository.commit()
    assert new_commits(repository.path, "HEAD") == [mine]


def test_a_merge_may_not_bring_back_what_the_program_once_was(repository: Repository) -> None:
    """Every file of it was published, and yet main is another: what the push does as a whole counts."""
    repository.write("report/rules.py", "RULES = 2\n")
    repository.write("data/notices/2023-12-08.yml", "issue: 2\n")
    published = repository.commit()
    repository.git("switch", "-qc", "mine", repository.first)
    repository.write("docs/mine.md", "我的\n")
    repository.commit()
    repository.git("merge", "-q", "-s", "ours", "--no-edit", published)
    listed = repository.git("rev-list", "--reverse", f"{published}..HEAD").split()
    assert list(complaints(repository.path, listed, True, MB)) == []
    assert [line.split(":")[0] for line in outcome(repository.path, published, "HEAD")] == [
        "data/notices/2023-12-08.yml",
        "report/rules.py",
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_secret_is_found_in_what_spreadsheets_call_unicode(repository: Repository, encoding: str) -> None:
    repository.write("data/ledgers/problems.csv", f"编号\r\n1\r\n{PASSWORD}\r\n2\r\n".encode(encoding))
    repository.commit()
    assert [line.split("，")[0] for line in repository.found()] == ["data/ledgers/problems.csv:3: 像是密码"]


def test_a_number_is_found_in_names_and_addresses(repository: Repository) -> None:
    mobile = next(re.sub(r"\D", "", line) for line, kind in PLANTED if kind == "手机号")
    repository.write(f"docs/{mobile}.md", "内容\n")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "改动", "--author", f"编辑 <{mobile}@example.invalid>")
    first, second = repository.found()
    assert "提交人的名字或者邮箱像是手机号" in first and "reset-author" in first
    assert "文件名像是手机号" in second


def test_a_large_file_is_not_read_line_by_line(repository: Repository) -> None:
    repository.write("docs/big.md", f"{PASSWORD}\n" + "字" * MB)
    repository.commit()
    assert [line.split(": ")[1][:3] for line in repository.found()] == ["有3."]


def test_a_commit_has_a_size(repository: Repository) -> None:
    for number in range(23):
        repository.write(f"docs/p{number}.md", f"{number:02}" * 900)
    repository.commit()
    (found,) = repository.found(largest=1990)
    assert "一共有" in found
