#!/usr/bin/env bash
# Reads feeds from servers that are not ours: Radicale, Xandikos over TLS, and Cyrus where it is installed (started by the kit
# under ../shared/interop, or INTEROP_KIT), and from a few that misbehave. Usage: .ci/servers.sh [PROGRAM]
# Exit 0: all as expected. 1: something is not. 77: the kit is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
kit=${INTEROP_KIT:-${QUORATE_SHARED:-../shared}/interop}
quorate=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/release/quorate}")
if [ ! -x "$kit/start-radicale.sh" ]; then
  echo "skip: no interoperability kit at $kit" >&2
  exit 77
fi
work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
failed=0
fail() { echo "FAILED: $*" >&2; failed=1; }

# A workspace whose one feed is this entry. Prints its folder.
workspace() {
  local folder
  folder=$(mktemp -d "$work/case.XXXX")
  printf 'id,name,agency,roles,feeds\n' > "$folder/people.csv"
  { echo '[feeds.ana]'; cat; } > "$folder/feeds.secret.toml"
  chmod 600 "$folder/feeds.secret.toml"
  [ -z "${CALDAV_CA:-}" ] || cp "$CALDAV_CA" "$folder/ca.pem"
  echo "$folder"
}

# Starts one of servers.py and leaves its port in $port.
misbehaving() {
  python3 .ci/servers.py "$@" > "$work/port" &
  started+=($!)
  for _ in $(seq 50); do [ -s "$work/port" ] && break; sleep 0.1; done
  port=$(cat "$work/port")
  : > "$work/port"
}

# The reason for which a feed cannot be fetched, or "fetched".
outcome() {
  local answer
  answer=$("$quorate" fetch "$1" --json --timeout 2 --now 2026-11-23T09:00:00Z) || true
  python3 -c 'import json, sys
feed = json.load(sys.stdin)["feeds"][0]
print(feed.get("why") or feed["outcome"])' <<< "$answer"
}

expect() { # WHAT EXPECTED GOT
  if [ "$2" = "$3" ]; then echo "  $1: $3"; else fail "$1: $3 instead of $2"; fi
}

events() {
  local stamp=DTSTAMP:20261120T090000Z
  cat > "$work/1.ics" <<I
BEGIN:VEVENT
UID:one
$stamp
DTSTART:20261201T090000Z
DTEND:20261201T100000Z
SUMMARY:ZEUGMAFENCE
END:VEVENT
I
  cat > "$work/2.ics" <<I
BEGIN:VEVENT
UID:two
$stamp
DTSTART:20261130T100000Z
DTEND:20261130T110000Z
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE:20261207T100000Z
SUMMARY:ZEUGMAFENCE
END:VEVENT
BEGIN:VEVENT
UID:two
$stamp
RECURRENCE-ID:20261214T100000Z
DTSTART:20261215T140000Z
DTEND:20261215T150000Z
SUMMARY:ZEUGMAFENCE
END:VEVENT
I
  cat > "$work/3.ics" <<I
BEGIN:VEVENT
UID:three
$stamp
DTSTART:20261202T090000Z
DTEND:20261202T100000Z
TRANSP:TRANSPARENT
SUMMARY:ZEUGMAFENCE
END:VEVENT
I
  cat > "$work/4.ics" <<I
BEGIN:VEVENT
UID:four
$stamp
DTSTART:20261203T090000Z
DTEND:20261203T100000Z
STATUS:CANCELLED
SUMMARY:ZEUGMAFENCE
END:VEVENT
I
  cat > "$work/5.ics" <<I
BEGIN:VEVENT
UID:five
$stamp
DTSTART:20261204T090000Z
DTEND:20261204T093000Z
STATUS:TENTATIVE
SUMMARY:ZEUGMAFENCE
END:VEVENT
I
  local number
  for number in 1 2 3 4 5; do
    {
      printf 'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//invented//EN\n'
      cat "$work/$number.ics"
      printf 'END:VCALENDAR\n'
    } | sed 's/$/\r/' > "$work/put-$number.ics"
  done
}
events
busy='[["2026-11-30T10:00:00Z", "2026-11-30T11:00:00Z"], ["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"], ["2026-12-15T14:00:00Z", "2026-12-15T15:00:00Z"]]'
tentative='[["2026-12-04T09:00:00Z", "2026-12-04T09:30:00Z"]]'

# The busy time that is read by name from a workspace, against what was put there. Only a diary of events has entries to count, which
# tells which of the two was had.
compare() { # WHAT FOLDER free-busy|events
  local answer
  answer=$("$quorate" freebusy ana --folder "$2" --from 2026-11-23 --to 2026-12-24 --json --now 2026-11-23T09:00:00Z) || { fail "$1"; return; }
  python3 - "$answer" "$busy" "$tentative" "\"$3\"" <<'P' && echo "  $1: busy times as put there" || fail "$1: other busy times"
import json, sys
answer, busy, tentative, kind = map(json.loads, sys.argv[1:])
kept = answer["feeds"][0]["kept"]
told = (answer["busy"], answer["tentative"], answer["doubts"], answer["known"][1], "events" if kept else "free-busy")
if told != (busy, tentative, [], "2026-12-21T09:00:00Z", kind):
    sys.exit(json.dumps(answer))
P
  if grep -rq ZEUGMAFENCE "$2"; then fail "$1: a title is kept"; fi
}

