// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Faults that Scripts/check-constant-time must find. Most have the arguments of cpk_select and do what a careless version
// would; the last two read a Swift array of secrets, whose count is known.

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

struct array {
    uint64_t header[2];
    size_t count, capacity;
    uint64_t elements[];
};

void planted_element(uint64_t *result, const struct array *array) {
    for (size_t i = 0; i < array->count; i++) {
        if (array->elements[i] == 7) __asm__ volatile("" : : : "memory");
        result[i] = array->elements[i];
    }
}

void clean_elements(uint64_t *result, const struct array *array) {
    for (size_t i = 0; i < array->count; i++) result[i] = array->elements[i] * 3;
}
