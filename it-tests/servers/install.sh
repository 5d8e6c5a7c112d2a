#!/bin/bash
# Installs the real servers that it-tests can talk to, from Debian's packages (12 or newer), as root. Quick when they are there.
# No server is started and none is configured: the scripts beside this one run their own copies, with all state in a
# temporary folder.
set -eu

packages=(openssl postfix dovecot-pop3d dovecot-lmtpd python3-dkim python3-nacl)

missing=()
for package in "${packages[@]}"; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} = 0 ]; then
    echo "installed already: ${packages[*]}"
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "install.sh: run as root: it installs ${missing[*]}" >&2
    exit 77
fi

export DEBIAN_FRONTEND=noninteractive
# The package asks what kind of mail server this machine is to be; it is to be none.
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
# Debian's way of saying that a package being installed must not start its daemon.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
apt-get -qq -o DPkg::Lock::Timeout=600 update
apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}" >/dev/null
echo "installed: ${missing[*]}"
