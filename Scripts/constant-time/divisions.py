# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Finds every division instruction of a library, and every call of a routine that divides: their time depends on operands.

Memcheck does not report them, and a table of functions would miss the others; so all code is searched, and whatever divides is on
the list below, with the reason why its operands are no secret.
"""
import re

from analysis import demangled, disassemble

DIVISION = re.compile(r"v?i?div(?:[sp][sd])?|v?sqrt[sp][sd]")
ROUTINE = re.compile(r"__u?(?:div|mod|divmod)[dt]i[34]|fmod|remainder|sqrt")

COUNTS = "counts and sizes"
FLOATING = "floating point, at the client or the model's owner: no time is promised"
ALLOWED = [
    (r"FixedBaseTable\.init\(", COUNTS),
    (r"MultiExponentiation\.", COUNTS),
    (r"Residue\.power<", COUNTS),
    (r"Residue\.init\(reducing:", COUNTS),
    (r"RowPacker\.init\(", COUNTS),
    (r"ScoringPlan\.", COUNTS),
    (r"SlotLayout\.init\(", COUNTS),
    (r"static SmallPrimes\.groups|WordDivisor\.init\(", "public primes"),
    (r"static SmallPrimes\.divide\(", "a value below 2^16, which is made public"),
    (r"static StructuredPrime\.primeDivisors\(", "f, which is made public"),
    (r"StructuredPrime\.isProvedPrime\(", "f, which is made public"),
    (r"Natural\.dividedVariableTime\(", "public values, as the name says"),
    (r"Array<A>\.divide\(by:\)", "ExactDivision: a model, once, before there is a request"),
    (r"AnswerDecoder\.linearPredictors\(", FLOATING),
    (r"FeatureQuantiser\.quantise", FLOATING),
    (r"LinearModel\.derivedRange\(", FLOATING),
    (r"Contract\.init\(", "a contract's numbers, which are public"),
    (r"UnboundedScales\.weightBitWidth\(", "a contract's numbers, which are public"),
]


def dividers(path):
    """The readable names of the functions of an object file that divide."""
    symbols = [
        symbol for symbol, code in disassemble(path).items()
        if any(DIVISION.fullmatch(i.mnemonic) or i.callee and ROUTINE.fullmatch(i.callee) for i in code)]
    return demangled(symbols).values()


def division_faults(sources, folders):
    """Functions that divide and are not on the list, and entries of the list that nothing needs.

    `folders` are those of the object files of the targets below `sources`; of a source that is gone an object may be left.
    """
    found, needed = [], set()
    for target, folder in folders.items():
        names = {path.name + ".o" for path in (sources / target).rglob("*")}
        for path in sorted(folder.glob("*.o")):
            for name in dividers(path) if path.name in names else ():
                entries = {pattern for pattern, _ in ALLOWED if re.search(pattern, name)}
                needed |= entries
                if not entries:
                    found.append(f"{path.name}: {name} divides, and nothing says that it divides no secret")
    found += [f"a division that is not there: {pattern}" for pattern, _ in ALLOWED if pattern not in needed]
    return found
