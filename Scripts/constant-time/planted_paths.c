// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Leaks that Scripts/check-secret-paths plants inside the library: Valgrind puts a function called _vgr00000ZU_NONE_name in the
// place of `name`. Here masked choices branch, and a masked scan reads the wanted entry alone. Valgrind reports one place once, so
// each path has functions of its own that leak, planted_branch_1 and so on; number 0 is for what lies between paths.

#include <stddef.h>
#include <stdint.h>

static size_t begun, current;

void _vgr00000ZU_NONE_path_begins(void) { current = ++begun; }

void _vgr00000ZU_NONE_path_ends(void) { current = 0; }

#define LEAKS(number)                                                                                                 \
    static __attribute__((noinline)) const uint64_t *planted_branch_##number(                                         \
        uint64_t mask, const uint64_t *a, const uint64_t *b) {                                                        \
        if (mask) {                                                                                                   \
            __asm__ volatile("" : : : "memory");                                                                      \
            return a;                                                                                                 \
        }                                                                                                             \
        return b;                                                                                                     \
    }                                                                                                                 \
    static __attribute__((noinline)) uint64_t planted_lookup_##number(const uint64_t *table, uint64_t index) {        \
        return table[index];                                                                                          \
    }

#define EACH(use)                                                                                                     \
    use(0) use(1) use(2) use(3) use(4) use(5) use(6) use(7) use(8) use(9) use(10) use(11) use(12) use(13) use(14)     \
        use(15)

EACH(LEAKS)

#define BRANCH(number) planted_branch_##number,
static const uint64_t *(*const branches[])(uint64_t, const uint64_t *, const uint64_t *) = {EACH(BRANCH)};
#define LOOKUP(number) planted_lookup_##number,
static uint64_t (*const lookups[])(const uint64_t *, uint64_t) = {EACH(LOOKUP)};

void _vgr00000ZU_NONE_cpk_select(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count) {
    const uint64_t *chosen = branches[current](mask, a, b);
    for (size_t i = 0; i < limb_count; i++) result[i] = chosen[i];
}

void _vgr00000ZU_NONE_cpk_montgomery_add(
    uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus, size_t limb_count) {
    uint64_t sum[limb_count], difference[limb_count], carry = 0, borrow = 0;
    for (size_t i = 0; i < limb_count; i++) {
        unsigned __int128 step = (unsigned __int128)a[i] + b[i] + carry;
        sum[i] = (uint64_t)step;
        carry = (uint64_t)(step >> 64);
        step = (unsigned __int128)sum[i] - modulus[i] - borrow;
        difference[i] = (uint64_t)step;
        borrow = (uint64_t)(step >> 64) & 1;
    }
    const uint64_t *chosen = branches[current](borrow & ~carry, sum, difference);
    for (size_t i = 0; i < limb_count; i++) result[i] = chosen[i];
}

void _vgr00000ZU_NONE_cpk_table_select(
    uint64_t *result, const uint64_t *table, size_t entry_count, size_t limb_count, uint64_t index) {
    for (size_t i = 0; i < limb_count; i++) result[i] = lookups[current](table, index * limb_count + i);
}
