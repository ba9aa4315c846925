# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""What every peer does: the job, and the loop over lines that BlindScore's side has too.

The job: the client encrypts rows of d features with its key, the server, which knows n and the model, computes
b + Σ w_j·x_j and hides how, the client decrypts. What goes from one to the other is bytes.
"""
import json
import sys
import time

# Of fixed-point numbers, where a library leaves the choice.
FRACTION_BITS = 16


def to_fixed(value):
    return round(value * 2**FRACTION_BITS)


def fixed_error(setup):
    """The most by which a result with features and weights rounded to FRACTION_BITS can be off, and a little for floats."""
    most = sum(abs(w) for w in setup["weights"]) + len(setup["weights"]) * (setup["featureMaximum"] + 1) + 1
    return most * 2.0 ** -(FRACTION_BITS + 1) + 1e-9


class Side:
    """A peer's client and server for one model. Subclasses say how its parts work; requests and answers are lists of bytes."""

    def __init__(self, keys, setup):
        """Whatever both sides do once; sets what `generate` and `setup` do not say: one_time_bytes, maximum_error."""
        raise NotImplementedError

    @classmethod
    def generate(cls, bits):
        """A key pair, of whatever type."""
        raise NotImplementedError

    def encrypt(self, rows):
        raise NotImplementedError

    def score(self, request):
        raise NotImplementedError

    def decrypt(self, answer):
        raise NotImplementedError

    def round(self, rows, clock):
        """One request with these rows, and its answer."""
        times = [clock()]
        request = self.encrypt(rows)
        times.append(clock())
        scores = self.score(request)
        times.append(clock())
        answers = self.decrypt(scores)
        times.append(clock())
        encrypt, score, decrypt = (after - before for before, after in zip(times, times[1:]))
        return {"encrypt": encrypt, "score": score, "decrypt": decrypt, "answers": answers,
                "up": sum(map(len, request)), "down": sum(map(len, scores))}


def serve(side, output):
    """Answers each line of standard input, a task in JSON, with one line of `output`; `side` is a subclass of Side."""
    keys, sides = {}, {}
    for line in sys.stdin:
        task = json.loads(line)
        if setup := task.get("setup"):
            answer = {}
            bits = setup["bits"]
            clock = time.perf_counter if setup["isWallTime"] else time.process_time
            if bits not in keys:
                start = clock()
                keys[bits] = side.generate(bits)
                answer["keyGeneration"] = clock() - start
            made = sides[task["id"]] = side(keys[bits], setup)
            answer |= {"oneTimeBytes": made.one_time_bytes, "maximumError": made.maximum_error}
        elif bits := task.get("keyBits"):
            start = time.process_time()
            side.generate(bits)
            answer = {"keyGeneration": time.process_time() - start}
        else:
            answer = sides[task["id"]].round(task["rows"], clock)
        print(json.dumps(answer), file=output, flush=True)
