"""The rules of official Chinese that a machine can check (GB/T 15834, GB/T 15835, the office's own).

Each rule yields the complaints about one line of text. In such a line a macro is one private-use character
and a piece of code is U+FFFC, so that neither is mistaken for what an editor typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report.facts.campaign import Campaign
from report.facts.lists import TABLES
from report.facts.records import ProseRules
from report.faults import Fault, Place
from report.pages.rendered_text import CODE, Line

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HAN = "\u4e00-\u9fff"
MARK = "\ue000-\uf8ff"


@dataclass(frozen=True)
class Context:
    """What a rule knows besides the line.

    `rules`: the rules that are data. `in_report`: the line is part of the report. `dates`, `approximate`: the
    characters that stand for macros printing the data date, and numbers with 余.
    """

    rules: ProseRules
    in_report: bool
    dates: str = ""
    approximate: str = ""


Rule = Callable[[Line, Context], Iterator[str]]


def half_width(line: Line, context: Context) -> Iterator[str]:
    """Punctuation beside a Chinese character is full-width; quotation marks are “” and ‘’."""
    if re.search(r"[\"']", line.text):
        yield "引号用了半角，请改成“”或‘’"
    if found := re.search(rf"(?<=[{HAN}{MARK}”》）])[,;:?!]|[,;:?!](?=[{HAN}{MARK}“《（])", line.text):
        yield f"标点“{found[0]}”用了半角，请改成全角"
    if re.search(rf"[{HAN}”》）]\.(?=$|[\s{HAN}“《（])", line.text):
        yield "句号用了半角，请改成“。”"
    if re.search(rf"[{HAN}]\(|\([{HAN}]|[{HAN}]\)", line.text):
        yield "括号用了半角，请改成（）"


def full_width(line: Line, context: Context) -> Iterator[str]:
    """Digits, Latin letters and the per cent sign are half-width."""
    if found := re.search(r"[０-９Ａ-Ｚａ-ｚ％]", line.text):
        yield f"“{found[0]}”用了全角，请改成半角"


def adjacent_quotes(line: Line, context: Context) -> Iterator[str]:
    """No 、 between adjacent quotation marks or book titles."""
    if found := re.search(r"[”’》]、[“‘《]", line.text):
        yield f"“{found[0]}”相邻的引号、书名号之间不加顿号，请删去顿号"


def unbalanced(line: Line, context: Context) -> Iterator[str]:
    """Quotation marks and brackets come in pairs."""
    for opening, closing in ("“”", "‘’", "《》", "（）", "〔〕"):
        depths = [0]
        for sign in re.findall(f"[{opening}{closing}]", line.text):
            depths.append(depths[-1] + (1 if sign == opening else -1))
        if depths[-1] != 0 or min(depths) < 0:
            yield f"{opening}{closing}不成对，请补上、删去或对调"


def doubled(line: Line, context: Context) -> Iterator[str]:
    """No punctuation mark is doubled, except the dash and the ellipsis, which always are."""
    if re.search(r"\.{3}|。{3}", line.text) or any(len(run) != 2 for run in re.findall("…+", line.text)):
        yield "省略号应写成“……”"
    elif found := re.search(r"([，。；：、！？])\1|[，、；：][，。、；：]|。[，、；：]", line.text):
        yield f"标点“{found[0]}”重复，请只留一个"
    if "--" in line.text or any(len(run) != 2 for run in re.findall("—+", line.text)):
        yield "破折号应写成“——”"


def heading_end(line: Line, context: Context) -> Iterator[str]:
    """A heading does not end in punctuation."""
    if line.block in HEADINGS and re.search(r"[。，；：、！？…—.,;:!?]$", line.text.strip()):
        yield "标题末尾不加标点，请删去"


def spacing(line: Line, context: Context) -> Iterator[str]:
    """There is no blank between a Chinese character and a number or word, nor
    beside full-width punctuation."""
    if found := re.search(rf"[{HAN}] +[0-9A-Za-z]|[0-9A-Za-z%] +[{HAN}]", line.text):
        yield f"“{found[0]}”汉字与数字、字母之间不空格，请删去空格"
    if re.search(rf"[{HAN}{MARK}] +[{HAN}{MARK}]|[，。；：、）”》] +\S|\S +[，。；：、）”》]", line.text):
        yield "汉字、标点之间多了空格，请删去"


def separators(line: Line, context: Context) -> Iterator[str]:
    """Numbers have no thousands separators; ranges are written with ～, sums with ＋."""
    if re.search(r"\d[,，]\d{3}(?!\d)", line.text):
        yield "正文数字不用千分位逗号，请删去"
    if re.search(r"(?<![\d\-A-Za-z])(?!0\d)\d+(?:\.\d+)?%?[-~–]\d+(?:\.\d+)?%?(?![\d\-])", line.text):
        yield "数的区间用“～”，如 10%～15%"
    if re.search(r"\d\+\d", line.text):
        yield "加号用全角“＋”，如 3＋4＋5＋3"


def dates(line: Line, context: Context) -> Iterator[str]:
    """Dates are written 2023年9月5日; the year in a document number is in 〔〕."""
    if re.search(r"年0\d月|月0\d日", line.text):
        yield "日期不补零，应写成 2023年9月5日"
    if re.search(r"(?<!\d)(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)", line.text):
        yield "正文日期应写成 2023年9月5日"
    if re.search(r"[\[(（【［](?:19|20)\d\d[\])）】］]\d*号", line.text):
        yield "文号的年份用六角括号，应写成〔2023〕"


def bare_now(line: Line, context: Context) -> Iterator[str]:
    """“目前” always comes with its date; in the report the date macro follows “截至”."""
    if re.search(r"(?<!截至)目前", line.text):
        yield "不写光秃的“目前”，请写“截至”并带出日期"
    date = f"[{context.dates}]" if context.dates else "(?!)"
    if context.in_report and re.search(f"截至(?!{date})", line.text):
        yield "“截至”后要带出数据日期，请用 as_of 宏"
    if context.in_report and re.search(f"今年以来(?!.*{date})", line.text):
        yield "“今年以来”要带出截止日期，请用 as_of 宏"


def round_numbers(line: Line, context: Context) -> Iterator[str]:
    """A round number is written 30余次, not 约30余次."""
    figure = f"|[{context.approximate}]" if context.approximate else ""
    if re.search(rf"约(?:(?:\d+|[{MARK}]|[一二三四五六七八九十百千万]+)[余多]{figure})", line.text):
        yield "约数写“30余次”，不再加“约”"


def set_phrases(line: Line, context: Context) -> Iterator[str]:
    """Set phrases are written exactly."""
    rights = [phrase.write for phrase in context.rules.phrases]
    for phrase in context.rules.phrases:
        for wrong in phrase.instead_of:
            if wrong in line.text and not any(wrong in right for right in rights):
                yield f"“{wrong}”应写作“{phrase.write}”"


def order(line: Line, context: Context) -> Iterator[str]:
    """Organs and set phrases that follow one another are in the prescribed order."""
    for names in context.rules.orders:
        longest_first = sorted(names, key=len, reverse=True)
        name = "|".join(map(re.escape, longest_first))
        for found in re.finditer(rf"(?=({name})”?[、和与及]?“?({name}))", line.text):
            if names.index(found[1]) > names.index(found[2]) and not _inside(found, names):
                yield f"次序应是{'、'.join(names)}，请把“{found[2]}”移到“{found[1]}”前面"


def _inside(found: re.Match[str], names: list[str]) -> bool:
    """Whether the first name is only the tail of a longer one (党委 in 局党委)."""
    before = found.string[: found.start() + len(found[1])]
    return any(before.endswith(other) and len(other) > len(found[1]) for other in names)


def names(line: Line, context: Context) -> Iterator[str]:
    """The report writes 习近平总书记; the name alone is for fixed titles, or an author before 《…》."""
    thoughts = "(?:新时代中国特色社会主义|经济|法治|文化|生态文明|强军|外交)思想"
    fixed = f"总书记|{thoughts}|著作选读|同志|《[^《》]+》"
    for found in re.finditer(rf"习近平(?!{fixed})(.?)", line.text):
        if context.in_report and not re.search(r"《[^》]*$", line.text[: found.start()]):
            yield "正文用“习近平总书记”"


def placeholders(line: Line, context: Context) -> Iterator[str]:
    """Nothing is left unfinished: X次, XX, 第X指导组, ##…##."""
    if found := PLACEHOLDER.search(line.text):
        yield f"“{found[0]}”是没有填完的空，请改用宏，不知道的数会显示“待填报”"
    if context.in_report and "待填报" in line.text:
        yield "“待填报”不手写，请改用宏，没有值时自会显示"


PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])(?:[XxＸ]{2,}|[×○]{2,})(?![A-Za-z])|(?<![A-Za-z0-9])[XＸ×](?=[次期个条项份名支篇本天人%届市局])"
    r"|第[XＸ×]|##\w+##|(?<![一二三四五六七八九])〇{2,}|_{2,}"
)


NUMERALS = "一二三四五六七八九十百千万两"


def bare_numbers(line: Line, context: Context) -> Iterator[str]:
    """In the report a number with a measure word comes from a macro, so that it is written in one place only.

    Digits of any script count; Chinese numerals count from two characters on, and after 百分之.
    """
    if not context.in_report:
        return
    text = "".join(map(_plain_digit, line.text))
    for allowed in context.rules.allowed_numbers:
        text = text.replace(allowed.text, CODE)
    measures = "|".join(map(re.escape, sorted(context.rules.measure_words, key=len, reverse=True)))
    number = r"[0-9]+(?:\.[0-9]+)?"
    patterns = (
        rf"{number}[十百千万亿]*[余多来]?[（(]?(?:{measures})",
        rf"(?<![第“])[{NUMERALS}]{{2,}}[余多来]?(?:{measures})",
        rf"百分之[{NUMERALS}]+",
    )
    found = [match[0] for pattern in patterns for match in re.finditer(pattern, text)]
    if line.block in ("td", "th") and re.fullmatch(rf"\s*{number}\s*", text):
        found.append(text.strip())
    for written in found:
        yield f"“{written}”不能直接写数，请在 data/figures.yml 里定义，再用 fig 宏引用"


