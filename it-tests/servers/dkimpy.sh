#!/bin/bash
# dkimpy.sh PORT: verifies DKIM signatures with dkimpy, a Python implementation; see dkimpy.py for how it is asked, and
# common.sh. It looks nothing up: whoever asks gives the DNS records.
. "$(dirname "$0")/common.sh"
# Debian's own Python, because a newer one on the PATH does not see Debian's modules.
python=/usr/bin/python3
if ! "$python" -c 'import dkim, nacl.signing' 2>/dev/null; then
    echo "dkimpy: python3-dkim or python3-nacl is not installed (bash it-tests/servers/install.sh installs them)" >&2
    exit 1
fi
require openssl "$python"
prepare

start "$python" "$here/dkimpy.py" "$bind" "$1"
serve "$1"
