#!/bin/sh
# 双击，选“在终端中运行”：列出每处要改的
cd "$(dirname "$0")" || exit 1
python3 -m report check
printf '按回车键关闭。'
read -r _
