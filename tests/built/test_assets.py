"""What is shipped of style sheets and scripts."""

from __future__ import annotations

import pytest

from report.built.assets import is_shipped, named, script, style_sheet


@pytest.mark.parametrize(
    "name",
    [
        "assets/javascripts/bundle.a5f9d56c.min.js.map",
        "assets/stylesheets/main.57a0d79d.min.css.map",
        "assets/javascripts/lunr/min/lunr.ar.min.js",
        "assets/javascripts/workers/search.a7633da7.min.js",
        "assets/images/favicon.png",
    ],
)
def test_what_no_page_asks_for_stays_at_home(name: str) -> None:
    assert not is_shipped(name)


@pytest.mark.parametrize("name", ["assets/images/favicon.svg", "column/roadmap.md", "data/site.map"])
def test_everything_else_is_shipped(name: str) -> None:
    assert is_shipped(name)


def test_sheets_are_joined_in_their_order_without_comments_and_blanks() -> None:
    assert style_sheet(["a{b:c}\n/*# sourceMappingURL=a.css.map */", ".mine { c: d }"]) == "a{b:c}.mine{c:d}"


def test_scripts_stay_statements_of_their_own_and_name_no_source_map() -> None:
    joined = script(["(function(){a()})()\n//# sourceMappingURL=a.js.map", "/* why */ (function(){b()})()"])
    assert joined == "(function(){a()})();\n(function(){b()})()"


def test_a_name_follows_the_content_alone() -> None:
    assert named("assets/site.css", "a") == named("assets/site.css", "a") == "assets/site.ca978112.css"
    assert named("assets/site.css", "b") != named("assets/site.css", "a")
