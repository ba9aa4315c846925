// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Runs the kernels on cases that Scripts/check-ports makes, on a processor that is not this one and without a system's
// library. A case is a header of four words (function, limbs, where the result goes, one argument), the modulus and two operands; its
// result goes out. Layouts and numbers of functions are those of Scripts/ports/cases.py.

#include "CPaillierKernels.h"

enum { MOST_LIMBS = 65, TABLE_ENTRIES = 16, GUARD_WORDS = 4 };
enum { ELSEWHERE, OVER_A, OVER_B };

enum {
    MULTIPLY, SQUARE, LEAVE, ADD, PAIR_MULTIPLY, PAIR_SQUARE, PAIR_LEAVE, PAIR_ADD, SELECT, TABLE_SELECT, WIDE_MULTIPLY,
    LANE_MULTIPLY, LANE_SQUARE, LANE_PAIR_MULTIPLY, LANE_PAIR_SQUARE, LANE_SELECT, LANE_SELECT_SHARED
};

static uint64_t input[1 << 22], output[1 << 21];
static uint64_t a[TABLE_ENTRIES * MOST_LIMBS + GUARD_WORDS], b[2 * MOST_LIMBS + GUARD_WORDS],
    elsewhere[2 * MOST_LIMBS + GUARD_WORDS], scratch[5 * MOST_LIMBS + GUARD_WORDS];

static const uint64_t guard = 0xd15ea5e0ffff0001;

static void copy(uint64_t *to, const uint64_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = from[i];
}

static void set_guard(uint64_t *end) {
    for (size_t i = 0; i < GUARD_WORDS; i++) end[i] = guard;
}

static int is_guarded(const uint64_t *end) {
    for (size_t i = 0; i < GUARD_WORDS; i++)
        if (end[i] != guard) return 0;
    return 1;
}

#if defined(__wasm__)

enum { MOST_NARROW_LIMBS = 160 };

// Digits in the kernel's form; what is left of it goes out in words.
static void run_lanes(uint64_t *result, unsigned function, size_t limbs, uint64_t argument, const uint64_t *modulus) {
    static uint64_t m[MOST_NARROW_LIMBS + 1], x[2 * MOST_NARROW_LIMBS], y[2 * MOST_NARROW_LIMBS],
        space[2 * MOST_NARROW_LIMBS];
    const cpk_lane_kernel *kernel = cpk_wasm_kernel();
    if (function == LANE_SELECT) return kernel->select(result, a, TABLE_ENTRIES, limbs, &argument);
    if (function == LANE_SELECT_SHARED) return kernel->select_shared(result, a, a, TABLE_ENTRIES, limbs, &argument);
    const size_t count = kernel->limb_count(64 * limbs);
    const uint64_t *words[1] = {modulus};
    kernel->load_modulus(m, words, limbs, count);
    // Operands are below twice the modulus, so they have a word more.
    for (size_t digit = 0; digit < 2; digit++) {
        words[0] = a + digit * (limbs + 1);
        kernel->load(x + digit * count, words, limbs + 1, count);
        words[0] = b + digit * (limbs + 1);
        kernel->load(y + digit * count, words, limbs + 1, count);
    }
    switch (function) {
    case LANE_MULTIPLY: kernel->multiply(x, x, y, m, count, space); break;
    case LANE_SQUARE: kernel->square(y, x, m, count, space); copy(x, y, count); break;
    case LANE_PAIR_MULTIPLY: kernel->multiply_pairs(y, x, y, m, count, space); copy(x, y, 2 * count); break;
    default: kernel->square_pair(x, x, m, count, space);
    }
    if (function < LANE_PAIR_MULTIPLY)
        kernel->reduce(x, x, m, count);
    else
        kernel->reduce_pair(x, x, m, count);
    for (size_t digit = 0; digit < 2; digit++) {
        uint64_t *to[1] = {result + digit * limbs};
        kernel->store(to, limbs, x + digit * count, count);
    }
}

#endif

