#!/usr/bin/env bash
# Reads feeds from servers that are not ours: Radicale, Xandikos over TLS, and Cyrus where it is installed (started by the kit
# under ../shared/interop, or INTEROP_KIT), and from a few that misbehave. Usage: .ci/servers.sh [PROGRAM]
# Then the organiser's own calendar is kept there by `send --calendar`, and Xandikos reads the mails that `send` writes.
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

# What lies on the server, read by python's icalendar, against the newest plain entry that was written into the folder of messages.
equal() { # OURS THEIRS
  "$python" - "$1" "$2" <<'P'
import sys
from icalendar import Calendar
NAMES = "UID", "SEQUENCE", "SUMMARY", "LOCATION", "RRULE", "EXDATE", "RECURRENCE-ID", "DTSTART", "DTEND"
def plain(value):
    if isinstance(value, list):
        return sorted(map(plain, value))
    if hasattr(value, "dts"):
        return sorted(one.dt.isoformat() for one in value.dts)
    if hasattr(value, "dt"):
        return value.dt.isoformat()
    return repr(sorted(value.items())) if isinstance(value, dict) else str(value)
def events(path):
    calendar = Calendar.from_ical(open(path, "rb").read())
    return sorted(repr([(name, plain(event[name])) for name in NAMES if name in event]) for event in calendar.walk("VEVENT"))
ours, theirs = map(events, sys.argv[1:])
sys.exit(0 if ours and ours == theirs else f"{ours}\n{theirs}")
P
}

