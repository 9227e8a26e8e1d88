"""The site as built: clean, the same twice, all numbers from one place, nothing live from data."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import zipfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from report.built.search import STUB
from report.macros.addresses import REPORT_COPY, REVIEW_COPY
from tests.site.building import FIRST, PUBLISHED, build, content, run
from tests.trees import DATA_SETS, EVERY, ROOT, appended, changed

WORDED_THERE = {  # pages where a figure stands as plain text, in a sum or a strip
    *("", "study/picks/", "study/youth/", "study/books/", "organisation/"),
    *("ledgers/problems/", "ledgers/measures/"),
}
NOT_USES = ("data/", "report/whole/")  # pages that list figures without stating them
OWN = FIRST["REPORT_DATA"]
VALUES = f"{OWN}/values.yml"
FAULTS = (  # file, what to find, what to put there with a flag on each line at fault, what is said of them
    (
        VALUES,
        r"(?m)^responsibility.group_meetings: 6$",
        "responsibility.group_meetings: ⚑6次",
        "“6次”不是规范的数",
    ),
    (
        "data/figures.yml",
        r"(?m)^outlook:\n",
        "outlook:\n  one:\n    label: 甲\n    ⚑lable: 甲\n    owner: 教育办\n"
        "  two:\n    label: 乙\n    owner: ⚑机关党办\n"
        "  three:\n    label: 丙\n    owner: 教育办\n    unit: 周\n    ⚑unit: 周\n",
        *("没有“lable”这一项", "不能写“机关党办”", "“unit”在第"),
    ),
    (f"{OWN}/site.yml", r"as_of:\n", "as_of: ⚑2023-02-30\n", "这一天不存在"),
    (f"{OWN}/books.yml", r"tier: leaders", "tier: ⚑leader", "不能写“leader”"),
    (f"{OWN}/ledgers/documents.csv", r"WJ-0002", "⚑WJ-0001", "编号“WJ-0001”在"),
    (f"{OWN}/ledgers/documents.csv", r",第2期,", ",⚑第1期,", "已登记为"),
    ("docs/report/study.md", r"\Z", '\n⚑{{ fig("study.core_sessions") }}\n', "没有“study.core_sessions”"),
    ("docs/report/research.md", r"\Z", "\n⚑课题12个。\n", "“12个”不能直接写数"),
    ("docs/report/outlook.md", r"\Z", "\n⚑目前特此报告。\n", "不写光秃的“目前”"),
    ("data/prose.yml", r"(?m)^phrases:\n", "phrases:\n  - write: 天地玄黄\n    instead_of: [天地玄皇]\n"),
    ("docs/report/development.md", r"\Z", "\n⚑天地玄皇。\n", "应写作"),
    ("docs/study/books.md", r"(?m)^# ", "# ⚑<b>新</b>", "不能写 HTML"),
    ("docs/study/plan.md", r"(?m)^title: .*\n", r"\g<0>⚑render_macros: no\n", "页首不能写“render_macros”"),
    ("docs/organisation/index.md", r"(?m)^# ", "# ⚑{{ organisation }} ", "不是宏"),
)


class Figures(HTMLParser):
    """The text of every element that carries data-key."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.key, self.depth, self.text = "", 0, ""
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        key = dict(attrs).get("data-key")
        if key and not self.key:
            self.key, self.depth, self.text = key, 0, ""
        self.depth += bool(self.key)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.key)
        if self.key and self.depth == 0:
            self.found.append((self.key, self.text))
            self.key = ""

    def handle_data(self, data: str) -> None:
        self.text += data if self.key else ""


def shown(page: Path) -> list[tuple[str, str]]:
    reader = Figures()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.found


def plain_text(data: bytes, name: str) -> str:
    """A file as text; JSON without its escapes, whose digits would look like numbers."""
    text = data.decode("utf-8")
    return json.dumps(json.loads(text), ensure_ascii=False) if name.endswith(".json") else text


def figures(site: Path) -> dict[str, dict[str, object]]:
    listed = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
    return {figure["key"]: figure for figure in listed}


