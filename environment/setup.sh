# shellcheck shell=bash
# Sourced by the other scripts and .ci/run: what they need before a notebook can run.
# Works with the bash 3.2 that macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/environment/.venv"
browser_venv="$root/environment/.venv-browser"
jar="$root/rwskit/target/rwskit.jar"

heading() {
    printf '\n== %s\n' "$*"
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# version_at_least FOUND WANTED: compares "3.8.7" with "3.8"; an empty FOUND is too old.
version_at_least() {
    [ -n "$1" ] && [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$2" ]
}

find_java() {
    java=java
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        java="$JAVA_HOME/bin/java"
    fi
    # javac tells a JDK from a runtime that cannot compile.
    java_version=$("$(dirname "$(command -v "$java" || echo none/none)")/javac" -version 2>/dev/null |
        sed -n 's/^javac \([0-9.]*\).*/\1/p') || true
}

find_maven() {
    maven_version=$(mvn --version 2>/dev/null |
        sed -n 's/.*Apache Maven \([0-9.]*[0-9]\).*/\1/p' | head -n 1) || true
}

find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 python3.10 python3.9; do
        python=$candidate
        python_version=$("$candidate" -c \
            'import ensurepip, venv, sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || true
        version_at_least "$python_version" 3.9 && return
    done
    python_version=
}

# Java asks fontconfig for fonts on Linux; macOS has its own.
has_fonts() {
    [ "$(uname)" != Linux ] || [ -n "$(fc-list 2>/dev/null | head -n 1)" ]
}

# Fills `missing` with one line for each tool that is absent or too old.
look_for_tools() {
    missing=
    find_java
    find_maven
    find_python
    version_at_least "$java_version" 17 ||
        missing="$missing
  a JDK, version 17 or newer (found: ${java_version:-none})"
    version_at_least "$maven_version" 3.8 ||
        missing="$missing
  Maven 3.8 or newer (found: ${maven_version:-none})"
    has_fonts ||
        missing="$missing
  fontconfig and a font, for the figures"
    version_at_least "$python_version" 3.9 ||
        missing="$missing
  Python 3.9 or newer with its venv module (found: ${python_version:-none})"
}

install_with_apt() {
    local jdk=openjdk-17-jdk-headless
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # The newest Debian and Ubuntu have only newer ones.
    apt-cache show "$jdk" >/dev/null 2>&1 || jdk=default-jdk-headless
    local packages=()
    version_at_least "$java_version" 17 || packages+=("$jdk")
    has_fonts || packages+=(fontconfig fonts-dejavu-core)
    version_at_least "$maven_version" 3.8 || packages+=(maven)
    version_at_least "$python_version" 3.9 || packages+=(python3 python3-venv)
    heading "Installing ${packages[*]}"
    apt-get install -y -qq --no-install-recommends ca-certificates "${packages[@]}" >/dev/null
}

need_tools() {
    look_for_tools
    if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
        install_with_apt
        look_for_tools
    fi
    [ -z "$missing" ] || fail "this needs$missing
Install what is missing, for instance with
  sudo apt-get install openjdk-17-jdk-headless maven python3-venv fontconfig fonts-dejavu-core   (Debian, Ubuntu)
  sudo dnf install java-17-openjdk-devel maven python3 fontconfig dejavu-sans-fonts   (Fedora)
  brew install openjdk@17 maven python                                               (macOS)
and run this again. JAVA_HOME chooses among several JDKs."
}

build_jar() {
    if [ -f "$jar" ] && [ -z "$(find "$root/pom.xml" "$root/rwskit/pom.xml" "$root/rwskit/src/main" \
        "$root/rwskit/core/pom.xml" "$root/rwskit/core/src/main" "$root/rwskit/zoo/pom.xml" \
        "$root/data-recipes" \
        -newer "$jar" -print 2>/dev/null)" ]; then
        return
    fi
    heading "Building rwskit.jar (the first time downloads its libraries)"
    # Formatting is for `mvn verify` to judge; a reader's own edits shall run.
    (cd "$root" && mvn -q -B -ntp -pl rwskit -am -DskipTests -Dspotless.check.skip=true package)
    # Maven keeps a jar whose content stays the same, which would look out of date for ever.
    touch "$jar"
}

# install_pins PINS VENV WHAT: makes a virtual environment, unless it is there with the same pins.
install_pins() {
    # The copy is the last thing made, so an interrupted installation is done again.
    if ! cmp -s "$1" "$2/requirements.txt"; then
        heading "Installing $3 into environment/$(basename "$2")"
        rm -rf "$2"
        "$python" -m venv "$2"
        "$2/bin/python" -m pip install -q --disable-pip-version-check -r "$1"
        cp "$1" "$2/requirements.txt"
    fi
}

make_venv() {
    install_pins "$root/environment/requirements.txt" "$venv" "JupyterLab and the JJava kernel"
    "$venv/bin/python" "$root/environment/kernelspec.py" "$(command -v "$java")" "${java_version%%.*}"
}

set_up() {
    need_tools
    build_jar
    make_venv
}

find_browser() {
    browser=$(command -v "${RWSKIT_BROWSER:-chromium}" chromium-browser google-chrome | head -n 1) || true
}

make_browser() {
    local packages=()
    find_browser
    [ -n "$browser" ] || packages+=(chromium)
    # Playwright brings a Node.js, which is linked to this.
    ldconfig -p 2>/dev/null | grep 'libatomic\.so\.1' >/dev/null || packages+=(libatomic1)
    if [ ${#packages[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
        heading "Installing ${packages[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
        find_browser
    fi
    [ -n "$browser" ] || fail "this needs Chromium or Chrome, for instance with
  sudo apt-get install chromium libatomic1
RWSKIT_BROWSER names another one."
    version_at_least "$python_version" 3.10 ||
        fail "a browser is driven with Python 3.10 or newer (found: $python_version)"
    install_pins "$root/environment/requirements-browser.txt" "$browser_venv" "Playwright"
}
