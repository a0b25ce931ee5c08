#!/usr/bin/env bash
# Makes the artifacts of a release and tries them from outside; see the usage below.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'USAGE'
Usage: environment/stage.sh [--url ADDRESS] [--twice]

Builds what Maven Central asks for (jars, sources, Javadoc, POMs that stand by themselves, a
CycloneDX list of what comes along, the licences of that) into the repository target/staged, runs
the project rwskit/outside, which knows the kit from there alone, and has a Java kernel take the kit
from there by %maven.

  --url ADDRESS   of the sources, for the POMs; without it https://example.org/rwskit, which is
                  good for a trial and for nothing else
  --twice         builds a second time and requires the same bytes
USAGE
}

url=https://example.org/rwskit
twice=
while [ $# -gt 0 ]; do
    case $1 in
    --url)
        url=${2:?--url needs an address}
        shift
        ;;
    --twice) twice=yes ;;
    *)
        usage
        [ "$1" = --help ] || [ "$1" = -h ] && exit 0
        exit 2
        ;;
    esac
    shift
done

need_tools
cd "$root"
staged="$root/target/staged"

# stage FOLDER: builds everything into that repository.
stage() {
    rm -rf "$1"
    mvn -q -B -ntp ${MAVEN_OFFLINE:+-o} -P publish -pl rwskit -am -DskipTests -Drwskit.url="$url" \
        -DaltDeploymentRepository="staged::file://$1" clean deploy
}

# of_maven EXPRESSION: what Maven knows under that name.
of_maven() {
    mvn -q -B ${MAVEN_OFFLINE:+-o} -N -f "$root/pom.xml" help:evaluate -Dexpression="$1" \
        -Doutput="$root/target/of-maven" >/dev/null
    cat "$root/target/of-maven"
}

# sums FOLDER: name and checksum of each jar, POM and list, whatever the snapshot's time.
sums() {
    (cd "$1" && find . -type f \( -name '*.jar' -o -name '*.pom' -o -name '*cyclonedx.json' \) |
        LC_ALL=C sort | xargs sha256sum | sed -E 's/-[0-9]{8}\.[0-9]{6}-[0-9]+//')
}

if [ -n "$twice" ]; then
    heading "Staging a first time"
    # Not into target, which the second build cleans.
    first=$(mktemp -d)
    trap 'rm -rf "$first"' EXIT
    stage "$first"
fi
heading "Staging into target/staged"
stage "$staged"
if [ -n "$twice" ]; then
    sums "$first" >"$root/target/staged.sha256"
    sums "$staged" | diff "$root/target/staged.sha256" - ||
        fail "two builds of the same sources differ, see above"
    printf 'the same bytes: %s files\n' "$(wc -l <"$root/target/staged.sha256")"
fi

heading "A project that knows the kit from there alone"
# Its own local repository: nothing that this checkout has installed may help. Maven's own one
# serves as a remote one, so that what is there need not be fetched again.
rm -rf "$root/target/outside"
mkdir -p "$root/target/outside"
local_repository=$(of_maven settings.localRepository)
cp -r "$root/rwskit/outside/." "$root/target/outside"
cat >"$root/target/outside/settings.xml" <<SETTINGS
<settings>
  <profiles>
    <profile>
      <id>here</id>
      <repositories>
        <repository><id>here</id><url>file://$local_repository</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>here</id><url>file://$local_repository</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
</settings>
SETTINGS
version=$(of_maven project.version)
(cd "$root/target/outside" && mvn -q -B -ntp -s settings.xml -Dmaven.repo.local="$root/target/outside/m2" \
    -Dstaged="file://$staged" -Drwskit.version="$version" test)
heading "A notebook that takes it by %maven"
make_venv
"$venv/bin/python" "$root/environment/maven_kernel.py" "$staged" "$version"
