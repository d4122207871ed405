@echo off
rem Runs Osler from a checkout: builds it when a source is newer than the built program, then runs it.
setlocal
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%src\Osler.Cli\bin\Release\net10.0\osler.exe"
set "STAMP=%PROGRAM%.built"
powershell -NoProfile -Command "$s='%STAMP%'; if (!(Test-Path '%PROGRAM%') -or !(Test-Path $s)) { exit 1 }; $t=(Get-Item $s).LastWriteTimeUtc; $new=Get-ChildItem '%ROOT%src','%ROOT%build','%ROOT%Directory.*','%ROOT%global.json' -Recurse -File | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($new) { exit 1 }"
if errorlevel 1 (
    echo osler: building ^(once; a minute or two^) ... 1>&2
    dotnet build "%ROOT%src\Osler.Cli" -c Release -v q --nologo -clp:NoSummary -p:RunAnalyzers=false 1>&2
    if errorlevel 1 (
        echo osler: the build failed. 1>&2
        exit /b 4
    )
    type nul > "%STAMP%"
)
"%PROGRAM%" %*
exit /b %errorlevel%
