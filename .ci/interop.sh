#!/usr/bin/env bash
# Shows the invitations, the mails, the packs, the follow-ups and the busy time that we write to calendar programs and parsers that are not ours (the kit under
# ../shared/interop, or INTEROP_KIT), and stores the follow-ups on its calendar servers. Exit 0: all accept all files. 1: something is refused. 77: the kit is not there.
# With THUNDERBIRD=1 a headless Thunderbird, where it is installed, is asked too.
set -euo pipefail
cd "$(dirname "$0")/.."
kit=${INTEROP_KIT:-../shared/interop}
if [ ! -x "$kit/check_ics.py" ]; then
  echo "skip: no interoperability kit at $kit" >&2
  exit 77
fi
python=$("$kit/setup.sh" | tail -n 1)
samples=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$samples"
}
trap finish EXIT
QUORATE_SAMPLES=$samples cargo test --quiet --test invite_command -- --exact samples_for_other_programs >&2
QUORATE_SAMPLES=$samples/fixtures cargo test --quiet --test invite_private >&2
QUORATE_SAMPLES=$samples/series cargo test --quiet --test series_command -- --exact samples_for_other_programs >&2
QUORATE_SAMPLES=$samples/published cargo test --quiet --test reduce_command -- --exact samples_for_other_programs >&2
QUORATE_SAMPLES=$samples/follow-ups cargo test --quiet --test actions_command -- --exact samples_for_other_programs >&2

# Of the fixtures' meetings every fourteenth mail and every tenth pack; of what is made to be difficult all.
each() { awk -v n="$1" 'NR % n == 1'; }
fixtures=$samples/fixtures
mapfile -t requests < <(find "$samples" -path "$fixtures" -prune -o \( -name 'invite-*.ics' -o -name 'copy-*.ics' \) -print | sort)
mapfile -t stored < <(find "$samples" -path "$fixtures" -prune -o \( -name organizer-copy.ics -o -name meeting.ics \) -print | sort
  find "$fixtures" -name meeting.ics | sort | each 10)
mapfile -t mails < <(find "$samples" -name '*.eml' | sort)
# What asks for a report has no calendar, and is judged as a mail alone.
mapfile -t invites < <(find "$samples" -path "$fixtures" -prune -o -name '*.eml' ! -name 'report-*' -print | sort
  find "$fixtures" -name '*.eml' ! -name 'report-*' | sort | each 14)
mapfile -t published < <(find "$samples/published" -name '*.ics' | sort)
# To be imported by hand, and as a server stores them: one entry a file.
mapfile -t imported < <(find "$samples/follow-ups" -name 'all-*.ics' | sort)
mapfile -t entries < <(find "$samples/follow-ups" -name 'one-*.ics' | sort)
[ "${#imported[@]}" = 3 ] && [ "${#entries[@]}" = 5 ] || { echo "the follow-ups were not written" >&2; exit 1; }
[ "${#mails[@]}" -gt 500 ] && [ "${#invites[@]}" -gt 100 ] || { echo "the mails were not written" >&2; exit 1; }
[ "${#requests[@]}" -gt 30 ] && [ "${#stored[@]}" -gt 5 ] && [ "${#published[@]}" -gt 100 ] || { echo "the samples were not written" >&2; exit 1; }
# Of the series: a rule with a date left out, a date that is moved, and a plain entry of both.
has() { grep -q "$2" "$1" || { echo "$1 has no $2" >&2; exit 1; }; }
has "$samples/series/invite-01-ana.ics" '^EXDATE;TZID='
has "$samples/series/meeting-2/invite-01-ana.ics" '^RECURRENCE-ID;TZID='
has "$samples/series/outlook/SCH-7/meeting.ics" '^RRULE:FREQ=WEEKLY'
has "$samples/series/organizer-copy.ics" '^RECURRENCE-ID;TZID='
# Files that pass are not listed; pipefail keeps the judges' own verdict.
judge() { "$python" "$kit/check_ics.py" -q --need icalendar,vobject,ical.js "$@" | { grep -v '^PASS' || true; }; }
judge --kind itip "${requests[@]}"
judge "${invites[@]}"
"$python" .ci/mails.py "${mails[@]}"
judge --kind stored "${stored[@]}"
judge --kind feed "${published[@]}"
judge --kind feed "${imported[@]}"
judge --kind stored "${entries[@]}"
# A later message about the same meeting: UID the same, SEQUENCE and DTSTAMP risen.
judge --order "$samples/first/invite-01-chair.ics" "$samples/update/invite-01-chair.ics"
judge --order "$samples/first/mail/invite-01-chair.eml" "$samples/update/mail/invite-01-chair.eml"
echo "interop: ${#requests[@]} requests, ${#invites[@]} mails and ${#stored[@]} plain entries accepted, ${#published[@]} files of busy time too, and ${#imported[@]} lists and ${#entries[@]} single follow-ups"

