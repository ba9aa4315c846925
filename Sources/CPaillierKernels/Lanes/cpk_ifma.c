// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// The IFMA kernel with eight lanes in vectors of 512 bits.

#define IFMA_LANES 8
#define IFMA_KERNEL cpk_ifma_kernel
#include "ifma_kernel.h"
