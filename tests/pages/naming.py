"""What the handbook names in code, and the kinds of name that the tree knows; the rest has to be declared.

One kind = one function that says whether the tree has what a piece of code names.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache, cached_property

from deploy.gate.__main__ import COMMANDS as SERVER_COMMANDS
from report.__main__ import ARGUMENTS, COMMANDS
from report.facts.campaign import EDITIONS
from report.facts.figure import SECTIONS
from report.facts.ledgers import LEDGERS
from report.facts.lists import TABLES
from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Located
from report.macros.addresses import CATEGORIES, url
from report.pages.source import FENCE, POST_META, read_source
from report.pages.survey import Survey
from tests.trees import ROOT

HANDBOOK = ROOT / "docs" / "handbook"
SAMPLE = ROOT / "demo" / "data"
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LEDGER_ROW = re.compile(r"[A-Z]{2}-\d{4},")
TOLD = re.compile(r"(?:remote:\s+)?((?:demo/|data/|docs/)[\w./-]+):(?:\d+|行号): (.+)")
PLACES = ("", "data", "demo/data", "data/ledgers", "docs")  # where a path may begin
TO_COME = re.compile(  # what a command or an editor makes
    r"(?:demo/)?data/(?:notices|reminders)/[\d-]+\.yml|docs/column/posts/(?:[a-z-]+\.md)?"
)
GIT = (
    "add",
    "clean",
    "clone",
    "commit",
    "config",
    "diff",
    "log",
    "pull",
    "push",
    "rebase",
    "remote",
    "reset",
)
GIT += ("restore", "revert", "status", "switch", "tag")
ELSEWHERE = (
    "apt-get",
    "cd",
    "df",
    "ssh-keygen",
    "sudo",
    "systemctl",
    "tail",
    "tar",
    "usermod",
)  # come with the machine
LITERAL = {  # what stands in code and is no name of anything in the tree
    "文件名的结尾": (".csv", ".doc", ".docx", ".md", ".pdf", ".pub", ".txt", ".wps", ".yml"),
    "键盘上的键": ("Ctrl+C", "Ctrl+P", "q"),
    "git和终端说的话、git的说法": (
        *("! [remote rejected]", "error: failed to push", "remote:", "make: ***", "No rule to make target"),
        *("! [rejected]", "fetch first", "CONFLICT", "nothing to commit", "Please tell me who you are"),
        *("You have unstaged changes", "Permission denied (publickey)"),
        *("not a git repository", "<<<<<<<"),
        *("main", "origin", "site", "git", "make", "HEAD~1", "HEAD~5", "HEAD~9"),
    ),
    "装另一个Python": ("python3.11", "/usr/local/bin", "make altinstall"),
    "命令的开头、PowerShell的写法": ("python3 -m report", ".\\make check", "/"),
    "标记的名字，用时自己起": ("archive-2023",),
    "写错的样子": (
        *(
            "7次",
            "value: 7次",
            "value: 待填报",
            "value:7",
            "value：7",
            "Nov-23",
            "24-Nov-23",
            "5/9/2023",
            "2023/11/24",
            "WT-51",
            "KT-0099",
        ),
        *("rectification.measure_done", "45254"),
    ),
    "占位和符号": (":", "[]", "X", "○", "名称: 值", "![主题党日](branch-study.jpg)"),
    "还没有写的文章": ("branch-study.md",),
    "文章不能用的网址": ("page", "category", "index"),
    "服务器上的": ("previous",),
    "代码平台的设置，平台上改一个文件的网址": (
        *("DISABLE_GIT_HOOKS = false", "pre-receive", "{path}", "{line}"),
        "'http://git.intra/office/report/_edit/main/{path}#L{line}'",
        "'http://git.intra/office/report/-/edit/main/{path}#L{line}'",
    ),
    "早先的版本才有的": ("reload-policy", "report-site/policy.conf"),
    "归档以后才有的数": ("new_number",),
}


@dataclass(frozen=True)
class Named:
    """A piece of code on a page: a span, or a line of a block in a language; `block` is the whole of it."""

    page: str
    line: int
    text: str
    language: str = ""
    block: str = ""


@dataclass(eq=False)
class Tree:
    """What there is to be named."""

    survey: Survey  # of the sample

    @cached_property
    def figures(self) -> set[str]:
        """Keys, and the names and sections that they are made of."""
        keys = self.survey.view.results
        return {*keys, *(key.partition(".")[2] for key in keys), *SECTIONS}

    @cached_property
    def words(self) -> set[str]:
        """The titles of all columns of tables, and what may stand under them."""
        organisation = self.survey.view.campaign.organisation
        columns = [column for table in TABLES.values() for column in table.row.columns().values()]
        listed = {str(each) for column in columns for each in column.kind.choices(organisation)}
        return {column.title for column in columns} | listed

    @cached_property
    def labels(self) -> re.Pattern[str]:
        """The names of figures, as messages begin with them."""
        found = {result.figure.label for result in self.survey.view.results.values()}
        return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))

    @cached_property
    def varying(self) -> re.Pattern[str]:
        """What varies in a message: what is quoted, words of ledgers."""
        listed = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(["“[^”]*”", *map(re.escape, listed)]))

    @cached_property
    def ids(self) -> set[str]:
        """Those of records and rows of the sample, and the next that each ledger comes to."""
        campaign = self.survey.view.campaign
        records = (
            *campaign.books,
            *campaign.organisation.units,
            *campaign.organisation.posts,
        )
        known = {record.id for record in records}
        for name, table in TABLES.items():
            ids = [row.id for row in campaign.tables[name]]
            last = max(int(id[3:]) for id in ids if id.startswith(table.prefix))
            known |= {*ids, table.id_of(last + 1), table.id_of(last + 2)}
        return known


def code(text: str, page: str) -> Iterator[Named]:
    """All code of a page: the spans, then every block as a whole and line by line."""
    lines, language, block = text.split("\n"), None, list[str]()
    for number, line in enumerate(lines, 1):
        if FENCE.fullmatch(line) and language is None:
            language, block = line.strip("`~ "), []
        elif FENCE.fullmatch(line):
            whole = "\n".join(block)
            for offset, each in enumerate(block):
                yield Named(page, number - len(block) + offset, each, language or "text", whole)
            language = None
        elif language is not None:
            block.append(line)
        else:
            yield from (Named(page, number, found) for found in SPAN.findall(line))


def pages() -> dict[str, str]:
    """The handbook, page by page."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("*.md"))}


