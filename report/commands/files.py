"""Files that commands write, completely or not at all, and what they are called in messages."""

from __future__ import annotations

from pathlib import Path


def named(path: Path, root: Path) -> str:
    """A path from the root of the tree, if it is in there; else as it is."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def replace(path: Path, content: bytes) -> None:
    """Write a file. OSError if that fails; the old file is then unchanged, and nothing is left beside it."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except PermissionError as error:  # another program has the file open, on Windows
        raise PermissionError(error.errno, error.strerror, str(path)) from None
    finally:
        draft.unlink(missing_ok=True)


def replace_kept(path: Path, content: bytes) -> Path | None:
    """Write a file. If there is another one with other content, it is renamed; its new path is returned."""
    if not path.exists() or (path.is_file() and path.read_bytes() == content):
        replace(path, content)
        return None
    numbered = (path.with_name(f"{path.stem}（旧{number}）{path.suffix}") for number in range(1, 1000))
    kept = next(other for other in numbered if not other.exists())
    path.rename(kept)
    replace(path, content)
    return kept
