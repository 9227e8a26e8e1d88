@echo off
rem A command of python -m report, with the newest Python of this machine. Nothing but ASCII in here.
set "REPORT_PYTHON=py -3"
call %REPORT_PYTHON% --version >nul 2>nul
if not errorlevel 1 goto found
set "REPORT_PYTHON=python"
call %REPORT_PYTHON% --version >nul 2>nul
if errorlevel 1 goto missing
:found
call %REPORT_PYTHON% -m report %*
exit /b %errorlevel%
:missing
chcp 65001 >nul
type "%~dp0no-python.txt"
exit /b 1
