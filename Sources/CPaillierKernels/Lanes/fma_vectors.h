// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Four lanes on AVX2 with the multiplier of double-precision numbers, fused with an addition: limbs of 52 bits.
//
// Let 0 <= x, y < 2^52 and the rounding be toward zero. h = fma(x, y, 2^104) lies in [2^104, 2^105), where doubles are 2^52
// apart: it is 2^104 + H 2^52, H the high half of x y, and its mantissa field is H. t = (2^104 + 2^52) - h = 2^52 - H 2^52 is
// exact, and l = fma(x, y, t) = 2^52 + L exactly, L the low half, which is its mantissa field. So h and l are added to columns
// as words: the exponent fields, 0x467 and 0x433 above bit 52, are counted and taken away at the end of a block, modulo
// 2^64. Operands are zero or normal numbers, and so are all results.
//
// The idea is Emmart, Zheng, Weems, "Faster Modular Exponentiation Using Double Precision Floating Point Arithmetic on the
// GPU", ARITH 2018, section III.

#ifndef CPK_FMA_VECTORS_H
#define CPK_FMA_VECTORS_H

#include "avx2_vectors.h"

// Blocks of columns are this wide, measured best on Zen 4.
enum { LIMB_BITS = 52, NARROW = 4, WIDE = 5 };

/// The bits above a limb.
INLINE vector carry_of(vector a) { return _mm256_srli_epi64(a, LIMB_BITS); }

// Limbs stand in memory as doubles.

typedef __m256d limb;

INLINE uint64_t word_from_limb(uint64_t value) {
    const double number = (double)value;
    uint64_t word;
    __builtin_memcpy(&word, &number, sizeof word);
    return word;
}

INLINE uint64_t limb_from_word(uint64_t word) {
    double number;
    __builtin_memcpy(&number, &word, sizeof number);
    return (uint64_t)(int64_t)number;
}

INLINE limb load_limb(const uint64_t *words, size_t index) {
    return _mm256_load_pd((const double *)(const void *)(words + LANE_COUNT * index));
}

INLINE void store_limb(uint64_t *words, size_t index, limb a) {
    _mm256_store_pd((double *)(void *)(words + LANE_COUNT * index), a);
}

/// The exponent fields of numbers from 2^52 and from 2^104 on.
#define LOW_EXPONENT (0x433ull << 52)
#define HIGH_EXPONENT (0x467ull << 52)

INLINE limb all(double number) { return _mm256_set1_pd(number); }

/// The low bits of a column: they become the mantissa of a number from 2^52 on, which is then taken away.
INLINE limb limb_of(vector a) {
    const vector exponent = _mm256_castpd_si256(all(0x1p52));
    const vector bits = _mm256_or_si256(_mm256_and_si256(a, broadcast(LIMB_MASK)), exponent);
    return _mm256_sub_pd(_mm256_castsi256_pd(bits), all(0x1p52));
}

INLINE vector value_of(limb a) {
    return _mm256_and_si256(_mm256_castpd_si256(_mm256_add_pd(a, all(0x1p52))), broadcast(LIMB_MASK));
}

/// x * y with the high half as its mantissa field.
INLINE limb high_half(limb x, limb y) { return _mm256_fmadd_pd(x, y, all(0x1p104)); }

/// x * y with the low half as its mantissa field; `high` is the high half.
INLINE limb low_half(limb x, limb y, limb high) {
    return _mm256_fmadd_pd(x, y, _mm256_sub_pd(all(0x1p104 + 0x1p52), high));
}

/// The low half of the product of a column's low bits and a limb.
INLINE limb low_product(vector a, limb b) {
    const limb x = limb_of(a);
    return _mm256_sub_pd(low_half(x, b, high_half(x, b)), all(0x1p52));
}

/// The columns of a block with the exponent fields that were added to them, and of how many products their low halves are.
typedef struct {
    vector word[WIDE + 1];
    uint64_t product_count[WIDE];
} block_columns;

typedef block_columns block_sums;

INLINE block_sums no_sums(void) {
    block_sums sums;
    UNROLLED
    for (size_t c = 0; c <= WIDE; c++) sums.word[c] = broadcast(0);
    UNROLLED
    for (size_t c = 0; c < WIDE; c++) sums.product_count[c] = 0;
    return sums;
}

/// Adds the bits of a half. The compiler cannot see the sum, or it would group additions anew: slower by two in a hundred.
INLINE vector add_half(vector sum, limb half) {
    vector result = add(sum, _mm256_castpd_si256(half));
    __asm__("" : "+x"(result));
    return result;
}

/// Adds x * y to a column and the next one, counted by `expect_rows`.
INLINE void accumulate_row(block_sums *sums, size_t column, limb x, limb y) {
    const limb high = high_half(x, y);
    sums->word[column + 1] = add_half(sums->word[column + 1], high);
    sums->word[column] = add_half(sums->word[column], low_half(x, y, high));
}

/// Counts so many products in each column; `accumulate_row` adds them.
INLINE void expect_rows(size_t width, block_sums *sums, size_t rows) {
    UNROLLED
    for (size_t c = 0; c < width; c++) sums->product_count[c] += rows;
}

/// Adds x * y to a column and the next one.
INLINE void accumulate(block_sums *sums, size_t column, limb x, limb y) {
    accumulate_row(sums, column, x, y);
    sums->product_count[column]++;
}

INLINE void add_product(block_columns *columns, size_t column, limb x, limb y) { accumulate(columns, column, x, y); }

INLINE void double_sums(size_t width, block_sums *sums) {
    UNROLLED
    for (size_t c = 0; c <= width; c++) sums->word[c] = add(sums->word[c], sums->word[c]);
    UNROLLED
    for (size_t c = 0; c < width; c++) sums->product_count[c] *= 2;
}

/// The column without exponent fields.
INLINE vector settled(size_t width, const block_columns *columns, size_t column) {
    const uint64_t exponents = (column < width ? LOW_EXPONENT * columns->product_count[column] : 0)
        + (column > 0 ? HIGH_EXPONENT * columns->product_count[column - 1] : 0);
    return subtract(columns->word[column], broadcast(exponents));
}

/// Adds the high half of x * y to a column.
INLINE void add_high_half(block_columns *columns, size_t column, limb x, limb y) {
    const vector half = subtract(_mm256_castpd_si256(high_half(x, y)), broadcast(HIGH_EXPONENT));
    columns->word[column] = add(columns->word[column], half);
}

/// The sums as columns, `carry` added to the first one.
INLINE block_columns folded(size_t width, const block_sums *sums, vector carry) {
    block_columns columns = no_sums();
    UNROLLED
    for (size_t c = 0; c <= width; c++) columns.word[c] = settled(width, sums, c);
    columns.word[0] = add(columns.word[0], carry);
    return columns;
}

#endif
