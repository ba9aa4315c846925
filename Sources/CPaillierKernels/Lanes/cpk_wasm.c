// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

// The tests include this file on any processor, with CPK_TESTED_WASM: as it is, and on vectors in plain C.
#if defined(CPK_TESTED_WASM) || defined(__wasm__)

#include "wasm_vectors.h"

#include "lane_products.h"

#include "lane_digits.h"

#include "lane_kernel.h"

const cpk_lane_kernel *cpk_wasm_kernel(void) { return &kernel; }

#else

const cpk_lane_kernel *cpk_wasm_kernel(void) { return NULL; }

#endif