@cache
def text_of(*names: str) -> str:
    """The text of files and of all files in folders."""
    found = []
    for path in (ROOT / name for name in names):
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        found += [p.read_text(encoding="utf-8") for p in files if p.suffix not in (".pyc", ".whl")]
    return "\n".join(found)


@cache
def fields() -> frozenset[str]:
    """The keys of all records, as the data dictionary has them, and those at the head of pages."""
    return frozenset(re.findall(r"(?m)^\| `(\w+)` \|", text_of("data/README.md"))) | {*POST_META}


@cache
def values() -> frozenset[str]:
    """The values of closed lists, as the data dictionary has them."""
    cells = re.findall(r"(?m)^\| `\w+` \|.*\| ([^|]+) \|$", text_of("data/README.md"))
    return frozenset(value for cell in cells for value in re.split(r"、| / ", cell)) | {*EDITIONS}


# ------------------------------------------------------------------ kinds of name


def path(text: str, tree: Tree) -> bool:
    """A file or folder of the tree, one that git ignores or that is still to come, a place on the server;
    or the address of a page."""
    if text.startswith("http://"):
        return text.removeprefix("http://") in text_of("Makefile")
    if not re.fullmatch(r"[\w./-]+", text) or not ("/" in text or re.search(r"\w\.[a-z]{2,4}$", text)):
        return False
    if text.startswith("/"):
        return _on_server(text)
    if text.endswith("/") and text.rstrip("/") in {url(page) for page in tree.survey.view.pages.titles}:
        return True
    ignored = text_of(".gitignore").replace("/", "").split("\n")
    made = any(fnmatch(text.split("/")[0], each) for each in ignored if each)
    known = any((ROOT / place / text).exists() for place in PLACES)
    return known or made or bool(TO_COME.fullmatch(text)) or _served(text)


