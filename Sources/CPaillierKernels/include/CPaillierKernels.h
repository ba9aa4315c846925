// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_PAILLIER_KERNELS_H
#define CPK_PAILLIER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CPaillierLanes.h"

/// Writes zeros over `byte_count` bytes in a way that the optimiser keeps although nobody reads them again.
void cpk_wipe(void *memory, size_t byte_count);

/// Asks for memory that is read soon, so that it comes into the caches meanwhile. Addresses are public.
void cpk_prefetch(const void *memory, size_t byte_count);

/// Fills `byte_count` bytes from the operating system's generator, the one behind Swift's
/// `SystemRandomNumberGenerator`, in as few calls as the system allows. Ends the process if the system has no
/// randomness to give: there is no fallback.
void cpk_random_fill(void *memory, size_t byte_count);

/// Whether the environment leaves the kernel of this name to the library: `BLINDSCORE_KERNEL` is not set, or names it.
int cpk_kernel_permitted(const char *name);

/// Gives the word back and hides from the optimiser where it comes from, so that no masked choice becomes a branch again.
static inline uint64_t cpk_opaque(uint64_t word) {
    __asm__("" : "+r"(word));
    return word;
}

/// Gives the word back: what was secret is public from here on.
///
/// All secrets that become public pass through here, out of line, so that a program that follows secrets knows where.
uint64_t cpk_reveal(uint64_t word);

/// `result = a * b`, in `a_count + b_count` little-endian limbs, neither count zero; `result` overlaps no operand. Time and
/// memory accesses depend on the counts alone.
void cpk_multiply(uint64_t *result, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count);

// Products in Montgomery's form, R = 2^(64 * limb_count). Limbs are little-endian, `limb_count` is at least 1, `modulus` odd,
// and `negated_inverse = -modulus^-1 mod 2^64`. `result` may be an operand; `scratch` overlaps nothing.
// Time and memory accesses depend on `limb_count` alone.

/// `result = a * b / R mod modulus`, for `a` below R and `b` below the modulus. `scratch` holds `3 * limb_count` limbs.
void cpk_montgomery_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                             uint64_t negated_inverse, size_t limb_count, uint64_t *scratch);

/// `result = a * a / R mod modulus`, for `a` below the modulus. `scratch` holds `3 * limb_count` limbs.
void cpk_montgomery_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                           size_t limb_count, uint64_t *scratch);

/// `result = a / R mod modulus`, for `a` below R. `scratch` holds `3 * limb_count` limbs.
void cpk_montgomery_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                          size_t limb_count, uint64_t *scratch);

/// `result = a + b mod modulus`, for operands below the modulus.
void cpk_montgomery_add(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                        size_t limb_count);

// The same modulo modulus^2, for numbers of two digits in base `modulus`, the low one first, each of `limb_count` limbs.

/// `result = a * b / R mod modulus^2`; digits below the modulus, but the low one of `a` may be any number below R if its high
/// one is zero. `scratch` holds `5 * limb_count` limbs.
void cpk_pair_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                       uint64_t negated_inverse, size_t limb_count, uint64_t *scratch);

/// `result = a * a / R mod modulus^2`. `scratch` holds `5 * limb_count` limbs.
void cpk_pair_square(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                     size_t limb_count, uint64_t *scratch);

/// `result = a / R mod modulus^2`. `scratch` holds `5 * limb_count` limbs.
void cpk_pair_leave(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                    size_t limb_count, uint64_t *scratch);

/// `result = a + b mod modulus^2`.
void cpk_pair_add(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus, size_t limb_count);

/// Functions that give the results of those above that have these names after `cpk_`, under the same conditions.
typedef struct {
    void (*multiply)(uint64_t *result, const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count);
    void (*montgomery_multiply)(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                                uint64_t negated_inverse, size_t limb_count, uint64_t *scratch);
    void (*montgomery_square)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                              size_t limb_count, uint64_t *scratch);
    void (*montgomery_leave)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                             size_t limb_count, uint64_t *scratch);
    void (*pair_multiply)(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                          uint64_t negated_inverse, size_t limb_count, uint64_t *scratch);
    void (*pair_square)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                        size_t limb_count, uint64_t *scratch);
    void (*pair_leave)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, uint64_t negated_inverse,
                       size_t limb_count, uint64_t *scratch);
} cpk_scalar_kernel;

/// The functions above, in portable C.
const cpk_scalar_kernel *cpk_portable_kernel(void);

/// Others for processors with BMI2 and ADX, in little more than half the time; null where the processor lacks them.
const cpk_scalar_kernel *cpk_mulx_kernel(void);

/// `result = mask ? a : b` for a mask of all ones or all zeros. `result` may be `a` or `b`.
void cpk_select(uint64_t *result, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t limb_count);

/// Copies entry `index` of a table of `entry_count` entries, reading every entry.
void cpk_table_select(uint64_t *result, const uint64_t *table, size_t entry_count, size_t limb_count, uint64_t index);

#endif
