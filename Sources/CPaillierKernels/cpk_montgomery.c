// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

typedef unsigned __int128 uint128;

static inline __attribute__((always_inline)) uint128 wide_product(uint64_t x, uint64_t y) {
#if defined(__wasm__)
    // There is no such instruction, and the compiler would call a function that returns through memory: twice the time.
    const uint64_t x0 = (uint32_t)x, x1 = x >> 32, y0 = (uint32_t)y, y1 = y >> 32;
    const uint64_t low = x0 * y0, middle = x1 * y0 + (low >> 32), other = x0 * y1 + (uint32_t)middle;
    return (uint128)(x1 * y1 + (middle >> 32) + (other >> 32)) << 64 | (other << 32 | (uint32_t)low);
#else
    return (uint128)x * y;
#endif
}

// Everything below is made of rows: a word times a number, added to another number. Two rows at a time read and write the
// sum once for both. Every column is kept as a word and a carry below 2^64 for each row; no sum `x * y + word + carry` exceeds
// 2^128 - 1.

// From column `j >= 1` on: z += (x0 + x1 * 2^64) * y for a y of `count` limbs, where c0 and c1 are what the rows carry so far.
// The end of the rows meets z[count] and z[count + 1], and the carry of the rows before; returned is that of these.
static inline uint64_t add_two_rows(uint64_t *z, const uint64_t *y, size_t count, size_t j, uint64_t x0, uint64_t x1,
                                    uint64_t c0, uint64_t c1, uint64_t carry) {
    uint64_t previous = y[j - 1];
#pragma clang loop unroll_count(2)
    for (; j < count; j++) {
        uint128 sum = wide_product(x0, y[j]) + z[j] + c0;
        c0 = (uint64_t)(sum >> 64);
        sum = wide_product(x1, previous) + (uint64_t)sum + c1;
        c1 = (uint64_t)(sum >> 64);
        z[j] = (uint64_t)sum;
        previous = y[j];
    }
    const uint128 end = wide_product(x1, previous) + c0 + c1;
    uint128 sum = (uint128)z[count] + (uint64_t)end + carry;
    z[count] = (uint64_t)sum;
    sum = (uint128)z[count + 1] + (uint64_t)(end >> 64) + (uint64_t)(sum >> 64);
    z[count + 1] = (uint64_t)sum;
    return (uint64_t)(sum >> 64);
}

// z += x * y; the end of the row meets z[count].
static inline uint64_t add_row(uint64_t *z, const uint64_t *y, size_t count, uint64_t x, uint64_t carry) {
    uint64_t c = 0;
    for (size_t j = 0; j < count; j++) {
        const uint128 sum = wide_product(x, y[j]) + z[j] + c;
        z[j] = (uint64_t)sum;
        c = (uint64_t)(sum >> 64);
    }
    const uint128 sum = (uint128)z[count] + c + carry;
    z[count] = (uint64_t)sum;
    return (uint64_t)(sum >> 64);
}

static inline void clear(uint64_t *z, size_t count) {
    for (size_t i = 0; i < count; i++) z[i] = 0;
}

// z += a * b for z of as many limbs as both have; returns the carry.
static inline uint64_t add_rows(uint64_t *z, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
    size_t i = a_count & 1;
    uint64_t carry = i ? add_row(z, b, b_count, a[0], 0) : 0;
    for (; i < a_count; i += 2) {
        const uint128 sum = wide_product(a[i], b[0]) + z[i];
        z[i] = (uint64_t)sum;
        carry = add_two_rows(z + i, b, b_count, 1, a[i], a[i + 1], (uint64_t)(sum >> 64), 0, carry);
    }
    return carry;
}

static uint64_t add_product(uint64_t *z, const uint64_t *a, const uint64_t *b, size_t count) {
    return add_rows(z, a, count, b, count);
}

// z = a * a, 2 * count limbs: the products of different limbs once, doubled, and the squares.
static void square(uint64_t *z, const uint64_t *a, size_t count) {
    clear(z, 2 * count);
    for (size_t i = 0; i + 1 < count; i += 2) {
        const uint128 product = wide_product(a[i], a[i + 1]);
        z[2 * i + 1] += (uint64_t)product;
        const uint64_t overflow = z[2 * i + 1] < (uint64_t)product;
        const size_t rest = count - i - 2;
        uint64_t *row = z + 2 * i + 2;
        if (rest == 0) {
            row[0] += (uint64_t)(product >> 64) + overflow;
            break;
        }
        const uint128 sum = wide_product(a[i], a[i + 2]) + row[0] + (uint64_t)(product >> 64) + overflow;
        row[0] = (uint64_t)sum;
        add_two_rows(row, a + i + 2, rest, 1, a[i], a[i + 1], (uint64_t)(sum >> 64), 0, 0);
    }
    uint64_t carry = 0, shifted = 0;
    for (size_t i = 0; i < count; i++) {
        const uint128 product = wide_product(a[i], a[i]);
        const uint64_t low = z[2 * i], high = z[2 * i + 1];
        uint128 sum = (uint128)(low << 1 | shifted) + (uint64_t)product + carry;
        z[2 * i] = (uint64_t)sum;
        sum = (uint128)(high << 1 | low >> 63) + (uint64_t)(product >> 64) + (uint64_t)(sum >> 64);
        z[2 * i + 1] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
        shifted = high >> 63;
    }
}

