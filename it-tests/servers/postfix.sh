#!/bin/bash
# postfix.sh PORT [TLS_PORT]: SMTP with STARTTLS, and with TLS from the first byte on TLS_PORT. See common.sh.
#
# AUTH goes through a private Dovecot, only under TLS unless AUTH_WITHOUT_TLS=yes: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1
# SCRAM-SHA-256 for the user wireside; XOAUTH2 and OAUTHBEARER are offered and refuse every token.
# Mail to anything @example.test or @localhost lands in the Maildir STATE_DIR/mail/wireside, notifications too; two recipients
# are refused: reject@example.test with 550 5.1.1, later@example.test with 450 4.2.0; and bounces@example.test is accepted, but
# cannot be delivered (5.1.1). MESSAGE_SIZE_LIMIT (10485760).
. "$(dirname "$0")/common.sh"
PATH=$PATH:/usr/sbin
require openssl postfix dovecot
prepare

port=$1
tls_port=${2:-}
etc=$state/etc
queue=$state/queue
mkdir -p "$etc" "$queue" "$state/data" "$state/mail" "$state/dovecot"
chown postfix: "$state/data"
chown "$mail_uid:$mail_gid" "$state/mail"
case $bind in *:*) host="[$bind]" ;; *) host=$bind ;; esac
tls_only=yes
[ "${AUTH_WITHOUT_TLS:-no}" = no ] || tls_only=no

cat >"$etc/main.cf" <<CONFIG
compatibility_level = 3.6
queue_directory = $queue
data_directory = $state/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $state/mail.log
maillog_file_prefixes = $state
myhostname = localhost
mydomain = example.test
mydestination =
inet_interfaces = loopback-only
inet_protocols = all
mynetworks = 127.0.0.0/8 [::1]/128
relayhost =
alias_maps =
alias_database =
local_recipient_maps =
default_transport = error:no mail leaves this machine
transport_maps = inline:{{bounces@example.test = undeliverable:}}
virtual_mailbox_domains = example.test, localhost
virtual_mailbox_base = $state/mail
virtual_mailbox_maps = static:$user/
virtual_mailbox_limit = 0
virtual_uid_maps = static:$mail_uid
virtual_gid_maps = static:$mail_gid
virtual_minimum_uid = 100
smtpd_recipient_restrictions = check_recipient_access inline:{{reject@example.test = 550 5.1.1 no such user here}, {later@example.test = 450 4.2.0 try again later}}, permit_mynetworks, reject_unauth_destination
smtpd_delay_reject = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_security_options = noanonymous
smtpd_tls_security_level = may
smtpd_tls_auth_only = $tls_only
smtpd_tls_cert_file = $tls/server.pem
smtpd_tls_key_file = $tls/server.key
smtpd_tls_received_header = yes
smtpd_tls_loglevel = 1
smtputf8_enable = yes
smtpd_discard_ehlo_keywords =
message_size_limit = ${MESSAGE_SIZE_LIMIT:-10485760}
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
CONFIG

{
    echo "$host:$port inet n - n - - smtpd"
    [ -z "$tls_port" ] || echo "$host:$tls_port inet n - n - - smtpd -o smtpd_tls_wrappermode=yes"
    cat <<CONFIG
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
undeliverable unix - n n - - virtual -o virtual_mailbox_maps=
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
CONFIG
} >"$etc/master.cf"
# A main.cf younger than two seconds makes the master read it again and again until it is older; so it is older.
touch -d '1 minute ago' "$etc/main.cf" "$etc/master.cf"

# The queue's folders as "postfix check" makes them.
for folder in active bounce corrupt defer deferred flush hold incoming private saved trace; do
    mkdir -p "$queue/$folder"
    chown postfix "$queue/$folder"
    chmod 700 "$queue/$folder"
done
mkdir -p "$queue/public" "$queue/maildrop" "$queue/pid"
chown postfix:postdrop "$queue/public" "$queue/maildrop"
chmod 2710 "$queue/public"
chmod 1730 "$queue/maildrop"

printf '%s:{PLAIN}%s\n' "$user" "$password" >"$state/dovecot/users"
chmod 644 "$state/dovecot/users"
# Port 9 answers nobody: every token is refused.
printf '%s\n' 'tokeninfo_url = http://127.0.0.1:9/?t=' 'username_attribute = email' >"$state/dovecot/oauth2.conf"
cat >"$state/dovecot.conf" <<CONFIG
base_dir = $state/dovecot/run
state_dir = $state/dovecot/state
log_path = $state/dovecot.log
protocols =
ssl = no
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer
auth_failure_delay = 0 secs
passdb {
  driver = passwd-file
  args = $state/dovecot/users
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $state/dovecot/oauth2.conf
}
userdb {
  driver = static
  args = uid=$mail_uid gid=$mail_gid home=/nonexistent
}
service auth {
  unix_listener $queue/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
# Without this, each wrong password makes the next login from the same address wait longer, up to 15 seconds.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
CONFIG
start dovecot -F -c "$state/dovecot.conf"
start /usr/lib/postfix/sbin/master -c "$etc" -d
serve "$port"
