"""Style sheets and scripts as shipped, each one file named after its content, and the policy for both.

A page asks for one sheet, a small script in its head and one at its end.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

import rcssmin
import rjsmin

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


def style_sheet(sheets: Iterable[str]) -> str:
    """Sheets in one, in their order."""
    return str(rcssmin.cssmin("\n".join(sheets)))


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
