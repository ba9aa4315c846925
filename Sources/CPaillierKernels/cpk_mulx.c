// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// The functions of cpk_montgomery.c, number by number the same, for processors with BMI2 and ADX. Why results are below their
// moduli is said there; here are fewer passes over the words of a sum.

#include "CPaillierKernels.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("bmi2,adx"))), apply_to = function)

#include "mulx_rows.h"

// Numbers of fewer limbs than a block has rows are left to portable C.
enum { FEWEST_LIMBS = 8 };

static inline void clear(uint64_t *z, size_t count) {
    for (size_t i = 0; i < count; i++) z[i] = 0;
}

static inline void copy(uint64_t *result, const uint64_t *value, size_t count) {
    for (size_t i = 0; i < count; i++) result[i] = value[i];
}

// z += a * b for z of as many limbs as both have; returns the carry.
static uint64_t add_product(uint64_t *z, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
    uint64_t carry = 0;
    size_t i = 0;
    for (; i < a_count % 8; i++) carry = add_row(z + i, b, b_count, a[i], carry);
    for (; i < a_count; i += 8) carry = add_eight_rows(z + i, b, b_count, a + i, carry);
    return carry;
}

// z = a * a, 2 * count limbs.
static void square_number(uint64_t *z, const uint64_t *a, size_t count) {
    const size_t whole = count / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) multiply_different_limbs(z + 2 * i, a + i);
    clear(z + 2 * whole, 2 * (count - whole));
    for (size_t i = whole; i + 1 < count; i++) add_row(z + 2 * i + 1, a + i + 1, count - i - 1, a[i], 0);
    // Now the products of limbs of different blocks. The sum is never above a * a / 2, so carries end within it.
    unsigned long long carry = 0;
    size_t i = 0;
    for (; i + 8 < count; i += 8) carry = add_eight_rows(z + 2 * i + 8, a + i + 8, count - i - 8, a + i, carry);
    for (i += count; i < 2 * count; i++) z[i] = __builtin_addcll(z[i], 0, carry, &carry);
    double_and_add_squares(z, a, count);
}

// z += q * n with the q below R that clears the lower half; returns the carry.
static uint64_t add_multiple(uint64_t *z, uint64_t *q, const uint64_t *n, uint64_t negated_inverse, size_t count) {
    uint64_t carry = 0;
    size_t i = 0;
    for (; i < count % 8; i++) {
        q[i] = z[i] * negated_inverse;
        carry = add_row(z + i, n, count, q[i], carry);
    }
    for (; i < count; i += 8) {
        uint64_t *low = z + i, w[8] = {low[0], low[1], low[2], low[3], low[4], low[5], low[6], low[7]};
        clear_eight_words(w, q + i, n, negated_inverse);
        add_columns(low + 8, n + 8, count - 8, q + i, w);
        carry = add_carried(low + count, w, carry);
    }
    return carry;
}

// Carries stay in a flag for four words, which is as far as compilers keep them there.
#define FOUR_AT_A_TIME(i, count, step)                                                                                  \
    size_t i = 0;                                                                                                       \
    for (; i + 4 <= count; i += 4) {                                                                                    \
        step(i) step(i + 1) step(i + 2) step(i + 3)                                                                     \
    }                                                                                                                   \
    for (; i < count; i++) {                                                                                            \
        step(i)                                                                                                         \
    }

// z *= 2; returns the carry.
INLINE uint64_t double_number(uint64_t *z, size_t count) {
    unsigned long long carry = 0;
#define DOUBLE(k) z[k] = __builtin_addcll(z[k], z[k], carry, &carry);
    FOUR_AT_A_TIME(i, count, DOUBLE)
    return carry;
}

// result = a - b; returns the borrow.
INLINE uint64_t subtract(uint64_t *result, const uint64_t *a, const uint64_t *b, size_t count) {
    unsigned long long borrow = 0;
#define SUBTRACT(k) result[k] = __builtin_subcll(a[k], b[k], borrow, &borrow);
    FOUR_AT_A_TIME(i, count, SUBTRACT)
    return borrow;
}

// result = mask ? a : result.
INLINE void replace(uint64_t *result, uint64_t mask, const uint64_t *a, size_t count) {
    for (size_t i = 0; i < count; i++) result[i] ^= (result[i] ^ a[i]) & mask;
}

// result = top * R + value below 2n, less n where that is not below n; returns whether it was subtracted.
static uint64_t finish(uint64_t *result, const uint64_t *value, uint64_t top, const uint64_t *n, size_t count) {
    const uint64_t borrow = subtract(result, value, n, count);
    // The top is 0 or 1: it goes below zero only where it was 0 and the number below n.
    const uint64_t is_below = cpk_opaque(0 - ((top - borrow) >> 63));
    replace(result, is_below, value, count);
    return 1 + is_below;
}

