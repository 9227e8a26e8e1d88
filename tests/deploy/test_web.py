"""What the web server says, line by line: each line of its configuration is missed when it is gone."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.client
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.gate.releases import timed
from tests.deploy.host import STOP, Answer, Host, ask, free_port
from tests.site.building import security_policy
from tests.trees import ROOT

PAGE = "<!doctype html><title>一页</title><p>" + "字" * 600
MAIN = """
user www-data;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; {site} }}
"""


@pytest.fixture(scope="module")
def place(host: Host) -> Iterator[Path]:
    """Two small releases with what should and should not be served, beside the live ones."""
    folder = host.folder / "web"
    now, before = folder / "releases" / "now" / "site", folder / "releases" / "before" / "site"
    files = {
        "index.html": PAGE,
        "404.html": "没有这一页",
        "sub/index.html": "下一层",
        "feed.xml": "<feed/>",
        "calendar/all.ics": "BEGIN:VCALENDAR",
        "downloads/problems.csv": "编号",
        "assets/site.0a1b2c3d.css": "a{}",
        "assets/plain.css": "b{}",
        ".hidden": "x",
        ".git/config": "x",
        "index.html~": "x",
        "data.bak": "x",
        "~$a.html": "x",
    }
    for root, given in ((now, files), (before, {"assets/old.99999999.js": "old()", "old.html": "旧"})):
        for name, text in given.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            timed(path)
    (now / "index.html.gz").write_bytes(gzip.compress(PAGE.encode(), mtime=0))
    (now / "leak.txt").symlink_to("/etc/hostname")
    (before / "assets" / "leak.11111111.css").symlink_to("/etc/hostname")
    (folder / "current").symlink_to(now.parent)
    (folder / "previous").symlink_to(before.parent)
    yield folder


@contextlib.contextmanager
def running(host: Host, place: Path, site: str) -> Iterator[int]:
    """A web server of its own with a configuration. RuntimeError when it does not start with it."""
    port = free_port()
    site = re.sub(r"listen 127\.0\.0\.1:\d+", f"listen 0.0.0.0:{port}", site).replace(
        "/srv/report-site", str(place)
    )
    conf = "/etc/nginx/one-test.conf"
    host.must("sh", "-c", f"cat > {conf}", given=MAIN.format(folder=place, site=site))
    done = host.run("sh", "-c", f"nginx -c {conf} >/dev/null 2>&1 </dev/null")
    if done.returncode:
        raise RuntimeError((place / "error.log").read_text(encoding="utf-8"))
    try:
        yield port
    finally:
        host.must("sh", "-c", STOP.format(pid=f"{place}/nginx.pid"))


Reader = Callable[..., Answer]


def cache(ask: Reader, path: str) -> str:
    return ask(path).headers.get("cache-control", "")


FACTS: dict[str, Callable[[Reader], bool]] = {
    "a page": lambda ask: ask("/").text() == PAGE,
    "a page of a folder": lambda ask: ask("/sub/").text() == "下一层",
    "a folder leads to its page, wherever the site is": (
        lambda ask: (ask("/sub").status, ask("/sub").headers["location"]) == (301, "/sub/")
    ),
    "text is UTF-8": lambda ask: "charset=utf-8" in ask("/").headers["content-type"],
    "so are the files": lambda ask: all(
        ask(name).headers["content-type"] == f"{kind}; charset=utf-8"
        for name, kind in (("/calendar/all.ics", "text/calendar"), ("/downloads/problems.csv", "text/csv"))
    ),
    "a feed is called one": lambda ask: "atom" in ask("/feed.xml").headers["content-type"],
    "it is sent packed": (
        lambda ask: (
            ask("/", Accept_Encoding="gzip").headers.get("content-encoding") == "gzip"
            and ask("/", Accept_Encoding="gzip").text() == PAGE
        )
    ),
    "caches know that": lambda ask: ask("/").headers.get("vary") == "Accept-Encoding",
    "what is not there has a page of the site": (
        lambda ask: (ask("/nowhere/").status, ask("/nowhere/").text()) == (404, "没有这一页")
    ),
    "so has a folder without one": lambda ask: ask("/assets/").text() == "没有这一页",
    "names are not to be guessed at": lambda ask: ask("/").headers.get("x-content-type-options") == "nosniff",
    "other sites do not learn who reads": lambda ask: (
        ask("/").headers.get("referrer-policy") == "same-origin"
    ),
    "no other site frames it": lambda ask: ask("/").headers.get("x-frame-options") == "SAMEORIGIN",
    "it has its policy": lambda ask: all(
        ask(path).headers.get("content-security-policy") == security_policy()
        for path in ("/", "/nowhere", "/assets/site.0a1b2c3d.css", "/assets/old.99999999.js")
    ),
    "it does not say which version it is": lambda ask: ask("/").headers["server"] == "nginx",
    "it hides the times that are digests": lambda ask: "last-modified" not in ask("/").headers,
    "hidden files are not given": lambda ask: all(
        ask(path).status == 404 and ask(path).body != b"x" for path in ("/.hidden", "/.git/config")
    ),
    "nor are copies": lambda ask: all(
        ask(path).status == 404 for path in ("/index.html~", "/data.bak", "/~$a.html", "/index.html.gz")
    ),
    "nor is what a link points at": lambda ask: all(
        ask(path).status in (403, 404) for path in ("/leak.txt", "/assets/leak.11111111.css")
    ),
    "it is for reading": lambda ask: all(
        ask("/", method).status == 405 for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH")
    ),
    "and says so": lambda ask: ask("/", "POST").headers.get("allow") == "GET, HEAD",
    "but not to readers": lambda ask: all("allow" not in ask("/", how).headers for how in ("GET", "HEAD")),
    "the head alone": lambda ask: (ask("/", "HEAD").status, ask("/", "HEAD").body) == (200, b""),
    "others do not get in": (
        lambda ask: (
            ask("/", source="127.0.0.9").status == 403
            and PAGE not in ask("/", source="127.0.0.9").body.decode()
            and "没有这一页" not in ask("/nowhere/", source="127.0.0.9").body.decode()
        )
    ),
    "what is named after its content is kept": lambda ask: (
        "immutable" in cache(ask, "/assets/site.0a1b2c3d.css")
    ),
    "nothing else is": lambda ask: all(
        cache(ask, path) == "no-cache"
        for path in ("/", "/assets/plain.css", "/nowhere", "/assets/x.00000000.css")
    ),
    "the release before helps out": lambda ask: ask("/assets/old.99999999.js").body == b"old()",
    "and its answer is kept too": lambda ask: "immutable" in cache(ask, "/assets/old.99999999.js"),
    "but with no pages": lambda ask: ask("/old.html").status == 404,
    "unchanged is not sent again": (
        lambda ask: (
            ask("/", If_None_Match=ask("/").headers["etag"]).status == 304
            and ask("/", If_None_Match=ask("/").headers["etag"]).headers["cache-control"] == "no-cache"
        )
    ),
}


def missed(ask: Reader) -> list[str]:
    """The facts that do not hold."""
    found = []
    for name, holds in FACTS.items():
        try:
            if not holds(ask):
                found.append(name)
        except (KeyError, OSError, http.client.HTTPException, UnicodeDecodeError):
            found.append(name)
    return found


def directives(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say one thing, by their number; a block goes as a whole, with its last line."""
    for number, line in enumerate(text.splitlines()):
        if line.strip() and not line.strip().startswith("#") and line.strip().endswith((";", "{")):
            yield number, line.strip()


