"""What may not be stored is refused, and what only looks like it passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.gate.secrets import CHECK_DIGITS, WEIGHTS, kinds_in


def identity(first: str) -> str:
    """An identity number with the check digit that belongs to its first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + CHECK_DIGITS[total % 11].upper()


PASSWORD, SESAME = "编辑密码：jyb20231124", "登录口令：open-sesame"  # for other tests as well
NUMBER = identity("11010519491231002")
PLANTED = [
    ("编辑密码：Jyb#2023", "密码"),
    ("密码:jyb20231124", "密码"),
    ("后台密码 admin888", "密码"),
    ("登录密码是 Abcd1234", "密码"),
    ("密码改为“qwer!234”，请勿外传", "密码"),
    ("初始密码（区分大小写）：Aa123456", "密码"),
    ("口令：open-sesame", "密码"),
    ("服务器口令=root@123", "密码"),
    ("密钥：9f86d081884c7d65", "密码"),
    ("令牌：f3a9c2d17b", "密码"),
    ("邮箱授权码 abcdwxyzabcd", "密码"),
    ("验证码为 4821", "密码"),
    ("密码：ａｂｃｄ１２３４", "密码"),
    ("password: letmein", "密码"),
    ("PASSWORD=Hunter2!", "密码"),
    ('"passwd": "s3cret00"', "密码"),
    ("db_pwd=admin888", "密码"),
    ("api_key = 'a1b2c3d4e5'", "密码"),
    ("secret_key: 3f7a9c", "密码"),
    ("access-token => 77af0c12", "密码"),
    ("remote: http://jyb:abcd1234@git.example/report.git", "网址里的密码"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "密钥"),
    ("-----BEGIN PRIVATE KEY-----", "密钥"),
    ("AKIAABCDEFGHIJKLMNOP", "密钥"),
    ("LTAI5tAbCdEfGhIjKlMn", "密钥"),
    ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "密钥"),
    ("glpat-abcdefghij0123456789", "密钥"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqeWIifQ.x", "密钥"),
    ("Authorization: Bearer 0123456789abcdef0123", "密钥"),
    (f"身份证号{NUMBER}", "身份证号"),
    (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", "身份证号"),
    (f"证件：{NUMBER.lower()}。", "身份证号"),
    ("联系电话：13800138000", "手机号"),
    ("手机138-0013-8000", "手机号"),
    ("电话 +86 138 0013 8000", "手机号"),
    ("１３８００１３８０００", "手机号"),
]
INNOCENT = [
    "密码由管理员当面交给本人，不在这里写",
    "忘了密码，找管理员重设",
    "密码：请向管理员领取",
    "不要把口令、密钥写进页面",
    "密码学基础（Cryptography）",
    "口令红歌比赛",
    "令牌桶算法见 RFC 2697",
    "验证码发到办公电话",
    "password reset is done by the office",
    "Tokens are read once",
    "the secret of good prose",
    "没有密码的页面，谁都能看",
    "办公电话：010-12345678",
    "值班电话 66012345",
    "文号：局教〔2023〕12号",
    "WT-0017；CS-0045；KT-0014",
    "2023年11月24日，问题30条，已销号11条",
    "截至2023-11-24 12:30:45",
    "公开：是；不公开：否",
    "rectification.completion_rate: 67.5",
    "http://127.0.0.1:8000/report/study/",
    "git@example:report.git",
    "ssh://git@example/report.git",
    f"身份证号{NUMBER[:17]}{'0' if NUMBER[17] != '0' else '1'}",
    f"身份证号{NUMBER[:6]}********{NUMBER[14:]}",
    "手机号138****8000",
    "编号 13800138000001",
    "比率 0.13800138000",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    'seal: "defa8e1d2c3d01b6"',
    "6222021234567890123",
    "发文12份，会议13次，参加人数1380人",
    "《论党的自我革命》（2023年版）",
    "sk-learn 和 task-list 都是名字",
]


@pytest.mark.parametrize(("line", "kind"), PLANTED)
def test_a_secret_is_found_and_named_by_its_kind(line: str, kind: str) -> None:
    assert list(kinds_in(line)) == [kind]


@pytest.mark.parametrize("line", INNOCENT)
def test_an_innocent_line_passes(line: str) -> None:
    assert list(kinds_in(line)) == []


@given(
    st.from_regex(r"[1-9][0-9]{5}19[5-9][0-9]0[1-9]1[0-9][0-9]{3}", fullmatch=True),
    st.sampled_from(list("0123456789X")),
)
def test_an_identity_number_is_one_by_its_check_digit_alone(first: str, last: str) -> None:
    whole = identity(first)
    expected = ["身份证号"] if first + last == whole else []
    assert [kind for kind in kinds_in(f"号码 {first}{last} ") if kind == "身份证号"] == expected


@pytest.mark.parametrize("length", [0, 1, 1690, 1699, 1700, 1995, 2000, 100_000])
def test_a_long_line_hides_nothing(length: int) -> None:
    assert list(kinds_in("字" * length + PASSWORD + "字" * length)) == ["密码"]


@pytest.mark.parametrize("piece", ["密码 ", "eyj", "a", "密码" + " " * 400, "token", "1", "://", "bearer "])
def test_a_line_cannot_be_made_to_take_for_ever(piece: str) -> None:
    """A megabyte of what could set a pattern going in circles; the run of the tests has an end."""
    list(kinds_in(piece * (1_000_000 // len(piece))))
