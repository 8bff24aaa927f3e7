"""Plays scenarios of load runs with SimPy, to compare with: tests/data/load_oracle.csv, read by tests/it/load/oracle.rs.

It shares no code with the program: it is written from the requirements alone (spec: load §6, meaning §8, distribution §1).

    python3 tests/oracle/load_runs.py > tests/data/load_oracle.csv
    python3 tests/oracle/load_runs.py --check tests/data/load_oracle.csv --replications 60
    python3 tests/oracle/load_runs.py --speed

Each scenario begins empty at midnight, and customers arrive for so many hours. Each figure is the mean over replications, with its
standard error. What `within` seconds is answered is the service level, against all who are offered. Occupancy counts the hours of arrivals.
"""

import argparse
import csv
import math
import random
import statistics
import sys
import time

import simpy

WITHIN_S = 20
HOUR_S = 3_600


class Person:
    def __init__(self, name, place, skills=()):
        self.name, self.place, self.skills = name, place, set(skills)
        self.is_free, self.idle_since, self.busy_s, self.contacts = True, 0.0, 0.0, 0


class Queue:
    """A waiting line: who serves it, how long talks and patience last, and how it chooses among those who are free."""

    def __init__(self, name, people, handling, patience=None, wrap_up_s=0, weight=50, most_waiting=None, by="idle"):
        self.name, self.people, self.handling, self.patience = name, people, handling, patience
        self.wrap_up_s, self.weight, self.most_waiting, self.by = wrap_up_s, weight, most_waiting, by
        self.offered = self.answered = self.abandoned = self.overflowed = self.within = self.waited = 0
        self.wait_s = 0.0

    def choose(self, free, now):
        if self.by == "order":
            return min(free, key=lambda person: person.place)
        # Who has been free longest, in whole seconds; among these the first in the order of the queue.
        return min(free, key=lambda person: (-int(now - person.idle_since), person.place))


class Call:
    def __init__(self, env, queue, skill, priority, preferred, number):
        self.queue, self.skill, self.priority, self.preferred, self.number = queue, skill, priority, preferred, number
        self.since, self.taken = env.now, env.event()

    def may_be_served_by(self, person):
        return person in self.queue.people and (self.skill is None or self.skill in person.skills)


class Floor:
    """The people and the lines of one replication."""

    def __init__(self, env, chance, until_s):
        self.env, self.chance, self.until_s = env, chance, until_s
        self.line, self.count = [], 0

    def enter(self, queue, skill=None, priority=5, preferred=None):
        """A process: a customer comes to a queue. Returns who served, "full" or "gone"."""
        env = self.env
        queue.offered += 1
        if queue.most_waiting is not None and sum(call.queue is queue for call in self.line) >= queue.most_waiting:
            queue.overflowed += 1
            return "full"
        self.count += 1
        call = Call(env, queue, skill, priority, preferred, self.count)
        free = [person for person in queue.people if person.is_free and call.may_be_served_by(person)]
        if free:
            person = preferred if preferred in free else queue.choose(free, env.now)
            person.is_free = False
        else:
            queue.waited += 1
            self.line.append(call)
            gives_up = [env.timeout(queue.patience(self.chance))] if queue.patience else []
            yield simpy.AnyOf(env, [call.taken, *gives_up])
            if not call.taken.triggered:
                self.line.remove(call)
                queue.abandoned += 1
                queue.wait_s += env.now - call.since
                return "gone"
            person = call.taken.value
        wait_s = env.now - call.since
        queue.answered += 1
        queue.wait_s += wait_s
        queue.within += wait_s <= WITHIN_S
        person.contacts += 1
        began = env.now
        yield env.timeout(queue.handling(self.chance))
        env.process(self.becomes_free(person, queue, began))
        return person

    def becomes_free(self, person, queue, began):
        if queue.wrap_up_s:
            yield self.env.timeout(queue.wrap_up_s)
        else:
            yield self.env.timeout(0)
        person.busy_s += max(0.0, min(self.env.now, self.until_s) - min(began, self.until_s))
        waiting = [call for call in self.line if call.may_be_served_by(person)]
        if waiting:
            # The highest priority, then the highest weight of the queue, then who has waited longest.
            call = min(waiting, key=lambda it: (-it.priority, -it.queue.weight, it.since, it.number))
            self.line.remove(call)
            call.taken.succeed(person)
        else:
            person.is_free, person.idle_since = True, self.env.now


