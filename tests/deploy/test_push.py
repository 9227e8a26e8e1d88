"""Real pushes through the real gate: what is wrong is refused with its reason and never stored."""

from __future__ import annotations

import json
import re

import pytest

from tests.deploy.host import Clone, Host
from tests.deploy.test_secrets import PLANTED, SESAME
from tests.site.building import security_policy

PROBES = [
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/report-site-broken').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ config.theme }}",
    "{{ environment }}",
    "{% include '/etc/passwd' %}",
    "{% set x = 1 %}{{ x }}",
    "{{ fig.__globals__ }}",
    "{{ namespace() }}",
    '{{ fig("study.readings") | attr("__class__") }}',
]
TAGS = [
    '!!python/object/apply:os.system ["touch /tmp/report-site-broken"]',
    "!!python/name:os.system",
    "!ENV [PATH, x]",
]


def refused(clone: Clone, *arguments: str) -> str:
    """What the gate answers to a push that must change nothing: no ref, no file of the site, no object."""
    host, repo = clone.host, f"--git-dir={clone.host.home}/repo.git"
    before = (
        host.must("git", repo, "for-each-ref"),
        host.site(),
        host.must("git", repo, "count-objects", "-v"),
    )
    pushed = clone.must("rev-parse", "HEAD")
    stored = host.run("git", repo, "cat-file", "-e", pushed).returncode == 0
    done = clone.push(*arguments)
    assert done.returncode != 0, done.stderr
    assert "没有发布，网站还是原来的样子" in done.stderr
    after = host.must("git", repo, "for-each-ref"), host.site(), host.must("git", repo, "count-objects", "-v")
    assert after == before
    assert stored or host.run("git", repo, "cat-file", "-e", pushed).returncode != 0
    assert host.must("ls", str(host.home / "work")) == ""
    return done.stderr


def test_a_good_push_is_live_when_it_returns(host: Host, editor: Clone) -> None:
    text = editor.read("docs/study/youth.md")
    editor.write("docs/study/youth.md", text + "\n各小组每月碰一次头。\n")
    commit = editor.commit("青年小组补一句")
    done = editor.push()
    assert done.returncode == 0, done.stderr
    page = host.get("/study/youth/")
    assert (page.status, "各小组每月碰一次头。" in page.text()) == (200, True)
    for said in (
        "检查通过。与现在网站上的相比：",
        "页面变化（1页）：",
        "/study/youth/",
        "网站上现在是",
        "青年小组补一句",
    ):
        assert said in done.stderr
    assert host.live_commit() == commit
    record = json.loads(host.must("cat", "/srv/report-site/current/release.json"))
    assert (record["commit"], record["impact"][0]) == (commit, "页面变化（1页）：")
    assert len(record["day"]) == 10


def test_a_figure_says_what_it_was_and_where_it_stands(editor: Clone) -> None:
    editor.write(
        "data/figures.yml", re.sub(r"value: 6\n", "value: 7\n", editor.read("data/figures.yml"), count=1)
    )
    editor.commit("改一个数")
    done = editor.push()
    assert done.returncode == 0, done.stderr
    assert "数变化（1个）" in done.stderr
    assert re.search(r"6\S+ → 7\S+，用在：\S+", done.stderr), done.stderr


