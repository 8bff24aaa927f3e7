"""Queues with and without patience by their birth-death chain, with linear algebra and uniformization: no formula of queueing theory.

The stationary probabilities solve the balance equations of the generator matrix by Gaussian elimination. The share answered within T follows a
tagged customer who finds everybody busy: the chain over the customers before it, with the customer's own patience as a way out, is followed for T
by uniformization. Prints the table of tests/it/analysis_erlang.rs; python3 alone is needed.
"""
import math


def stationary(people, per_s, handling_s, patience_s, most):
    """Gaussian elimination on the transposed generator, with the last equation replaced by the sum."""
    size = most + 1
    up = [per_s if n < most else 0.0 for n in range(size)]
    down = [
        min(n, people) / handling_s + (max(n - people, 0) / patience_s if patience_s else 0.0) for n in range(size)
    ]
    rows = [[0.0] * (size + 1) for _ in range(size)]
    for n in range(size):
        rows[n][n] -= up[n] + down[n]
        if n < most:
            rows[n + 1][n] += up[n]
        if n > 0:
            rows[n - 1][n] += down[n]
    rows[-1] = [1.0] * size + [1.0]
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for row in range(at + 1, size):
            if rows[row][at]:
                factor = rows[row][at] / rows[at][at]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[at])]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(rows[at][other] * found[other] for other in range(at + 1, size))
        found[at] = (rows[at][size] - rest) / rows[at][at]
    return found


def served_within(people, handling_s, patience_s, before, within_s):
    """How likely a customer with so many before it in line is served within the time and has not given up."""
    own = 1 / patience_s if patience_s else 0.0
    rates = [people / handling_s + (ahead / patience_s if patience_s else 0.0) for ahead in range(before + 1)]
    top = rates[-1] + own
    state = [0.0] * (before + 1)
    state[before] = 1.0
    served, mass, weight, steps = 0.0, 0.0, math.exp(-top * within_s), 0
    total = 0.0
    while mass < 1 - 1e-12 and steps < 100_000:
        total += weight * served
        mass += weight
        after = [0.0] * (before + 1)
        for ahead, share in enumerate(state):
            if ahead > 0:
                after[ahead - 1] += share * rates[ahead] / top
            else:
                served += share * rates[0] / top
            after[ahead] += share * (top - own - rates[ahead]) / top
        state = after
        steps += 1
        weight *= top * within_s / steps
    return total


def table():
    cases = [
        # people, contacts an hour, handling, patience, target
        (1, 10, 240, None, 20),
        (3, 30, 240, None, 30),
        (11, 200, 180, None, 20),
        (14, 200, 180, None, 20),
        (2, 40, 200, 120, 20),
        (6, 60, 300, 60, 10),
        (6, 90, 300, 180, 20),
        (14, 200, 180, 90, 20),
        (48, 600, 300, 120, 20),
        (1, 60, 300, 30, 60),
    ]
    for people, an_hour, handling_s, patience_s, within_s in cases:
        per_s = an_hour / 3600
        most = people + (300 if patience_s is None else 120)
        share = stationary(people, per_s, handling_s, patience_s, most)
        waits = sum(share[people:])
        line = sum((n - people) * share[n] for n in range(people, most + 1))
        wait_s = line / per_s
        gives_up = line / patience_s / per_s if patience_s else 0.0
        within = sum(share[:people]) + sum(
            share[n] * served_within(people, handling_s, patience_s, n - people, within_s)
            for n in range(people, most + 1)
            if share[n] > 1e-12
        )
        print(f"        ({people}, {an_hour}.0, {handling_s}.0, {patience_s or 0}.0, {within_s}.0, "
              f"{waits:.6f}, {wait_s:.4f}, {gives_up:.6f}, {within:.6f}),")


table()