@pytest.mark.parametrize("name", DATA_SETS)
def test_two_builds_are_the_same_to_the_byte(
    name: str, sites: dict[str, Path], trees: dict[str, Path], tmp_path: Path
) -> None:
    """Whatever the language and the time zone of a machine."""
    foreign = {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "Pacific/Kiritimati"}
    assert build(tmp_path, trees[name], REPORT_DATA=DATA_SETS[name], **foreign).returncode == 0
    assert content(tmp_path) == content(sites[name])


@pytest.mark.parametrize(("name", "day"), [("real", None), ("sample", "2023-11-24")])
def test_figures_json_says_how_far_the_data_go(name: str, day: str | None, sites: dict[str, Path]) -> None:
    assert json.loads((sites[name] / "data" / "figures.json").read_text(encoding="utf-8"))["as_of"] == day


@pytest.mark.parametrize("name", EVERY)
def test_figures_json_is_as_promised(name: str, sites: dict[str, Path]) -> None:
    written = json.loads((sites[name] / "data" / "figures.json").read_text(encoding="utf-8"))
    assert list(written) == ["as_of", "figures"]
    names = ["key", "label", "unit", "value", "text", "status", "owner", "source", "basis", "used_in"]
    for figure in written["figures"]:
        assert list(figure) == names
        assert (figure["value"] is None) == (figure["status"] != "已填"), figure
        assert figure["status"] in ("已填", "待填报", "不公开", "不适用")
        for address in figure["used_in"]:
            assert (sites[name] / address / "index.html").is_file(), figure


@pytest.mark.parametrize("name", EVERY)
def test_a_figure_reads_the_same_on_every_page_and_in_the_download(name: str, sites: dict[str, Path]) -> None:
    listed = figures(sites[name])
    seen = 0
    for page in sites[name].rglob("*.html"):
        for key, text in shown(page):
            seen += 1
            assert text == listed[key]["text"], f"{page}: {key}"
    assert seen


@pytest.mark.parametrize("name", EVERY)
def test_where_used_names_just_the_pages_that_show_a_figure(name: str, sites: dict[str, Path]) -> None:
    listed = figures(sites[name])
    where: dict[str, set[str]] = {key: set() for key in listed}
    for page in sites[name].rglob("index.html"):
        address = page.parent.relative_to(sites[name]).as_posix() + "/"
        address = "" if address == "./" else address
        text = page.read_text(encoding="utf-8")
        if not address.startswith(NOT_USES):
            keys = {key for key, _ in shown(page)} | set(re.findall(r'id="d-([a-z_.]+)"', text))
            for key in keys:
                where[key].add(address)
    for key, figure in listed.items():
        assert where[key] <= set(figure["used_in"]), key
        extra = set(figure["used_in"]) - where[key]
        assert extra <= WORDED_THERE, (key, extra)


def words_of(copy: bytes) -> str:
    """The words of a Word copy, its tables and comments."""
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        parts = [name for name in file.namelist() if name in ("word/document.xml", "word/comments.xml")]
        return " ".join(re.sub(r"<[^>]+>", " ", file.read(name).decode()) for name in parts)


def test_one_changed_value_changes_every_place_that_shows_it_and_nothing_else(
    tree: Path, sites: dict[str, Path], tmp_path: Path
) -> None:
    changed(tree, VALUES, "responsibility.group_meetings: 6", "responsibility.group_meetings: 19")
    assert build(tmp_path / "changed", tree=tree).returncode == 0
    old, new = content(sites["real"]), content(tmp_path / "changed")
    assert old.keys() == new.keys()
    touched = {name for name in old if old[name] != new[name]}
    used = figures(sites["real"])["responsibility.group_meetings"]["used_in"]
    pages = {f"{address}index.html" for address in used}
    lists = {"data/index.html", "data/reconcile/index.html", "report/whole/index.html"}
    copies = {REPORT_COPY, REVIEW_COPY}
    assert touched == pages | lists | copies | {"data/figures.json", "search/index.json", STUB}
    number = re.compile(r"(?<![0-9.])19(?![0-9.%])")
    for name in touched - {STUB}:  # it only names the index
        was, now = (
            words_of(side[name]) if name in copies else plain_text(side[name], name) for side in (old, new)
        )
        assert len(number.findall(now)) > len(number.findall(was)), name
        assert number.sub("6", now) == number.sub("6", was), name


