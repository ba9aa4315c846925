#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The synthetic relapse-risk data once more, written from its description: python3 make_relapse.py > relapse.json"""
import json, math

MASK = (1 << 64) - 1
#         weight, loading, centre, spread, skewed, steps per unit, minimum, maximum
FEATURES = {
    "age": (-0.05, 0, 46, 15, False, 1, 18, 90),
    "phq9": (1.1, 0.85, 10, 5.5, False, 1, 0, 27),
    "gad7": (0.6, 0.75, 8, 4.8, False, 1, 0, 21),
    "sleep_hours": (-1.5, -0.5, 6.8, 1.3, False, 10, 2, 12),
    "prior_episodes": (1.2, 0.4, 1.3, 0.7, True, 1, 0, 20),
    "medication_adherence": (-0.15, -0.3, 78, 18, False, 1, 0, 100),
    "social_support": (-1.2, -0.45, 5, 1.1, False, 10, 1, 7),
    "audit_c": (0.5, 0.25, 1.8, 0.7, True, 1, 0, 12),
    "activity_minutes": (-0.008, -0.35, 11, 4.5, True, 1, 0, 1200),
    "months_in_remission": (-0.12, -0.35, 4.2, 1.8, True, 1, 0, 120),
}


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def half_away(x):
    floor = math.floor(abs(x))
    return math.copysign(floor + (abs(x) - floor >= 0.5), x)


def rows(seed):
    words = splitmix64(seed)

    def normal():
        uniform = [half for _ in range(6) for word in [next(words)] for half in (word >> 32, word & 0xFFFFFFFF)]
        return (sum(uniform) - 6 * 0xFFFFFFFF) / 2 ** 32

    while True:
        severity, risk, row = normal(), 53.0, []
        for weight, loading, centre, spread, skewed, steps, minimum, maximum in FEATURES.values():
            value = centre + spread * (loading * severity + math.sqrt(1 - loading * loading) * normal())
            if skewed:
                value = max(value, 0.0) * max(value, 0.0)
            value = half_away(min(max(value, minimum), maximum) * steps) / steps
            row.append(value)
            risk += weight * value
        risk += 6.0 * normal()
        yield row + [half_away(min(max(risk, 0.0), 100.0) * 10) / 10]


def first(seed, count):
    source = rows(seed)
    return [next(source) for _ in range(count)]


# The five numbers published with the generator for the seed 1234567.
words = splitmix64(1234567)
assert [next(words) for _ in range(5)] == [6457827717110365317, 3203168211198807973, 9817491932198370423,
                                           4593380528125082431, 16408922859458223821]
print("[" + ",\n".join(json.dumps({"seed": str(seed), "header": [*FEATURES, "relapse_risk"], "rows": first(seed, 40)})
                       for seed in [0, 1, 42, MASK]) + "]")
