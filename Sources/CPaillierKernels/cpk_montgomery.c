// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

typedef unsigned __int128 uint128;

// Finely integrated operand scanning (Koç, Acar, Kaliski, "Analyzing and Comparing Montgomery Multiplication
// Algorithms", IEEE Micro 16(3), 1996, section "FIOS"), two words of `a` in each pass: the sum is read and written once
// for four rows of products. Every column is kept as a word plus four carries below 2^64; none of the sums
// `x * y + word + carry` can exceed 2^128 - 1.
void cpk_montgomery_multiply(uint64_t *result, const uint64_t *a, const uint64_t *b, const uint64_t *modulus,
                             uint64_t negated_inverse, size_t limb_count, uint64_t *scratch) {
    for (size_t j = 0; j < limb_count; j++) scratch[j] = 0;
    uint64_t top = 0;
    for (size_t i = 0; i < limb_count; i += 2) {
        const uint64_t a0 = a[i], a1 = a[i + 1];

        // Columns 0 and 1: find the two multiples of the modulus that clear them.
        uint128 product = (uint128)a0 * b[0] + scratch[0];
        uint64_t product_carry0 = (uint64_t)(product >> 64);
        const uint64_t q0 = (uint64_t)product * negated_inverse;
        uint128 sum = (uint128)q0 * modulus[0] + (uint64_t)product;
        uint64_t sum_carry0 = (uint64_t)(sum >> 64);

        product = (uint128)a0 * b[1] + scratch[1] + product_carry0;
        product_carry0 = (uint64_t)(product >> 64);
        sum = (uint128)q0 * modulus[1] + (uint64_t)product + sum_carry0;
        sum_carry0 = (uint64_t)(sum >> 64);

        product = (uint128)a1 * b[0] + (uint64_t)sum;
        uint64_t product_carry1 = (uint64_t)(product >> 64);
        const uint64_t q1 = (uint64_t)product * negated_inverse;
        sum = (uint128)q1 * modulus[0] + (uint64_t)product;
        uint64_t sum_carry1 = (uint64_t)(sum >> 64);

#pragma clang loop unroll_count(2)
        for (size_t j = 2; j < limb_count; j++) {
            product = (uint128)a0 * b[j] + scratch[j] + product_carry0;
            product_carry0 = (uint64_t)(product >> 64);
            sum = (uint128)q0 * modulus[j] + (uint64_t)product + sum_carry0;
            sum_carry0 = (uint64_t)(sum >> 64);
            product = (uint128)a1 * b[j - 1] + (uint64_t)sum + product_carry1;
            product_carry1 = (uint64_t)(product >> 64);
            sum = (uint128)q1 * modulus[j - 1] + (uint64_t)product + sum_carry1;
            sum_carry1 = (uint64_t)(sum >> 64);
            scratch[j - 2] = (uint64_t)sum;
        }

        const uint128 column = (uint128)top + product_carry0 + sum_carry0;
        product = (uint128)a1 * b[limb_count - 1] + (uint64_t)column + product_carry1;
        product_carry1 = (uint64_t)(product >> 64);
        sum = (uint128)q1 * modulus[limb_count - 1] + (uint64_t)product + sum_carry1;
        sum_carry1 = (uint64_t)(sum >> 64);
        scratch[limb_count - 2] = (uint64_t)sum;
        const uint128 last = (uint128)(uint64_t)(column >> 64) + product_carry1 + sum_carry1;
        scratch[limb_count - 1] = (uint64_t)last;
        top = (uint64_t)(last >> 64);
    }
    cpk_reduce_once(result, scratch, top, modulus, limb_count);
}
