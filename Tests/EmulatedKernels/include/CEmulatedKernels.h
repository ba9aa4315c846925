// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_EMULATED_KERNELS_H
#define CPK_EMULATED_KERNELS_H

#include "CPaillierKernels.h"

/// The kernel of `cpk_ifma_kernel` from the same source, on intrinsics in plain C: slow, and on any processor.
const cpk_lane_kernel *cpk_emulated_ifma_kernel(void);

#endif
