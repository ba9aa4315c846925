// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Eight lanes on AVX-512 IFMA, whose multiplier takes limbs of 52 bits and adds either half of the product to a word; or, with
// IFMA_LANES, four: processors multiply twice as many half vectors in the time. Digits and tables are the same in both.
// The includer supplies the intrinsics, real or emulated.

#ifndef CPK_IFMA_VECTORS_H
#define CPK_IFMA_VECTORS_H

#include "lane_compiler.h"

// Blocks of columns are this wide, measured best on Zen 4.
enum { LANE_COUNT = IFMA_LANES, LIMB_BITS = 52, NARROW = 5, WIDE = 6 };

#if IFMA_LANES == 8
typedef __m512i vector;
#define OP(name) _mm512_##name
#define BITS_OP(name) _mm512_##name##_si512

INLINE vector broadcast(uint64_t word) { return _mm512_set1_epi64((long long)word); }
#else
typedef __m256i vector;
#define OP(name) _mm256_##name
#define BITS_OP(name) _mm256_##name##_si256

INLINE vector broadcast(uint64_t word) { return _mm256_set1_epi64x((long long)word); }
#endif

INLINE vector load_vector(const uint64_t *words, size_t index) {
    return BITS_OP(load)((const vector *)(const void *)(words + LANE_COUNT * index));
}

INLINE void store_vector(uint64_t *words, size_t index, vector a) {
    BITS_OP(store)((vector *)(void *)(words + LANE_COUNT * index), a);
}

INLINE vector add(vector a, vector b) { return OP(add_epi64)(a, b); }

INLINE vector subtract(vector a, vector b) { return OP(sub_epi64)(a, b); }

/// `a` without the bits of `b`.
INLINE vector without(vector a, vector b) { return BITS_OP(andnot)(b, a); }

/// `a` times two to the power `count`, lane by lane.
INLINE vector shifted(vector a, vector count) { return OP(sllv_epi64)(a, count); }

/// The bits above a limb.
INLINE vector carry_of(vector a) { return OP(srli_epi64)(a, LIMB_BITS); }

/// All ones in lanes that are negative, else zero.
INLINE vector sign_of(vector a) { return OP(srai_epi64)(a, 63); }

/// `b` in the lanes where `index` is `entry`, else `a`.
INLINE vector replace_where(vector a, vector index, vector entry, vector b) {
    return OP(mask_mov_epi64)(a, OP(cmpeq_epi64_mask)(index, entry), b);
}

/// `a` in even lanes, `b` in odd ones.
INLINE vector alternate(vector a, vector b) { return OP(mask_mov_epi64)(a, 0xaa & ((1 << LANE_COUNT) - 1), b); }

/// Words of a shared table that are looked up at once, and the number of the group in which an index lies.
enum { GROUP_SIZE = 2 * LANE_COUNT };

INLINE vector group_of(vector index) { return OP(srli_epi64)(index, LANE_COUNT == 8 ? 4 : 3); }

/// Lane by lane the word that `index` chooses of the group at `words`.
INLINE vector choose_in_group(const uint64_t *words, vector index) {
    return OP(permutex2var_epi64)(load_vector(words, 0), index, load_vector(words, 1));
}

// Limbs stand in memory as words, and are factors as they are.

typedef vector limb;

INLINE uint64_t word_from_limb(uint64_t value) { return value; }

INLINE uint64_t limb_from_word(uint64_t word) { return word; }

INLINE limb load_limb(const uint64_t *words, size_t index) { return load_vector(words, index); }

INLINE void store_limb(uint64_t *words, size_t index, limb a) { store_vector(words, index, a); }

/// The low bits of a column.
INLINE limb limb_of(vector a) { return BITS_OP(and)(a, broadcast(LIMB_MASK)); }

INLINE vector value_of(limb a) { return a; }

/// The low half of the product of a column's low bits and a limb.
INLINE limb low_product(vector a, limb b) { return OP(madd52lo_epu64)(broadcast(0), a, b); }

/// The sums of a block of columns: low halves in their own column, high halves in a row of their own.
typedef struct {
    vector low[WIDE], high[WIDE];
} block_sums;

INLINE block_sums no_sums(void) {
    block_sums sums;
    UNROLLED
    for (size_t c = 0; c < WIDE; c++) sums.low[c] = sums.high[c] = broadcast(0);
    return sums;
}

/// Adds x * y to a column and the next one.
INLINE void accumulate(block_sums *sums, size_t column, limb x, limb y) {
    sums->low[column] = OP(madd52lo_epu64)(sums->low[column], x, y);
    sums->high[column] = OP(madd52hi_epu64)(sums->high[column], x, y);
}

INLINE void accumulate_row(block_sums *sums, size_t column, limb x, limb y) { accumulate(sums, column, x, y); }

/// Other kernels count products, or make room for them.
INLINE void expect_rows(size_t width, block_sums *sums, size_t rows) { (void)width, (void)sums, (void)rows; }

INLINE void double_sums(size_t width, block_sums *sums) {
    UNROLLED
    for (size_t c = 0; c < width; c++) {
        sums->low[c] = add(sums->low[c], sums->low[c]);
        sums->high[c] = add(sums->high[c], sums->high[c]);
    }
}

/// The columns of a block and what goes to the next one.
typedef struct {
    vector word[WIDE + 1];
} block_columns;

/// The sums as columns, `carry` added to the first one.
INLINE block_columns folded(size_t width, const block_sums *sums, vector carry) {
    block_columns columns;
    columns.word[0] = add(sums->low[0], carry);
    UNROLLED
    for (size_t c = 1; c < width; c++) columns.word[c] = add(sums->low[c], sums->high[c - 1]);
    columns.word[width] = sums->high[width - 1];
    return columns;
}

/// The column, once nothing more is added to it.
INLINE vector settled(size_t width, const block_columns *columns, size_t column) {
    (void)width;
    return columns->word[column];
}

/// Adds x * y to a column and the next one.
INLINE void add_product(block_columns *columns, size_t column, limb x, limb y) {
    columns->word[column] = OP(madd52lo_epu64)(columns->word[column], x, y);
    columns->word[column + 1] = OP(madd52hi_epu64)(columns->word[column + 1], x, y);
}

/// Adds the high half of x * y to a column.
INLINE void add_high_half(block_columns *columns, size_t column, limb x, limb y) {
    columns->word[column] = OP(madd52hi_epu64)(columns->word[column], x, y);
}

#endif
