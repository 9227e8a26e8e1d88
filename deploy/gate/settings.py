"""Where things are on the server, and the limits of a push, from one file of NAME=value lines.

The shell scripts beside this package read the same file.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from deploy.gate.answers import Misconfigured

CONFIGURATION = "/etc/report-site.conf"
LINE = re.compile(r"([A-Z_]+)=(?:'([^']*)'|\"([^\"$`\\]*)\"|([^\s'\"$`\\#]*))\s*(?:#.*)?")
NEEDED = ("REPORT_HOME", "REPORT_ENGINE", "REPORT_PROGRAM", "REPORT_DEVELOPERS", "REPORT_URL")
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Settings:
    """The places on a server and the limits of a push. Sizes are in bytes, times in seconds."""

    home: Path  # repo.git, releases/, current, previous, work/, state/
    engines: Path  # a link to the virtual environment with the site's dependencies
    developers: str  # the group whose members may change more than words and data
    url: str  # the address that readers use
    data: str  # REPORT_DATA of what is published
    edition: str  # REPORT_EDITION of what is published
    timezone: str
    largest_site: int
    edit: str = ""  # REPORT_EDIT of what is published
    kept: int = 5  # commits whose releases are kept
    largest_file: int = 5 * MEGABYTE
    memory: int = 4096 * MEGABYTE  # of address space, per process
    build_time: int = 120
    patience: int = 300  # to wait for earlier pushes

    @property
    def engine(self) -> Path:
        """The virtual environment itself. Ask for it under the lock: an upgrade replaces it."""
        return self.engines.resolve()

    @property
    def repository(self) -> Path:
        """The bare repository that people push to."""
        return self.home / "repo.git"

    @property
    def releases(self) -> Path:
        """One folder per release: the site, and release.json beside it."""
        return self.home / "releases"

    @property
    def work(self) -> Path:
        """What is being built; empty between pushes."""
        return self.home / "work"

    @property
    def state(self) -> Path:
        """Locks, what was rolled back to, what failed, and the log."""
        return self.home / "state"

    def chosen(self) -> dict[str, str]:
        """The variables of a build that say what is published, and for whom; with others it
        is another release."""
        given = {
            "REPORT_URL": self.url,
            "REPORT_DATA": self.data,
            "REPORT_EDITION": self.edition,
            "REPORT_EDIT": self.edit,
        }
        return {name: value for name, value in given.items() if value}

    def now(self) -> datetime:
        """The time where the site is read. Its day is the judgement date."""
        return datetime.now(ZoneInfo(self.timezone))

    def at(self, seconds: int) -> datetime:
        """A time, in seconds since 1970, as clocks show it where the site is read."""
        return datetime.fromtimestamp(seconds, ZoneInfo(self.timezone))


def settings() -> Settings:
    """The settings from the file REPORT_SITE_CONF, or else /etc/report-site.conf. Misconfigured if
    that is wrong."""
    path = Path(os.environ.get("REPORT_SITE_CONF") or CONFIGURATION)
    values = _values(path)
    if missing := [name for name in NEEDED if not values.get(name)]:
        raise Misconfigured(f"{path}:0: 缺 {'、'.join(missing)}")
    size = values.get("REPORT_SITE_MB") or "200"
    if not re.fullmatch(r"[1-9]\d{0,4}", size):
        raise Misconfigured(f"{path}:0: REPORT_SITE_MB 应写兆数，如 200")
    url, edit = values["REPORT_URL"].rstrip("/") + "/", values.get("REPORT_EDIT", "")
    if edit and ("{path}" not in edit or edit.startswith(url)):
        said = "应写代码平台上改一个文件的网址，里面写 {path}，不能是本站的网址"
        raise Misconfigured(f"{path}:0: REPORT_EDIT {said}")
    return Settings(
        home=Path(values["REPORT_HOME"]),
        engines=Path(values["REPORT_ENGINE"]),
        developers=values["REPORT_DEVELOPERS"],
        url=url,
        data=values.get("REPORT_DATA", ""),
        edition=values.get("REPORT_EDITION", ""),
        edit=edit,
        timezone=values.get("REPORT_TIMEZONE") or "Asia/Shanghai",
        largest_site=int(size) * MEGABYTE,
    )


def _values(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise Misconfigured(f"没有 {path}，请管理员运行 deploy/install")
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (found := LINE.fullmatch(line.strip())):
            raise Misconfigured(f"{path}:{number}: 看不懂这一行，应写成 名字=值，值里有空格的加单引号")
        values[found[1]] = next((part for part in found.groups()[1:] if part is not None), "")
    return values
