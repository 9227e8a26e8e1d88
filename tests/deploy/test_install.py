"""The server sets itself up without a network, and once more without undoing anything."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from tests.deploy.host import Clone, Host
from tests.site.building import security_policy
from tests.trees import ROOT

SCRIPTS = [
    path
    for name in ("", "bin", "hooks", "platform", "git-shell-commands")
    for path in (ROOT / "deploy" / name).iterdir()
]
SCRIPTS = [path for path in SCRIPTS if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")]


def test_the_first_run_puts_up_the_site_without_a_network(host: Host) -> None:
    assert "推送第一版" in host.first
    assert "装好了" in host.first
    assert host.get("/").status == 200


def test_a_second_run_changes_nothing_that_is_there(host: Host) -> None:
    assert "安装依赖" not in host.again
    assert "推送第一版" not in host.again
    assert "装好了" in host.again
    before = host.site()
    host.must(str(host.folder / "tree" / "deploy" / "install"))
    assert host.site() == before


def test_the_wheelhouse_holds_the_list_to_the_letter(wheelhouse: Path) -> None:
    """What was downloaded was checked against the hashes of the project; every wheel has its own there."""
    listed = (wheelhouse / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert len(listed) == len(list(wheelhouse.glob("*.whl")))
    assert all("==" in line and "--hash=sha256:" in line for line in listed)
    assert not list(wheelhouse.glob("*.tar.gz"))


def test_a_wheelhouse_for_another_kind_of_machine_reads_the_whole_list(tmp_path: Path) -> None:
    """What it stores keeps its condition, and has a hash of every wheel for any Python."""
    script = str(ROOT / "deploy" / "wheelhouse")
    maker = SourceFileLoader("wheelhouse", script)
    made = module_from_spec(spec_from_loader("wheelhouse", maker))  # type: ignore[arg-type]
    maker.exec_module(made)
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = made.ENTRY.findall(text)
    assert len(entries) == len(re.findall(r"(?m)^[\w.-]+==", text))
    assert sum(hashes.count("--hash=") for *_, hashes in entries) == text.count("--hash=")
    assert [marker for name, _, marker, _ in entries if name == "pymdown-extensions"] == re.findall(
        r"(?m)^pymdown-extensions==\S+ ; (.+?) \\\n", text
    )
    for python in ("cp311", "cp312"):
        (tmp_path / f"ruamel_yaml-1.0-{python}-{python}-win_amd64.whl").write_bytes(python.encode())
    listed = [("ruamel.yaml", "1.0", "python_version > '3'", ""), ("other", "1.0", "", "")]
    (line,) = made._listed(tmp_path, listed)
    assert line.startswith("ruamel.yaml==1.0 ; python_version > '3' --hash=sha256:")
    assert line.count("--hash=sha256:") == 2
    done = subprocess.run([script, tmp_path / "x", "win31"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "平台是 win_amd64、aarch64、x86_64" in done.stderr


def test_a_changed_wheel_is_not_installed(host: Host, wheelhouse: Path, tmp_path: Path) -> None:
    listed = (wheelhouse / "requirements.txt").read_text(encoding="utf-8").splitlines()
    one = next(line for line in listed if line.startswith("rcssmin"))
    (tmp_path / "one.txt").write_text(one[:-4] + ("0000" if not one.endswith("0000") else "1111") + "\n")
    pip = ("-m", "pip", "download", "--quiet", "--no-index", "--require-hashes", "--no-deps")
    done = subprocess.run(
        [sys.executable, *pip, "--find-links", wheelhouse, "--dest", tmp_path, "-r", tmp_path / "one.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr


def test_an_account_can_push_and_ask_and_nothing_else(host: Host) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOinvented0000000000000000000000000000000000 someone"
    host.must("sh", "-c", "cat > /run/key.pub", given=key + "\n")
    said = host.must(str(host.folder / "tree" / "deploy" / "add-account"), "clerk", "/run/key.pub")
    assert "clerk@" in said
    assert host.must("cat", "/home/clerk/.ssh/authorized_keys") == f'restrict,command="only" {key}\n'
    assert host.must("id", "-nG", "clerk").split() == ["clerk", "report-editors"]
    shell = host.must("sh", "-c", "getent passwd clerk | cut -d: -f7").strip()
    assert shell.endswith("git-shell")

    def asks(command: str) -> subprocess.CompletedProcess[str]:
        """What sshd does for the key, whatever its holder asks for."""
        return host.run(shell, "-c", "only", user="clerk", SSH_ORIGINAL_COMMAND=command)

    assert "网站上：" in asks("status").stdout
    assert asks("git-upload-pack '/srv/report-site/repo.git'").stdout.startswith("0")
    for command in (
        "",
        "sh",
        "status; id",
        "git-receive-pack '/srv/report-site/work/build/tree/x'",
        "git-receive-pack '/srv/report-site/repo.git' '/x'",
        "git-receive-pack /srv/report-site/repo.git; id",
        "../../../bin/sh",
        "only",
    ):
        done = asks(command)
        assert done.returncode == 128 and "只用来推送" in done.stderr, command
    assert host.run(shell, "-c", "sh", user="clerk").returncode != 0


def test_an_account_of_somebody_else_is_left_alone(host: Host) -> None:
    host.must("useradd", "--create-home", "--shell", "/bin/bash", "admin2")
    done = host.run(str(host.folder / "tree" / "deploy" / "add-account"), "admin2", "/run/key.pub")
    assert done.returncode == 1 and "不是推送用的" in done.stderr
    assert host.must("sh", "-c", "getent passwd admin2 | cut -d: -f7").strip() == "/bin/bash"


def test_without_the_program_nothing_is_taken(host: Host, editor: Clone) -> None:
    """Not even for the moment in which an administrator puts another one there."""
    editor.write("docs/study/youth.md", editor.read("docs/study/youth.md") + "\n补一句。\n")
    commit = editor.commit()
    host.must("mv", "/opt/report-site/deploy", "/opt/report-site/away")
    try:
        assert editor.push().returncode != 0
    finally:
        host.must("mv", "/opt/report-site/away", "/opt/report-site/deploy")
    assert host.run("git", "--git-dir=/srv/report-site/repo.git", "cat-file", "-e", commit).returncode != 0


@pytest.mark.parametrize(("name", "bad"), [("REPORT_LISTEN", "nowhere:99999"), ("REPORT_ALLOW", "everybody")])
def test_a_configuration_that_nginx_does_not_know_changes_nothing(host: Host, name: str, bad: str) -> None:
    files = ("sh", "-c", "cd /etc/nginx && cat sites-available/report-site report-site/*")
    before, conf = host.must(*files), host.must("cat", "/etc/report-site.conf")
    host.set(name, bad)
    try:
        done = host.run(str(host.folder / "tree" / "deploy" / "install"))
        assert done.returncode == 1 and "退回原来的" in done.stderr
    finally:
        host.must("sh", "-c", "cat > /etc/report-site.conf", given=conf)
    assert host.must(*files) == before
    assert host.must("nginx", "-t", "-q") == ""


UNIT = "/etc/systemd/system/report-site.service"
EARLIER = {  # what a version left that wrote the policy of its releases for nginx, and had the timer load it
    "/etc/nginx/report-site/policy.conf": "add_header Content-Security-Policy \"script-src 'sha256-x'\";\n",
    "/etc/nginx/report-site/policy.loaded": "add_header Content-Security-Policy \"script-src 'sha256-x'\";\n",
    UNIT: "[Service]\nExecStartPre=-+/opt/report-site/deploy/bin/reload-policy\n",
    "/srv/report-site/current/site/.csp.conf": "",
}
SYSTEMCTL = """#!/bin/sh
[ "$1" != reload ] || nginx >/dev/null 2>&1 </dev/null
"""


@pytest.fixture
def earlier(host: Host) -> Iterator[str]:
    """The server as an earlier version left it, with a systemd that reloads by starting; its files."""
    site = "/etc/nginx/sites-available/report-site"
    policy = "s|^ *add_header Content-Security-Policy .*|include report-site/policy.conf;|"
    host.must("mkdir", "-p", "/run/systemd/system", "/etc/systemd/system")
    for path, text in EARLIER.items():
        host.must("sh", "-c", f"cat > {path}", given=text)
    host.must("sed", "-i", policy, site)
    host.must("sh", "-c", "cd /usr/local/bin && cat > systemctl && chmod +x systemctl", given=SYSTEMCTL)
    host.must("nginx", "-t", "-q")
    host.stop_web()
    yield " ".join([*EARLIER, site])
    host.must(
        "rm", "-r", "/run/systemd", "/usr/local/bin/systemctl", "/srv/report-site/current/site/.csp.conf"
    )


def test_an_upgrade_leaves_nothing_of_the_policy_that_releases_brought_along(
    host: Host, earlier: str
) -> None:
    """And until it succeeds, all of it."""
    install, listed = str(host.folder / "tree" / "deploy" / "install"), ("sh", "-c", f"cat {earlier}")
    before, listen = host.must(*listed), f"127.0.0.1:{host.port}"
    host.set("REPORT_LISTEN", "nowhere:99999")
    assert host.run(install).returncode == 1
    assert host.must(*listed) == before
    host.set("REPORT_LISTEN", listen)
    assert "网站上还是早先的版本" in host.must(install)
    assert host.get("/").headers["content-security-policy"] == security_policy()
    assert host.must("ls", "/etc/nginx/report-site").split() == ["allow.conf", "types.conf"]
    assert "reload-policy" not in host.must("cat", UNIT)


def test_a_server_comes_back_from_a_backup_of_its_repository(host: Host, editor: Clone) -> None:
    """As the handbook says: the repository alone is put in its place, then the install runs."""
    before = host.files()
    host.must("git", "clone", "--quiet", "--mirror", "/srv/report-site/repo.git", "/run/backup.git")
    host.must("sh", "-c", "rm -rf /srv/report-site /etc/nginx/report-site && mkdir /srv/report-site")
    host.must("mv", "/run/backup.git", "/srv/report-site/repo.git")
    assert "推送第一版" not in host.must(str(host.folder / "tree" / "deploy" / "install"))
    assert host.files() == before
    editor.write("docs/study/youth.md", editor.read("docs/study/youth.md") + "\n补一句。\n")
    commit = editor.commit()
    assert editor.push().returncode == 0
    assert host.live_commit() == commit


def test_a_file_that_is_no_key_makes_no_account(host: Host) -> None:
    host.must("sh", "-c", "echo 不是公钥 > /run/no.pub")
    done = host.run(str(host.folder / "tree" / "deploy" / "add-account"), "nobody2", "/run/no.pub")
    assert done.returncode == 1 and "不是公钥" in done.stderr
    assert host.run("id", "nobody2").returncode != 0


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_script_parses_and_stops_at_errors(path: Path) -> None:
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    assert "set -eu" in path.read_text(encoding="utf-8") or last.startswith("exec ")
    assert path.stat().st_mode & 0o111


def test_the_units_publish_every_minute_as_the_owner(host: Host) -> None:
    """There is no systemd here; that the units say what they should is all that can be seen."""
    service = (ROOT / "deploy" / "systemd" / "report-site.service").read_text(encoding="utf-8")
    timer = (ROOT / "deploy" / "systemd" / "report-site.timer").read_text(encoding="utf-8")
    assert "User=@OWNER@" in service
    assert re.findall(r"^Exec.*", service, re.M) == ["ExecStart=@PROGRAM@/deploy/bin/report-site tick"]
    assert "OnCalendar=minutely" in timer and "Persistent=true" in timer
