"""Style sheets and scripts as shipped, each one file named after its content, and the policy for both.

A page asks for one of each. The theme's sheets lose what no page here can use: that is half of their weight.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

import rcssmin
import rjsmin

UNUSED = (  # parts of the theme that need an extension or a setting which this site does not have
    "admonition",
    "annotation",
    "arithmatex",
    "critic",
    "footnote",
    "highlight",
    "giscus",
    "keys",
    "mermaid",
    "md-banner__button",
    "md-code__",
    "md-consent",
    "md-copyright",
    "md-feedback",
    "md-footer",
    "md-iframe",
    "md-post__authors",
    "md-progress",
    "md-select",
    "md-social",
    "md-source",
    "md-status",
    "md-tag",
    "md-top",
    "md-version",
    "tabbed",
    "task-list",
    "twemoji",
)
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
UNUSED_CLASS = re.compile(rf"[.\[#](?:{'|'.join(UNUSED)})|data-md-color-(?:primary|accent)=(?!.?custom)")
UNUSED_ICON = re.compile(rf"--(?:md-)?(?:{'|'.join(part.removeprefix('md-') for part in UNUSED)})[\w-]*icon")
UNSHIPPED = re.compile(r"^assets/(?:.*\.map|javascripts/(?:lunr|workers)/.*|images/favicon\.png)$")
INLINE_SCRIPT = re.compile(r"<(script)>(.*?)</\1>", re.DOTALL)
SCOPE = re.compile(r'(new URL\(")(?:\.|\.\.(?:/\.\.)*)(",location\))')  # differs with the depth of a page
DEEPEST = 6
POLICY_FILE = ".csp.conf"
POLICY = (  # what a page may load, and from where; the scripts come beside it
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons lie in its style sheet
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
)


def is_shipped(name: str) -> bool:
    """Whether a file of the theme goes out: source maps, other languages and its own search do not."""
    return not UNSHIPPED.match(name)


def style_sheet(theme: Iterable[str], own: Iterable[str]) -> str:
    """The theme's sheets without what is not used, then the site's own, in one."""
    return str(rcssmin.cssmin("\n".join([*(_used(sheet) for sheet in theme), *own])))


def _used(sheet: str) -> str:
    """A sheet without the rules, and without the selectors, of what this site does not have."""

    def kept(block: re.Match[str]) -> str:
        prelude, body = block.groups()
        selectors = [text for text in _split(prelude) if not UNUSED_CLASS.search(text)]
        return f"{','.join(selectors)}{{{body}}}" if selectors and not UNUSED_ICON.search(body) else ""

    return BLOCK.sub(kept, re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))


def _split(prelude: str) -> list[str]:
    """The selectors of a rule: cut at commas, but not inside brackets."""
    return re.split(r",(?![^(]*\))", prelude)


def script(parts: Iterable[str]) -> str:
    """Scripts in one, in their order; each stays a statement of its own."""
    return ";\n".join(str(rjsmin.jsmin(re.sub(r"//# sourceMappingURL=\S+", "", part))) for part in parts)


def named(name: str, content: str) -> str:
    """The name of a file with eight digits of its content before the ending: site.css → site.0a1b2c3d.css."""
    path = PurePosixPath(name)
    digits = hashlib.sha256(content.encode()).hexdigest()[:8]
    return path.with_name(f"{path.stem}.{digits}{path.suffix}").as_posix()


def policy(pages: Iterable[str]) -> str:
    """The content security policy of a site, as a line for the web server to include.

    Its scripts are those in files and, by their hashes, those that the theme writes into the pages; that no
    page holds another one is a check of `rendered`.
    """
    found = {text for page in pages for _, text in INLINE_SCRIPT.findall(page)}
    inline = {_digest(variant) for text in found for variant in _depths(text)}
    sources = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in sorted(inline))])
    rules = "; ".join([POLICY[0], f"script-src {sources}", *POLICY[1:]])
    return f'add_header Content-Security-Policy "{rules}" always;\n'


def _depths(text: str) -> Iterable[str]:
    """A script as it stands in pages of every depth: the policy outlives the first page of a new one."""
    if not SCOPE.search(text):
        return [text]
    ups = (".", *("/".join([".."] * depth) for depth in range(1, DEEPEST + 1)))
    return [SCOPE.sub(rf"\g<1>{up}\g<2>", text) for up in ups]


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
