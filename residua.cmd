@echo off
rem Builds Residua when a source is newer than the last build, then runs it.
setlocal
set "root=%~dp0"
set "app=%root%src\Residua.App"
set "built=%app%\bin\Release\net10.0"
where dotnet >nul 2>nul
if errorlevel 1 (
    echo Residua needs the .NET 10 SDK: install it from https://dotnet.microsoft.com and see that dotnet is on the PATH. 1>&2
    exit /b 3
)
powershell -NoProfile -Command "Set-Location -LiteralPath $env:root; $stamp = Get-Item -LiteralPath ($env:built + '\residua.stamp') -ErrorAction SilentlyContinue; if (-not $stamp) { exit 1 }; $newer = Get-ChildItem src, build, Directory.*, global.json -Recurse -File | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $stamp.LastWriteTimeUtc } | Select-Object -First 1; if ($newer) { exit 1 }"
if errorlevel 1 (
    echo Building Residua; the first time this downloads its packages. 1>&2
    dotnet build "%app%" -c Release -v quiet --nologo 1>&2
    if errorlevel 1 exit /b 1
)
"%built%\Residua.App.exe" %*
exit /b %errorlevel%
