"""Style sheets and scripts as shipped, each one file named after its content.

A page asks for one sheet, a small script in its head and one at its end.
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
