// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// One lane, for WebAssembly: vectors are words. Where the engine has vectors of 128 bits, which a compiler is told by
// -msimd128, they hold columns of one number side by side, so that no lane is empty when a number is alone.

#ifndef CPK_WASM_VECTORS_H
#define CPK_WASM_VECTORS_H

#include "lane_compiler.h"

#if defined(__wasm_simd128__) && defined(__wasm__)
#include <wasm_simd128.h>
#endif

// Blocks of columns are this wide, measured best with Node on Zen 4; without vectors all from 4 on do as well.
enum { LANE_COUNT = 1, LIMB_BITS = 28, NARROW = 7, WIDE = 8 };

typedef uint64_t vector;

INLINE vector load_vector(const uint64_t *words, size_t index) { return words[index]; }

INLINE void store_vector(uint64_t *words, size_t index, vector a) { words[index] = a; }

INLINE vector broadcast(uint64_t word) { return word; }

INLINE vector add(vector a, vector b) { return a + b; }

INLINE vector subtract(vector a, vector b) { return a - b; }

/// `a` without the bits of `b`.
INLINE vector without(vector a, vector b) { return a & ~b; }

/// `a` times two to the power `count`.
INLINE vector shifted(vector a, vector count) { return a << count; }

/// All ones where `a` is negative, else zero.
INLINE vector sign_of(vector a) { return (uint64_t)((int64_t)a >> 63); }

INLINE vector shift_right(vector a, int count) { return a >> count; }

INLINE vector both(vector a, vector b) { return a & b; }

/// The product, of which limbs take the low bits alone where a factor has more than 32.
INLINE vector multiply_words(vector a, vector b) { return a * b; }

#define HIDE(value) __asm__("" : "+r"(value))

/// `b` where `index` is `entry`, else `a`.
INLINE vector replace_where(vector a, vector index, vector entry, vector b) {
    const uint64_t difference = index ^ entry;
    vector mask = ((difference | (0 - difference)) >> 63) - 1;
    HIDE(mask);
    return a ^ (mask & (a ^ b));
}

/// The only lane is an even one.
INLINE vector alternate(vector a, vector b) {
    (void)b;
    return a;
}

#if defined(__wasm_simd128__)

#define OWN_ROWS

/// Two columns side by side in each; those beyond the last four have none.
typedef struct {
    v128_t pair[WIDE / 2];
} row_sums;

INLINE row_sums no_row_sums(void) {
    row_sums rows;
    UNROLLED
    for (size_t p = 0; p < WIDE / 2; p++) rows.pair[p] = wasm_i64x2_splat(0);
    return rows;
}

/// Adds what rows summed up to the columns.
INLINE void take_row_sums(size_t width, vector *words, row_sums *rows) {
    UNROLLED
    for (size_t p = 0; p < width / 4 * 2; p++) {
        words[2 * p] += (uint64_t)wasm_i64x2_extract_lane(rows->pair[p], 0);
        words[2 * p + 1] += (uint64_t)wasm_i64x2_extract_lane(rows->pair[p], 1);
    }
    *rows = no_row_sums();
}

// A compiler that sees factors that are half zeros or all the same takes the product of 64 bits instead, which engines make of
// three such products.
INLINE v128_t hidden(v128_t a) {
#if defined(__wasm__)
    HIDE(a);
#endif
    return a;
}

INLINE void accumulate_low(v128_t *sum, v128_t x, v128_t y) {
    *sum = wasm_i64x2_add(*sum, wasm_u64x2_extmul_low_u32x4(hidden(x), hidden(y)));
}

INLINE void accumulate_high(v128_t *sum, v128_t x, v128_t y) {
    *sum = wasm_i64x2_add(*sum, wasm_u64x2_extmul_high_u32x4(hidden(x), hidden(y)));
}

/// Words of a shared table that are looked up at once, and the number of the group in which an index lies.
enum { GROUP_SIZE = 16 };

INLINE vector group_of(vector index) { return index / GROUP_SIZE; }

/// The word of the group at `words` that the low bits of the index name: all are read, two by two, and one is let through.
INLINE vector choose_in_group(const uint64_t *words, vector index) {
    const v128_t wanted = wasm_i64x2_splat((int64_t)(index % GROUP_SIZE));
    v128_t chosen = wasm_i64x2_splat(0);
    UNROLLED
    for (int entry = 0; entry < GROUP_SIZE; entry += 2) {
        const v128_t mask = wasm_i64x2_eq(wanted, wasm_i64x2_make(entry, entry + 1));
        chosen = wasm_v128_or(chosen, wasm_v128_and(wasm_v128_load(words + entry), mask));
    }
    return (uint64_t)wasm_i64x2_extract_lane(chosen, 0) | (uint64_t)wasm_i64x2_extract_lane(chosen, 1);
}

#else

/// Words of a shared table that are looked up at once, and the number of the group in which an index lies.
enum { GROUP_SIZE = 1 };

INLINE vector group_of(vector index) { return index; }

/// The one word of the group at `words`.
INLINE vector choose_in_group(const uint64_t *words, vector index) {
    (void)index;
    return *words;
}

#endif

#include "word_limbs.h"

#if defined(OWN_ROWS)

/// Adds row * y[k + c] to every column `c`, four at a time, and one by one what is left.
INLINE void add_row(size_t width, block_sums *sums, limb row, const uint64_t *y, size_t k) {
    const v128_t rows = wasm_i32x4_splat((int32_t)row);
    const size_t vector_end = width / 4 * 4;
    UNROLLED
    for (size_t c = 0; c < vector_end; c += 4) {
        const v128_t words = wasm_v128_load(y + k + c), more = wasm_v128_load(y + k + c + 2);
        const v128_t limbs = wasm_i32x4_shuffle(words, more, 0, 2, 4, 6);
        accumulate_low(&sums->rows.pair[c / 2], rows, limbs);
        accumulate_high(&sums->rows.pair[c / 2 + 1], rows, limbs);
    }
    UNROLLED
    for (size_t c = vector_end; c < width; c++) accumulate_row(sums, c, row, load_limb(y, k + c));
}

#endif

#endif
