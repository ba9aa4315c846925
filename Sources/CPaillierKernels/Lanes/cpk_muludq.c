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

#include "lane_kernel.h"

const cpk_lane_kernel *cpk_muludq_kernel(void) { return __builtin_cpu_supports("avx2") ? &kernel : NULL; }

#else

const cpk_lane_kernel *cpk_muludq_kernel(void) { return NULL; }

#endif
