# Sourced by mvnw and deskwire: sets JAVA_HOME to a JDK 25 or newer, or says in one line what to install.
jdk_major() { # JDK_HOME → its major version, nothing where it is not a JDK
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}
jdk_fits() { major=$(jdk_major "$1"); [ -n "$major" ] && [ "$major" -ge 25 ]; }
find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && jdk_fits "$JAVA_HOME"; then return 0; fi
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
  set +f
  for jdk in "${on_path-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /opt/*jdk*; do
    if [ -n "$jdk" ] && jdk_fits "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  echo "Deskwire needs a JDK 25: install one (for example 'apt install temurin-25-jdk', 'brew install openjdk@25' or 'sdk install java 25-tem') or set JAVA_HOME." >&2
  return 1
}
find_jdk || exit 1
