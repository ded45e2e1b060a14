#!/usr/bin/env bash
# Judges 300 messages of the norfolk fixture, or of the folder that is named (a team's quarter made by synth, for instance), first ones, updates and cancellations, by all parsers of the kit under ../shared/interop
# (or INTEROP_KIT), and the order of those about one entry. It takes some minutes, and is run by hand: QUORATE=path/to/quorate .ci/after-sending.sh
# Exit 0: all are accepted. 1: something is refused. 77: the kit is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
kit=${INTEROP_KIT:-../shared/interop}
if [ ! -x "$kit/check_ics.py" ]; then
  echo "skip: no interoperability kit at $kit" >&2
  exit 77
fi
python=$("$kit/setup.sh" | tail -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quorate=${QUORATE:-target/release/quorate}
case=$work/case out=$work/out
cp -r "${1:-fixtures/norfolk}" "$case"
run() { "$quorate" "$@" > "$work/said" 2> "$work/told" || [ $? = 1 ] || { cat "$work/told" >&2; exit 1; }; }
run plan "$case" --adopt --effort quick --now 2026-11-23T09:00:00Z -o "$work/plan.json"
# Half of the meetings are held first, and confirmed with all others.
mapfile -t refs < <("$python" - "$work/plan.json" <<'PY'
import json, sys
for meeting in json.load(open(sys.argv[1]))["meetings"]:
    print(meeting["ref"])
PY
)
[ "${#refs[@]}" -gt 3 ] || { echo "nothing was planned" >&2; exit 1; }
named=()
for ((i = 0; i < ${#refs[@]}; i += 2)); do named+=(--ref "${refs[i]}"); done
run send "$case" -o "$out" --hold "${named[@]}" --now 2026-11-23T10:00:00Z
run send "$case" -o "$out" --guests full --now 2026-11-23T11:00:00Z
run send "$case" -o "$out" "${named[@]}" --now 2026-11-23T12:00:00Z
# Another organiser is told to everybody; then every third meeting is off.
for ((i = 1; i < ${#refs[@]}; i += 3)); do
  # Where there is no second time it stays.
  "$quorate" find "$case" --ref "${refs[i]}" --choose 2 --decided-by ci --reason moved --now 2026-11-23T12:30:00Z \
    > /dev/null 2>&1 || true
done
run send "$case" -o "$out" --organizer 'New Desk <desk@norfolk.example.org>' --now 2026-11-23T13:00:00Z
for ((i = 0; i < ${#refs[@]}; i += 3)); do
  run cancel "$case" --ref "${refs[i]}" --by ci --reason off --now 2026-11-23T14:00:00Z
done
run send "$case" -o "$out" --organizer 'New Desk <desk@norfolk.example.org>' --now 2026-11-23T15:00:00Z
"$python" - "$out" "$work" <<'PY'
"""300 messages, as many of each kind, standing, level and recipient as there are; and chains about one entry."""
import collections, glob, os, random, re, sys
out, work = sys.argv[1:]
strata, chains = collections.defaultdict(list), collections.defaultdict(list)
for path in sorted(glob.glob(out + "/calendar/*.ics")):
    text = open(path, newline="").read().replace("\r\n ", "")
    value = lambda name: (re.search(rf"\r\n{name}[;:]([^\r]*)", text) or ["", ""])[1]
    key = (value("METHOD"), value("STATUS"), min(int(value("SEQUENCE")), 2), "ROLE=OPT" in text, "CUTYPE=GROUP" in text,
           "Agenda" in text, "Also asked" in text, "report by" in text, "UTC" in value("DTSTART"))
    strata[key].append(path)
    chains[value("UID"), value("ATTENDEE").rsplit(":", 1)[1]].append((value("DTSTAMP"), path))
draw, chosen = random.Random(7), []
pools = [draw.sample(all, len(all)) for _, all in sorted(strata.items())]
while len(chosen) < 300 and any(pools):
    for pool in pools:
        if pool and len(chosen) < 300:
            chosen.append(pool.pop())
mails = [path.replace("/calendar/", "/mail/").replace(".ics", ".eml") for path in chosen]
open(work + "/sample", "w").write("\n".join(chosen[::2] + mails[1::2]) + "\n")
long = [sorted(chain) for _, chain in sorted(chains.items()) if len(chain) > 2]
open(work + "/chains", "w").write("".join(" ".join(p for _, p in chain) + "\n" for chain in long[:40]))
open(work + "/mails", "w").write("\n".join(sorted(glob.glob(out + "/mail/*.eml"))) + "\n")
print(f"{len(strata)} kinds of message, {sum(map(len, strata.values()))} messages, {len(long)} chains")
PY
mapfile -t sample < "$work/sample"
judge() { "$python" "$kit/check_ics.py" -q --need icalendar,vobject,ical.js,libical "$@" | { grep -v '^PASS\|skip:' || true; }; }
judge "${sample[@]}"
while read -r chain; do
  # shellcheck disable=SC2086
  judge --order $chain
done < "$work/chains"
xargs "$python" .ci/mails.py < "$work/mails"
echo "after sending: ${#sample[@]} messages accepted, $(wc -l < "$work/chains") chains in order"
