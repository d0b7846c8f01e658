@echo off
rem SPDX-License-Identifier: AGPL-3.0-only
rem
rem Runs Casys from a checkout on Windows, as the script `casys` does elsewhere: finds a JDK and Maven, builds what
rem changed, starts the program. It reads the same variables (JAVA_HOME, MAVEN_HOME, CASYS_HOME, CASYS_JAVA_OPTS,
rem CASYS_EDITION, CASYS_EXTENSIONS) and ends with the same codes: 64 usage, 70 the build failed, 78 something is missing.
rem Differences: two builds at once are not held apart, the edition is chosen by the variable only, and there are no
rem commands bench and soak.
setlocal EnableExtensions DisableDelayedExpansion
set "needed_java=25"
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"

if /i "%~1"=="help" if "%~2"=="" goto :usage
if /i "%~1"=="build" goto :command_build
if /i "%~1"=="test" goto :command_test
if /i "%~1"=="format" goto :command_format
goto :command_run

:usage
echo casys COMMAND: runs Casys from this checkout and builds it first where sources have changed.
echo.
echo Of the script:
echo   build          build the program and stop
echo   test           every test; further arguments go to Maven
echo   test --quick   the same without the groups slow, peers, chaos and browser
echo   format         bring the Java sources into the project's format
echo   help           this text
echo.
echo Everything else goes to the program: casys serve, casys init, casys help COMMAND, ...
exit /b 0

:command_build
call :need_java || exit /b 78
call :build
exit /b %errorlevel%

:command_test
call :need_java || exit /b 78
call :need_maven || exit /b 78
set "groups="
shift /1
if "%~1"=="--quick" (
  set "groups=-Dcasys.excludedGroups=slow,peers,chaos,browser"
  shift /1
)
set "rest="
:collect
if "%~1"=="" goto :collected
set "rest=%rest% %1"
shift /1
goto :collect
:collected
pushd "%root%"
rem Without quotation marks the command processor would split the list of groups at its commas.
if defined groups (call "%maven%" -B -ntp verify "%groups%"%rest%) else (call "%maven%" -B -ntp verify%rest%)
set "code=%errorlevel%"
popd
exit /b %code%

:command_format
call :need_java || exit /b 78
call :need_maven || exit /b 78
pushd "%root%"
call "%maven%" -B -q spotless:apply
set "code=%errorlevel%"
popd
exit /b %code%

:command_run
call :need_java || exit /b 78
call :build
if errorlevel 1 exit /b %errorlevel%
set "class_path=%jar%"
if defined module for %%f in ("%root%\%module%\target\*.jar" "%root%\%module%\target\lib\*.jar") do call :add_jar "%%~f"
if defined CASYS_EXTENSIONS for %%f in ("%CASYS_EXTENSIONS%\*.jar") do call :add_jar "%%~f"
set "vectors="
if /i "%~1"=="serve" set "vectors=--add-modules=jdk.incubator.vector"
if /i "%~1"=="stdio" set "vectors=--add-modules=jdk.incubator.vector"
if /i "%~1"=="eval" set "vectors=--add-modules=jdk.incubator.vector"
"%jdk_folder%\bin\java.exe" %vectors% -XX:+UseSerialGC -Xms32m -Xmx256m -Xmn24m -XX:SurvivorRatio=6 -XX:TargetSurvivorRatio=90 -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:-ShrinkHeapInSteps -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -XX:+DisplayVMOutputToStderr -Xlog:disable "-Dcasys.launcher=%root%\casys.cmd" %CASYS_JAVA_OPTS% -cp "%class_path%" ai.casys.core.cli.Main %*
exit /b %errorlevel%

rem ---- the class path gets one jar more, unless it holds sources or tests
:add_jar
set "name=%~n1"
if /i "%name:~-8%"=="-sources" exit /b 0
if /i "%name:~-8%"=="-javadoc" exit /b 0
if /i "%name:~-6%"=="-tests" exit /b 0
set "class_path=%class_path%;%~1"
exit /b 0

rem ---- jdk_folder becomes a JDK that is new enough; variables here do not tell small letters from capitals
:need_java
set "jdk_folder="
if defined JAVA_HOME call :try_java "%JAVA_HOME%"
if defined jdk_folder exit /b 0
for /f "delims=" %%j in ('where java 2^>nul') do call :try_java_file "%%~fj"
if defined jdk_folder exit /b 0
for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%LOCALAPPDATA%\Programs\Eclipse Adoptium\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*") do call :try_java "%%~fd"
if defined jdk_folder exit /b 0
>&2 echo casys needs a JDK %needed_java% or newer, and found none.
>&2 echo Install one, for example:
>&2 echo   winget install EclipseAdoptium.Temurin.%needed_java%.JDK
>&2 echo or set JAVA_HOME to the one you have.
exit /b 1

