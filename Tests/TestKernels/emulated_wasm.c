// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#include "emulated_simd128.h"

#define CPK_TESTED_WASM
#define __wasm_simd128__
#define cpk_wasm_kernel cpk_emulated_wasm_kernel
#include "../../Sources/CPaillierKernels/Lanes/cpk_wasm.c"
