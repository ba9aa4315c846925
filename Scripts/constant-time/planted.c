// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Faults that Scripts/check-constant-time must find: each has the arguments of cpk_select and does what a careless version
// would. The last one branches on what was made public.

#include <stddef.h>
#include <stdint.h>

void planted_branch(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    const uint64_t *source = mask ? a : b;
    if (mask) __asm__ volatile("" : : : "memory");
    for (size_t i = 0; i < limb_count; i++) result[i] = source[i];
}

void planted_early_exit(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) {
        if (a[i] != b[i]) return;
        result[i] = mask;
    }
}

void planted_lookup(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) result[i] = a[mask & 15] ^ b[i];
}

void planted_division(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) result[i] = a[i] / (mask | 1) ^ b[i];
}

uint64_t cpk_reveal(uint64_t word);

void clean_revealed(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    if (cpk_reveal(mask)) __asm__ volatile("" : : : "memory");
    for (size_t i = 0; i < limb_count; i++) result[i] = a[i] ^ b[i];
}
