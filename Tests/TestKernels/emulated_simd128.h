// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What <wasm_simd128.h> gives to the kernel for WebAssembly, in plain C, by the specification of the instructions.

#ifndef CPK_EMULATED_SIMD128_H
#define CPK_EMULATED_SIMD128_H

#include <stdint.h>
#include <string.h>

typedef struct {
    uint32_t lane[4];
} v128_t;

// Out of line, so that compiling thousands of them in unrolled loops takes seconds and not minutes.
#define EMULATED static __attribute__((noinline))

EMULATED v128_t wasm_v128_load(const void *from) {
    v128_t r;
    memcpy(r.lane, from, sizeof r.lane);
    return r;
}

EMULATED v128_t wasm_i32x4_splat(int32_t a) {
    const uint32_t lane = (uint32_t)a;
    return (v128_t){{lane, lane, lane, lane}};
}

EMULATED v128_t simd128_from_words(uint64_t low, uint64_t high) {
    return (v128_t){{(uint32_t)low, (uint32_t)(low >> 32), (uint32_t)high, (uint32_t)(high >> 32)}};
}

EMULATED int64_t wasm_i64x2_extract_lane(v128_t a, int index) {
    return (int64_t)(a.lane[2 * index] | (uint64_t)a.lane[2 * index + 1] << 32);
}

EMULATED v128_t wasm_i64x2_splat(int64_t a) { return simd128_from_words((uint64_t)a, (uint64_t)a); }

EMULATED v128_t wasm_i64x2_make(int64_t low, int64_t high) { return simd128_from_words((uint64_t)low, (uint64_t)high); }

EMULATED v128_t wasm_i64x2_eq(v128_t a, v128_t b) {
    const int low = wasm_i64x2_extract_lane(a, 0) == wasm_i64x2_extract_lane(b, 0);
    const int high = wasm_i64x2_extract_lane(a, 1) == wasm_i64x2_extract_lane(b, 1);
    return simd128_from_words(low ? UINT64_MAX : 0, high ? UINT64_MAX : 0);
}

EMULATED v128_t wasm_v128_and(v128_t a, v128_t b) {
    for (int i = 0; i < 4; i++) a.lane[i] &= b.lane[i];
    return a;
}

EMULATED v128_t wasm_v128_or(v128_t a, v128_t b) {
    for (int i = 0; i < 4; i++) a.lane[i] |= b.lane[i];
    return a;
}

EMULATED v128_t wasm_i64x2_add(v128_t a, v128_t b) {
    return simd128_from_words((uint64_t)wasm_i64x2_extract_lane(a, 0) + (uint64_t)wasm_i64x2_extract_lane(b, 0),
                              (uint64_t)wasm_i64x2_extract_lane(a, 1) + (uint64_t)wasm_i64x2_extract_lane(b, 1));
}

EMULATED v128_t wasm_u64x2_extmul_low_u32x4(v128_t a, v128_t b) {
    return simd128_from_words((uint64_t)a.lane[0] * b.lane[0], (uint64_t)a.lane[1] * b.lane[1]);
}

EMULATED v128_t wasm_u64x2_extmul_high_u32x4(v128_t a, v128_t b) {
    return simd128_from_words((uint64_t)a.lane[2] * b.lane[2], (uint64_t)a.lane[3] * b.lane[3]);
}

EMULATED v128_t wasm_i32x4_shuffle(v128_t a, v128_t b, int i0, int i1, int i2, int i3) {
    const uint32_t lanes[8] = {a.lane[0], a.lane[1], a.lane[2], a.lane[3], b.lane[0], b.lane[1], b.lane[2], b.lane[3]};
    return (v128_t){{lanes[i0], lanes[i1], lanes[i2], lanes[i3]}};
}

#endif
