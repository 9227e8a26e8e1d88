@echo off
rem Double-click: shows the site in the browser while it is worked on.
rem Nothing but ASCII: cmd.exe reads this file in whatever code page the console has.
pushd "%~dp0"
call report\commands\desktop\run.cmd serve --open
popd
echo.
pause
