// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#include "SecretMarks.h"

#if defined(__x86_64__) && defined(__linux__)

// A request to Valgrind: six words behind rax, the answer in rdx, and an instruction sequence that does nothing on a processor.
// The sequence and the numbers are part of Valgrind's stable interface: valgrind.h and memcheck.h, version 3.
static uint64_t request(uint64_t number, uint64_t a, uint64_t b, uint64_t c) {
    volatile uint64_t words[6] = {number, a, b, c, 0, 0};
    uint64_t answer = 0;
    __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi; xchgq %%rbx, %%rbx"
                     : "+d"(answer) : "a"(&words[0]) : "cc", "memory");
    return answer;
}

#else

static uint64_t request(uint64_t number, uint64_t a, uint64_t b, uint64_t c) { return 0; }

#endif

static const uint64_t running_on_valgrind = 0x1001;
// Memcheck's own requests begin with 'M', 'C'.
static const uint64_t make_undefined = 0x4d430001, make_defined = 0x4d430002, get_bits = 0x4d430008;

bool marks_work(void) { return request(running_on_valgrind, 0, 0, 0) != 0; }

uintptr_t address_of_marks(void) { return (uintptr_t)&address_of_marks; }

void mark_secret(const void *bytes, size_t count) { request(make_undefined, (uintptr_t)bytes, count, 0); }

void mark_public(const void *bytes, size_t count) { request(make_defined, (uintptr_t)bytes, count, 0); }

bool is_marked_secret(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t bits = 0;
        request(get_bits, (uintptr_t)bytes + i, (uintptr_t)&bits, 1);
        if (bits != 0) return true;
    }
    return false;
}

static bool random_numbers_are_secret = true;

void mark_random_numbers(bool are_secret) { random_numbers_are_secret = are_secret; }

// They do nothing, but another function may be put in their place.
void path_begins(void) {}

void path_ends(void) {}

// Valgrind puts a function called _vgr00000ZU_NONE_name in the place of the function `name` of the program that it runs. So the
// library stays as it was built, and outside Valgrind nothing refers to these.
#define INSTEAD_OF(name) __attribute__((used, retain)) _vgr00000ZU_NONE_##name

uint64_t INSTEAD_OF(cpk_reveal)(uint64_t word) {
    mark_public(&word, sizeof word);
    return word;
}

// The same numbers in each run, so that a fault found once is found again: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
void INSTEAD_OF(cpk_random_fill)(void *memory, size_t byte_count) {
    static uint64_t state = 9;
    uint8_t *bytes = memory;
    for (size_t i = 0; i < byte_count; i++) {
        state += 0x9e3779b97f4a7c15;
        uint64_t word = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
        word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
        bytes[i] = (uint8_t)(word >> 56);
    }
    if (random_numbers_are_secret) mark_secret(memory, byte_count);
}
