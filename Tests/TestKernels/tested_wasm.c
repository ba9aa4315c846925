// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#define CPK_TESTED_WASM
#define cpk_wasm_kernel cpk_tested_wasm_kernel
#include "../../Sources/CPaillierKernels/Lanes/cpk_wasm.c"
