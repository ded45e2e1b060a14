#!/usr/bin/env bash
# Sending by a mail server: the courier and the command before servers that refuse, break off or are not who they should be, and runs that are
# killed at any moment (QUORATE_STORM of them, 100 here). Needs no network and no kit.
set -euo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS
cargo clippy --quiet --features smtp --all-targets -- -D warnings
QUORATE_STORM=${QUORATE_STORM:-100} cargo test --quiet --features smtp --test smtp_courier --test smtp_send --test storm_send
echo "sending by a mail server holds ($((SECONDS - began)) s)"