// z += q * n with the q below R = 2^(64 * count) that clears the lower half; returns the carry. Montgomery, "Modular
// multiplication without trial division", Mathematics of Computation 44(170), 1985; in the form "SOS" of Koç, Acar, Kaliski,
// "Analyzing and Comparing Montgomery Multiplication Algorithms", IEEE Micro 16(3), 1996, two limbs of q at a time.
static uint64_t add_multiple(uint64_t *z, uint64_t *q, const uint64_t *n, uint64_t negated_inverse, size_t count) {
    size_t i = count & 1;
    uint64_t carry = 0;
    if (i) {
        q[0] = z[0] * negated_inverse;
        carry = add_row(z, n, count, q[0], 0);
    }
    for (; i < count; i += 2) {
        const uint64_t q0 = z[i] * negated_inverse;
        uint128 sum = wide_product(q0, n[0]) + z[i];
        sum = wide_product(q0, n[1]) + z[i + 1] + (uint64_t)(sum >> 64);
        const uint64_t c0 = (uint64_t)(sum >> 64);
        const uint64_t q1 = (uint64_t)sum * negated_inverse;
        sum = wide_product(q1, n[0]) + (uint64_t)sum;
        q[i] = q0;
        q[i + 1] = q1;
        carry = add_two_rows(z + i, n, count, 2, q0, q1, c0, (uint64_t)(sum >> 64), carry);
    }
    return carry;
}

