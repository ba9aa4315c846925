// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#ifndef IFMA_LANES
#define IFMA_LANES 8
#define IFMA_KERNEL cpk_emulated_ifma_kernel
#endif

#include "emulated_intrinsics.h"

#define CPK_EMULATED_IFMA
#include "../../Sources/CPaillierKernels/Lanes/cpk_ifma.c"
