"""What is shipped of style sheets and scripts, and the policy over them."""

from __future__ import annotations

import base64
import hashlib

import pytest

from report.assets import is_shipped, named, policy, script, style_sheet


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


def test_the_policy_allows_the_scripts_of_the_pages_by_their_hash_and_nothing_inline_besides() -> None:
    pages = ["<script>one()</script><script src=x></script>", "<script>one()</script><style>a{}</style>"]
    line = policy([*pages, '<script id="c" type="application/json">{}</script>'])
    digest = base64.b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in line
    assert line.startswith("add_header Content-Security-Policy \"default-src 'none'; ")
    assert line.endswith('" always;\n')
    assert "unsafe" not in line
    assert line.count("sha256") == 1


def test_the_policy_is_the_same_however_deep_the_pages_lie() -> None:
    """The theme's first script names the way up to the root."""
    scopes = [f'<script>s=new URL("{up}",location)</script>' for up in (".", "..", "../..", "../../../..")]
    assert len({policy([scope]) for scope in scopes}) == 1
    assert policy(scopes[:1]).count("sha256") == 7
