// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_PAILLIER_LANES_H
#define CPK_PAILLIER_LANES_H

#include <stddef.h>
#include <stdint.h>

/// A kernel that works on several numbers at once: lane `l` of each vector belongs to number `l`, and every lane has a
/// modulus of its own.
///
/// - A *vector* is `lane_count` words, aligned to its size.
/// - A *digit* is `limb_count` vectors, limb `i` of all lanes in vector `i`, the least significant first, and stands for a
///   number below twice the modulus `n`. What a limb looks like is the kernel's affair: `load` writes digits, `store` reads
///   them, and a digit whose words are all zero is zero.
/// - A *pair* is two digits, `x0` before `x1`, and stands for `x0 + x1 * n` modulo the square of `n`.
/// - A *modulus* is `limb_count + 1` vectors that `load_modulus` writes.
/// - `R` is `2^(limb_bit_count * limb_count)`, where `limb_count` is at least what the function of that name gives for the
///   bits of the widest modulus.
///
/// Results may stand where an operand stood; scratch and tables overlap nothing else. Scratch takes `2 * limb_count`
/// vectors and holds secrets afterwards. Nothing is allocated. Time and memory accesses depend on counts alone.
typedef struct {
    size_t lane_count;
    size_t limb_bit_count;

    /// The least number of limbs for moduli of at most `bit_count` bits: `R >= 8 n`, and no fewer than the kernel's blocks
    /// need, at most 42. 200 limbs are the most that it serves.
    size_t (*limb_count)(size_t bit_count);

    /// Writes the modulus of every lane, odd and `word_count` little-endian words of 64 bits, and what products need of it.
    void (*load_modulus)(uint64_t *modulus, const uint64_t *const *words, size_t word_count, size_t limb_count);

    /// Writes one digit, whose value in lane `l` is that of the `word_count` little-endian words at `words[l]`; bits from
    /// `R` on are left out.
    void (*load)(uint64_t *digit, const uint64_t *const *words, size_t word_count, size_t limb_count);

    /// Writes the value of each lane to `word_count` little-endian words at `words[l]`; bits beyond them are left out.
    void (*store)(uint64_t *const *words, size_t word_count, const uint64_t *digit, size_t limb_count);

    /// `result = a * b / R` modulo `n`, a digit; below `n (1 + 4 n / R)`.
    void (*multiply)(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus, size_t limb_count,
                     uint64_t *scratch);

    /// `result = a * a / R` modulo `n`, a digit, for three quarters of a product's cost.
    void (*square)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count, uint64_t *scratch);

    /// `result = a * b / R` modulo the square of `n`, all pairs; `x0` below `n (1 + 4 n / R)`, `x1` below `n (1 + 8 n / R)`.
    void (*multiply_pairs)(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                           size_t limb_count, uint64_t *scratch);

    /// `result = a * a / R` modulo the square of `n`, a pair, for seven tenths of a product's cost.
    void (*square_pair)(uint64_t *result, const uint64_t *a, const uint64_t *modulus, size_t limb_count,
                        uint64_t *scratch);

    /// The same digit modulo `n`, below `n`.
    void (*reduce)(uint64_t *result, const uint64_t *digit, const uint64_t *modulus, size_t limb_count);

    /// The same pair modulo the square of `n`, with both digits below `n`.
    void (*reduce_pair)(uint64_t *result, const uint64_t *pair, const uint64_t *modulus, size_t limb_count);

    /// `result = digit * 2^counts[l]` in lane `l`, modulo `R`; `counts` is one vector of numbers up to `64 - limb_bit_count` and
    /// may be secret.
    ///
    /// A square takes operands up to the root of `n R` and still gives a digit, so a few bits need no reduction of their own.
    void (*shift_left)(uint64_t *result, const uint64_t *digit, const uint64_t *counts, size_t limb_count);

    /// Copies from a table of `entry_count` elements of `vector_count` vectors each, one after the other: lane `l` is that
    /// lane of element `indices[l]`. Reads the whole table; `indices` is one vector and may be secret.
    void (*select)(uint64_t *result, const uint64_t *table, size_t entry_count, size_t vector_count,
                   const uint64_t *indices);

    /// Copies from tables that lanes share: lane `l` of the result is element `indices[l]` of `even` where `l` is even, of
    /// `odd` where it is odd; give one table twice where all lanes have one modulus.
    ///
    /// A shared table is `vector_count * entry_count` words: word `i * entry_count + e` is the one that vector `i` of
    /// element `e` has in its lane. `entry_count` is a multiple of 16. Reads both tables whole.
    void (*select_shared)(uint64_t *result, const uint64_t *even, const uint64_t *odd, size_t entry_count,
                          size_t vector_count, const uint64_t *indices);
} cpk_lane_kernel;

/// Eight lanes, for processors with AVX-512 IFMA; null where processor or system lack it.
const cpk_lane_kernel *cpk_ifma_kernel(void);

/// Four lanes on the same processors, in little more than half the time of eight. Its R, its digits' limbs and its shared tables
/// are those of the kernel with eight; only vectors are half as long.
const cpk_lane_kernel *cpk_ifma_half_kernel(void);

/// Four lanes, for processors with AVX2 and FMA; null where processor or system lack them.
///
/// It multiplies by double-precision numbers. Vendors promise for their integer multipliers that time does not depend on
/// operands; for these no dependence was found, and none is promised.
const cpk_lane_kernel *cpk_fma_kernel(void);

/// Four lanes, for processors with AVX2, on its multiplier of integers; null where processor or system lack it.
const cpk_lane_kernel *cpk_muludq_kernel(void);

/// One lane, for WebAssembly, whose product of integers has 64 bits; null elsewhere.
const cpk_lane_kernel *cpk_wasm_kernel(void);

#endif
