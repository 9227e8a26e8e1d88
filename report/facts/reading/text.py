"""Bytes to text, and what no cell or value may contain."""

from __future__ import annotations

from report.faults import visible

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"
NOT_UTF8 = "文件不是 UTF-8 编码，请用文本编辑器另存为 UTF-8"


class NotText(ValueError):
    """The bytes are not text in any encoding that may be used, as `line` shows; `binary`: not text at all."""

    def __init__(self, line: int, binary: bool) -> None:
        self.line, self.binary = line, binary
        super().__init__(line)


def decode(data: bytes, *encodings: str) -> str:
    """The text in the first encoding that fits, without a byte order mark, line ends as \\n.

    Bytes that begin with a UTF-8 mark are read as UTF-8 only. NotText if no encoding fits.
    """
    if data.startswith(UTF16_MARKS):
        raise NotText(1, binary=True)
    if b"\0" in data:
        raise NotText(_line(data, data.index(b"\0")), binary=True)
    fits = ("utf-8-sig",) if data.startswith(UTF8_MARK) else ("utf-8-sig", *encodings)
    wrong_at = 0
    for encoding in fits:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            wrong_at = max(wrong_at, error.start + len(data) - len(error.object))
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotText(_line(data, wrong_at), binary=False)


def _line(data: bytes, offset: int) -> int:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def blemish(text: str) -> str | None:
    """Why a value cannot stand as it is: blanks around it, line breaks, invisible signs. None if it can."""
    if text.isprintable() and text == text.strip() and "\ufffd" not in text:
        return None
    if not text.strip():
        return "只有空格，请清空"
    if text != text.strip():
        return f"“{text.strip()}”首尾有空格或换行，请删去"
    if "\n" in text:
        return f"“{text.partition(chr(10))[0]}……”里有换行，请写成一行"
    for char in text:
        if not visible(char):
            return f"“{text}”里有看不见的字符 U+{ord(char):04X}，请删去重打"
    if "\ufffd" in text:
        return f"“{text}”里有乱码，请核对原件重打"
    return None


def marked(text: str) -> bytes:
    """Text as a CSV file has it: UTF-8 with a byte order mark, without which Excel takes it for GBK."""
    return UTF8_MARK + text.encode()