def test_the_web_server_sends_the_real_site_packed_and_once(host: Host) -> None:
    page = host.get("/", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert page.text() == host.get("/").text()
    again = host.get("/", Accept_Encoding="gzip", If_None_Match=page.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert page.headers["content-security-policy"] == security_policy()
    assert host.get("/nowhere/").status == 404 and "没有" in host.get("/nowhere/").text()
    assert host.get("/release.json").status == 404


def test_main_is_neither_deleted_nor_rewritten(editor: Clone) -> None:
    assert "main: 不能删除" in refused(editor, "origin", ":main")
    editor.must("commit", "--quiet", "--amend", "--message", "改写")
    assert "不能改写已经发布的历史" in refused(editor, "--force", "origin", "HEAD:main")


def test_nothing_but_main_and_tags_is_taken(editor: Clone) -> None:
    assert "这里只收 main 和标记" in refused(editor, "origin", "HEAD:refs/heads/other")
    editor.write("docs/study/new-words.md", "# 新的\n")
    editor.commit()
    assert "只能标在 main 的提交上" in refused(editor, "origin", "HEAD:refs/tags/archive-2023")


def test_a_tag_stays_where_it_is(host: Host, editor: Clone) -> None:
    editor.must("tag", "--annotate", "archive-one", "--message", "归档", "--force")
    done = editor.push("origin", "archive-one")
    assert done.returncode == 0, done.stderr
    editor.must("tag", "--annotate", "archive-one", "--message", "换一个", "--force", "HEAD~1")
    assert "不能删除、不能移动" in refused(editor, "--force", "origin", "archive-one")
    assert "不能删除、不能移动" in refused(editor, "origin", ":archive-one")
    editor.must("tag", "--annotate", "second-one", "--message", SESAME, "--force")
    answer = refused(editor, "origin", "second-one")
    assert "标记的说明:1: 像是密码" in answer and "sesame" not in answer


def test_a_tag_has_a_name_that_is_nothing_else(editor: Clone) -> None:
    for name in ("main", "HEAD", "deadbeef", "deadbeef-1", "第一版", "v1"):
        assert "标记的名字要有小写字母和连字符" in refused(editor, "origin", f"HEAD:refs/tags/{name}"), name
    editor.must("tag", "--annotate", "inner-tag", "--message", "里面的", "--force")
    editor.must("tag", "--annotate", "outer-tag", "--message", "外面的", "--force", "inner-tag")
    assert "标在另一个标记上" in refused(editor, "origin", "outer-tag")


def test_who_is_behind_is_told_to_pull_first(host: Host, editor: Clone, developer: Clone) -> None:
    developer.write("docs/study/youth.md", developer.read("docs/study/youth.md") + "\n组长由支部指定。\n")
    developer.commit()
    assert developer.push().returncode == 0
    editor.write("docs/study/classes.md", editor.read("docs/study/classes.md") + "\n另行通知。\n")
    editor.commit()
    assert "git pull --rebase" in refused(editor, "--force", "origin", "HEAD:main")


def test_an_editor_does_not_touch_the_program(editor: Clone) -> None:
    """Hooks and plugins in the configuration would run in every build."""
    editor.change("mkdocs.yml", "strict: true", "hooks: [docs/evil.py]\nstrict: true")
    editor.write("docs/evil.py", "open('/tmp/report-site-broken', 'w')\n")
    editor.write("overrides/main.html", "<script>alert(1)</script>\n")
    editor.commit()
    answer = refused(editor)
    for name in ("mkdocs.yml", "docs/evil.py", "overrides/main.html"):
        assert f"{name}:0: 编辑只改" in answer


def test_an_editor_does_not_bring_back_an_old_program(editor: Clone, developer: Clone) -> None:
    old = editor.must("rev-parse", "HEAD")
    developer.write("hooks.py", developer.read("hooks.py") + "\n# 改好了\n")
    developer.commit()
    assert developer.push().returncode == 0
    editor.must("reset", "--quiet", "--hard", old)
    editor.write("docs/study/youth.md", editor.read("docs/study/youth.md") + "\n再补一句。\n")
    editor.commit()
    editor.must("fetch", "--quiet", "origin")
    editor.must("merge", "--quiet", "--strategy", "ours", "--no-edit", "origin/main")
    assert "hooks.py:0: 编辑只改" in refused(editor)


def test_secrets_are_neither_stored_nor_repeated(editor: Clone) -> None:
    lines = [line for line, _ in PLANTED]
    assert len(lines) >= 30
    editor.write(
        "docs/study/youth.md", editor.read("docs/study/youth.md") + "".join(f"\n{x}\n" for x in lines)
    )
    editor.commit()
    answer = refused(editor)
    assert answer.count("像是") >= len(lines)
    for line in lines:
        assert line not in answer


def test_probes_in_pages_and_tags_in_data_run_nowhere(host: Host, editor: Clone) -> None:
    host.must("rm", "-f", "/tmp/report-site-broken")
    for number, probe in enumerate(PROBES):
        editor.write(f"docs/study/probe-{number}.md", f"# 探一探\n\n{probe}\n")
    editor.commit()
    answer = refused(editor)
    for number in range(len(PROBES)):
        assert f"docs/study/probe-{number}.md:3" in answer, answer
    editor.reset()
    editor.write("data/books.yml", "".join(f"- tier: {tag}\n" for tag in TAGS))
    editor.commit()
    assert "data/books.yml:1" in refused(editor)
    assert host.run("test", "-e", "/tmp/report-site-broken").returncode != 0


def test_what_is_wrong_with_data_is_told_with_its_line(editor: Clone) -> None:
    text = re.sub(r"value: (\d+)\n", r"value: \1次\n", editor.read("data/figures.yml"), count=1)
    editor.write("data/figures.yml", text)
    editor.write("docs/study/youth.md", editor.read("docs/study/youth.md") + "\n共学习XX次。\n")
    editor.commit()
    answer = refused(editor)
    assert "data/figures.yml:" in answer and "不是规范的数" in answer
    assert "XX" in answer


def test_a_link_that_leads_nowhere_is_told_with_its_page(editor: Clone) -> None:
    text = editor.read("docs/study/youth.md")
    editor.write("docs/study/youth.md", text + "\n见[这里](nowhere.md)、[那里](plan.md#nowhere)。\n")
    editor.commit()
    answer = refused(editor)
    assert "docs/study/youth.md" in answer and "nowhere" in answer


def test_a_script_that_the_policy_would_not_run_is_refused(developer: Clone) -> None:
    """A page with it would be dead; the policy is the server's and changes with no push."""
    developer.change("overrides/main.html", "{% block scripts %}", "{% block scripts %}<script>f()</script>")
    developer.commit()
    assert "网页里写着 script，内网的安全策略不许" in refused(developer)


def test_other_dependencies_have_to_be_installed_first(developer: Clone) -> None:
    developer.write("requirements.txt", developer.read("requirements.txt") + "# 新的\n")
    developer.commit()
    assert "请管理员先用新版本运行 deploy/install" in refused(developer)


def test_a_build_that_reaches_out_gets_nowhere(host: Host, developer: Clone) -> None:
    """What a developer brings is run, but in the cage: it cannot leave a trace or ask anybody."""
    developer.write(
        "hooks.py",
        developer.read("hooks.py")
        + "\n\nimport socket\n\n"
        + "for reach in (\n"
        + f"    lambda: socket.create_connection(('127.0.0.1', {host.port}), 1),\n"
        + "    lambda: open('/tmp/report-site-broken', 'w'),\n"
        + "    lambda: open('/srv/report-site/state/log', 'a'),\n"
        + "    lambda: open('/etc/passwd'),\n"
        + "):\n"
        + "    try:\n        reach()\n        print('REACHED')\n    except OSError:\n        pass\n"
        + "raise SystemExit('看过了')\n",
    )
    developer.commit()
    refused(developer)
    assert host.run("test", "-e", "/tmp/report-site-broken").returncode != 0


@pytest.mark.parametrize("size", ["1"])
def test_a_site_that_is_too_large_is_refused(host: Host, editor: Clone, size: str) -> None:
    host.set("REPORT_SITE_MB", size)
    try:
        editor.write("docs/study/youth.md", editor.read("docs/study/youth.md") + "\n再补一句。\n")
        editor.commit()
        assert "网站超过1MB，或者服务器的磁盘满了" in refused(editor)
    finally:
        host.set("REPORT_SITE_MB", "200")
