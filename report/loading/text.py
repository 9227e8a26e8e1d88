"""Bytes to text, and what no cell or value may contain."""

from __future__ import annotations

import unicodedata

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = "这不是文本文件，可能是表格软件的工作簿或 UTF-16 文件；请另存为“CSV UTF-8”"


def decode(data: bytes, encodings: tuple[str, ...], remedy: str) -> str:
    """The text in the first encoding that fits, line ends as \\n. ValueError, in Chinese, when none does."""
    if data.startswith(UTF16_MARKS) or b"\0" in data:
        raise ValueError(NOT_TEXT)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ValueError(remedy)


def blemish(text: str) -> str | None:
    """Why a value cannot stand as it is: blanks around it, line breaks, or characters nobody can see."""
    if text != text.strip():
        return f"“{text.strip()}”首尾有空格或换行，请删去"
    if "\n" in text:
        return f"“{text.splitlines()[0]}……”里有换行，请写成一行"
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"):
            return f"“{text}”里有看不见的字符 U+{ord(char):04X}，请删去重打"
    return None
