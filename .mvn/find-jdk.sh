# Sourced by the launcher and by mvnw: looks for a JDK 25 or newer in the usual places, whatever java is on the PATH.
# find_jdk sets jdk to the first one's home, or fails. no_jdk says in one sentence what to install.

# Reads the "release" file that every JDK carries, since starting each candidate to ask would take longer than the command.
is_jdk() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        JAVA_VERSION=*)
            version=${line#*\"}
            [ "${version%%[!0-9]*}" -ge 25 ] 2>/dev/null
            return
            ;;
        esac
    done <"$1/release"
    return 1
}

find_jdk() {
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
    home=${HOME:-/nonexistent}
    for jdk in \
        "${WIRESIDE_JAVA_HOME:-}" "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_HOME_25_X64:-}" "${on_path%/bin/java}" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/jdk/* /usr/local/java/* /usr/local/lib/jvm/* \
        /opt/* /opt/java/* /opt/jdk/* /opt/jvm/* \
        "$home"/.sdkman/candidates/java/* "$home"/.jdks/* "$home"/.m2/jdks/* "$home"/.gradle/jdks/* \
        "$home"/.asdf/installs/java/* "$home"/.local/share/mise/installs/java/* "$home"/.jenv/versions/* \
        "$home"/.jabba/jdk/* "$home"/.jbang/cache/jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
        [ -n "$jdk" ] && is_jdk "$jdk" && return 0
    done
    return 1
}

no_jdk() {
    echo "$1: no JDK 25 or newer found: install one (https://adoptium.net/temurin/releases/?version=25), or say where it is with $2=/path/to/jdk-25." >&2
}
