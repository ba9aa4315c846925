# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Cases for Tests/Ports/program.c, and what Python's integers make of them: moduli and operands that arithmetic gets wrong first,
at every number of limbs, with results elsewhere and in place."""
import random
import struct

WORD = 1 << 64
TABLE_ENTRIES = 16
SIZES = range(1, 65)
# Room for cases in program.c.
LARGEST_INPUT = 8 << 22

# Functions by number; those of the kernel for WebAssembly last.
(MULTIPLY, SQUARE, LEAVE, ADD, PAIR_MULTIPLY, PAIR_SQUARE, PAIR_LEAVE, PAIR_ADD, SELECT, TABLE_SELECT,
 WIDE_MULTIPLY, LANE_MULTIPLY, LANE_SQUARE, LANE_PAIR_MULTIPLY, LANE_PAIR_SQUARE, LANE_SELECT, LANE_SELECT_SHARED) = range(17)
PORTABLE = range(MULTIPLY, LANE_MULTIPLY)
LANES = range(LANE_MULTIPLY, LANE_SELECT_SHARED + 1)
LANE_PRODUCTS = range(LANE_MULTIPLY, LANE_SELECT)
PAIRS = {PAIR_MULTIPLY, PAIR_SQUARE, PAIR_LEAVE, PAIR_ADD, LANE_PAIR_MULTIPLY, LANE_PAIR_SQUARE}
# Where a result may go: elsewhere, over the first operand, over the second.
PLACES = {SQUARE: 2, LEAVE: 2, PAIR_SQUARE: 2, PAIR_LEAVE: 2, TABLE_SELECT: 1, WIDE_MULTIPLY: 1}


def moduli(limbs, source):
    """Odd moduli: largest and smallest of full width, the least in so many limbs, low limbs of ones and of one, random."""
    top = 1 << (64 * limbs - 1)
    number = top | source.getrandbits(64 * limbs)
    return [2 * top - 1, top + 1, max(3, (1 << 64 * (limbs - 1)) + 1), number | (WORD - 1), number - number % WORD + 1, number | 1]


def digits(bound, source):
    """Digits below a bound, the largest first."""
    ones = (1 << (bound.bit_length() - 1)) - 1
    return [bound - 1, 0, 1 % bound, bound // 2, ones, WORD % bound, source.randrange(bound)]


def radix(function, limbs):
    """Montgomery's R of a function."""
    if function in LANE_PRODUCTS:
        # Limbs of 28 bits with R >= 8 n, at least those of six blocks of seven columns.
        return 1 << 28 * max(42, -(-(64 * limbs + 3) // 28))
    return 1 << 64 * limbs


class Case:
    def __init__(self, function, limbs, number, modulus, source):
        self.function, self.limbs, self.modulus = function, limbs, modulus
        places = 1 if function in LANES else PLACES.get(function, 3)
        self.place = (number + limbs) % places
        r = radix(function, limbs)
        # The first operands are all as large as they may be.
        def digit(bound):
            choices = digits(bound, source)
            return choices[0] if number == 0 else source.choice(choices)
        bound = 2 * modulus if function in LANE_PRODUCTS else modulus
        self.a, self.b = [digit(bound), digit(bound)], [digit(bound), digit(bound)]
        self.argument = -pow(modulus, -1, WORD) % WORD
        square = modulus * modulus
        if function in (MULTIPLY, LEAVE) and number % 2 == 0:
            self.a[0] = digit(r)
        if function == PAIR_MULTIPLY and number % 2 == 1:
            self.a = [digit(r), 0]
        a, b = (low + high * modulus for low, high in (self.a, self.b))
        inverse = pow(r, -1, square)
        if function in (MULTIPLY, LANE_MULTIPLY):
            self.result = self.a[0] * self.b[0] * inverse % modulus
        elif function in (SQUARE, LANE_SQUARE):
            self.result = self.a[0] ** 2 * inverse % modulus
        elif function == LEAVE:
            self.result = self.a[0] * inverse % modulus
        elif function == ADD:
            self.result = (self.a[0] + self.b[0]) % modulus
        elif function in (PAIR_MULTIPLY, LANE_PAIR_MULTIPLY):
            self.result = a * b * inverse % square
        elif function in (PAIR_SQUARE, LANE_PAIR_SQUARE):
            self.result = a * a * inverse % square
        elif function == PAIR_LEAVE:
            self.result = a * inverse % square
        elif function == PAIR_ADD:
            self.result = (a + b) % square
        elif function == WIDE_MULTIPLY:
            # The second factor may be shorter.
            self.argument = 1 + (number * limbs + number) // 3 % limbs
            self.a[0], self.b[0] = digit(r), digit(1 << 64 * self.argument)
            self.result = self.a[0] * self.b[0]
        elif function == SELECT:
            self.argument = (WORD - 1) * (number % 2)
            self.result = (self.a if self.argument else self.b)[0]
        else:
            self.a = [source.choice(digits(r, source)) for _ in range(TABLE_ENTRIES)]
            self.argument = (7 * number + limbs) % TABLE_ENTRIES
            self.result = self.a[self.argument]
            if function == LANE_SELECT_SHARED:
                # A shared table has its entries' words side by side: the same bytes, read as so many longer numbers.
                words = [entry >> 64 * word & WORD - 1 for word in range(limbs) for entry in self.a]
                table = b"".join(word.to_bytes(8, "little") for word in words)
                self.a = [int.from_bytes(table[8 * limbs * part:8 * limbs * (part + 1)], "little") for part in range(TABLE_ENTRIES)]

    def case_words(self):
        """Header, modulus, operands; those of products in lanes are a word longer."""
        width = self.limbs + (self.function in LANE_PRODUCTS)
        return b"".join([
            struct.pack("<4Q", self.function, self.limbs, self.place, self.argument), self.modulus.to_bytes(8 * self.limbs, "little"),
            *(digit.to_bytes(8 * width, "little") for digit in self.a + self.b)])

    def result_words(self):
        """The digits of the result, as many limbs each."""
        if self.function == WIDE_MULTIPLY:
            return self.result.to_bytes(16 * self.limbs, "little")
        parts = list(divmod(self.result, self.modulus))[::-1] if self.function in PAIRS else [self.result]
        return b"".join(part.to_bytes(8 * self.limbs, "little") for part in parts)

    def __str__(self):
        return f"function {self.function}, {self.limbs} limbs, place {self.place}, modulus {self.modulus:#x}"


def cases(functions):
    """For each size three moduli in turn, and for each of them all functions and three sets of operands."""
    source = random.Random("blindscore ports")
    made = []
    for limbs in SIZES:
        all_moduli = moduli(limbs, source)
        for modulus in {all_moduli[(limbs + step) % len(all_moduli)] for step in (0, 2, 5)}:
            made += [Case(function, limbs, number, modulus, source) for function in functions for number in range(3)]
    assert sum(len(case.case_words()) for case in made) <= LARGEST_INPUT
    return made