def _served(name: str) -> bool:
    """A file of a release or of the site, by its name alone."""
    return bool(re.search(rf"[\"/]{re.escape(name)}\"", text_of("deploy/gate", "report/macros/addresses.py")))


def _on_server(place: str) -> bool:
    """Whether it is below a place that the installation names, by names that the gate knows."""
    parts = place.strip("/").split("/")
    heads = ["/" + "/".join(parts[:size]) for size in range(len(parts), 1, -1)]
    said = text_of("deploy")
    head = next((each for each in heads if each in said), "")
    return bool(head) and all(
        re.search(rf"[\"/ ]{re.escape(name)}[\"/ ]", said)
        for name in filter(None, place[len(head) :].split("/"))
    )


def figure(text: str, tree: Tree) -> bool:
    """The key of a figure, its name or its section."""
    return text.rstrip(":") in tree.figures


def field(text: str, tree: Tree) -> bool:
    """A key of a record, alone, under another (letter.date), or with a value of it."""
    key, _, value = text.partition(":")
    if not fields().issuperset(key.split(".")):
        return False
    parts = re.split(r"[\[\]{},: ]+", value)
    keys = {part for part in parts if f"{part}:" in value} & fields()
    return all(
        part in keys or choice(part, tree) or id(part, tree) or literal(text) for part in parts if part
    )


def choice(text: str, tree: Tree) -> bool:
    """A column or a value of a closed list, a ledger, a day, a month, a number."""
    amount = re.fullmatch(r"\d{4}-\d{2}(-\d{2})?|\d+(\.\d)?", text)
    return bool(amount) or text in values() | tree.words | {*LEDGERS, *CATEGORIES}


def id(text: str, tree: Tree) -> bool:
    """The ids of records or rows."""
    return all(part in tree.ids for part in text.split("；"))