# What follows after sending, as the command writes it: a hold confirmed, a refused proposal, moved, one person dropped, called off; a series with a
# date moved and a date taken out, and called off.
quorate=${QUORATE:-${CARGO_TARGET_DIR:-target}/debug/quorate}
[ -n "${QUORATE:-}" ] || cargo build --quiet --bin quorate >&2
after=$samples/after
mkdir "$after"
cp -r fixtures/first-conference "$after/one"
cp -r fixtures/five-contexts/school "$after/series"
# Exit code 1 is an answer.
run() { "$quorate" "$@" > "$after/said" 2> "$after/told" || [ $? = 1 ] || { cat "$after/told" >&2; exit 1; }; }
on() { at=2026-11-$1T09:00:00Z; }
act() { run "$1" "$after/$2" --now "$at" "${@:3}"; }
tell() { act send "$1" -o "$after/out-$1" "${@:2}"; }
on 23; act find one --ref CP-2041 --choose 1; tell one --ref CP-2041 --hold
on 24; tell one --ref CP-2041
on 25; act replies one --who j.marsh --ref CP-2041 --propose 2026-12-09T10:00 2026-12-09T11:30 --by ci; tell one --ref CP-2041 --refuse-proposal j.marsh
on 26; act find one --ref CP-2041 --choose 2 --decided-by ci --reason moved; tell one --ref CP-2041
sed -i 's/; expected: health-visitor = j.marsh if under5 direct//' "$after/one/meetings.csv"
on 27; act find one --ref CP-2041 --choose 1 --decided-by ci --reason moved; tell one --ref CP-2041
on 28; act cancel one --ref CP-2041 --by ci --reason off; tell one --ref CP-2041
on 23; act find series --ref TARN-7 --every 2w --times 5 --choose 1; tell series
act answer series --who d.tate --from "2027-02-01 10:45" --to 11:30 --cannot --how phone --by ci
on 24; act find series --ref TARN-7#2 --choose 1 --decided-by ci --reason moved; tell series
on 25; act cancel series --ref TARN-7#4 --by ci --reason off; tell series
on 26; act cancel series --ref TARN-7 --by ci --reason off; tell series
"$python" - "$after" <<'PY'
"""Every kind of message, twice as a calendar and once as a mail, then others until there are 50; and the chains about one entry of some recipients."""
import collections, glob, re, sys
after = sys.argv[1]
kinds, chains = collections.defaultdict(list), collections.defaultdict(list)
for path in sorted(glob.glob(after + "/out-*/calendar/*.ics")):
    text = open(path, newline="").read().replace("\r\n ", "")
    value = lambda name: (re.search(rf"\r\n{name}[;:]([^\r]*)", text[text.index("BEGIN:VEVENT"):]) or ["", ""])[1]
    method, date, stamp = re.search(r"METHOD:(\w+)", text)[1], value("RECURRENCE-ID"), value("DTSTAMP")
    kinds[method, value("STATUS"), stamp, date != ""].append(path)
    chains[value("UID"), date, value("ATTENDEE").rsplit(":", 1)[1]].append((stamp, path))
