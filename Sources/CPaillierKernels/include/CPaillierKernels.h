// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_PAILLIER_KERNELS_H
#define CPK_PAILLIER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CPaillierLanes.h"

/// Writes zeros over `byte_count` bytes in a way that the optimiser keeps although nobody reads them again.
void cpk_wipe(void *memory, size_t byte_count);

/// Fills `byte_count` bytes from the operating system's generator, the one behind Swift's
/// `SystemRandomNumberGenerator`, in as few calls as the system allows. Ends the process if the system has no
/// randomness to give: there is no fallback.
void cpk_random_fill(void *memory, size_t byte_count);

/// Gives the word back and hides from the optimiser where it comes from, so that no masked choice becomes a branch again.
static inline uint64_t cpk_opaque(uint64_t word) {
    __asm__("" : "+r"(word));
    return word;
}

/// Gives the word back: what was secret is public from here on.
///
/// All secrets that become public pass through here, out of line, so that a program that follows secrets knows where.
uint64_t cpk_reveal(uint64_t word);

/// `result = a * b / 2^(64 * limb_count) mod modulus`, for `a, b < modulus`; the Montgomery product.
///
/// Limbs are little-endian. `limb_count` is even and at least 2, `modulus` odd, `negated_inverse = -modulus^-1 mod 2^64`.
/// `result` may be `a` or `b`; `scratch` holds `limb_count` limbs and overlaps nothing.
/// Time and memory accesses depend on `limb_count` alone.
void cpk_montgomery_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                             uint64_t negated_inverse, size_t limb_count, uint64_t *scratch);

/// `result = value - modulus` where `overflow * 2^(64 * limb_count) + value >= modulus`, else `result = value`.
/// `overflow` is 0 or 1. `result` may be `value`.
void cpk_reduce_once(uint64_t *result, const uint64_t *value, uint64_t overflow, const uint64_t *modulus,
                     size_t limb_count);

/// `result = mask ? a : b` for a mask of all ones or all zeros. `result` may be `a` or `b`.
void cpk_select(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count);

/// Overwrites entry `index` of a table of `entry_count` entries with `value`, reading and writing every entry.
void cpk_table_replace(uint64_t *table, const uint64_t *value, size_t entry_count, size_t limb_count, uint64_t index);

/// Copies entry `index` of a table of `entry_count` entries, reading every entry.
void cpk_table_select(uint64_t *result, const uint64_t *table, size_t entry_count, size_t limb_count, uint64_t index);

#endif
