"""Whatever is broken off is taken up again; what is live is whole at every moment; nothing is lost."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
from collections.abc import Iterator

import pytest

from tests.deploy.host import Clone, Host
from tests.trees import ROOT

GATE = "/opt/report-site"  # in the command line of everything that the gate runs


def sentence(clone: Clone, words: str) -> str:
    """Commit one more sentence on a page; the digits of the commit."""
    name = "docs/study/online.md"
    clone.write(name, f"{clone.read(name)}\n{words}\n")
    return clone.commit(words)


def tick(host: Host) -> str:
    """What the timer does every minute."""
    done = host.run("report-site", "tick", user="report-site", HOME="/")
    return done.stdout


def says(push: subprocess.Popen[str], words: str) -> None:
    """Wait until a push says something."""
    assert push.stderr is not None
    for line in push.stderr:
        if words in line:
            return
    pytest.fail(f"the push ended without saying {words}")


def ended(push: subprocess.Popen[str]) -> int:
    """The exit code of a push, when it has one."""
    with push:
        push.communicate()
    return push.returncode


@contextlib.contextmanager
def holding(host: Host, lock: str) -> Iterator[None]:
    """One of the gate's locks, held by somebody else."""
    script = f"exec 9>>/srv/report-site/state/{lock}; flock 9; echo held; read -r _"
    command = host.inside("sh", "-c", script, user="report-site", HOME="/")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        yield
        holder.communicate("\n")


def main_of(host: Host) -> str:
    return host.must("git", "--git-dir=/srv/report-site/repo.git", "rev-parse", "main").strip()


def test_a_push_that_is_killed_while_it_waits_changes_nothing(host: Host, editor: Clone) -> None:
    before, main = host.site(), main_of(host)
    sentence(editor, "第一句。")
    with holding(host, "build.lock"):
        push = editor.pushing()
        says(push, "前面还有人在发布")
        host.kill(GATE, "receive")
        assert ended(push) != 0
    assert (host.site(), main_of(host)) == (before, main)


def test_a_push_that_is_killed_in_the_build_leaves_no_process(host: Host, editor: Clone) -> None:
    before, main = host.site(), main_of(host)
    sentence(editor, "第二句。")
    push = editor.pushing()
    says(push, "检查、生成网站")
    host.kill(GATE, "receive")
    assert ended(push) != 0
    assert (host.site(), main_of(host)) == (before, main)
    assert any(not host.processes("bwrap", "/tree") for _ in range(1000)), "the cage goes with the gate"
    assert editor.push().returncode == 0, "what it left is cleared away by the next"
    assert "第二句。" in host.get("/study/online/").text()
    assert host.must("ls", "/srv/report-site/work") == ""


def test_a_kill_before_the_swap_is_healed_by_the_timer(host: Host, editor: Clone) -> None:
    before = host.site()
    commit = sentence(editor, "第三句。")
    with holding(host, "swap.lock"):
        push = editor.pushing()
        says(push, "检查通过")
        while main_of(host) != commit or not host.processes(GATE, "publish"):
            assert push.poll() is None
        host.kill(GATE, "publish")
        ended(push)
        assert host.site() == before, "stored, and not live yet"
        assert "还没有上线" in host.must("report-site", "status")
    tick(host)
    assert host.live_commit() == commit
    assert "第三句。" in host.get("/study/online/").text()


def test_a_lost_release_is_built_again(host: Host) -> None:
    """The repository is enough: all the rest can be made from it."""
    before = host.files()
    host.must("sh", "-c", "cd /srv/report-site && rm -rf releases/* current previous")
    assert host.get("/").status == 404
    assert "网站上现在是" in host.must("report-site", "publish", user="report-site", HOME="/")
    assert host.files() == before, "the same commit on the same day gives the same bytes"


def test_the_timer_does_nothing_when_there_is_nothing_to_do(host: Host) -> None:
    before = host.site(), host.must("stat", "-c", "%Y", "/srv/report-site/current")
    assert tick(host) == ""
    assert (host.site(), host.must("stat", "-c", "%Y", "/srv/report-site/current")) == before
    said = host.must("report-site", "status")
    assert "main：就是网站上的" in said and "定时任务：刚刚运行过" in said and "没有发布成功的：无" in said


def test_rolling_back_holds_until_the_next_push(host: Host, editor: Clone) -> None:
    first = sentence(editor, "第四句。")
    assert editor.push().returncode == 0
    site = host.site()
    second = sentence(editor, "第五句，写错了。")
    assert editor.push().returncode == 0
    assert host.live_commit() == second
    assert "网站退回到" in host.must("report-site", "rollback", user="editor")
    assert (host.live_commit(), host.site()) == (first, site)
    tick(host)
    assert host.live_commit() == first, "the timer respects it"
    assert "下次推送以前不动" in host.must("report-site", "status")
    third = sentence(editor, "第六句。")
    assert editor.push().returncode == 0
    assert host.live_commit() == third
    assert "main：就是网站上的" in host.must("report-site", "status")


def test_rolling_back_further_ends_at_the_oldest_release(host: Host) -> None:
    seen = [host.live_commit()]
    while (done := host.run("report-site", "rollback", user="editor")).returncode == 0:
        assert host.live_commit() not in seen
        seen.append(host.live_commit())
    assert "没有更早的版本" in done.stdout
    assert 2 <= len(seen) <= 6
    host.must("rm", "/srv/report-site/state/held.json")
    tick(host)
    assert host.live_commit() == seen[0]


def test_what_was_broken_off_stops_nothing(host: Host) -> None:
    """Files that a power cut left empty, a release that was half removed."""
    before = host.site()
    for name in ("held.json", "failure.json"):
        host.must("sh", "-c", f": > /srv/report-site/state/{name}")
    host.must(
        "sh", "-c", "mkdir /srv/report-site/releases/half && : > /srv/report-site/releases/half/release.json"
    )
    assert "没有发布成功的：无" in host.must("report-site", "status")
    assert tick(host) == ""
    assert host.site() == before


