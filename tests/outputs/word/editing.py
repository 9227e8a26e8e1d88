"""What leaders do to a copy, done to its XML as Word and WPS do it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from report.outputs.word.writing import bookmark
from tests.outputs.word.wordml import DOCUMENT, W, Word, repacked, text

Edit = Callable[[Any], None]
MEETINGS = "responsibility.group_meetings"
TRACKED = {f"{W}id": "900", f"{W}author": "某", f"{W}date": "2023-11-25T00:00:00Z"}


def edited(content: bytes, *edits: Edit) -> bytes:
    """A copy after these edits of its body."""
    tree = Word(content).tree(DOCUMENT)
    for edit in edits:
        edit(tree.find(f"{W}body"))
    return repacked(content, DOCUMENT, etree.tostring(tree, encoding="UTF-8", standalone=True))


def paragraph(body: Any, words: str) -> Any:
    """The one paragraph outside tables that holds these words."""
    (found,) = (p for p in body.findall(f"{W}p") if words in text(p))
    return found


def starts(body: Any, name: str) -> list[Any]:
    """Where a bookmark begins: once, unless it was copied."""
    return [mark for mark in body.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == name]


def figure(body: Any, name: str) -> Any:
    """The run within a bookmark."""
    (start,) = starts(body, name)
    return next(start.itersiblings(f"{W}r"))


def say(run: Any, words: str) -> None:
    """Put other words into a run."""
    run.find(f"{W}t").text = words


def run_of(words: str, kind: str = "t") -> Any:
    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}{kind}").text = words
    return made


def deleted(words: str) -> Any:
    """Words that were deleted with changes tracked."""
    gone = etree.Element(f"{W}del", TRACKED)
    gone.append(run_of(words, "delText"))
    return gone


def inserted(words: str) -> Any:
    """Words that were inserted with changes tracked."""
    made = etree.Element(f"{W}ins", {**TRACKED, f"{W}id": "901"})
    made.append(run_of(words))
    return made


def change_figure(name: str, words: str) -> Edit:
    """Type over a figure, within its bookmark."""
    return lambda body: say(figure(body, name), words)


def change_figure_at(name: str, number: int, words: str) -> Edit:
    """Type over a figure in one of the places where the same bookmark stands."""
    return lambda body: say(next(starts(body, name)[number].itersiblings(f"{W}r")), words)


def type_before(name: str, words: str) -> Edit:
    """Type right before a figure, outside of its bookmark."""
    return lambda body: starts(body, name)[0].addprevious(run_of(words))


def type_behind(name: str, words: str) -> Edit:
    """Type right behind a figure, outside of its bookmark."""
    return lambda body: next(figure(body, name).itersiblings(f"{W}bookmarkEnd")).addnext(run_of(words))


def add_figure(after: str, place: int, words: str) -> Edit:
    """A figure more, under a number that the report has not."""

    def edit(body: Any) -> None:
        found = paragraph(body, after)
        number = {f"{W}id": "990"}
        etree.SubElement(found, f"{W}bookmarkStart", {**number, f"{W}name": bookmark(MEETINGS, place)})
        found.append(run_of(words))
        etree.SubElement(found, f"{W}bookmarkEnd", number)

    return edit


def swap_figures(one: str, other: str) -> Edit:
    """Exchange two figures, as dragging does it: their bookmarks go along."""

    def edit(body: Any) -> None:
        groups = []
        for name in (one, other):
            run = figure(body, name)
            groups.append([run.getprevious(), run, run.getnext()])
        places = []
        for group in groups:
            places.append(etree.Element(f"{W}place"))
            group[0].addprevious(places[-1])
        for place, group in zip(places, reversed(groups), strict=True):
            for node in group:
                place.addprevious(node)
            place.getparent().remove(place)

    return edit


def look_like(name: str, look: str) -> Edit:
    """Give a figure a look: struck through, hidden."""

    def edit(body: Any) -> None:
        looks = etree.Element(f"{W}rPr")
        etree.SubElement(looks, f"{W}{look}")
        figure(body, name).insert(0, looks)

    return edit


def row_of(body: Any, name: str) -> Any:
    """The row of a table in which a figure stands."""
    return next(figure(body, name).iterancestors(f"{W}tr"))


def remove_row(name: str) -> Edit:
    return lambda body: row_of(body, name).getparent().remove(row_of(body, name))


def track_row(name: str) -> Edit:
    """Remove a row with changes tracked: the row, and what stands in it."""

    def edit(body: Any) -> None:
        row = row_of(body, name)
        row.find(f"{W}trPr").append(etree.Element(f"{W}del", TRACKED))
        for run in [*row.iter(f"{W}r")]:
            gone = etree.Element(f"{W}del", TRACKED)
            run.addprevious(gone)
            gone.append(run)
            run.find(f"{W}t").tag = f"{W}delText"

    return edit


def retype_figure(name: str, words: str) -> Edit:
    """Select a figure as a whole and type over it: Word drops the bookmark."""

    def edit(body: Any) -> None:
        run = figure(body, name)
        say(run, words)
        unmark(body, name)

    return edit


def unmark(body: Any, name: str) -> None:
    """Remove a bookmark and leave its text."""
    (start,) = starts(body, name)
    ends = [e for e in body.iter(f"{W}bookmarkEnd") if e.get(f"{W}id") == start.get(f"{W}id")]
    for mark in (start, *ends):
        mark.getparent().remove(mark)


def drop_bookmarks(body: Any) -> None:
    """Remove all bookmarks, as some programs and pasting do."""
    for mark in [*body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        mark.getparent().remove(mark)


def reword(old: str, new: str) -> Edit:
    """Other words in the one run that holds the old ones."""

    def edit(body: Any) -> None:
        (word,) = (t for t in body.iterfind(f"{W}p/{W}r/{W}t") if old in (t.text or ""))
        word.text = word.text.replace(old, new)

    return edit


def add_paragraph(after: str, words: str) -> Edit:
    """A paragraph more, behind another."""

    def edit(body: Any) -> None:
        made = etree.Element(f"{W}p")
        made.append(run_of(words))
        paragraph(body, after).addnext(made)

    return edit


def remove_paragraph(words: str) -> Edit:
    return lambda body: body.remove(paragraph(body, words))


def move_paragraph(words: str, after: str) -> Edit:
    """Cut a paragraph and put it behind another."""
    return lambda body: paragraph(body, after).addnext(paragraph(body, words))


def split_paragraph(words: str) -> Edit:
    """Begin a new paragraph with these words, which one run holds."""

    def edit(body: Any) -> None:
        old = paragraph(body, words)
        new = etree.Element(f"{W}p")
        new.append(copy.deepcopy(old.find(f"{W}pPr")))
        run = next(run for run in old.iter(f"{W}r") if words in text(run))
        first, _, rest = text(run).partition(words)
        following = [*run.itersiblings()]
        say(run, first)
        new.append(run_of(words + rest))
        new.extend(following)
        old.addnext(new)

    return edit


def track_insertion(after: str, words: str) -> Edit:
    """Insert words behind a run's, with changes tracked."""

    def edit(body: Any) -> None:
        next(run for run in body.iter(f"{W}r") if text(run).endswith(after)).addnext(inserted(words))

    return edit


