// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "CPaillierKernels.h"

#if defined(__linux__)
#include <errno.h>
#include <sys/random.h>
#elif defined(__APPLE__)
#include <stdlib.h>
#else
// Without an operating system the embedder supplies this one function.
extern void arc4random_buf(void *memory, size_t byte_count);
#endif

void cpk_wipe(void *memory, size_t byte_count) {
    __builtin_memset(memory, 0, byte_count);
    // Claims to read the memory, so that the writes above must happen.
    __asm__ volatile("" : : "r"(memory) : "memory");
}

void cpk_prefetch(const void *memory, size_t byte_count) {
    enum { LINE = 64 };
    const char *bytes = memory;
    // Into the second level: the first has no room for what takes longer than a product to arrive.
    for (size_t offset = 0; offset < byte_count; offset += LINE) __builtin_prefetch(bytes + offset, 0, 2);
}

void cpk_random_fill(void *memory, size_t byte_count) {
#if defined(__linux__)
    unsigned char *next = memory;
    while (byte_count > 0) {
        const ssize_t filled = getrandom(next, byte_count, 0);
        if (filled < 0) {
            if (errno == EINTR) continue;
            __builtin_trap();
        }
        next += filled;
        byte_count -= (size_t)filled;
    }
#else
    arc4random_buf(memory, byte_count);
#endif
}
