// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#define IFMA_LANES 4
#define IFMA_KERNEL cpk_emulated_ifma_half_kernel
#include "emulated_ifma.c"
