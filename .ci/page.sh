#!/usr/bin/env bash
# Looks at the pages of find and plan with an accessibility checker in a browser without a window, on wide and narrow screens, by
# day and by night. With a folder: photographs for the documentation, written there. Needs chromium, node and npm.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
now=2026-11-23T09:00:00Z
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quorate=${QUORATE:-$root/target/release/quorate}
[ -x "$quorate" ] || { cargo build --quiet --release; quorate=$root/target/release/quorate; }
mkdir "$work/pages"
"$quorate" find fixtures/first-conference --ref CP-2041 --now "$now" --html "$work/pages/first-conference.html" > /dev/null
"$quorate" find fixtures/norfolk --ref CP-2051 --now "$now" --html "$work/pages/norfolk.html" > /dev/null
# Late slots, and why nothing in time fits.
"$quorate" find fixtures/first-conference --ref CP-2041 --now "$now" --from 2026-12-05 --by 2026-12-06 \
  --html "$work/pages/late.html" > /dev/null || [ $? = 1 ]
"$quorate" plan fixtures/review-team --effort quick --now "$now" --html "$work/pages/plan.html" > /dev/null || [ $? = 1 ]
(cd "$work" && npm install --silent --no-audit --no-fund playwright-core@1 axe-core@4 > /dev/null)
cp .ci/page.mjs "$work/"
CHROMIUM=$(command -v chromium || command -v google-chrome) node "$work/page.mjs" "$work/pages" ${1:+"$(realpath "$1")"}
