// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Montgomery products of digits and of pairs, by blocks of columns: first the lower half, which finds the quotients, then the
// upper half, which is the result.
//
// A digit: c = (a b + m n) / R with the quotient m < R. Operands below 2 n give c < (4 n^2 + R n) / R = n (1 + 4 n / R).
//
// A pair, in base n: let a0 b0 + m n = c0 R. Then (a0 + a1 n) (b0 + b1 n) = c0 R + (a0 b1 + a1 b0 - m) n modulo n^2, and with
// a second quotient c1 = (a0 b1 + a1 b0 - m + q n) / R the product over R is c0 + c1 n. c1 > -m / R > -1 is an integer, so
// c1 >= 0; and c1 < (8 n^2 + R n) / R = n (1 + 8 n / R). So with R >= 8 n both digits stay below 2 n without a subtraction,
// and below R, so that nothing is carried out of the last limb.
//
// The products are counted in crypto.stackexchange.com/q/107578: five of limb_count^2 instead of the eight of a product
// modulo n^2 in twice the limbs. The quotient by limbs is Montgomery, "Modular Multiplication Without Trial Division",
// Mathematics of Computation 44 (1985), section 2, whose columns go by Koç, Acar, Kaliski, "Analyzing and Comparing
// Montgomery Multiplication Algorithms", IEEE Micro 16(3), 1996, section "FIPS".
//
// -m without borrows: -m = (R - 1 - m) + 1 - R. Column k gets 2^52 - 1 - m[k], column 0 one more, and what is carried into
// column limb_count one less; it is at least 1 there, since R - m > 0 and all that is added is no less than nothing.
//
// In place: the upper block from limb k on reads limbs after k and writes limbs k to k + width - 1, which later blocks do not
// read. Of a pair it writes c1 before it reads a0 and b0 for c0: those it overwrites only then.

#ifndef CPK_LANE_PRODUCTS_H
#define CPK_LANE_PRODUCTS_H

#include "column_blocks.h"

/// What a product reads and writes. Where `is_square` is true, b is a.
typedef struct {
    uint64_t *result;
    const uint64_t *a, *b, *modulus;
    size_t limb_count;
    uint64_t *quotient;
    limb negated_inverse;
    int is_square;
} product;

/// What goes from a block to the next.
typedef struct {
    vector first, second;
} block_carries;

INLINE product product_of(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                          size_t limb_count, uint64_t *scratch, int is_square) {
    return (product){result, a, b, modulus, limb_count, scratch, load_limb(modulus, limb_count), is_square};
}

/// Columns of a0 * b0 and of the quotient times the modulus, cleared.
INLINE vector lower_block(size_t width, const product *p, size_t k, vector carry) {
    block_sums sums = no_sums();
    if (p->is_square)
        square_lower_columns(width, &sums, p->a, k);
    else
        add_lower_columns(width, &sums, p->a, p->b, k);
    add_rows(width, &sums, p->quotient, p->modulus, k, 0, k);
    return clear_columns(width, folded(width, &sums, carry), p->quotient, k, p->modulus, p->negated_inverse);
}

INLINE vector upper_block(size_t width, const product *p, size_t k, vector carry) {
    block_sums sums = no_sums();
    if (p->is_square)
        square_upper_columns(width, &sums, p->a, k, p->limb_count);
    else
        add_upper_columns(width, &sums, p->a, p->b, k, p->limb_count);
    add_upper_columns(width, &sums, p->quotient, p->modulus, k, p->limb_count);
    return write_columns(width, folded(width, &sums, carry), p->result, k);
}

