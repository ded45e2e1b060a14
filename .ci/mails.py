#!/usr/bin/env python3
"""Judges mails as python's email package reads them: shape, addresses, one calendar twice. usage: mails.py FILE.eml..."""

import email
import email.policy
import re
import sys


def faults(path):
    raw = open(path, "rb").read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    if mail.defects:
        yield f"defects {mail.defects}"
    for part in mail.walk():
        if part.defects:
            yield f"defects of a part: {part.defects}"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        yield "a bare line end"
    if any(len(line) > 998 for line in raw.split(b"\r\n")):
        yield "a line of more than 998 octets"
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        if len(mail.get_all(name, [])) != 1:
            yield f"{name} is not there once"
    for name in ("Cc", "Bcc", "Reply-To", "Sender"):
        if mail[name] is not None:
            yield f"there is a {name}"
    to = [address.addr_spec for address in mail["To"].addresses]
    if len(to) != 1:
        yield f"{len(to)} recipients"
    for name in ("From", "To", "Subject"):
        if re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", str(mail[name])):
            yield f"{name} holds what no header may"
    types = [part.get_content_type() for part in mail.walk()]
    asked = ["multipart/alternative", "text/plain", "text/html"]
    if types == asked:
        return
    if types != ["multipart/mixed", *asked, "text/calendar", "application/ics"]:
        yield f"parts {types}"
        return
    calendar, attached = [part for part in mail.walk()][-2:]
    octets = calendar.get_payload(decode=True)
    if octets != attached.get_payload(decode=True):
        yield "the attached calendar is another"
    if calendar.get_content_disposition() is not None:
        yield "the calendar to be answered is an attachment"
    lines = octets.decode().replace("\r\n ", "").split("\r\n")
    attendees = [line.rsplit(":mailto:", 1)[1] for line in lines if line.startswith("ATTENDEE")]
    if attendees != to:
        yield "To is not the one ATTENDEE"
    organizer = [line.rsplit(":mailto:", 1)[1] for line in lines if line.startswith("ORGANIZER")]
    if organizer != [address.addr_spec for address in mail["From"].addresses]:
        yield "From is not the ORGANIZER"
    if "METHOD:" + calendar.get_param("method", "") not in lines:
        yield "method= is not METHOD"


bad = 0
for path in sys.argv[1:]:
    for fault in faults(path):
        bad += 1
        print(f"{path}: {fault}")
print(f"{len(sys.argv) - 1} mails read, {bad} faults")
sys.exit(bad > 0 or len(sys.argv) < 2)
