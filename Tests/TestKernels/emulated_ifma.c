// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CTestKernels.h"

#include "emulated_intrinsics.h"

#define CPK_EMULATED_IFMA
#include "../../Sources/CPaillierKernels/Lanes/cpk_ifma.c"
