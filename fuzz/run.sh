#!/usr/bin/env bash
# Fuzzes the reader and the expander: fuzz/run.sh MINUTES [read|rule]. Needs a nightly toolchain and cargo-fuzz.
#
# Seeds are the small corpus kept here, the feeds of our fixtures and, where QUORATE_SHARED names that folder, the real and the broken
# calendars there. All that is found on the way stays in a temporary folder, since what grew from others' files is not ours to keep.
# With KEEP=1, which takes no seeds of others, the corpus here is replaced by the fewest inputs that reach as much.
# A finding is written to fuzz/artifacts/TARGET and ends the run with a code other than 0.
set -euo pipefail
minutes=${1:?how many minutes}
cd "$(dirname "$0")"
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
targets=${2:-read rule}

mkdir -p "$work/seeds/read" "$work/seeds/rule"
take() { # folder prefix: every calendar of at most 16 kB, under a name of its own
  find "$1" -type f \( -name '*.ics' -o -name '*.ifb' -o -name '*.ical' \) -size -16k -print0 | sort -z |
    while IFS= read -r -d '' file; do
      cp "$file" "$work/seeds/read/$2-$(printf %s "$file" | cksum | cut -d' ' -f1)"
    done
}
take ../fixtures ours
if [ -z "${KEEP:-}" ] && [ -n "${QUORATE_SHARED:-}" ]; then
  take "$QUORATE_SHARED/corpus/visible" real
  take "$QUORATE_SHARED/interop/samples" sample
  if python3 "$QUORATE_SHARED/ics-oracle/badfeeds.py" --out "$work/bad" >/dev/null; then take "$work/bad" bad; fi
fi

cargo +nightly fuzz build 2>&1 | grep -v Compiling || true
for target in $targets; do
  mkdir -p "$work/found/$target" "corpus/$target"
  case $target in
    read) more=(-dict=ics.dict -max_len=16384 -timeout=10) ;;
    rule) more=(-max_len=400 -len_control=20 -timeout=60) ;;
  esac
  nice -n 5 cargo +nightly fuzz run "$target" "$work/found/$target" "corpus/$target" "$work/seeds/$target" -- \
    -max_total_time=$((minutes * 60)) -rss_limit_mb=2048 -print_final_stats=1 "${more[@]}" > "$work/$target.log" 2>&1 &
  eval "pid_$target=\$!"
done
failed=0
for target in $targets; do
  pid=pid_$target
  if ! wait "${!pid}"; then failed=1; fi
  printf '\n== %s\n' "$target"
  grep -E 'panicked|assertion|ERROR|SUMMARY|Test unit written|^[0-9]+ files found' "$work/$target.log" | head -20 || true
  grep -E 'DONE|^stat::' "$work/$target.log" || tail -5 "$work/$target.log"
done
if [ "$failed" = 0 ] && [ -n "${KEEP:-}" ]; then
  for target in $targets; do
    mkdir "$work/kept-$target"
    cargo +nightly fuzz run "$target" "$work/kept-$target" "$work/found/$target" "corpus/$target" "$work/seeds/$target" -- \
      -merge=1 -max_len=2048 >/dev/null 2>&1
    rm -rf "$here/corpus/$target"
    mkdir -p "$here/corpus/$target"
    # The smallest come first: a few hundred are enough to begin with.
    find "$work/kept-$target" -type f -printf '%s %p\n' | sort -n | head -300 | cut -d' ' -f2- |
      xargs -r cp -t "$here/corpus/$target"
    printf '%s: %s inputs kept\n' "$target" "$(find "$here/corpus/$target" -type f | wc -l)"
  done
fi
exit "$failed"