server() { # NAME
  unset CALDAV_CA
  local lines status=0
  # The server outlives its starter, and must not hold our pipe open.
  "$kit/start-$1.sh" > "$work/env" 2> "$work/start.log" < /dev/null || status=$?
  if [ "$status" = 77 ]; then echo "  $1: not installed here, so it was not asked"; return; fi
  if [ "$status" != 0 ]; then cat "$work/start.log" >&2; fail "$1 does not start"; return; fi
  . "$work/env"
  started+=("$CALDAV_PID")
  local number secure=()
  [ -z "${CALDAV_CA:-}" ] || secure=(--cacert "$CALDAV_CA")
  for number in 1 2 3 4 5; do
    curl -sf "${secure[@]}" -u "$CALDAV_USER:$CALDAV_PASSWORD" -T "$work/put-$number.ics" \
      -H 'Content-Type: text/calendar' "$CALDAV_CALENDAR$number.ics" || fail "$1: PUT $number"
  done
  local login="user = \"$CALDAV_USER\"
password = \"$CALDAV_PASSWORD\"
allow_private = true"
  local entry="url = \"$CALDAV_CALENDAR\"
$login"
  local trust=""
  if [ -n "${CALDAV_CA:-}" ]; then
    trust='ca = "ca.pem"'
    expect "$1 without its authority" certificate-unknown "$(outcome "$(workspace <<< "$entry")")"
  fi
  compare "$1, free-busy-query" "$(workspace <<< "$entry
$trust")" free-busy
  misbehaving proxy "$CALDAV_URL" ${CALDAV_CA:+"$CALDAV_CA"}
  local path=${CALDAV_CALENDAR#*://*/}
  compare "$1, calendar-query" "$(workspace <<< "url = \"http://127.0.0.1:$port/$path\"
$login")" events
  expect "$1, wrong password" wrong-password "$(outcome "$(workspace <<< "${entry/password = \"$CALDAV_PASSWORD\"/password = \"guess\"}
$trust")")"
  expect "$1, no such calendar" not-found "$(outcome "$(workspace <<< "url = \"${CALDAV_CALENDAR%/}-none/\"
$login
$trust")")"
  local account="url = \"$CALDAV_URL\"
kind = \"caldav\"
$login
$trust"
  if [ "$1" = cyrus ]; then
    # It answers for all calendars of an account together.
    compare "$1, the account instead of the calendar" "$(workspace <<< "$account")" free-busy
  else
    expect "$1, the account instead of the calendar" not-a-caldav-calendar "$(outcome "$(workspace <<< "$account")")"
  fi
}

for name in radicale xandikos cyrus; do server "$name"; done
unset CALDAV_CA

for pair in html:html loop:redirect-loop stall:timed-out cut:cut-off; do
  misbehaving "${pair%%:*}"
  expect "a server that answers with: ${pair%%:*}" "${pair##*:}" \
    "$(outcome "$(workspace <<< "url = \"http://127.0.0.1:$port/x.ics\"
allow_private = true")")"
done

# An agency's own authority, and a certificate of it whose time is over.
certificate() { # END, as YYMMDDHHMMSSZ
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost \
    -keyout "$work/server.key" -out "$work/server.csr" 2>/dev/null
  cat > "$work/ca.conf" <<C
[ca]
default_ca = agency
[agency]
database = $work/index.txt
new_certs_dir = $work
serial = $work/serial
default_md = sha256
policy = any
x509_extensions = ext
[any]
commonName = supplied
[ext]
subjectAltName = IP:127.0.0.1
basicConstraints = critical,CA:FALSE
C
  : > "$work/index.txt"
  echo 01 > "$work/serial"
  openssl ca -batch -config "$work/ca.conf" -notext -in "$work/server.csr" -cert "$work/ca.crt" \
    -keyfile "$work/ca.key" -startdate 200101000000Z -enddate "$1" -out "$work/server.crt" 2> "$work/ca.log" || { cat "$work/ca.log" >&2; return 1; }
}
if command -v openssl >/dev/null; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=an agency" \
    -addext basicConstraints=critical,CA:TRUE -keyout "$work/ca.key" -out "$work/ca.crt" 2>/dev/null
  CALDAV_CA=$work/ca.crt
  for pair in 491231000000Z:fetched 210101000000Z:certificate-expired; do
    certificate "${pair%%:*}" || { fail "no certificate could be made"; continue; }
    misbehaving tls "$work/server.crt" "$work/server.key"
    expect "a certificate until ${pair%%:*}" "${pair##*:}" \
      "$(outcome "$(workspace <<< "url = \"https://127.0.0.1:$port/x.ics\"
ca = \"ca.pem\"
allow_private = true")")"
  done
fi
[ "$failed" = 0 ] && echo "servers: all as expected"
exit "$failed"
