// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Faults that Scripts/check-constant-time must find: each has the arguments of cpk_select and does what a careless version
// would. The clean ones branch on what is not secret.

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

void planted_overflow(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) {
        uint64_t sum = a[i] & b[i];
        __asm__ volatile("xorl %%eax, %%eax\nadoxq %1, %0\njno 1f\nnotq %0\n1:" : "+r"(sum) : "r"(mask) : "rax", "cc");
        result[i] = sum;
    }
}

void planted_carry(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) {
        uint64_t sum = a[i] & b[i];
        __asm__ volatile("xorl %%eax, %%eax\nadcxq %1, %0\njnc 1f\nnotq %0\n1:" : "+r"(sum) : "r"(mask) : "rax", "cc");
        result[i] = sum;
    }
}

void planted_count(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) {
        uint64_t sum = a[i] & b[i];
        __asm__ volatile("jrcxz 1f\nnotq %0\n1:" : "+r"(sum) : "c"(mask));
        result[i] = sum;
    }
}

// The carry flag is the secret, the overflow flag is not.
void clean_other_flag(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    for (size_t i = 0; i < limb_count; i++) {
        uint64_t sum = a[i] & b[i];
        __asm__ volatile("xorl %%eax, %%eax\nadcxq %1, %0\njno 1f\nnotq %0\n1:" : "+r"(sum) : "r"(mask) : "rax", "cc");
        result[i] = sum;
    }
}

uint64_t cpk_reveal(uint64_t word);

void clean_revealed(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    if (cpk_reveal(mask)) __asm__ volatile("" : : : "memory");
    for (size_t i = 0; i < limb_count; i++) result[i] = a[i] ^ b[i];
}
