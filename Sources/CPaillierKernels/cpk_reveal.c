// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

// In a file of its own, so that no caller sees that it does nothing.
uint64_t cpk_reveal(uint64_t word) { return word; }
