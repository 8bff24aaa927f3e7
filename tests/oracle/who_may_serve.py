"""Writes tests/data/who_may_serve.csv: 200 people, and whether each may be given an interaction of a channel.

It shares no code with the program: it works by striking out, from the requirement alone. Run it by hand:
    python3 tests/oracle/who_may_serve.py > tests/data/who_may_serve.csv
"""

import csv
import itertools
import random
import sys

CHANNELS = ["voice", "email", "messaging"]
STATES = ["schedule", "available", "busy", "away", "offline", "ringing", "wrap-up"]
SCHEDULES = ["none", "inside", "outside"]
SESSIONS = [0, 1, 2, 3, 5]
CAPACITIES = [0, 1, 3]
LIMITS = [("", 7), (10, 9), (10, 10), (0, 0)]

# What is said of somebody who is struck out, and for whom it holds, in the order of the requirement.
STRIKES = [
    ("may not receive {channel}", lambda p: p["right"] == "no"),
    # Ringing and wrap-up come over whatever the world says, which is here that the person goes by the schedule.
    ("offline", lambda p: p["state"] == "offline"),
    ("away", lambda p: p["state"] == "away"),
    ("outside the work schedule", lambda p: p["schedule"] == "outside" and p["state"] in ("schedule", "ringing", "wrap-up")),
    ("busy", lambda p: p["state"] == "busy"),
    ("already ringing", lambda p: p["state"] == "ringing"),
    ("in wrap-up", lambda p: p["state"] == "wrap-up"),
    (
        "busy, {sessions} open and a call takes the whole capacity",
        lambda p: p["channel"] == "voice" and p["beside"] == "no" and p["sessions"] != 0,
    ),
    ("busy, {sessions} of {capacity}", lambda p: p["channel"] != "voice" and not p["sessions"] < p["capacity"]),
    ("{received} received today, the daily limit", lambda p: p["limit"] != "" and not p["received"] < p["limit"]),
]


def verdict(person):
    for place, (words, holds) in enumerate(STRIKES):
        if holds(person):
            return place, "no", words.format(**person)
    return len(STRIKES), "yes", ""


def people():
    product = itertools.product(CHANNELS, STATES, SCHEDULES, SESSIONS, CAPACITIES, ["no", "yes"], LIMITS, ["yes", "no"])
    for channel, state, schedule, sessions, capacity, beside, (limit, received), right in product:
        yield {
            "channel": channel,
            "right": right,
            "state": state,
            "schedule": schedule,
            "sessions": sessions,
            "capacity": capacity,
            "beside": beside,
            "received": received,
            "limit": limit,
        }


def main():
    chance = random.Random(20261129)
    by_reason = {}
    for person in people():
        place, answer, reason = verdict(person)
        by_reason.setdefault((person["channel"], place), []).append((person, answer, reason))
    rows = []
    pools = []
    for (_, place), rows_of in sorted(by_reason.items()):
        # Who may be given it comes four times as often as each reason against it.
        pools += [chance.sample(rows_of, len(rows_of))] * (4 if place == len(STRIKES) else 1)
    # In turn from each kind of answer, so that none is rare.
    for kind in itertools.cycle(pools):
        if len(rows) == 200:
            break
        if kind:
            rows.append(kind.pop())
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["channel", "right", "state", "schedule", "sessions", "capacity", "calls_beside_chats", "received", "limit", "may", "reason"])
    for person, answer, reason in rows:
        out.writerow([*person.values(), answer, reason])


main()
