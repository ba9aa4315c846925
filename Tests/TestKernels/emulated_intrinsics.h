// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What <immintrin.h> gives to the IFMA kernel, in plain C, by the pseudocode of the Intel Intrinsics Guide.

#ifndef CPK_EMULATED_INTRINSICS_H
#define CPK_EMULATED_INTRINSICS_H

#include <stdint.h>

typedef struct {
    uint64_t word[8];
} __m512i;

typedef uint8_t __mmask8;

// Out of line, so that compiling thousands of them in unrolled loops takes seconds and not minutes.
#define EMULATED static __attribute__((noinline))

/// A vector whose word `i` is the expression.
#define EACH_WORD(expression)                            \
    __m512i r;                                           \
    for (int i = 0; i < 8; i++) r.word[i] = (expression); \
    return r

/// The processor faults on an address that is no multiple of 64.
EMULATED const uint64_t *aligned(const void *address) {
    if ((uintptr_t)address % 64 != 0) __builtin_trap();
    return address;
}

EMULATED __m512i _mm512_load_si512(const void *from) {
    const uint64_t *words = aligned(from);
    EACH_WORD(words[i]);
}

EMULATED void _mm512_store_si512(void *to, __m512i a) {
    uint64_t *words = (uint64_t *)aligned(to);
    for (int i = 0; i < 8; i++) words[i] = a.word[i];
}

EMULATED __m512i _mm512_set1_epi64(long long a) { EACH_WORD((uint64_t)a); }

EMULATED __m512i _mm512_add_epi64(__m512i a, __m512i b) { EACH_WORD(a.word[i] + b.word[i]); }

EMULATED __m512i _mm512_sub_epi64(__m512i a, __m512i b) { EACH_WORD(a.word[i] - b.word[i]); }

EMULATED __m512i _mm512_and_si512(__m512i a, __m512i b) { EACH_WORD(a.word[i] & b.word[i]); }

EMULATED __m512i _mm512_andnot_si512(__m512i a, __m512i b) { EACH_WORD(~a.word[i] & b.word[i]); }

EMULATED __m512i _mm512_srli_epi64(__m512i a, unsigned count) { EACH_WORD(a.word[i] >> count); }

EMULATED __m512i _mm512_sllv_epi64(__m512i a, __m512i count) {
    EACH_WORD(count.word[i] < 64 ? a.word[i] << count.word[i] : 0);
}

EMULATED __m512i _mm512_srai_epi64(__m512i a, unsigned count) { EACH_WORD((uint64_t)((int64_t)a.word[i] >> count)); }

EMULATED unsigned __int128 product_of_52_bits(uint64_t a, uint64_t b) {
    const uint64_t mask = (1ull << 52) - 1;
    return (unsigned __int128)(a & mask) * (b & mask);
}

EMULATED __m512i _mm512_madd52lo_epu64(__m512i sum, __m512i a, __m512i b) {
    EACH_WORD(sum.word[i] + ((uint64_t)product_of_52_bits(a.word[i], b.word[i]) & ((1ull << 52) - 1)));
}

EMULATED __m512i _mm512_madd52hi_epu64(__m512i sum, __m512i a, __m512i b) {
    EACH_WORD(sum.word[i] + (uint64_t)(product_of_52_bits(a.word[i], b.word[i]) >> 52));
}

EMULATED __m512i _mm512_mask_mov_epi64(__m512i a, __mmask8 mask, __m512i b) {
    EACH_WORD((mask >> i) & 1 ? b.word[i] : a.word[i]);
}

EMULATED __mmask8 _mm512_cmpeq_epi64_mask(__m512i a, __m512i b) {
    unsigned mask = 0;
    for (int i = 0; i < 8; i++) mask |= (unsigned)(a.word[i] == b.word[i]) << i;
    return (__mmask8)mask;
}

EMULATED __m512i _mm512_permutex2var_epi64(__m512i a, __m512i index, __m512i b) {
    EACH_WORD(index.word[i] & 8 ? b.word[index.word[i] & 7] : a.word[index.word[i] & 7]);
}

#endif
