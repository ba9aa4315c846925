// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

void cpk_select(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    mask = cpk_opaque(mask);
    for (size_t i = 0; i < limb_count; i++) result[i] = b[i] ^ (mask & (a[i] ^ b[i]));
}

// All ones where `word` is zero, else zero.
static inline uint64_t zero_mask(uint64_t word) { return cpk_opaque(((word | (0 - word)) >> 63) - 1); }

void cpk_table_select(uint64_t *result, const uint64_t *table, size_t entry_count, size_t limb_count, uint64_t index) {
    for (size_t i = 0; i < limb_count; i++) result[i] = 0;
    for (size_t entry = 0; entry < entry_count; entry++) {
        const uint64_t mask = zero_mask((uint64_t)entry ^ index);
        for (size_t i = 0; i < limb_count; i++) result[i] |= table[entry * limb_count + i] & mask;
    }
}