def _plain_digit(char: str) -> str:
    """A digit of any script (⑥ ６ ٦ ½) in ASCII; combining marks are left out."""
    if char.isascii() or unicodedata.category(char)[0] not in "NM":
        return char
    if unicodedata.category(char)[0] == "M":
        return ""
    return str(unicodedata.digit(char, "")) or unicodedata.normalize("NFKC", char)


PROSE_RULES: tuple[Rule, ...] = (
    half_width,
    full_width,
    adjacent_quotes,
    unbalanced,
    doubled,
    heading_end,
    spacing,
    separators,
    dates,
    bare_now,
    round_numbers,
    set_phrases,
    order,
    names,
    placeholders,
    bare_numbers,
)


def complaints(line: Line, context: Context) -> Iterator[str]:
    """The complaints of every rule about one line."""
    for rule in PROSE_RULES:
        yield from rule(line, context)


def data_wording(campaign: Campaign) -> Iterator[Fault]:
    """The complaints of every rule about every text in the data, at the line of that text."""
    for place, text, stated in _texts(campaign):
        if found := re.search(r"[<>{}]", text):
            yield place.fault(f"“{text}”里不能有“{found[0]}”，请改成文字")
            continue
        context = Context(rules=campaign.prose, in_report=stated)
        for message in complaints(Line(place.line, text, "p", 0), context):
            yield place.fault(message)


def _texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """Each text with its place, and whether the report states it."""
    for figure in campaign.figures.values():
        for field in ("label", "unit", "source", "basis", "difference"):
            if text := getattr(figure, field):
                yield figure.at(field), text, False
        if figure.unit is None and figure.value and not figure.value.isdecimal():
            yield figure.at("value"), figure.value, True
    site = campaign.site
    yield site.at("title"), site.title, False
    yield site.at("publisher"), site.publisher, False
    yield site.at("campaign"), "".join(site.campaign), False
    yield site.at("report_title"), "".join(site.report_title), False
    yield site.at("requirement"), "、".join(site.requirement), False
    for book in campaign.books:
        yield book.at("title"), book.title, False
    organisation = campaign.organisation
    for unit in organisation.units:
        yield unit.at("name"), unit.name, False
        if unit.duty:
            yield unit.at("duty"), unit.duty, False
    for link in organisation.links:
        yield link.at("duty"), link.duty, False
    yield from _table_texts(campaign)
    yield from _snapshot_texts(campaign)


def _table_texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """What people wrote in the tables in their own words."""
    for name, table in TABLES.items():
        worded = [column for column in table.row.columns().values() if column.kind.prose]
        for row in campaign.tables[name]:
            for column in worded:
                if text := row.cell(column):
                    yield row.at(column.field), text, False


def _snapshot_texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """What people wrote around the frozen parts of notices and reminders."""
    for notice in campaign.notices:
        for index, paragraph in enumerate(notice.text):
            yield notice.at("text", index), paragraph, False
        yield notice.at("scope"), notice.scope, False
        yield notice.at("feedback"), notice.feedback, False
        for correction in notice.corrections:
            yield correction.at("reason"), correction.reason, False
    for reminder in campaign.reminders:
        for unit in reminder.units:
            if unit.reply:
                yield unit.at("reply"), unit.reply, False
