# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Finds every division instruction of a library, and every call of a routine that divides: their time depends on operands.

Memcheck does not report them, and a table of functions would miss the others; so all code is searched, and whatever divides is on
the list below, with the reason why its operands are no secret.
"""
import re

from analysis import demangled, disassemble

INTEGER = re.compile(r"i?div|__u?(?:div|mod|divmod)[dt]i[34]")
FLOATING = re.compile(r"v?(?:div|sqrt)[sp][sd]|fmod|remainder|sqrt")

COUNTS = "counts and sizes"
PUBLIC = "a contract's numbers, which are public"
CLIENT = "a row or a prediction, at the client"
OWNER = "a model, at its owner"
INTEGERS = [
    (r"FixedBaseTable\.", COUNTS),
    (r"JointWindows\.", COUNTS),
    (r"LaneAlgorithms\.", COUNTS),
    (r"LaneGroups\.", COUNTS),
    (r"LaneShares\.", COUNTS),
    (r"ScalarKernel\.", COUNTS),
    (r"RowPacker\.init\(", COUNTS),
    (r"ScoringPlan\.", COUNTS),
    (r"SlotLayout\.init\(", COUNTS),
    (r"SmallPrimes\.Groups\.init\(", "public primes"),
    (r"static SmallPrimes\.divide\(", "a value below 2^16, which is made public"),
    (r"StructuredPrime\.primeDivisors\(|PrimeStructure\.isPrimitive\(", "f, which is made public"),
    (r"Natural\.dividedVariableTime\(", "public values, as the name says"),
    (r"Array<\w*>\.divide\(by:\)", "ExactDivision: a model, once, before there is a request"),
]
# No time is promised of floating point; the list is there so that a secret of somebody else does not come in.
FLOATS = [
    (r"FeatureQuantiser\.quantise|RowPacker\.pack\(", CLIENT),
    (r"AnswerDecoder\.\w*[pP]redictors\(", CLIENT),
    (r"LinearModel\.derivedRange\(", OWNER),
    (r"Contract\.init\(", PUBLIC),
    (r"ScoringPlan\.maximumError\(", PUBLIC),
    (r"UnboundedScales\.weightBitWidth\(", PUBLIC),
]


def dividers(path, kind):
    """The readable names of the functions of an object file that divide numbers of a kind."""
    symbols = [
        symbol for symbol, code in disassemble(path).items()
        if any(kind.fullmatch(i.mnemonic) or i.callee and kind.fullmatch(i.callee) for i in code)]
    return demangled(symbols).values()


def division_faults(sources, folders):
    """Functions that divide and are not on the list, and entries of the list that nothing needs.

    `folders` are those of the object files of the targets below `sources`; of a source that is gone an object may be left.
    """
    found, needed = [], set()
    for target, folder in folders.items():
        names = {path.name + ".o" for path in (sources / target).rglob("*")}
        for path in sorted(path for path in folder.rglob("*.o") if path.name in names):
            for kind, allowed in ((INTEGER, INTEGERS), (FLOATING, FLOATS)):
                for name in dividers(path, kind):
                    entries = {entry for entry in allowed if re.search(entry[0], name)}
                    needed |= entries
                    if not entries:
                        found.append(f"{path.name}: {name} divides, and nothing says that it divides no secret")
    found += [f"a division that is not there: {entry[0]}" for entry in INTEGERS + FLOATS if entry not in needed]
    return found
