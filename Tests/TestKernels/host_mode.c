// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

uint32_t cpk_multiply_pairs_in_mode(uint32_t mode, const cpk_lane_kernel *kernel, uint64_t *result, const uint64_t *a,
                                    const uint64_t *b, const uint64_t *modulus, size_t limb_count, uint64_t *scratch) {
#if defined(__x86_64__)
    const uint32_t before = _mm_getcsr();
    _mm_setcsr(mode);
    kernel->multiply_pairs(result, a, b, modulus, limb_count, scratch);
    const uint32_t after = _mm_getcsr();
    _mm_setcsr(before);
    return after;
#else
    kernel->multiply_pairs(result, a, b, modulus, limb_count, scratch);
    return mode;
#endif
}
