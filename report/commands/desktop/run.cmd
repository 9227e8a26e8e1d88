@echo off
rem A command of python -m report, with the newest Python of this machine. Nothing but ASCII in here.
set "REPORT_PYTHON="
py -3 --version >nul 2>nul && set "REPORT_PYTHON=py -3"
if not defined REPORT_PYTHON python --version >nul 2>nul && set "REPORT_PYTHON=python"
if not defined REPORT_PYTHON goto missing
%REPORT_PYTHON% -m report %*
exit /b %errorlevel%
:missing
chcp 65001 >nul
type "%~dp0no-python.txt"
exit /b 1
