// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Vectors of four words on AVX2, whatever multiplies.

#ifndef CPK_AVX2_VECTORS_H
#define CPK_AVX2_VECTORS_H

#include "lane_compiler.h"

enum { LANE_COUNT = 4 };

typedef __m256i vector;

INLINE vector load_vector(const uint64_t *words, size_t index) {
    return _mm256_load_si256((const __m256i *)(words + LANE_COUNT * index));
}

INLINE void store_vector(uint64_t *words, size_t index, vector a) {
    _mm256_store_si256((__m256i *)(words + LANE_COUNT * index), a);
}

INLINE vector broadcast(uint64_t word) { return _mm256_set1_epi64x((long long)word); }

INLINE vector add(vector a, vector b) { return _mm256_add_epi64(a, b); }

INLINE vector subtract(vector a, vector b) { return _mm256_sub_epi64(a, b); }

/// `a` without the bits of `b`.
INLINE vector without(vector a, vector b) { return _mm256_andnot_si256(b, a); }

/// `a` times two to the power `count`, lane by lane.
INLINE vector shifted(vector a, vector count) { return _mm256_sllv_epi64(a, count); }

/// All ones in lanes that are negative, else zero.
INLINE vector sign_of(vector a) { return _mm256_cmpgt_epi64(broadcast(0), a); }

/// `b` in the lanes where `index` is `entry`, else `a`.
INLINE vector replace_where(vector a, vector index, vector entry, vector b) {
    return _mm256_blendv_epi8(a, b, _mm256_cmpeq_epi64(index, entry));
}

/// `a` in even lanes, `b` in odd ones.
INLINE vector alternate(vector a, vector b) { return _mm256_blend_epi32(a, b, 0xcc); }

/// Words of a shared table that are looked up at once, and the number of the group in which an index lies.
enum { GROUP_SIZE = 1 };

INLINE vector group_of(vector index) { return index; }

/// The one word of the group at `words`.
INLINE vector choose_in_group(const uint64_t *words, vector index) {
    (void)index;
    return broadcast(*words);
}

#endif