/// Columns of a0 * b1 + a1 * b0 - m and of the second quotient times the modulus, cleared.
INLINE vector lower_cross_block(size_t width, const product *p, size_t k, vector carry) {
    const size_t second = LANE_COUNT * p->limb_count;
    block_sums sums = no_sums();
    add_lower_columns(width, &sums, p->a, p->b + second, k);
    if (p->is_square)
        double_sums(width, &sums);
    else
        add_lower_columns(width, &sums, p->b, p->a + second, k);
    add_rows(width, &sums, p->quotient + second, p->modulus, k, 0, k);
    block_columns columns = folded(width, &sums, carry);
    UNROLLED
    for (size_t c = 0; c < width; c++)
        columns.word[c] = add(columns.word[c], subtract(broadcast(LIMB_MASK), value_of(load_limb(p->quotient, k + c))));
    return clear_columns(width, columns, p->quotient + second, k, p->modulus, p->negated_inverse);
}

INLINE vector upper_cross_block(size_t width, const product *p, size_t k, vector carry) {
    const size_t second = LANE_COUNT * p->limb_count;
    block_sums sums = no_sums();
    add_upper_columns(width, &sums, p->a, p->b + second, k, p->limb_count);
    if (p->is_square)
        double_sums(width, &sums);
    else
        add_upper_columns(width, &sums, p->b, p->a + second, k, p->limb_count);
    add_upper_columns(width, &sums, p->quotient + second, p->modulus, k, p->limb_count);
    return write_columns(width, folded(width, &sums, carry), p->result + second, k);
}

INLINE void compute(const product *p) {
    const size_t narrow_end = narrow_columns(p->limb_count);
    vector carry = broadcast(0);
    size_t k = 0;
    ROLLED
    for (; k < narrow_end; k += NARROW) carry = lower_block(NARROW, p, k, carry);
    ROLLED
    for (; k < p->limb_count; k += WIDE) carry = lower_block(WIDE, p, k, carry);
    k = 0;
    ROLLED
    for (; k < narrow_end; k += NARROW) carry = upper_block(NARROW, p, k, carry);
    ROLLED
    for (; k < p->limb_count; k += WIDE) carry = upper_block(WIDE, p, k, carry);
}

// The quotients' limbs come one from the other, slowly: each half of the pair is computed while those of the other are
// being found.
INLINE block_carries lower_pair_block(size_t width, const product *p, size_t k, block_carries carries) {
    carries.first = lower_block(width, p, k, carries.first);
    carries.second = lower_cross_block(width, p, k, carries.second);
    return carries;
}

INLINE block_carries upper_pair_block(size_t width, const product *p, size_t k, block_carries carries) {
    carries.second = upper_cross_block(width, p, k, carries.second);
    carries.first = upper_block(width, p, k, carries.first);
    return carries;
}

INLINE void compute_pair(const product *p) {
    const size_t narrow_end = narrow_columns(p->limb_count);
    block_carries carries = {broadcast(0), broadcast(1)};
    size_t k = 0;
    ROLLED
    for (; k < narrow_end; k += NARROW) carries = lower_pair_block(NARROW, p, k, carries);
    ROLLED
    for (; k < p->limb_count; k += WIDE) carries = lower_pair_block(WIDE, p, k, carries);
    carries.second = subtract(carries.second, broadcast(1));
    k = 0;
    ROLLED
    for (; k < narrow_end; k += NARROW) carries = upper_pair_block(NARROW, p, k, carries);
    ROLLED
    for (; k < p->limb_count; k += WIDE) carries = upper_pair_block(WIDE, p, k, carries);
}

OUT_OF_LINE void multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus, size_t limb_count,
                     uint64_t *scratch) {
    const product p = product_of(result, a, b, modulus, limb_count, scratch, 0);
    compute(&p);
}

OUT_OF_LINE void square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count, uint64_t *scratch) {
    const product p = product_of(result, a, a, modulus, limb_count, scratch, 1);
    compute(&p);
}

OUT_OF_LINE void multiply_pairs(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                           size_t limb_count, uint64_t *scratch) {
    const product p = product_of(result, a, b, modulus, limb_count, scratch, 0);
    compute_pair(&p);
}

OUT_OF_LINE void square_pair(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count,
                        uint64_t *scratch) {
    const product p = product_of(result, a, a, modulus, limb_count, scratch, 1);
    compute_pair(&p);
}

#endif
