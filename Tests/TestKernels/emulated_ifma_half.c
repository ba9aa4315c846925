// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#define CPK_EMULATED_IFMA
#define IFMA_LANES 4
#define IFMA_KERNEL cpk_emulated_ifma_half_kernel

#include "emulated_intrinsics.h"

#include "../../Sources/CPaillierKernels/Lanes/ifma_kernel.h"
