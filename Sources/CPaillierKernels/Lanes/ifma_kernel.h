// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// A kernel of IFMA_LANES lanes on IFMA, given by a function IFMA_KERNEL. The tests include it on any processor, with
// CPK_EMULATED_IFMA and the intrinsics in plain C.

#ifndef CPK_IFMA_KERNEL_H
#define CPK_IFMA_KERNEL_H

#include "CPaillierKernels.h"

#if defined(CPK_EMULATED_IFMA) || defined(__x86_64__)

#if !defined(CPK_EMULATED_IFMA)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512ifma"))), \
                             apply_to = function)
#endif

#include "ifma_vectors.h"

#include "lane_products.h"

#include "lane_digits.h"

#if !defined(CPK_EMULATED_IFMA)
#pragma clang attribute pop
#endif

#include "lane_kernel.h"

const cpk_lane_kernel *IFMA_KERNEL(void) {
#if defined(CPK_EMULATED_IFMA)
    return &kernel;
#else
    // Asks the processor and, by XGETBV, whether the system keeps the registers.
    const int is_available = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512ifma");
    return is_available ? &kernel : NULL;
#endif
}

#else

const cpk_lane_kernel *IFMA_KERNEL(void) { return NULL; }

#endif

#endif
