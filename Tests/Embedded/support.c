// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What Embedded Swift and clang expect of a C library on wasm32, and nothing more: memory, 128-bit arithmetic, and a
// random source, which is a counter here, because the known answers must not depend on an import. Tests alone use it.

#include <stddef.h>
#include <stdint.h>

typedef __int128 int128;
typedef unsigned __int128 uint128;

// Memory: blocks of a power of two bytes, one list of free blocks for each size. A header before a block keeps its size.
enum { page = 65536, header = 16, smallest = 5, sizes = 32 };
typedef struct block {
    struct block *next;
} block;
extern unsigned char __heap_base;
static block *free_blocks[sizes];
static uintptr_t top, end;

static void *allocate(size_t byte_count) {
    unsigned size = smallest;
    while (((size_t)1 << size) < byte_count + header) size++;
    if (size >= sizes) return NULL;
    block *found = free_blocks[size];
    if (found) {
        free_blocks[size] = found->next;
        return found;
    }
    if (top == 0) {
        top = ((uintptr_t)&__heap_base + header - 1) & ~(uintptr_t)(header - 1);
        end = __builtin_wasm_memory_size(0) * page;
    }
    const size_t needed = (size_t)1 << size;
    if (end - top < needed) {
        const size_t pages = (needed - (end - top) + page - 1) / page;
        if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
        end += pages * page;
    }
    unsigned char *memory = (unsigned char *)top + header;
    *(unsigned *)(memory - header) = size;
    top += needed;
    return memory;
}

int posix_memalign(void **memory, size_t alignment, size_t byte_count) {
    if (alignment > header) return 22;
    *memory = allocate(byte_count);
    return *memory ? 0 : 12;
}

void free(void *memory) {
    if (!memory) return;
    const unsigned size = *(unsigned *)((unsigned char *)memory - header);
    block *freed = memory;
    freed->next = free_blocks[size];
    free_blocks[size] = freed;
}

// With -mbulk-memory these are single instructions.
void *memcpy(void *restrict to, const void *restrict from, size_t byte_count) {
    return __builtin_memcpy(to, from, byte_count);
}
void *memmove(void *to, const void *from, size_t byte_count) { return __builtin_memmove(to, from, byte_count); }
void *memset(void *to, int byte, size_t byte_count) { return __builtin_memset(to, byte, byte_count); }

// 128-bit arithmetic, in 64-bit pieces: an expression on the whole type would call these functions again.
typedef union {
    uint128 whole;
    struct {
        uint64_t low, high;
    } part;
} words;

int128 __multi3(int128 a, int128 b) {
    const words x = {(uint128)a}, y = {(uint128)b};
    const uint64_t x0 = (uint32_t)x.part.low, x1 = x.part.low >> 32, y0 = (uint32_t)y.part.low, y1 = y.part.low >> 32;
    const uint64_t low = x0 * y0, middle = x1 * y0 + (low >> 32), other = x0 * y1 + (uint32_t)middle;
    words product;
    product.part.low = (other << 32) | (uint32_t)low;
    product.part.high = x1 * y1 + (middle >> 32) + (other >> 32) + x.part.low * y.part.high + x.part.high * y.part.low;
    return (int128)product.whole;
}

int128 __ashlti3(int128 value, int count) {
    words x = {(uint128)value};
    if (count >= 64) {
        x.part.high = x.part.low << (count - 64);
        x.part.low = 0;
    } else if (count > 0) {
        x.part.high = x.part.high << count | x.part.low >> (64 - count);
        x.part.low <<= count;
    }
    return (int128)x.whole;
}

int128 __lshrti3(int128 value, int count) {
    words x = {(uint128)value};
    if (count >= 64) {
        x.part.low = x.part.high >> (count - 64);
        x.part.high = 0;
    } else if (count > 0) {
        x.part.low = x.part.low >> count | x.part.high << (64 - count);
        x.part.high >>= count;
    }
    return (int128)x.whole;
}

static uint128 divide(uint128 dividend, uint128 divisor, uint128 *remainder) {
    uint128 quotient = 0, rest = 0;
    for (int bit = 127; bit >= 0; bit--) {
        rest = rest << 1 | (dividend >> bit & 1);
        const int fits = rest >= divisor;
        if (fits) rest -= divisor;
        quotient = quotient << 1 | (uint128)fits;
    }
    *remainder = rest;
    return quotient;
}

uint128 __udivti3(uint128 dividend, uint128 divisor) {
    uint128 remainder;
    return divide(dividend, divisor, &remainder);
}

uint128 __umodti3(uint128 dividend, uint128 divisor) {
    uint128 remainder;
    divide(dividend, divisor, &remainder);
    return remainder;
}

// Not random: reproducible. A real embedder imports its platform's generator here.
void arc4random_buf(void *memory, size_t byte_count) {
    static uint64_t counter;
    unsigned char *bytes = memory;
    for (size_t i = 0; i < byte_count; i++) {
        counter += 0x9E3779B97F4A7C15;
        uint64_t mixed = (counter ^ (counter >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        bytes[i] = (unsigned char)(mixed >> 56);
    }
}
