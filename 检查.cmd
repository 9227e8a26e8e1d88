@echo off
rem Double-click: lists everything that has to be mended.
rem Nothing but ASCII: cmd.exe reads this file in whatever code page the console has.
pushd "%~dp0"
call report\commands\desktop\run.cmd check
popd
echo.
pause