def test_what_failed_is_not_tried_every_minute(host: Host) -> None:
    host.set("REPORT_SITE_MB", "1")
    try:
        host.must(
            "sh", "-c", "rm -f /srv/report-site/state/failure.json; rm -rf /srv/report-site/releases/half"
        )
        host.set("REPORT_EDITION", "display")
        assert "没有发布" in tick(host)
        assert tick(host) == ""
    finally:
        host.set("REPORT_SITE_MB", "200")
        host.set("REPORT_EDITION", "work")
    host.must("rm", "/srv/report-site/state/failure.json")
    assert tick(host) == ""


def test_five_commits_keep_their_release(host: Host) -> None:
    kept = host.must("ls", "/srv/report-site/releases").split()
    assert 2 <= len(kept) <= 7
    assert host.must("sh", "-c", "basename $(readlink /srv/report-site/current)").strip() in kept


def taken() -> int:
    """How much of a disk the tree takes, in KB: files in blocks of four."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return sum(-(-path.stat().st_size // 4096) * 4 for path in paths if path.is_file())


@pytest.mark.parametrize(("what", "room"), [("the tree", 200), ("the built site", taken() + 1500)])
def test_a_full_disk_refuses_the_push(host: Host, editor: Clone, what: str, room: int) -> None:
    """There is no room for `what`, in a workplace of so many KB."""
    before, main = host.site(), main_of(host)
    host.must(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        f"size={room}k,mode=2770,gid=report-editors",
        "none",
        "/srv/report-site/work",
    )
    try:
        sentence(editor, "第七句。")
        done = editor.push()
        assert done.returncode != 0
        assert "没有发布，网站还是原来的样子" in done.stderr
        assert "磁盘满了" in done.stderr or "放不下" in done.stderr, done.stderr
    finally:
        host.must("umount", "/srv/report-site/work")
    assert (host.site(), main_of(host)) == (before, main)


def overdue(host: Host) -> int:
    """How many measures the live site calls overdue."""
    rows = csv.DictReader(io.StringIO(host.get("/downloads/measures.csv").body.decode("utf-8-sig")))
    return sum(row["逾期"] == "是" for row in rows)


def test_after_midnight_deadlines_move_on_without_a_push(host: Host) -> None:
    """And the same day again gives the same bytes, though nothing of it was kept."""
    host.set("REPORT_DATA", "demo/data")
    sites, counts = [], []
    try:
        for day in ("2023-12-01", "2023-12-02", "2023-12-03", "2023-12-01"):
            host.must("report-site", "publish", "--day", day, user="report-site", HOME="/")
            sites.append(host.files())
            counts.append(overdue(host))
    finally:
        host.set("REPORT_DATA", "data")
    assert counts == [17, 18, 18, 17]
    assert sites[0] == sites[3]
    assert sites[0] != sites[1]
    assert "网站上现在是" in host.must("report-site", "publish", user="report-site", HOME="/")


def test_another_edition_never_shows_what_the_one_before_held(host: Host) -> None:
    """Neither by a rollback nor through the release that helps out with assets."""
    index = host.must("sh", "-c", "cd /srv/report-site/current/site && ls search/index.*.json").strip()
    assert host.get(f"/{index}").status == 200
    host.set("REPORT_EDITION", "display")
    try:
        host.must("report-site", "publish", user="report-site", HOME="/")
        assert host.get("/handbook/").status == 404
        assert host.get(f"/{index}").status == 404
        done = host.run("report-site", "rollback", user="editor")
        assert done.returncode == 1 and "没有更早的版本" in done.stdout
    finally:
        host.set("REPORT_EDITION", "work")
    host.must("report-site", "publish", user="report-site", HOME="/")
    assert host.get("/handbook/").status == 200


def test_pages_lead_to_the_platform_where_there_is_one(host: Host) -> None:
    link = b'href="http://git.example/_edit/main/docs/index.md"'
    assert link not in host.get("/").body
    host.set("REPORT_EDIT", "http://git.example/_edit/main/{path}")
    try:
        host.must("report-site", "publish", user="report-site", HOME="/")
        assert link in host.get("/").body
    finally:
        host.set("REPORT_EDIT", "")
    host.must("report-site", "publish", user="report-site", HOME="/")
    assert link not in host.get("/").body


def test_a_failed_rebuild_leaves_the_site_and_is_told(host: Host) -> None:
    before = host.site()
    host.set("REPORT_SITE_MB", "1")
    try:
        done = host.run("report-site", "publish", "--day", "2026-01-05", user="report-site", HOME="/")
        assert done.returncode == 1 and "没有发布" in done.stdout
        assert host.site() == before
        assert "放不下" in host.must("report-site", "status")
    finally:
        host.set("REPORT_SITE_MB", "200")
    tick(host)
    assert "没有发布成功的：无" in host.must("report-site", "status")


def test_settings_that_mean_nothing_are_told_to_whoever_pushes(host: Host, editor: Clone) -> None:
    before = host.site()
    sentence(editor, "第八句。")
    conf = host.must("cat", "/etc/report-site.conf")
    try:
        host.set("REPORT_SITE_MB", "很大")
        done = editor.push()
        assert done.returncode != 0 and "REPORT_SITE_MB 应写兆数" in done.stderr
        host.must("sh", "-c", "echo 看不懂 >> /etc/report-site.conf")
        assert editor.push().returncode != 0
    finally:
        host.must("sh", "-c", "cat > /etc/report-site.conf", given=conf)
    assert host.site() == before