// Subtracts n where `top * R + value >= n`; returns the new top. Gives whether it did in `subtracted`.
static uint64_t subtract_once(uint64_t *value, uint64_t top, const uint64_t *n, size_t count, uint64_t *subtracted) {
    uint64_t borrow = 0;
    for (size_t i = 0; i < count; i++) {
        const uint128 difference = (uint128)value[i] - n[i] - borrow;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    // The top is 0, 1 or 2: it goes below zero only where it was 0 and the number below n.
    const uint64_t mask = cpk_opaque(((top - borrow) >> 63) - 1);
    borrow = 0;
    for (size_t i = 0; i < count; i++) {
        const uint128 difference = (uint128)value[i] - (n[i] & mask) - borrow;
        value[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    *subtracted = mask & 1;
    return top - borrow;
}

// result = a + b + carry, less n where it is not below n, for a and b below n; returns whether n was subtracted.
static uint64_t add_modulo(uint64_t *result, const uint64_t *a, const uint64_t *b, uint64_t carry, const uint64_t *n,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint128 sum = (uint128)a[i] + b[i] + carry;
        result[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    uint64_t subtracted;
    subtract_once(result, carry, n, count, &subtracted);
    return subtracted;
}

void cpk_montgomery_add(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                        size_t limb_count) {
    add_modulo(result, a, b, 0, modulus, limb_count);
}

void cpk_pair_add(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus, size_t limb_count) {
    const uint64_t carry = add_modulo(result, a, b, 0, modulus, limb_count);
    add_modulo(result + limb_count, a + limb_count, b + limb_count, carry, modulus, limb_count);
}

static inline void copy(uint64_t *result, const uint64_t *value, size_t count) {
    for (size_t i = 0; i < count; i++) result[i] = value[i];
}

void cpk_multiply(uint64_t *result, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
    clear(result, a_count + b_count);
    add_rows(result, a, a_count, b, b_count);
}

// Both operands below R and one of them below n: the sum a * b + q * n is below 2 * R * n.
static void finish(uint64_t *result, uint64_t *z, uint64_t *q, const uint64_t *n, uint64_t negated_inverse,
                   size_t count) {
    uint64_t subtracted;
    const uint64_t top = add_multiple(z, q, n, negated_inverse, count);
    subtract_once(z + count, top, n, count, &subtracted);
    copy(result, z + count, count);
}

void cpk_montgomery_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                             uint64_t negated_inverse, size_t limb_count, uint64_t *scratch) {
    clear(scratch, 2 * limb_count);
    add_product(scratch, a, b, limb_count);
    finish(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

void cpk_montgomery_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                           size_t limb_count, uint64_t *scratch) {
    square(scratch, a, limb_count);
    finish(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

void cpk_montgomery_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                          size_t limb_count, uint64_t *scratch) {
    copy(scratch, a, limb_count);
    clear(scratch + limb_count, limb_count);
    finish(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

// Two digits. With `a0 * b0 + q * n = c0 * R` the product (a0 + a1 * n) * (b0 + b1 * n) / R is, modulo n^2,
//     c0 + n * (a0 * b1 + a1 * b0 - q) / R:
// the quotient that the first reduction finds has to be given back in the second digit.
//
// `low` holds the product of the low digits and becomes c0; `high` holds the sum of the cross products, with `top` above it.
//
// Bounds. c0 = (a0 * b0 + q * n) / R < 2n as above: one subtraction, which leaves n to the second digit, as 1. There the
// dividend is above -R, so after q' * n has made it a multiple of R the quotient is not negative. It is at most
// (2 * (n - 1)^2 + (R - 1) * n) / R < 2 * (n - 1) + n, so with the 1 below 3n - 1: two subtractions. Where a1 is zero and a0 any
// number below R, the cross product is at most (R - 1) * (n - 1), and the quotient below 2n - 1.
static void finish_pair(uint64_t *result, uint64_t *low, uint64_t *high, uint64_t top, uint64_t *q, const uint64_t *n,
                        uint64_t negated_inverse, size_t count) {
    uint64_t left;
    subtract_once(low + count, add_multiple(low, q, n, negated_inverse, count), n, count, &left);

    uint64_t borrow = 0;
    for (size_t i = 0; i < count; i++) {
        const uint128 difference = (uint128)high[i] - q[i] - borrow;
        high[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    for (size_t i = count; i < 2 * count; i++) {
        const uint128 difference = (uint128)high[i] - borrow;
        high[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    // Modulo 2^64, like all that follows from it: the sum is 0, 1 or 2.
    top = top - borrow + add_multiple(high, q, n, negated_inverse, count);
    uint64_t carry = left;
    for (size_t i = count; i < 2 * count; i++) {
        const uint128 sum = (uint128)high[i] + carry;
        high[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    top = subtract_once(high + count, top + carry, n, count, &left);
    subtract_once(high + count, top, n, count, &left);
    copy(result, low + count, count);
    copy(result + count, high + count, count);
}

// x - n where that is not negative, for n not zero; gives whether it was in `subtracted`.
static inline uint128 subtract_from_word(uint128 x, uint64_t n, uint64_t *subtracted) {
    const uint128 difference = x - n;
    const uint64_t mask = cpk_opaque((uint64_t)(difference >> 127) - 1);
    *subtracted = mask & 1;
    return x - (n & mask);
}

// `cpk_pair_multiply` for one limb, step by step the same in registers: what shadows of decryptions are made of.
static void multiply_words(uint64_t *result, const uint64_t *a, const uint64_t *b, uint64_t n, uint64_t negated_inverse) {
    uint64_t left;
    const uint128 low = wide_product(a[0], b[0]);
    const uint64_t q = (uint64_t)low * negated_inverse;
    // The lower halves cancel, and carry one unless both are zero.
    const uint128 sum = (low >> 64) + (wide_product(q, n) >> 64) + ((uint64_t)low != 0);
    const uint128 c0 = subtract_from_word(sum, n, &left);

    const uint128 product = wide_product(a[0], b[1]);
    const uint128 both = product + wide_product(a[1], b[0]);
    uint64_t top = both < product;
    const uint128 rest = both - q;
    top -= rest > both;
    const uint128 high = rest + wide_product((uint64_t)rest * negated_inverse, n);
    top += high < rest;
    uint128 c1 = ((uint128)top << 64 | high >> 64) + left;
    c1 = subtract_from_word(c1, n, &left);
    c1 = subtract_from_word(c1, n, &left);
    result[0] = (uint64_t)c0;
    result[1] = (uint64_t)c1;
}

void cpk_pair_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                       uint64_t negated_inverse, size_t limb_count, uint64_t *scratch) {
    if (limb_count == 1) return multiply_words(result, a, b, modulus[0], negated_inverse);
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    clear(scratch, 4 * limb_count);
    add_product(low, a, b, limb_count);
    add_product(high, a, b + limb_count, limb_count);
    const uint64_t top = add_product(high, a + limb_count, b, limb_count);
    finish_pair(result, low, high, top, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

void cpk_pair_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                     size_t limb_count, uint64_t *scratch) {
    if (limb_count == 1) return multiply_words(result, a, a, modulus[0], negated_inverse);
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    square(low, a, limb_count);
    clear(high, 2 * limb_count);
    add_product(high, a, a + limb_count, limb_count);
    uint64_t top = 0;
    for (size_t i = 0; i < 2 * limb_count; i++) {
        const uint64_t word = high[i];
        high[i] = word << 1 | top;
        top = word >> 63;
    }
    finish_pair(result, low, high, top, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

void cpk_pair_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                    size_t limb_count, uint64_t *scratch) {
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    copy(low, a, limb_count);
    clear(low + limb_count, limb_count);
    copy(high, a + limb_count, limb_count);
    clear(high + limb_count, limb_count);
    finish_pair(result, low, high, 0, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

static const cpk_scalar_kernel kernel = {
    cpk_multiply,      cpk_montgomery_multiply, cpk_montgomery_square, cpk_montgomery_leave,
    cpk_pair_multiply, cpk_pair_square,         cpk_pair_leave,
};

const cpk_scalar_kernel *cpk_portable_kernel(void) { return &kernel; }