def without(text: str, number: int) -> str:
    """A configuration without a line, or without the block that begins there."""
    lines = text.splitlines()
    last = number
    if lines[number].rstrip().endswith("{"):
        indent = len(lines[number]) - len(lines[number].lstrip())
        last = next(n for n in range(number + 1, len(lines)) if lines[n] == " " * indent + "}")
    return "\n".join(lines[:number] + lines[last + 1 :])


def test_every_fact_holds(host: Host, place: Path) -> None:
    site = host.must("cat", "/etc/nginx/sites-available/report-site")
    with running(host, place, site) as port:
        assert missed(functools.partial(ask, port)) == []


TEMPLATE = (ROOT / "deploy" / "nginx" / "site.conf").read_text(encoding="utf-8")
LINES = list(directives(TEMPLATE))
UNSEEN = ("server_name",)  # one site on the machine: its name decides nothing


@pytest.mark.parametrize("number", [n for n, _ in LINES], ids=[f"{n + 1}: {line[:40]}" for n, line in LINES])
def test_no_line_can_be_left_out(host: Host, place: Path, number: int) -> None:
    site = host.must("cat", "/etc/nginx/sites-available/report-site")
    if site.splitlines()[number].split()[0] in UNSEEN:
        return
    try:
        with running(host, place, without(site, number)) as port:
            assert missed(functools.partial(ask, port)), "nobody would notice"
    except RuntimeError:
        return  # it does not even start


def test_an_etag_follows_the_content(host: Host, place: Path, tmp_path: Path) -> None:
    """Of the same length, at the same second: another content, another ETag. The same content, the same."""
    site = host.must("cat", "/etc/nginx/sites-available/report-site")
    page = place / "current" / "site" / "sub" / "index.html"
    with running(host, place, site) as port:
        read, tags = functools.partial(ask, port), []
        for text in ("12", "21", "12"):
            page.write_text(text)
            timed(page)
            tags.append(read("/sub/").headers["etag"])
            assert read("/sub/", If_None_Match=tags[0]).status == (304 if text == "12" else 200)
        page.write_text("下一层", encoding="utf-8")
    assert tags[0] != tags[1]
    assert tags[0] == tags[2]
