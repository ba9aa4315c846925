// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef CPK_LANE_COMPILER_H
#define CPK_LANE_COMPILER_H

#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define OUT_OF_LINE static __attribute__((noinline))
#define UNROLLED _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")
#define SCALAR _Pragma("clang loop vectorize(disable)")

#define LIMB_MASK ((1ull << LIMB_BITS) - 1)

#endif