def track_deletion(words: str) -> Edit:
    """Delete words of a run, with changes tracked."""

    def edit(body: Any) -> None:
        run = next(run for run in body.iter(f"{W}r") if words in text(run))
        first, _, rest = text(run).partition(words)
        say(run, first)
        run.addnext(run_of(rest))
        run.addnext(deleted(words))

    return edit


def track_figure(name: str, words: str) -> Edit:
    """Type over a figure with changes tracked: the old one deleted, the new one inserted."""

    def edit(body: Any) -> None:
        run = figure(body, name)
        run.addnext(inserted(words))
        run.addnext(deleted(text(run)))
        run.getparent().remove(run)

    return edit


def track_joining(words: str) -> Edit:
    """Delete the mark at the end of a paragraph, with changes tracked: the next one goes on in it."""

    def edit(body: Any) -> None:
        properties = paragraph(body, words).find(f"{W}pPr")
        mark = etree.SubElement(properties, f"{W}rPr")
        etree.SubElement(mark, f"{W}del", TRACKED)

    return edit


def split_runs(body: Any) -> None:
    """Every run of more than two characters in two, as spell checkers leave them."""
    for run in [*body.iter(f"{W}r")]:
        words = text(run)
        if len(words) > 2 and len(run.findall(f"{W}t")) == 1:
            second = copy.deepcopy(run)
            say(run, words[:1])
            say(second, words[1:])
            run.addnext(second)


def with_blanks(body: Any) -> None:
    """Blanks between Chinese and digits, as WPS shows and people type them."""
    for word in body.iter(f"{W}t"):
        word.text = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", word.text or "")
