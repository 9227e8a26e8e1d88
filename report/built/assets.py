"""Style sheets and scripts as shipped, each a single file named after its content.

A page loads one style sheet, a small script in its head and one at its end.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

import rcssmin
import rjsmin

UNSHIPPED = re.compile(r"^assets/(?:.*\.map|javascripts/(?:lunr|workers)/.*|images/favicon\.png)$")


def is_shipped(name: str) -> bool:
    """Whether a file of the theme is shipped: not its source maps, languages and search."""
    return not UNSHIPPED.match(name)


def style_sheet(sheets: Iterable[str]) -> str:
    """The sheets as one, minified, in their order."""
    return str(rcssmin.cssmin("\n".join(sheets)))


def script(parts: Iterable[str]) -> str:
    """The scripts as one, minified, in their order; each stays a separate statement."""
    return ";\n".join(str(rjsmin.jsmin(re.sub(r"//# sourceMappingURL=\S+", "", part))) for part in parts)


def named(name: str, content: str) -> str:
    """A file name with eight hex digits of the content's hash: site.css → site.0a1b2c3d.css."""
    path = PurePosixPath(name)
    digits = hashlib.sha256(content.encode()).hexdigest()[:8]
    return path.with_name(f"{path.stem}.{digits}{path.suffix}").as_posix()
