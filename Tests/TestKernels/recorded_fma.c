// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

static uint32_t exceptions;

uint32_t cpk_recorded_fma_exceptions(void) { return exceptions; }

#if defined(__x86_64__)

#include <immintrin.h>

// Where rounding is toward zero, the products have just been computed and the host's mode comes back.
static void record_and_set(unsigned mode) {
    const unsigned before = _mm_getcsr();
    if ((before & 0x6000) == 0x6000) __atomic_fetch_or(&exceptions, before & 0x3f, __ATOMIC_RELAXED);
    _mm_setcsr(mode);
}

#define _mm_setcsr record_and_set

#endif

#define cpk_fma_kernel cpk_recorded_fma_kernel
#include "../../Sources/CPaillierKernels/Lanes/cpk_fma.c"