# The organiser's own entry of an arranged meeting or series, from its coming to its going. What moves is MOVED.
own_calendar() { # SERVER CASE REF MOVED
  local name="$1, own calendar, $3" folder="$2" url out="$2-out" ours theirs uid answer status minute=0
  local login=(-sf -u "$CALDAV_USER:$CALDAV_PASSWORD")
  [ -z "${CALDAV_CA:-}" ] || { login+=(--cacert "$CALDAV_CA"); cp "$CALDAV_CA" "$folder/ca.pem"; }
  { echo '[feeds.own-calendar]'
    printf 'url = "%s"\nuser = "%s"\npassword = "%s"\nallow_private = true\n' "$CALDAV_CALENDAR" "$CALDAV_USER" "$CALDAV_PASSWORD"
    [ -z "${CALDAV_CA:-}" ] || echo 'ca = "ca.pem"'
  } > "$folder/feeds.secret.toml"
  chmod 600 "$folder/feeds.secret.toml"
  sends() { # OUTCOME STATUS REF
    minute=$((minute + 1)) status=0
    answer=$("$quorate" send "$folder" --ref "$3" -o "$out" --calendar own-calendar --json --now "2026-11-23T09:0$minute:00Z" 2> "$work/told") || status=$?
    expect "$name" "$1, exit $2" "$(python3 -c 'import json, sys
print(*[one["outcome"] for one in json.load(sys.stdin)["calendar"]])' <<< "$answer" 2> /dev/null || cat "$work/told"), exit $status"
  }
  lies() { # what is there is what was written last
    ours=$(find "$out" -name 'organizer-copy*.ics' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
    uid=$(sed -n 's/^UID:\(.*\)\r$/\1/p' "$ours" | head -n 1)
    url=$CALDAV_CALENDAR$uid.ics theirs=$work/theirs.ics
    curl "${login[@]}" -o "$theirs" "$url" || { fail "$name: it is not there"; return; }
    equal "$ours" "$theirs" && echo "  $name: reads back equal ($(grep -c BEGIN:VEVENT "$theirs") VEVENT)" || fail "$name: reads back otherwise"
  }
  sends added 0 "$3"; lies
  sends same 0 "$3"
  # Of the series somebody cannot at the second date, so that it moves.
  [ "$3" != TARN-7 ] || "$quorate" answer "$folder" --who d.tate --from "2027-02-01 10:45" --to 11:30 --cannot --how phone --by ci \
    --now 2026-11-23T09:04:00Z > /dev/null
  "$quorate" find "$folder" --ref "$4" --choose "$5" --decided-by ci --reason moved --now 2026-11-23T09:05:00Z > /dev/null 2> "$work/told" \
    || { cat "$work/told" >&2; fail "$name: cannot be moved"; }
  minute=5
  sends changed 0 "$3"; lies
  # Somebody else writes into it: theirs stays.
  sed 's/^SUMMARY:.*/SUMMARY:Mine now\r/' "$theirs" > "$work/mine.ics"
  curl "${login[@]}" -T "$work/mine.ics" -H 'Content-Type: text/calendar' "$url" || fail "$name: PUT of another"
  sends changed-by-others 1 "$3"
  curl "${login[@]}" "$url" | grep -q 'SUMMARY:Mine now' || fail "$name: somebody else's change was written over"
  curl "${login[@]}" -T "$theirs" -H 'Content-Type: text/calendar' "$url" || fail "$name: PUT back"
  "$quorate" cancel "$folder" --ref "$3" --by ci --reason off --now 2026-11-23T09:07:30Z > /dev/null || fail "$name: cannot be cancelled"
  sends removed 0 "$3"
  expect "$name, afterwards" 404 "$(curl "${login[@]/-sf/-s}" -o /dev/null -w '%{http_code}' "$url")"
}

# Two arranged cases, once; each server gets copies.
arrange() {
  cp -r fixtures/first-conference "$work/single"
  cp -r fixtures/five-contexts/school "$work/series"
  "$quorate" find "$work/single" --ref CP-2041 --seed 1 --choose 1 --now 2026-11-23T09:00:00Z > /dev/null
  "$quorate" find "$work/series" --ref TARN-7 --every 2w --times 5 --seed 1 --choose 1 --now 2026-11-23T09:00:00Z > /dev/null 2>&1
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
  cp -r "$work/single" "$work/single-$1"
  cp -r "$work/series" "$work/series-$1"
  own_calendar "$1" "$work/single-$1" CP-2041 CP-2041 2
  own_calendar "$1" "$work/series-$1" TARN-7 TARN-7#2 1
}

# Xandikos files the mails of `send` in somebody's calendar: after each of them one entry with this time and standing.
imip() {
  local program=${INTEROP_HOME:-${TMPDIR:-/tmp}/quorate-interop}/venv-xandikos/bin/xandikos
  [ -x "$program" ] || { echo "  import-imip: not installed here, so it was not asked"; return; }
  local folder=$work/imip step mail at=0
  cp -r "$work/single" "$folder"
  for step in invite update cancel; do
    at=$((at + 1))
    case $step in
      update) "$quorate" find "$folder" --ref CP-2041 --choose 2 --decided-by ci --reason moved --now "2026-11-23T10:0$at:00Z" > /dev/null ;;
      cancel) "$quorate" cancel "$folder" --ref CP-2041 --by ci --reason off --now "2026-11-23T10:0$at:00Z" > /dev/null ;;
    esac
    "$quorate" send "$folder" --ref CP-2041 -o "$work/imip-$step" --now "2026-11-23T10:0$at:30Z" > /dev/null 2>&1 || fail "import-imip: $step"
    mail=$(find "$work/imip-$step/mail" -name '*whitlock.eml' | head -n 1)
    [ -n "$mail" ] || { fail "import-imip: no mail of $step"; return; }
    "$program" import-imip -d "$work/store" --principal /whitlock/ --autocreate < "$mail" > "$work/imip.log" 2>&1 || { cat "$work/imip.log" >&2; fail "import-imip: $step"; }
    "$python" - "$work/store" "$mail" "$step" <<'P' && echo "  import-imip, $step: filed as said" || fail "import-imip: $step is filed otherwise"
import email, pathlib, subprocess, sys
from icalendar import Calendar
store, mail, step = sys.argv[1:]
part = next(p for p in email.message_from_binary_file(open(mail, "rb")).walk() if p.get_content_type() == "text/calendar")
said = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
found = []
for path in pathlib.Path(store).rglob("*.ics"):
    if "inbox" not in path.parts:
        found += Calendar.from_ical(path.read_bytes()).walk("VEVENT")
found = [one for one in found if one["UID"] == said["UID"]]
if step == "cancel" and not found:
    sys.exit(0)
# Of what is cancelled it keeps the entry with the number that it had.
told = lambda e: (e["DTSTART"].dt, e["DTEND"].dt, step != "cancel" and int(e["SEQUENCE"]), e.get("STATUS"))
if [told(one) for one in found] != [told(said)]:
    sys.exit(f"{[told(one) for one in found]} instead of {told(said)}")
P
  done
}
python=$("$kit/setup.sh" | tail -n 1)
arrange

for name in radicale xandikos cyrus; do server "$name"; done
unset CALDAV_CA
imip

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
