// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Leaks that Scripts/check-secret-paths plants inside the library: Valgrind puts a function called _vgr00000ZU_NONE_name in the
// place of `name`. Here masked choices branch, and a masked scan reads the wanted entry alone.

#include <stddef.h>
#include <stdint.h>

static __attribute__((noinline)) const uint64_t *planted_branch(uint64_t mask, const uint64_t *a, const uint64_t *b) {
    if (mask) {
        __asm__ volatile("" : : : "memory");
        return a;
    }
    return b;
}

static __attribute__((noinline)) uint64_t planted_lookup(const uint64_t *table, uint64_t index) { return table[index]; }

void _vgr00000ZU_NONE_cpk_select(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    const uint64_t *chosen = planted_branch(mask, a, b);
    for (size_t i = 0; i < limb_count; i++) result[i] = chosen[i];
}

void _vgr00000ZU_NONE_cpk_reduce_once(
    uint64_t *result, const uint64_t *value, uint64_t overflow, const uint64_t *modulus, size_t limb_count) {
    uint64_t difference[limb_count], borrow = 0;
    for (size_t i = 0; i < limb_count; i++) {
        const unsigned __int128 step = (unsigned __int128)value[i] - modulus[i] - borrow;
        difference[i] = (uint64_t)step;
        borrow = (uint64_t)(step >> 64) & 1;
    }
    const uint64_t *chosen = planted_branch(borrow & ~overflow, value, difference);
    for (size_t i = 0; i < limb_count; i++) result[i] = chosen[i];
}

void _vgr00000ZU_NONE_cpk_table_select(
    uint64_t *result, const uint64_t *table, size_t entry_count, size_t limb_count, uint64_t index) {
    for (size_t i = 0; i < limb_count; i++) result[i] = planted_lookup(table, index * limb_count + i);
}
