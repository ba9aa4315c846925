// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#include "fma_vectors.h"

#include "lane_products.h"

#include "lane_digits.h"

// The products are right where rounding is toward zero. They stand in functions of their own, between setting the mode and
// putting the host's back, because a compiler may move floating point across either. The mode is set and not changed: all
// exceptions masked, no flushing of small numbers, whatever the host had; its flags come back with the rest.
INLINE unsigned round_toward_zero(void) {
    const unsigned mode = _mm_getcsr();
    _mm_setcsr(0x7f80);
    return mode;
}

static void multiply_toward_zero(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                                 size_t limb_count, uint64_t *scratch) {
    const unsigned mode = round_toward_zero();
    multiply(result, a, b, modulus, limb_count, scratch);
    _mm_setcsr(mode);
}

static void square_toward_zero(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count,
                               uint64_t *scratch) {
    const unsigned mode = round_toward_zero();
    square(result, a, modulus, limb_count, scratch);
    _mm_setcsr(mode);
}

static void multiply_pairs_toward_zero(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                                       size_t limb_count, uint64_t *scratch) {
    const unsigned mode = round_toward_zero();
    multiply_pairs(result, a, b, modulus, limb_count, scratch);
    _mm_setcsr(mode);
}

static void square_pair_toward_zero(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count,
                                    uint64_t *scratch) {
    const unsigned mode = round_toward_zero();
    square_pair(result, a, modulus, limb_count, scratch);
    _mm_setcsr(mode);
}

#pragma clang attribute pop

#define PRODUCT(name) name##_toward_zero
#include "lane_kernel.h"

const cpk_lane_kernel *cpk_fma_kernel(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kernel : NULL;
}

#else

const cpk_lane_kernel *cpk_fma_kernel(void) { return NULL; }

#endif
