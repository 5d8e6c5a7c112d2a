#!/bin/bash
# dovecot.sh PORT [TLS_PORT [LMTP_PORT]]: POP3 with STLS, with TLS from the first byte on TLS_PORT, and LMTP with STARTTLS on
# LMTP_PORT. See common.sh.
#
# USER/PASS, APOP and SASL PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 for the user wireside, with and without
# TLS: Dovecot takes a connection from its own address for secure, so it cannot be made to refuse passwords in clear here.
# The maildrop is MAILDIR (STATE_DIR/mail/wireside); a new one gets three messages: one with a line that starts with a dot,
# one with an empty body, one of 2000 lines.
# LMTP delivers, without a login, to wireside, to eve (STATE_DIR/mail/eve), and to full, whose mailbox takes 1000 bytes: who is
# over quota is accepted at RCPT and refused at the end of the message. The domain is not looked at; anybody else is refused.
. "$(dirname "$0")/common.sh"
PATH=$PATH:/usr/sbin
require openssl dovecot /usr/lib/dovecot/lmtp
prepare

port=$1
tls_port=${2:-0}
lmtp_port=${3:-0}
maildir=${MAILDIR:-$state/mail/$user}

if [ ! -d "$maildir" ]; then
    mkdir -p "$maildir"/{new,cur,tmp}
    printf '%s\n' 'From: ada@example.test' "To: $user@example.test" 'Subject: one' '' 'first line' '.a line with a dot' 'last' \
        >"$maildir/new/1700000001.M1.localhost"
    printf '%s\n' 'From: bob@example.test' 'Subject: two' '' >"$maildir/new/1700000002.M2.localhost"
    {
        printf '%s\n' 'From: eve@example.test' 'Subject: three' ''
        seq -f 'line %g of a longer message' 2000
    } >"$maildir/new/1700000003.M3.localhost"
fi
mkdir -p "$state/mail"
chown -R "$mail_uid:$mail_gid" "$state/mail" "$maildir"
ids=$mail_uid:$mail_gid
cat >"$state/users" <<USERS
$user:{PLAIN}$password:$ids::$state/mail::userdb_mail=maildir:$maildir
eve:{PLAIN}$password:$ids::$state/mail::
full:{PLAIN}$password:$ids::$state/mail::userdb_quota_rule=*:bytes=1000
USERS
chmod 644 "$state/users"

cat >"$state/dovecot.conf" <<CONFIG
base_dir = $state/run
state_dir = $state/state
log_path = $state/dovecot.log
listen = $bind
protocols = pop3 lmtp
ssl = yes
ssl_cert = <$tls/server.pem
ssl_key = <$tls/server.key
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 apop
auth_verbose = yes
auth_failure_delay = 0 secs
mail_location = maildir:$state/mail/%n
auth_username_format = %n
mail_privileged_group =
first_valid_uid = 100
last_valid_uid = 0
first_valid_gid = 100
default_internal_user = dovecot
default_internal_group = dovecot
default_login_user = dovenull
passdb {
  driver = passwd-file
  args = $state/users
}
userdb {
  driver = passwd-file
  args = $state/users
}
service pop3-login {
  inet_listener pop3 {
    port = $port
  }
  inet_listener pop3s {
    port = $tls_port
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = $lmtp_port
  }
}
protocol lmtp {
  mail_plugins = quota
  hostname = localhost
  postmaster_address = postmaster@localhost
}
plugin {
  quota = maildir:User quota
}
# Without this, each wrong password makes the next login from the same address wait longer, up to 15 seconds.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol pop3 {
  mail_max_userip_connections = 50
}
CONFIG
start dovecot -F -c "$state/dovecot.conf"
serve "$port"
