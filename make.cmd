@echo off
rem On Windows, in the folder of the project: make check, make serve, ... as the handbook has them.
pushd "%~dp0"
call report\commands\desktop\run.cmd %*
set "REPORT_CODE=%errorlevel%"
popd
exit /b %REPORT_CODE%