static void run_one(uint64_t *result, unsigned function, size_t limbs, uint64_t argument, const uint64_t *modulus) {
    switch (function) {
    case MULTIPLY: cpk_montgomery_multiply(result, a, b, modulus, argument, limbs, scratch); break;
    case SQUARE: cpk_montgomery_square(result, a, modulus, argument, limbs, scratch); break;
    case LEAVE: cpk_montgomery_leave(result, a, modulus, argument, limbs, scratch); break;
    case ADD: cpk_montgomery_add(result, a, b, modulus, limbs); break;
    case PAIR_MULTIPLY: cpk_pair_multiply(result, a, b, modulus, argument, limbs, scratch); break;
    case PAIR_SQUARE: cpk_pair_square(result, a, modulus, argument, limbs, scratch); break;
    case PAIR_LEAVE: cpk_pair_leave(result, a, modulus, argument, limbs, scratch); break;
    case PAIR_ADD: cpk_pair_add(result, a, b, modulus, limbs); break;
    case SELECT: cpk_select(result, argument, a, b, limbs); break;
    case TABLE_SELECT: cpk_table_select(result, a, TABLE_ENTRIES, limbs, argument); break;
    case WIDE_MULTIPLY:
        // What the product does not write is not part of it.
        for (size_t i = 0; i < 2 * limbs; i++) result[i] = 0;
        cpk_multiply(result, a, limbs, b, (size_t)argument);
        break;
#if defined(__wasm__)
    default: run_lanes(result, function, limbs, argument, modulus);
#else
    default: __builtin_trap();
#endif
    }
}

/// Runs all cases in `word_count` words of input; the number of words of output.
static size_t run(size_t word_count) {
    uint64_t *next = output;
    for (size_t at = 0; at < word_count;) {
        const unsigned function = (unsigned)input[at];
        const size_t limbs = (size_t)input[at + 1];
        const uint64_t place = input[at + 2], argument = input[at + 3];
        const int is_table = function == TABLE_SELECT || function >= LANE_SELECT;
        const int is_lane_product = function >= LANE_MULTIPLY && function < LANE_SELECT;
        const size_t b_words = is_lane_product ? 2 * limbs + 2 : 2 * limbs;
        const size_t a_words = is_table ? TABLE_ENTRIES * limbs : b_words;
        const size_t scratch_words = (function < PAIR_MULTIPLY ? 3 : 5) * limbs;
        const int is_long = (function >= PAIR_MULTIPLY && function < SELECT) || function == WIDE_MULTIPLY ||
                            function == LANE_PAIR_MULTIPLY || function == LANE_PAIR_SQUARE;
        const size_t result_words = is_long ? 2 * limbs : limbs;
        const uint64_t *modulus = input + at + 4;
        copy(a, modulus + limbs, a_words);
        copy(b, modulus + limbs + a_words, b_words);
        at += 4 + limbs + a_words + b_words;
        uint64_t *result = place == OVER_A ? a : place == OVER_B ? b : elsewhere;
        const size_t end = place == OVER_A ? a_words : place == OVER_B ? b_words : 2 * limbs;
        set_guard(result + end);
        set_guard(scratch + scratch_words);
        run_one(result, function, limbs, argument, modulus);
        copy(next, result, result_words);
        if (!is_guarded(result + end) || !is_guarded(scratch + scratch_words)) next[0] = ~next[0];
        next += result_words;
    }
    return (size_t)(next - output);
}

#if defined(__wasm__)

__attribute__((export_name("input"))) void *input_memory(void) { return input; }
__attribute__((export_name("output"))) void *output_memory(void) { return output; }
__attribute__((export_name("run"))) size_t run_cases(size_t word_count) { return run(word_count); }

// Nothing here draws random numbers.
void arc4random_buf(void *memory, size_t byte_count) {
    (void)memory;
    (void)byte_count;
}

#elif defined(__aarch64__)

static long system_call(long number, long first, const void *second, size_t third) {
    register long x0 __asm__("x0") = first;
    register const void *x1 __asm__("x1") = second;
    register size_t x2 __asm__("x2") = third;
    register long x8 __asm__("x8") = number;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x8) : "memory");
    return x0;
}

enum { READ = 63, WRITE = 64, EXIT = 93 };

void _start(void) {
    size_t filled = 0;
    long count;
    while ((count = system_call(READ, 0, (char *)input + filled, sizeof input - filled)) > 0) filled += (size_t)count;
    const char *next = (const char *)output;
    size_t left = 8 * run(filled / 8);
    while (left > 0 && (count = system_call(WRITE, 1, next, left)) > 0) {
        next += count;
        left -= (size_t)count;
    }
    system_call(EXIT, left != 0, NULL, 0);
}

#endif
