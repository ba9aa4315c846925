// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What <immintrin.h> gives to the IFMA kernel, in plain C, by the pseudocode of the Intel Intrinsics Guide: for vectors of
// IFMA_LANES words.

#ifndef CPK_EMULATED_INTRINSICS_H
#define CPK_EMULATED_INTRINSICS_H

#include <stdint.h>

typedef struct {
    uint64_t word[IFMA_LANES];
} emulated_vector;

#if IFMA_LANES == 8
#define __m512i emulated_vector
#define EMULATED_OP(name) _mm512_##name
#define EMULATED_BITS_OP(name) _mm512_##name##_si512
#define _mm512_set1_epi64 emulated_set1
#else
#define __m256i emulated_vector
#define EMULATED_OP(name) _mm256_##name
#define EMULATED_BITS_OP(name) _mm256_##name##_si256
#define _mm256_set1_epi64x emulated_set1
#endif

typedef uint8_t __mmask8;

// Out of line, so that compiling thousands of them in unrolled loops takes seconds and not minutes.
#define EMULATED static __attribute__((noinline))

/// A vector whose word `i` is the expression.
#define EACH_WORD(expression)                            \
    emulated_vector r;                                           \
    for (int i = 0; i < IFMA_LANES; i++) r.word[i] = (expression); \
    return r

/// The processor faults on an address that is no multiple of the vector's size.
EMULATED const uint64_t *aligned(const void *address) {
    if ((uintptr_t)address % (8 * IFMA_LANES) != 0) __builtin_trap();
    return address;
}

EMULATED emulated_vector EMULATED_BITS_OP(load)(const void *from) {
    const uint64_t *words = aligned(from);
    EACH_WORD(words[i]);
}

EMULATED void EMULATED_BITS_OP(store)(void *to, emulated_vector a) {
    uint64_t *words = (uint64_t *)aligned(to);
    for (int i = 0; i < IFMA_LANES; i++) words[i] = a.word[i];
}

EMULATED emulated_vector emulated_set1(long long a) { EACH_WORD((uint64_t)a); }

EMULATED emulated_vector EMULATED_OP(add_epi64)(emulated_vector a, emulated_vector b) { EACH_WORD(a.word[i] + b.word[i]); }

EMULATED emulated_vector EMULATED_OP(sub_epi64)(emulated_vector a, emulated_vector b) { EACH_WORD(a.word[i] - b.word[i]); }

EMULATED emulated_vector EMULATED_BITS_OP(and)(emulated_vector a, emulated_vector b) { EACH_WORD(a.word[i] & b.word[i]); }

EMULATED emulated_vector EMULATED_BITS_OP(andnot)(emulated_vector a, emulated_vector b) { EACH_WORD(~a.word[i] & b.word[i]); }

EMULATED emulated_vector EMULATED_OP(srli_epi64)(emulated_vector a, unsigned count) { EACH_WORD(a.word[i] >> count); }

EMULATED emulated_vector EMULATED_OP(sllv_epi64)(emulated_vector a, emulated_vector count) {
    EACH_WORD(count.word[i] < 64 ? a.word[i] << count.word[i] : 0);
}

EMULATED emulated_vector EMULATED_OP(srai_epi64)(emulated_vector a, unsigned count) { EACH_WORD((uint64_t)((int64_t)a.word[i] >> count)); }

EMULATED unsigned __int128 product_of_52_bits(uint64_t a, uint64_t b) {
    const uint64_t mask = (1ull << 52) - 1;
    return (unsigned __int128)(a & mask) * (b & mask);
}

EMULATED emulated_vector EMULATED_OP(madd52lo_epu64)(emulated_vector sum, emulated_vector a, emulated_vector b) {
    EACH_WORD(sum.word[i] + ((uint64_t)product_of_52_bits(a.word[i], b.word[i]) & ((1ull << 52) - 1)));
}

EMULATED emulated_vector EMULATED_OP(madd52hi_epu64)(emulated_vector sum, emulated_vector a, emulated_vector b) {
    EACH_WORD(sum.word[i] + (uint64_t)(product_of_52_bits(a.word[i], b.word[i]) >> 52));
}

EMULATED emulated_vector EMULATED_OP(mask_mov_epi64)(emulated_vector a, __mmask8 mask, emulated_vector b) {
    EACH_WORD((mask >> i) & 1 ? b.word[i] : a.word[i]);
}

EMULATED __mmask8 EMULATED_OP(cmpeq_epi64_mask)(emulated_vector a, emulated_vector b) {
    unsigned mask = 0;
    for (int i = 0; i < IFMA_LANES; i++) mask |= (unsigned)(a.word[i] == b.word[i]) << i;
    return (__mmask8)mask;
}

EMULATED emulated_vector EMULATED_OP(permutex2var_epi64)(emulated_vector a, emulated_vector index, emulated_vector b) {
    EACH_WORD((index.word[i] & IFMA_LANES ? b : a).word[index.word[i] & (IFMA_LANES - 1)]);
}

#endif
