// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Four lanes on AVX2 with its multiplier of integers.

#ifndef CPK_MULUDQ_VECTORS_H
#define CPK_MULUDQ_VECTORS_H

#include "avx2_vectors.h"

// Blocks of columns are this wide, measured best on Zen 4.
enum { LIMB_BITS = 28, NARROW = 4, WIDE = 5 };

INLINE vector shift_right(vector a, int count) { return _mm256_srli_epi64(a, count); }

INLINE vector both(vector a, vector b) { return _mm256_and_si256(a, b); }

/// The product of the low 32 bits of words.
INLINE vector multiply_words(vector a, vector b) { return _mm256_mul_epu32(a, b); }

#define HIDE(value) __asm__("" : "+x"(value))

#include "word_limbs.h"

#endif