def command(text: str, tree: Tree) -> bool:
    """A command that the project, the server or git has, with variables and arguments that it knows."""
    words = [word for word in shlex.split(text) if word != "\\"]
    while words and re.match(r"[A-Z_]+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        if not variable(name, tree) or not _set(name, value, tree):
            return False
    if not all(path(word, tree) for word in words[1:] if re.match("(?:data|demo|docs)/", word)):
        return False
    if not words:
        return "=" in text
    return PROGRAMS.get(words[0], _other)(words, tree)


def _set(name: str, value: str, tree: Tree) -> bool:
    """Whether a variable of the environment may be set so."""
    if name == "REPORT_EDITION":
        return value in EDITIONS
    return name != "REPORT_DATA" or path(value, tree)


def _report(words: list[str], tree: Tree) -> bool:
    if words[1:] == ["--version"]:
        return True
    return words[1:3] == ["-m", "report"] and words[3] in COMMANDS and _known(words[4:], ARGUMENTS, tree)


def _known(words: list[str], names: Collection[str], tree: Tree) -> bool:
    """Whether what is set behind a command may be set, and so."""
    given = [word.split("=", 1) for word in words if "=" in word]
    return all(
        name in names or (variable(name, tree) and name.startswith("REPORT_") and _set(name, value, tree))
        for name, value in given
    )


def _git(words: list[str], tree: Tree) -> bool:
    added = [word for word in words[2:] if words[1] == "add"]
    return words[1] in GIT and all((ROOT / word).exists() or path(word, tree) for word in added)


def _make(words: list[str], tree: Tree) -> bool:
    recipe = re.search(rf"(?m)^{re.escape(words[1])}:.*\n(?:\t.*\n)*", text_of("Makefile"))
    names = re.findall(r"\$\((?:or \$\(|if \$\()?([A-Z]+)\)", recipe[0]) if recipe else ()
    return bool(recipe) and _known(words[2:], names, tree)


def _ssh(words: list[str], tree: Tree) -> bool:
    return words[-1] in re.findall(r"[a-z-]+", text_of("deploy/git-shell-commands/only"))


def _server(words: list[str], tree: Tree) -> bool:
    return words[1:] == [] or words[1] in SERVER_COMMANDS


def _other(words: list[str], tree: Tree) -> bool:
    """A script of deploy/, a program of the machine, a command or an option by itself."""
    if words[0].startswith("deploy/"):
        return (ROOT / words[0]).is_file()
    alone = words[0] in (*SERVER_COMMANDS, *OPTIONS) and not words[1:]
    return alone or words[0] in ELSEWHERE


OPTIONS = ("--json", "--developer")
VENV = ".venv"
PROGRAMS = {"make": _make, "git": _git, "ssh": _ssh, "report-site": _server}
PROGRAMS |= dict.fromkeys(("python", "python3", "py", ".venv/bin/python"), _report)


def variable(text: str, tree: Tree) -> bool:
    """A variable of the environment or of make, a package that the site needs."""
    known = re.search(rf"\b{text}\b", text_of("Makefile", "report", "deploy")) if text.isupper() else None
    return bool(known) or bool(re.search(rf"(?m)^{re.escape(text)}==", text_of("requirements.txt")))


def platform(text: str, tree: Tree) -> bool:
    """A kind of machine that a wheelhouse can be made for, or the folder of one's environment."""
    return text == VENV or bool(re.search(rf'(?m)^    "{re.escape(text)}": ', text_of("deploy/wheelhouse")))


def literal(text: str, tree: Tree | None = None) -> bool:
    """Declared above, with what it is."""
    return any(text in listed for listed in LITERAL.values())


KINDS: tuple[Callable[[str, Tree], bool], ...] = (path, figure, field, choice, id, command, variable)
KINDS += (platform, literal)


def unknown(named: Named, tree: Tree) -> str:
    """What a piece of code names that nothing has; empty if all is well."""
    text = named.text.strip()
    if not named.language:
        return "" if any(_says(kind, text, tree) for kind in KINDS) else text
    if named.language == "sh":
        return "" if not text or command(text, tree) else text
    if named.language == "yaml":
        key = re.match(r"(?:- )?([\w.]+):(?: |$)", text)
        return "" if not key or figure(key[1], tree) or key[1] in fields() or literal(key[1]) else key[1]
    return next(_names_nothing(named.text, tree), "")


def _says(kind: Callable[[str, Tree], bool], text: str, tree: Tree) -> bool:
    try:
        return kind(text, tree)
    except (ValueError, IndexError):  # quotation marks that do not match, a program by itself
        return False


def _names_nothing(line: str, tree: Tree) -> Iterator[str]:
    """In what a program says: files, keys, addresses and titles of pages that there are not."""
    view = tree.survey.view
    if told := TOLD.match(line):
        yield from () if path(told[1], tree) else (told[1],)
    for key in re.findall(r"（([a-z]+\.[a-z_]+)）", line):
        yield from () if key in view.results or field(key, tree) else (key,)
    if address := re.fullmatch(r"(?:remote:)?\s*/([a-z0-9/-]*)", line):
        addresses = {f"{url(page)}/".lstrip("/") for page in view.pages.titles}
        yield from () if address[1] in addresses else (address[1],)
    if shown := re.search(r"用在：(.+)", line):
        yield from (title for title in shown[1].split("、") if title not in view.pages.titles.values())
    for name in re.findall(r"(?:demo/)?data/[\w-]+\.(?:yml|json)", line):
        yield from () if path(name, tree) or name == "data/figures.json" else (name,)


def records(block: str) -> list[Located]:
    """The records of a YAML example that have an id, at any depth."""
    content, faults = read_yaml(block.encode(), "example")
    assert not faults, [fault.message for fault in faults]
    return list(_with_id(content))


def definitions(block: str) -> list[tuple[str, Located]]:
    """The definitions of figures that a YAML example may hold: a name, and what is said under it."""
    content, _ = read_yaml(block.encode(), "example")
    named = content.items() if isinstance(content, Located) else ()
    return [(name, each) for name, each in named if isinstance(each, Located)]


def _with_id(content: object) -> Iterator[Located]:
    if isinstance(content, Located):
        if "id" in content:
            yield content
        for each in content.values():
            yield from _with_id(each)
    elif isinstance(content, list):
        for each in content:
            yield from _with_id(each)


def links(text: str) -> list[tuple[str, str]]:
    """Each link of a page: what it says and where it leads."""
    prose = read_source(text, "docs/handbook/x.md").prose
    return re.findall(r"\[([^\]]+)\]\(([^)]+)\)", prose)