:try_java_file
for %%p in ("%~dp1..") do call :try_java "%%~fp"
exit /b 0

:try_java
if defined jdk_folder exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "version="
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" set "version=%%~b"
if not defined version exit /b 0
set "major="
for /f "tokens=1 delims=.-+_" %%v in ("%version%") do set "major=%%v"
if not defined major exit /b 0
if %major% LSS %needed_java% exit /b 0
set "jdk_folder=%~1"
exit /b 0

rem ---- maven becomes mvn.cmd
:need_maven
set "maven="
if defined MAVEN_HOME if exist "%MAVEN_HOME%\bin\mvn.cmd" set "maven=%MAVEN_HOME%\bin\mvn.cmd"
if not defined maven for /f "delims=" %%m in ('where mvn.cmd 2^>nul') do if not defined maven set "maven=%%~fm"
if not defined maven for /d %%d in ("%ProgramFiles%\apache-maven*" "%ProgramFiles%\Maven\*" "%USERPROFILE%\apache-maven*" "%USERPROFILE%\scoop\apps\maven\current" "%ProgramData%\chocolatey\lib\maven\apache-maven*") do if exist "%%~fd\bin\mvn.cmd" set "maven=%%~fd\bin\mvn.cmd"
if not defined maven (
  >&2 echo casys is built with Maven 3.8.7 or newer, and found none.
  >&2 echo Install it, for example:
  >&2 echo   scoop install maven         ^(or choco install maven^)
  >&2 echo or set MAVEN_HOME to the one you have.
  exit /b 1
)
set "JAVA_HOME=%jdk_folder%"
exit /b 0

:find_jar
set "jar="
for %%f in ("%root%\core\target\casys-core-*.jar") do call :take_jar "%%~f"
exit /b 0

:take_jar
set "name=%~n1"
if /i "%name:~-8%"=="-sources" exit /b 0
if /i "%name:~-8%"=="-javadoc" exit /b 0
if /i "%name:~-6%"=="-tests" exit /b 0
set "jar=%~1"
exit /b 0

rem ---- builds the program unless its mark is newer than every source, folders included: a removed file changes those
:build
set "module="
if defined CASYS_EDITION if /i not "%CASYS_EDITION%"=="core" if exist "%root%\%CASYS_EDITION%\pom.xml" set "module=%CASYS_EDITION%"
set "CASYS_BUILD_ROOT=%root%"
set "CASYS_BUILD_MODULE=%module%"
set "mark=casys-built"
if defined module set "mark=casys-built-%module%"
set "CASYS_BUILD_MARK=%root%\core\target\%mark%"
call :find_jar
if not defined jar goto :build_now
powershell -NoLogo -NoProfile -NonInteractive -Command "$r=$env:CASYS_BUILD_ROOT; $m=Get-Item -LiteralPath $env:CASYS_BUILD_MARK -ErrorAction SilentlyContinue; if(-not $m){exit 1}; $f=@('.','shared','core'); if($env:CASYS_BUILD_MODULE){$f+=$env:CASYS_BUILD_MODULE}; foreach($d in $f){ $p=Join-Path $r $d; foreach($i in @(Get-Item -LiteralPath (Join-Path $p 'pom.xml') -ErrorAction SilentlyContinue)+@(Get-ChildItem -LiteralPath (Join-Path $p 'src\main') -Recurse -Force -ErrorAction SilentlyContinue)+@(Get-Item -LiteralPath (Join-Path $p 'src\main') -ErrorAction SilentlyContinue)){ if($i.LastWriteTimeUtc -gt $m.LastWriteTimeUtc){exit 1} } }; exit 0" <nul
if %errorlevel%==0 exit /b 0

:build_now
call :need_maven || exit /b 78
>&2 echo casys: building; the first time fetches the libraries, which may take some minutes
del /q "%root%\core\target\casys-built*" "%root%\core\target\casys-core-*.jar" "%root%\core\target\lib\casys-*.jar" 2>nul
if not exist "%root%\core\target" mkdir "%root%\core\target"
type nul >"%root%\core\target\starting-build"
set "modules=core"
if defined module set "modules=core,%module%"
pushd "%root%"
call "%maven%" -B -q -pl "%modules%" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true <nul 1>&2
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  >&2 echo casys: the build failed, see above. Nothing was started.
  exit /b 70
)
move /y "%root%\core\target\starting-build" "%CASYS_BUILD_MARK%" >nul
call :find_jar
if defined jar exit /b 0
>&2 echo casys: the build made no core\target\casys-core-*.jar.
exit /b 70
