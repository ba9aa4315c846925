// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Vectors of eight words on AVX-512 IFMA. Limbs have 52 bits and stand in words as they are.
// The includer supplies the intrinsics, real or emulated.

#ifndef CPK_IFMA_VECTORS_H
#define CPK_IFMA_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")
#define SCALAR _Pragma("clang loop vectorize(disable)")

enum { LANE_COUNT = 8, LIMB_BITS = 52 };

typedef __m512i vector;

INLINE vector load_vector(const uint64_t *words, size_t index) { return _mm512_load_si512(words + LANE_COUNT * index); }

INLINE void store_vector(uint64_t *words, size_t index, vector a) { _mm512_store_si512(words + LANE_COUNT * index, a); }

INLINE vector broadcast(uint64_t word) { return _mm512_set1_epi64((long long)word); }

INLINE vector add(vector a, vector b) { return _mm512_add_epi64(a, b); }

INLINE vector subtract(vector a, vector b) { return _mm512_sub_epi64(a, b); }

INLINE vector both(vector a, vector b) { return _mm512_and_si512(a, b); }

/// `a` without the bits of `b`.
INLINE vector without(vector a, vector b) { return _mm512_andnot_si512(b, a); }

/// The bits above a limb.
INLINE vector carry_of(vector a) { return _mm512_srli_epi64(a, LIMB_BITS); }

/// All ones in lanes that are negative, else zero.
INLINE vector sign_of(vector a) { return _mm512_srai_epi64(a, 63); }

/// `sum` plus the low 52 bits of the product of the low 52 bits of `a` and `b`.
INLINE vector add_low(vector sum, vector a, vector b) { return _mm512_madd52lo_epu64(sum, a, b); }

/// `sum` plus the high 52 bits of the same product.
INLINE vector add_high(vector sum, vector a, vector b) { return _mm512_madd52hi_epu64(sum, a, b); }

/// `b` in the lanes where `index` is `entry`, else `a`.
INLINE vector replace_where(vector a, vector index, vector entry, vector b) {
    return _mm512_mask_mov_epi64(a, _mm512_cmpeq_epi64_mask(index, entry), b);
}

/// Lane by lane the word that the low four bits of `index` choose of the 16 at `words`.
INLINE vector choose_of_16(const uint64_t *words, vector index) {
    return _mm512_permutex2var_epi64(load_vector(words, 0), index, load_vector(words, 1));
}

/// `index` without its low four bits.
INLINE vector sixteens_of(vector index) { return _mm512_srli_epi64(index, 4); }

/// `a` in even lanes, `b` in odd ones.
INLINE vector alternate(vector a, vector b) { return _mm512_mask_mov_epi64(a, 0xaa, b); }

#endif