def exponential(mean_s):
    return lambda chance: chance.expovariate(1 / mean_s)


def fixed(seconds):
    return lambda chance: seconds


def people(count, skilled=0, skill="French"):
    return [Person(f"person {place + 1}", place, [skill] if place < skilled else []) for place in range(count)]


# Each scenario: customers an hour, hours, and from a floor its queues, its people to be reported one by one, and what a customer does.


def skills(floor):
    """Two of six speak French; three of ten customers ask for it."""
    staff = people(6, skilled=2)
    queue = Queue("support", staff, exponential(180), exponential(300))

    def customer():
        yield from floor.enter(queue, skill="French" if floor.chance.random() < 0.3 else None)

    return [queue], staff, customer


def priorities(floor):
    """Three of ten come by an action of priority 8 to a queue of weight 1, the others by one of priority 5 to one of weight 100. The
    same four people serve both."""
    staff = people(4)
    first = Queue("support", staff, exponential(120), exponential(240), weight=1)
    second = Queue("other", staff, exponential(120), exponential(240), weight=100)

    def customer():
        if floor.chance.random() < 0.3:
            yield from floor.enter(first, priority=8)
        else:
            yield from floor.enter(second)

    return [first, second], [], customer


def weights(floor):
    """Four people serve two queues of weight 80 and 20."""
    staff = people(4)
    first = Queue("support", staff, exponential(120), exponential(240), weight=80)
    second = Queue("other", staff, exponential(180), exponential(200), weight=20)

    def customer():
        yield from floor.enter(first if floor.chance.random() < 0.5 else second)

    return [first, second], [], customer


def overflow(floor):
    """At most two wait in the first queue; who comes then goes to the second one."""
    first = Queue("support", people(3), exponential(150), exponential(300), most_waiting=2)
    second = Queue("other", people(2), exponential(200), exponential(120))

    def customer():
        if (yield from floor.enter(first)) == "full":
            yield from floor.enter(second)

    return [first, second], [], customer


def group(floor):
    """A distribution group of weights 60 and 40. A queue that is full is drawn, too."""
    first = Queue("support", people(4), exponential(180), exponential(240), most_waiting=4)
    second = Queue("other", people(2), exponential(180), exponential(240), most_waiting=1)

    def customer():
        yield from floor.enter(first if floor.chance.random() < 0.6 else second)

    return [first, second], [], customer


def wrap_up(floor):
    """A minute of work follows each talk of two."""
    queue = Queue("support", people(5), exponential(120), exponential(180), wrap_up_s=60)

    def customer():
        yield from floor.enter(queue)

    return [queue], [], customer


def returning(floor):
    """Half of the customers have been in contact before, and go to who served them last, if free; the others to the first of the order."""
    staff = people(5)
    queue = Queue("support", staff, exponential(150), exponential(240), by="order")
    ended = []

    def customer():
        last = floor.chance.choice(ended) if ended and floor.chance.random() < 0.5 else None
        served = yield from floor.enter(queue, preferred=last)
        ended.append(served if isinstance(served, Person) else last)

    return [queue], staff, customer


def fixed_talks(floor):
    """M/D/c: four people, talks of exactly three minutes, nobody gives up."""
    queue = Queue("support", people(4), fixed(180))

    def customer():
        yield from floor.enter(queue)

    return [queue], [], customer


SCENARIOS = {
    "skills": (100, 4, skills),
    "priorities": (130, 4, priorities),
    "weights": (100, 4, weights),
    "overflow": (110, 4, overflow),
    "group": (100, 4, group),
    "wrap_up": (110, 4, wrap_up),
    "returning": (90, 4, returning),
    "fixed_talks": (64, 4, fixed_talks),
}


