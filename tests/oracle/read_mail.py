"""What Python's own mail reader finds in the emails of tests/data/mail, as a table that a test compares with.

    python3 tests/oracle/read_mail.py > tests/data/mail/python.json

It reads headers, the plain text and the names of attached files; it knows nothing of Signalbox's rules.
"""

import json
import pathlib
from email import message_from_bytes, policy


def people(header):
    return list(header.addresses) if header is not None else []


def read(path):
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    sender = people(message["From"])
    answers = people(message["Reply-To"])
    date = message["Date"].datetime if message["Date"] is not None else None
    plain = message.get_body(("plain",))
    try:
        text = plain.get_content().strip() if plain is not None else None
    except (LookupError, UnicodeError):
        text = None
    files = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    return {
        "from": sender[0].addr_spec if sender else "",
        "name": sender[0].display_name if sender else "",
        "reply_to": answers[0].addr_spec if answers else "",
        "to": [one.addr_spec for one in people(message["To"])],
        "cc": [one.addr_spec for one in people(message["Cc"])],
        "subject": str(message["Subject"] or ""),
        "date": int(date.timestamp()) if date is not None else None,
        "text": text,
        "files": [[part.get_filename(), len(part.get_payload(decode=True) or b"")] for part in files],
    }


here = pathlib.Path(__file__).resolve().parent.parent / "data" / "mail"
table = {path.stem: read(path) for path in sorted(here.glob("*.eml"))}
print(json.dumps(table, indent=1, sort_keys=True, ensure_ascii=True))