def test_a_tree_with_fifteen_faults_is_told_all_of_them_and_the_old_site_stays(tree: Path) -> None:
    shutil.copytree(tree / "docs", tree / "site")  # stands for the site of last time
    before = content(tree / "site")
    for name, found, put, *_ in FAULTS:
        text = (tree / name).read_bytes().decode("utf-8")
        assert re.search(found, text), (name, found)
        (tree / name).write_bytes(re.sub(found, put, text, count=1).encode("utf-8"))
    expected = [fault for name in dict.fromkeys(name for name, *_ in FAULTS) for fault in flagged(tree, name)]
    assert len(expected) == 15
    done = run("make", "--silent", "check", tree=tree, **FIRST)
    assert done.returncode != 0
    lines = done.stdout.strip().splitlines()
    assert len(lines) == len(expected), done.stdout + done.stderr
    for place, said in expected:
        assert [line for line in lines if line.startswith(f"{place}:") and said in line], (place, said)
    assert run("make", "--silent", "site", tree=tree, **FIRST).returncode != 0
    assert content(tree / "site") == before


def flagged(tree: Path, name: str) -> list[tuple[str, str]]:
    """The lines of a file that bear a flag, each with what has to be said of it; the flags are taken down."""
    lines = (tree / name).read_bytes().decode("utf-8").split("\n")
    said = [words for file, _, _, *all_said in FAULTS if file == name for words in all_said]
    (tree / name).write_bytes("\n".join(lines).replace("⚑", "").encode("utf-8"))
    places = [f"{name}:{number}" for number, line in enumerate(lines, 1) if "⚑" in line]
    return list(zip(places, said, strict=True))


def test_make_site_replaces_the_old_site_only_when_all_is_well(tree: Path) -> None:
    (tree / "site").mkdir()
    (tree / "site" / "old.txt").write_text("上次的", encoding="utf-8")
    done = run("make", "--silent", "site", tree=tree, **FIRST)
    assert done.returncode == 0, done.stderr
    assert (tree / "site" / "index.html").is_file()
    assert not (tree / "site" / "old.txt").exists()


def test_markup_in_data_comes_out_as_text(tree: Path, tmp_path: Path) -> None:
    nasty = "**b**_i_`c`[x](y)&amp;"
    appended(tree, VALUES, f"org.city: '{nasty}'\n")
    page = tree / "docs" / "study" / "youth.md"
    words = re.sub(r"(?m)^# .*$", '# 在{{ fig("org.city") }}学习', page.read_text(encoding="utf-8"), count=1)
    page.write_text(words, encoding="utf-8")
    done = build(tmp_path / "site", tree=tree)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site" / "study" / "youth" / "index.html").read_text(encoding="utf-8")
    assert f"在{nasty}学习" in unescape(re.sub(r"<[^>]+>", "", html))
    assert "<strong>b" not in html and "<em>i" not in html and ">c</code>" not in html


def test_tags_in_data_are_refused_where_they_stand(tree: Path, tmp_path: Path) -> None:
    appended(tree, VALUES, "org.city: <script>alert(1)</script>\n")
    line = (tree / VALUES).read_text(encoding="utf-8").count("\n")
    done = build(tmp_path / "site", tree=tree)
    assert done.returncode != 0
    assert f"{VALUES}:{line}: “<script>alert(1)</script>”里不能有“<”" in done.stderr
    assert not (tmp_path / "site" / "index.html").exists()


