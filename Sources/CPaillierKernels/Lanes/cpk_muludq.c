// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "muludq_vectors.h"

#include "lane_products.h"

#include "lane_digits.h"

#pragma clang attribute pop

static const cpk_lane_kernel kernel = {
    .lane_count = LANE_COUNT,
    .limb_bit_count = LIMB_BITS,
    .limb_count = limb_count,
    .load_modulus = load_modulus,
    .load = load,
    .store = store,
    .multiply = multiply,
    .square = square,
    .multiply_pairs = multiply_pairs,
    .square_pair = square_pair,
    .reduce = reduce,
    .reduce_pair = reduce_pair,
    .select = select_element,
    .select_shared = select_shared_element,
};

const cpk_lane_kernel *cpk_muludq_kernel(void) { return __builtin_cpu_supports("avx2") ? &kernel : NULL; }

#else

const cpk_lane_kernel *cpk_muludq_kernel(void) { return NULL; }

#endif
