"""LibreOffice, as a user would have it: opens files and saves them as something else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

CHINESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-CN</value></prop></item></oor:items>"""  # as set up in the office: days and numbers in Chinese form
Office = Callable[..., list[Path]]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Converts files to a format, by a filter of that name where one is given; the results in their order."""
    program = shutil.which("soffice")
    if program is None:
        assert not os.environ.get("CI"), "soffice is missing: run tests/install-system.sh"
        pytest.skip("soffice is missing: run tests/install-system.sh")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user/registrymodifications.xcu").write_text(CHINESE, encoding="utf-8")

    def converted(files: list[Path], saved: str, *options: str, **environment: str) -> list[Path]:
        folder = tmp_path_factory.mktemp("saved")
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", *options]
        command += ["--convert-to", saved, "--outdir", str(folder), *map(str, files)]
        environ = {**os.environ, **environment}
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=environ)
        results = [folder / f"{path.stem}.{saved.partition(':')[0]}" for path in files]
        assert all(result.exists() for result in results), (
            "soffice wrote nothing: libreoffice-writer is missing"
        )
        return results

    return converted
