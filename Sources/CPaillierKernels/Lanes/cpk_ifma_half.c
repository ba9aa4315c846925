// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// The IFMA kernel with four lanes in vectors of 256 bits.

#define IFMA_LANES 4
#define IFMA_KERNEL cpk_ifma_half_kernel
#include "ifma_kernel.h"