# Whoever was dropped, and whose proposal was refused, stands in the chains.
found = {(method, status) for method, status, _, _ in kinds}
wanted = {("REQUEST", "TENTATIVE"), ("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")}
dates = {method for method, _, _, date in kinds if date}
lengths = sorted(map(len, chains.values()))
if not wanted <= found or dates != {"REQUEST", "CANCEL"} or len(kinds) < 9 or lengths[-1] < 5:
    sys.exit(f"kinds of message are missing: {sorted(found)}, {sorted(dates)}, {len(kinds)}, {lengths}")
mail = lambda path: path.replace("/calendar/", "/mail/")[:-4] + ".eml"
chosen = []
for number in range(max(map(len, kinds.values()))):
    for paths in kinds.values():
        if number < len(paths) and len(chosen) < 50:
            chosen.append(mail(paths[number]) if number % 3 == 1 else paths[number])
with open(after + "/sample", "w") as sample, open(after + "/chains", "w") as chain:
    sample.writelines(path + "\n" for path in chosen)
    chain.writelines(" ".join(path for _, path in sorted(paths)) + "\n" for (_, _, who), paths in sorted(chains.items())
                     if len(paths) > 1 and who.split("@")[0] in ("j.marsh", "r.whitlock", "st-marks", "n.barrow"))
PY
mapfile -t sample < "$after/sample"
"$python" "$kit/check_ics.py" -q --need icalendar,vobject,ical.js,libical "${sample[@]}" | { grep -v '^PASS\|skip:' || true; }
while read -r chain; do
  # shellcheck disable=SC2086
  judge --order $chain | { grep -v 'skip:' || true; }
done < "$after/chains"
mapfile -t mails < <(find "$after" -name '*.eml' | sort)
"$python" .ci/mails.py "${mails[@]}"
echo "after sending: ${#sample[@]} messages accepted, $(wc -l < "$after/chains") chains in order, ${#mails[@]} mails"

# Servers take every follow-up and give it back; what they give is judged again.
for name in radicale xandikos; do
  unset CALDAV_CA
  status=0
  # The server outlives its starter, and must not hold our pipe open.
  "$kit/start-$name.sh" > "$samples/env" 2> "$samples/start.log" < /dev/null || status=$?
  if [ "$status" = 77 ]; then echo "$name: not installed here, so it was not asked"; continue; fi
  if [ "$status" != 0 ]; then cat "$samples/start.log" >&2; exit 1; fi
  . "$samples/env"
  started+=("$CALDAV_PID")
  login=(-sSf -u "$CALDAV_USER:$CALDAV_PASSWORD")
  [ -z "${CALDAV_CA:-}" ] || login+=(--cacert "$CALDAV_CA")
  back=$samples/back-$name
  mkdir "$back"
  for entry in "${entries[@]}"; do
    url=$CALDAV_CALENDAR$(basename "$entry")
    curl "${login[@]}" -T "$entry" -H 'Content-Type: text/calendar' "$url"
    curl "${login[@]}" -o "$back/$(basename "$entry")" "$url"
  done
  judge --kind stored "$back"/*.ics
  # Asked for what is to be done, it lists the tasks and not the last days.
  tasks=$(grep -l BEGIN:VTODO "${entries[@]}" | wc -l)
  listed=$(curl "${login[@]}" -X REPORT -H 'Depth: 1' -H 'Content-Type: application/xml' --data '<C:calendar-query
    xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter
    name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter></C:calendar-query>' "$CALDAV_CALENDAR" |
    grep -o 'one-[0-9]*\.ics' | sort -u | wc -l)
  [ "$listed" = "$tasks" ] || { echo "$name lists $listed tasks instead of $tasks" >&2; exit 1; }
  echo "$name: ${#entries[@]} follow-ups stored, $listed of them listed as tasks"
done

if [ "${THUNDERBIRD:-0}" = 1 ]; then
  "$kit/thunderbird_itip.py" --me zoe.novak@council.example.org \
    "$samples/first/invite-01-chair.ics" "$samples/update/invite-01-chair.ics"
  "$kit/thunderbird_itip.py" --me ana@csc.example.org \
    "$samples/series/invite-01-ana.ics" "$samples/series/meeting-2/invite-01-ana.ics"
fi
