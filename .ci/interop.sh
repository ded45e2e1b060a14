#!/usr/bin/env bash
# Shows the invitations and the busy time that we write to calendar programs and parsers that are not ours (the kit under
# ../shared/interop, or INTEROP_KIT). Exit 0: all accept all files. 1: something is refused. 77: the kit is not there.
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
trap 'rm -rf "$samples"' EXIT
QUORATE_SAMPLES=$samples cargo test --quiet --test invite_command -- --exact samples_for_other_programs >&2
QUORATE_SAMPLES=$samples/published cargo test --quiet --test reduce_command -- --exact samples_for_other_programs >&2

mapfile -t requests < <(find "$samples" -name 'invite-*.ics' -o -name 'copy-*.ics' | sort)
mapfile -t stored < <(find "$samples" -name organizer-copy.ics | sort)
mapfile -t published < <(find "$samples/published" -name '*.ics' | sort)
[ "${#requests[@]}" -gt 30 ] && [ "${#stored[@]}" -gt 5 ] && [ "${#published[@]}" -gt 100 ] || { echo "the samples were not written" >&2; exit 1; }
# Files that pass are not listed; pipefail keeps the judges' own verdict.
judge() { "$python" "$kit/check_ics.py" -q --need icalendar,vobject,ical.js "$@" | { grep -v '^PASS' || true; }; }
judge --kind itip "${requests[@]}"
judge --kind stored "${stored[@]}"
judge --kind feed "${published[@]}"
# A later message about the same meeting: UID the same, SEQUENCE and DTSTAMP risen.
judge --order "$samples/first/invite-01-chair.ics" "$samples/update/invite-01-chair.ics"
echo "interop: ${#requests[@]} requests and ${#stored[@]} plain entries accepted, ${#published[@]} files of busy time too"

if [ "${THUNDERBIRD:-0}" = 1 ]; then
  "$kit/thunderbird_itip.py" --me zoe.novak@council.example.org \
    "$samples/first/invite-01-chair.ics" "$samples/update/invite-01-chair.ics"
fi
