// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Stands in for the kernel for WebAssembly, so that the portable one computes everything.

#include "CPaillierKernels.h"

const cpk_lane_kernel *cpk_wasm_kernel(void) { return NULL; }
