#!/usr/bin/env python3
"""Holds the binary to the verdicts on malformed and hostile feeds.

usage: badfeeds.py BINARY FOLDER     FOLDER has expect.tsv and the feeds, as the shared badfeeds.py writes them

accept: exit 0, the stated busy time, no warning. warn: exit 0, the stated busy time, a warning. reject: exit 2, a message that
names the file, nothing on standard output. bounded: any of these. All within 10 s and 512 MB.
"""
import json
import os
import resource
import subprocess
import sys
import time

LIMIT_SECONDS, LIMIT_BYTES = 10, 512 << 20


def fault(binary, path, verdict, busy):
    command = [binary, "freebusy", path, "--from", "2025-01-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z",
               "--tz", "Europe/London", "--json", "--now", "2025-01-01T00:00:00Z"]
    bound = lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
    try:
        ran = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, preexec_fn=bound)
    except subprocess.TimeoutExpired:
        return f"no answer in {LIMIT_SECONDS} s"
    if ran.returncode == 2:
        if os.path.basename(path).encode() not in ran.stderr:
            return "the message does not name the file"
        if ran.stdout:
            return "refused, and yet something on standard output"
        return None if verdict in ("reject", "bounded") else f"refused, expected {verdict}"
    if ran.returncode != 0:
        return f"exit {ran.returncode}"
    if verdict == "reject":
        return "accepted, expected a refusal"
    answer = json.loads(ran.stdout)
    if busy != "-" and answer["busy"] != json.loads(busy):
        return f"busy {answer['busy'][:3]}, expected {busy}"
    if verdict == "warn" and not answer["warnings"]:
        return "no warning"
    if verdict == "accept" and answer["warnings"]:
        return f"needless warnings {answer['warnings'][:3]}"
    return None


def main():
    binary, folder = sys.argv[1:]
    cases = [line.rstrip("\n").split("\t") for line in open(os.path.join(folder, "expect.tsv"))]
    bad, slowest = 0, (0.0, "")
    for name, verdict, busy, _note in cases:
        began = time.monotonic()
        found = fault(binary, os.path.join(folder, name + ".ics"), verdict, busy)
        slowest = max(slowest, (time.monotonic() - began, name))
        if found:
            bad += 1
            print(f"{name} ({verdict}): {found}")
    print(f"{len(cases) - bad} of {len(cases)} verdicts met; slowest {slowest[1]} {slowest[0]:.2f} s")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