// The same for top * R + value + change from 0 to 3n - 2, with a change of -1, 0 or 1; n may be subtracted twice. Overwrites
// the value.
static void finish_high(uint64_t *result, uint64_t *value, uint64_t top, uint64_t change, const uint64_t *n, size_t count) {
    // n is subtracted once in any case: n + 1 as n and a borrow, and n - 1 in its lowest limb, which is odd.
    unsigned long long borrow = change >> 63;
    value[0] = __builtin_subcll(value[0], n[0] ^ (change & ~change >> 63), borrow, &borrow);
    const uint64_t *rest = n + 1;
    uint64_t *upper = value + 1;
#define SUBTRACT_REST(k) upper[k] = __builtin_subcll(upper[k], rest[k], borrow, &borrow);
    {
        FOUR_AT_A_TIME(i, count - 1, SUBTRACT_REST)
    }
    top -= borrow;
    // Then added where the number is below zero, or subtracted again.
    const uint64_t is_below = cpk_opaque(0 - (top >> 63));
    borrow = is_below & 1;
#define ADD_OR_SUBTRACT(k) result[k] = __builtin_subcll(value[k], n[k] ^ is_below, borrow, &borrow);
    FOUR_AT_A_TIME(i, count, ADD_OR_SUBTRACT)
    replace(result, ~is_below & cpk_opaque(0 - ((top - borrow) >> 63)), value, count);
}

static void reduce(uint64_t *result, uint64_t *z, uint64_t *q, const uint64_t *n, uint64_t negated_inverse, size_t count) {
    finish(result, z + count, add_multiple(z, q, n, negated_inverse, count), n, count);
}

// `low` holds the product of the low digits, `high` the sum of the cross products, with `top` above it. What the quotient borrows
// from the upper half of `high` is taken from it only after the reduction, together with what the low digit leaves.
static void reduce_pair(uint64_t *result, uint64_t *low, uint64_t *high, uint64_t top, uint64_t *q, const uint64_t *n,
                        uint64_t negated_inverse, size_t count) {
    const uint64_t low_top = add_multiple(low, q, n, negated_inverse, count);
    const uint64_t left = finish(result, low + count, low_top, n, count);
    const uint64_t borrow = subtract(high, high, q, count);
    // Where this borrows below zero, the change makes up for it: modulo 2^64 the top is 0, 1 or 2 after both.
    top += add_multiple(high, q, n, negated_inverse, count);
    finish_high(result + count, high + count, top, left - borrow, n, count);
}

static void multiply(uint64_t *result, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
    clear(result, a_count + b_count);
    add_product(result, a, a_count, b, b_count);
}

static void montgomery_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                                uint64_t negated_inverse, size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_montgomery_multiply(result, a, b, modulus, negated_inverse, limb_count, scratch);
    }
    multiply(scratch, a, limb_count, b, limb_count);
    reduce(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

static void montgomery_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                              size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_montgomery_square(result, a, modulus, negated_inverse, limb_count, scratch);
    }
    square_number(scratch, a, limb_count);
    reduce(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

static void montgomery_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                             size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_montgomery_leave(result, a, modulus, negated_inverse, limb_count, scratch);
    }
    copy(scratch, a, limb_count);
    clear(scratch + limb_count, limb_count);
    reduce(result, scratch, scratch + 2 * limb_count, modulus, negated_inverse, limb_count);
}

static void pair_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                          uint64_t negated_inverse, size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_pair_multiply(result, a, b, modulus, negated_inverse, limb_count, scratch);
    }
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    clear(scratch, 4 * limb_count);
    add_product(low, a, limb_count, b, limb_count);
    add_product(high, a, limb_count, b + limb_count, limb_count);
    const uint64_t top = add_product(high, a + limb_count, limb_count, b, limb_count);
    reduce_pair(result, low, high, top, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

static void pair_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                        size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_pair_square(result, a, modulus, negated_inverse, limb_count, scratch);
    }
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    square_number(low, a, limb_count);
    multiply(high, a, limb_count, a + limb_count, limb_count);
    const uint64_t top = double_number(high, 2 * limb_count);
    reduce_pair(result, low, high, top, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

static void pair_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                       size_t limb_count, uint64_t *scratch) {
    if (limb_count < FEWEST_LIMBS) {
        return cpk_pair_leave(result, a, modulus, negated_inverse, limb_count, scratch);
    }
    uint64_t *low = scratch, *high = scratch + 2 * limb_count;
    clear(scratch, 4 * limb_count);
    copy(low, a, limb_count);
    copy(high, a + limb_count, limb_count);
    reduce_pair(result, low, high, 0, scratch + 4 * limb_count, modulus, negated_inverse, limb_count);
}

#pragma clang attribute pop

static const cpk_scalar_kernel kernel = {
    multiply, montgomery_multiply, montgomery_square, montgomery_leave, pair_multiply, pair_square, pair_leave,
};

const cpk_scalar_kernel *cpk_mulx_kernel(void) {
    return __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("adx") ? &kernel : NULL;
}

#else

const cpk_scalar_kernel *cpk_mulx_kernel(void) { return NULL; }

#endif