def replication(scenario, seed):
    per_hour, hours, make = scenario
    chance = random.Random(seed)
    env = simpy.Environment()
    until_s = hours * HOUR_S
    floor = Floor(env, chance, until_s)
    queues, staff, customer = make(floor)

    def arrivals():
        while True:
            yield env.timeout(chance.expovariate(per_hour / HOUR_S))
            if env.now >= until_s:
                return
            env.process(customer())

    env.process(arrivals())
    env.run()
    return queues, staff, until_s


def figures_of(queues, staff, until_s):
    figures = {}
    for queue in queues:
        let_in = queue.offered - queue.overflowed
        figures |= {
            f"{queue.name} offered": queue.offered,
            f"{queue.name} answered": queue.answered,
            f"{queue.name} abandoned": queue.abandoned,
            f"{queue.name} overflowed": queue.overflowed,
            f"{queue.name} waited": queue.waited,
            f"{queue.name} wait_s": queue.wait_s / max(let_in, 1),
            f"{queue.name} level": queue.within / max(queue.offered, 1),
            f"{queue.name} occupancy": sum(it.busy_s for it in queue.people) / (until_s * len(queue.people)),
        }
    figures |= {f"{person.name} contacts": person.contacts for person in staff}
    return figures


def play(name, replications, first_seed):
    all_of = {}
    for number in range(replications):
        for what, value in figures_of(*replication(SCENARIOS[name], f"{name} {first_seed + number}")).items():
            all_of.setdefault(what, []).append(value)
    return {what: (statistics.fmean(of), statistics.stdev(of) / math.sqrt(len(of))) for what, of in all_of.items()}


def write(replications):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["scenario", "figure", "mean", "standard_error", "replications"])
    for name in SCENARIOS:
        for what, (mean, error) in play(name, replications, 0).items():
            out.writerow([name, what, f"{mean:.6g}", f"{error:.3g}", replications])


def check(path, replications):
    """Plays the scenarios again, with other seeds, and compares with what is written: within 4 standard errors."""
    with open(path, newline="", encoding="utf-8") as file:
        written = {(row["scenario"], row["figure"]): row for row in csv.DictReader(file)}
    played = {(name, what): found for name in SCENARIOS for what, found in play(name, replications, 1_000_000).items()}
    if written.keys() != played.keys():
        sys.exit(f"{path} has other figures than the script: write it again.")
    wrong = 0
    for at, (mean, error) in played.items():
        was, was_error = float(written[at]["mean"]), float(written[at]["standard_error"])
        # Few replications of skewed waits say little of their own spread, so that of many counts as well.
        error = max(error, was_error * math.sqrt(int(written[at]["replications"]) / replications))
        bound = 4 * math.hypot(error, was_error)
        if abs(mean - was) > bound + 1e-5 * abs(was):
            wrong += 1
            print(f"{at[0]}, {at[1]}: {mean:.5g} now, {was:.5g} in {path}, more than {bound:.2g} apart", file=sys.stderr)
    if wrong:
        sys.exit(1)
    print(f"{len(played)} figures of {len(SCENARIOS)} scenarios are those of {path}")


def speed():
    """Contacts a second through one queue with patience (M/M/c+M): 10 a minute, 300 s, patience 120 s, 48 people."""

    def impatient(floor):
        queue = Queue("support", people(48), exponential(300), exponential(120))

        def customer():
            yield from floor.enter(queue)

        return [queue], [], customer

    began = time.perf_counter()
    queues, _, _ = replication((600, 100, impatient), "speed")
    print(f"{queues[0].offered / (time.perf_counter() - began):.0f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", metavar="FILE")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--replications", type=int, default=600)
    asked = parser.parse_args()
    if asked.speed:
        speed()
    elif asked.check:
        check(asked.check, asked.replications)
    else:
        write(asked.replications)


main()
