#!/bin/sh
# 双击，选“在终端中运行”：在浏览器里预览网站
cd "$(dirname "$0")" || exit 1
python3 -m report serve --open
printf '按回车键关闭。'
read -r _