def test_a_page_cannot_reach_python(tree: Path, tmp_path: Path) -> None:
    page = tree / "docs" / "study" / "youth.md"
    probes = (
        "{{ cycler.__init__.__globals__.os.popen('touch PWNED').read() }}",
        "{{ fig.__globals__ }}",
        "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
        "{{ config }}",
        "{{ fig('org.city'|upper) }}",
    )
    page.write_text(page.read_text(encoding="utf-8") + "\n\n" + "\n\n".join(probes) + "\n", encoding="utf-8")
    done = build(tmp_path / "site", tree=tree)
    assert done.returncode != 0
    assert done.stderr.count("docs/study/youth.md:") >= len(probes)
    assert not (tree / "PWNED").exists()
    assert not (tmp_path / "site" / "study").exists()


def test_the_sandbox_holds_where_the_source_check_does_not_look() -> None:
    """Even a page that slipped past the source checks sees macros and nothing else."""
    import jinja2

    from report.pages.rendering import PageEnvironment

    sandbox = PageEnvironment({})
    for probe in (
        "{{ cycler }}",
        "{{ ''.__class__ }}",
        "{{ 1|string }}",
        "{{ config }}",
        "{{ namespace() }}",
    ):
        with pytest.raises((jinja2.TemplateError, TypeError)):
            sandbox.from_string(probe).render(config={"a": 1}, page=None)


def test_the_plugin_still_keeps_its_environment_where_we_replace_it() -> None:
    from mkdocs_macros.plugin import MacrosPlugin

    assert isinstance(MacrosPlugin.env, property)
    assert "_env" in MacrosPlugin.env.fget.__code__.co_names


@pytest.mark.parametrize("name", EVERY)
def test_no_link_leads_nowhere(name: str, sites: dict[str, Path]) -> None:
    lychee = shutil.which("lychee", path=str(Path(sys.executable).parent))
    assert lychee
    done = run(
        lychee, "--offline", "--include-fragments", "--index-files", "index.html", "--no-progress",
        "--root-dir", str(sites[name]), "--remap", f"{PUBLISHED} file://{sites[name]}/",
        str(sites[name]),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_page_says_when_it_was_last_changed(tree: Path, tmp_path: Path) -> None:
    """Its own words or the data that it shows, by the history of the files; no page names today."""
    (tree / ".venv").unlink()
    git = ("git", "-c", "user.name=demo", "-c", "user.email=demo@example.invalid")
    for day, change in (("2023-10-08", "all"), ("2023-11-20", f"{OWN}/ledgers/picks.csv")):
        if change != "all":
            (tree / change).write_text((tree / change).read_text("utf-8") + "\n", encoding="utf-8")
        dates = {f"GIT_{who}_DATE": f"{day}T12:00:00" for who in ("AUTHOR", "COMMITTER")}
        for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", change)):
            assert run(*git, *command, tree=tree, **dates).returncode == 0
    done = build(tmp_path / "site", tree=tree, GIT_DIR=str(tree / ".git"))
    assert done.returncode == 0, done.stderr
    said = {
        page: re.findall(
            r"最后修改.*?<time[^>]*>([^<]+)<", (tmp_path / "site" / page / "index.html").read_text("utf-8")
        )
        for page in ("report/study", "report/whole", "study/picks", "column/category/exchange")
    }
    assert said == {
        "report/study": ["2023年10月8日"],
        "report/whole": ["2023年10月8日"],
        "study/picks": ["2023年11月20日"],
        "column/category/exchange": [],
    }


def test_a_page_whose_head_says_so_is_not_searched(tree: Path, tmp_path: Path) -> None:
    path = tree / "docs/study/youth.md"
    path.write_text(
        path.read_text("utf-8").replace("---\n", "---\nsearch:\n  exclude: true\n", 1), encoding="utf-8"
    )
    done = build(tmp_path / "site", tree=tree)
    assert done.returncode == 0, done.stderr
    (index,) = (tmp_path / "site/search").glob("index.*.json")
    places = [url for url, _ in json.loads(index.read_text(encoding="utf-8"))]
    assert "study/youth/" not in places and "study/online/" in places


@pytest.mark.live
def test_the_data_dictionary_is_fresh() -> None:
    from report.commands.dictionary import text

    written = ROOT / "data" / "README.md"
    assert written.read_text(encoding="utf-8") == text(), "请运行 make dictionary"
