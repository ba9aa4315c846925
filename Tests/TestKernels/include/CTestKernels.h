// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_TEST_KERNELS_H
#define CPK_TEST_KERNELS_H

#include "CPaillierKernels.h"

/// The kernel of `cpk_ifma_kernel` from the same source, on intrinsics in plain C: slow, and on any processor.
const cpk_lane_kernel *cpk_emulated_ifma_kernel(void);

/// That of `cpk_ifma_half_kernel` likewise.
const cpk_lane_kernel *cpk_emulated_ifma_half_kernel(void);

/// The kernel of `cpk_wasm_kernel` without vectors of 128 bits, on any processor.
const cpk_lane_kernel *cpk_tested_wasm_kernel(void);

/// The kernel of `cpk_wasm_kernel` on vectors in plain C: slow, and on any processor.
const cpk_lane_kernel *cpk_emulated_wasm_kernel(void);

/// The kernel of `cpk_fma_kernel` from the same source, which records the exceptions that its products raise; null where that
/// one is.
const cpk_lane_kernel *cpk_recorded_fma_kernel(void);

/// The exceptions raised so far, as bits of MXCSR: invalid 1, denormal 2, division 4, overflow 8, underflow 16, inexact 32.
uint32_t cpk_recorded_fma_exceptions(void);

/// Computes a product of pairs with the host's MXCSR at `mode`; gives back what MXCSR is after it. On other processors only
/// computes, and gives `mode` back.
uint32_t cpk_multiply_pairs_in_mode(uint32_t mode, const cpk_lane_kernel *kernel, uint64_t *result, const uint64_t *a,
                                    const uint64_t *b, const uint64_t *modulus, size_t limb_count, uint64_t *scratch);

#endif
