#!/bin/sh
# What the tests need from the system: a browser, the library that its driver is linked to, Chinese fonts,
# a PDF reader, an office suite, git, and what a publishing server has. Installed only where missing.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v git >/dev/null || missing="$missing git"
command -v localc >/dev/null || missing="$missing libreoffice-calc"
command -v lowriter >/dev/null || missing="$missing libreoffice-writer"
PATH="$PATH:/sbin" ldconfig -p | grep -q 'libatomic\.so\.1' || missing="$missing libatomic1"
fc-list 2>/dev/null | grep -qi 'cjk' || missing="$missing fonts-noto-cjk fontconfig"
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
command -v bwrap >/dev/null || missing="$missing bubblewrap"
/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3 python3-venv"
[ -e /usr/share/zoneinfo/Asia/Shanghai ] || missing="$missing tzdata"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "缺少：$missing。请用系统的软件管理器装好，再运行 make test。" >&2
  exit 1
fi
apt-get update -qq
# shellcheck disable=SC2086 # a list of package names
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
