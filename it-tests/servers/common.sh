# Sourced by each server script. What they have in common:
#
#   NAME.sh PORT [TLS_PORT [LMTP_PORT]]
#                             starts the server on loopback, prints "READY PORT" once it accepts (or "FAILED PORT", with the
#                             server's log on standard error), and runs until SIGTERM or the end of standard input, so that
#                             a test that dies leaves nothing behind; then stops every process it started and removes its
#                             state. TLS_PORT, where given, speaks TLS from the first byte, LMTP_PORT LMTP, if the server
#                             knows it.
#   NAME.sh --check           says in one line why the server cannot run here and exits 1; exits 0, silent, if it can.
#
# Environment: STATE_DIR (a new temporary folder), TLS_DIR (ca.pem, server.pem and server.key in it; made when missing;
# STATE_DIR/tls), BIND (127.0.0.1), WIRESIDE_PASSWORD (wireside-Pw1; the user is always wireside).
# Standard input must be held open by whoever starts a script.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$(basename "$0" .sh)
bind=${BIND:-127.0.0.1}
user=wireside
password=${WIRESIDE_PASSWORD:-wireside-Pw1}
# Mail is stored as this system user: it exists everywhere and owns nothing.
mail_uid=$(id -u nobody)
mail_gid=$(id -g nobody)
daemons=()
watcher=

# require PROGRAM... : answers --check, and refuses to go on where something is missing.
require() {
    local program reason=
    for program in "$@"; do
        command -v "$program" >/dev/null || reason="$program is not installed (bash it-tests/servers/install.sh installs it)"
    done
    [ -n "$reason" ] || [ "$(id -u)" = 0 ] || reason="it must be started by root"
    if [ -n "$reason" ]; then
        echo "$name: $reason" >&2
        exit 1
    fi
    [ "${arguments[0]:-}" != --check ] || exit 0
    if [[ ! "${arguments[0]:-}" =~ ^[0-9]+$ ]]; then
        echo "usage: $name.sh PORT [TLS_PORT [LMTP_PORT]] | --check" >&2
        exit 64
    fi
}

# True while a process of the group lives. A zombie does not count: in a container nobody may be there to bury it.
group_lives() {
    sed 's/.*) //' /proc/[0-9]*/stat 2>/dev/null | awk -v group="$1" '$3 == group && $1 != "Z" { found = 1 } END { exit !found }'
}

cleanup() {
    trap - EXIT TERM INT HUP
    local group
    [ -z "$watcher" ] || kill -TERM "$watcher" 2>/dev/null
    for group in "${daemons[@]}"; do kill -TERM -- "-$group" 2>/dev/null; done
    for group in "${daemons[@]}"; do
        for _ in $(seq 60); do
            group_lives "$group" || break
            sleep 0.05
        done
        kill -KILL -- "-$group" 2>/dev/null
    done
    rm -rf "$state"
}

accepts() {
    (exec 3<>"/dev/tcp/$bind/$1") 2>/dev/null
}

prepare() {
    local port
    for port in "${arguments[@]}"; do
        # Otherwise the server of somebody else would be taken for ours.
        if accepts "$port"; then
            echo "FAILED ${arguments[0]}"
            echo "$name: port $port is in use" >&2
            exit 1
        fi
    done
    state=${STATE_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/wireside-$name-XXXXXX")}
    mkdir -p "$state"
    chmod 755 "$state"
    trap cleanup EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    trap 'exit 129' HUP
    tls=${TLS_DIR:-$state/tls}
    [ -s "$tls/server.pem" ] || make_certificates
}

# A throwaway CA and a server certificate for localhost, 127.0.0.1 and ::1.
make_certificates() {
    mkdir -p "$tls"
    chmod 755 "$tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -sha256 -keyout "$tls/ca.key" \
        -out "$tls/ca.pem" -subj '/CN=Wireside throwaway CA' -addext basicConstraints=critical,CA:TRUE \
        -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -sha256 -keyout "$tls/server.key" -out "$tls/server.csr" -subj /CN=localhost 2>/dev/null
    printf '%s\n' basicConstraints=CA:FALSE subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1 extendedKeyUsage=serverAuth \
        keyUsage=digitalSignature,keyEncipherment >"$tls/server.ext"
    openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 30 -sha256 \
        -extfile "$tls/server.ext" -out "$tls/server.crt" 2>/dev/null
    # Last, and by renaming: server.pem says that all of it is there.
    cat "$tls/server.crt" "$tls/ca.pem" >"$tls/server.pem.new"
    chmod 600 "$tls/ca.key" "$tls/server.key"
    rm -f "$tls/server.csr" "$tls/server.ext" "$tls"/*.srl "$tls/server.crt"
    mv "$tls/server.pem.new" "$tls/server.pem"
}

# start COMMAND... : in the background, in a process group of its own, so that cleanup reaches what it forks.
start() {
    set -m
    "$@" >>"$state/daemon.log" 2>&1 </dev/null &
    daemons+=($!)
    set +m
}

# serve PORT : waits until the last daemon started accepts there, says so, and stays until it or standard input ends.
serve() {
    local daemon=${daemons[-1]} tries=0
    until accepts "$1"; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ] || ! kill -0 "$daemon" 2>/dev/null; then
            echo "FAILED $1"
            cat "$state"/*.log >&2
            exit 1
        fi
        sleep 0.05
    done
    echo "READY $1"
    exec 4<&0
    (
        cat <&4 >/dev/null
        kill -TERM $$
    ) >/dev/null 2>&1 &
    watcher=$!
    wait "$daemon"
}

arguments=("$@")
