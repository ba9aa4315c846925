// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Rows of `mulx`, which leaves the flags alone, with two chains of carries beside each other: `adcx` adds on the carry flag, `adox`
// on the overflow flag (Ozturk, Guilford, Gopal, Feghali, "New Instructions Supporting Large Integer Arithmetic on Intel
// Architecture Processors", 2012). Compilers keep no carry in a flag from one product to the next, so this is assembly.
//
// Eight rows at a time, column by column: what the rows carry stays in eight registers, and a column of the sum is read and
// written once. With w for the eight carried words, which start at the column, a column makes w + z[j] + x * y[j] of them: at
// most (2^512 - 1) + (2^64 - 1) + (2^512 - 1) * (2^64 - 1) = 2^576 - 1. Its lowest word becomes z[j], and the rest are eight
// words again.

#ifndef CPK_MULX_ROWS_H
#define CPK_MULX_ROWS_H

#include "CPaillierKernels.h"

typedef unsigned __int128 uint128;

#define INLINE static inline __attribute__((always_inline))

// Word A of w and the one above it get the product of rdx and the word at `offset` of an operand.
#define ADD_PRODUCT(operand, offset, A, B)                  \
    "mulxq " #offset "(%[" #operand "]), %[low], %[high]\n" \
    "adcxq %[low], %[w" #A "]\n"                            \
    "adoxq %[high], %[w" #B "]\n"

// Seven products after the first, and both carries into the word above them, which is zero before.
#define ADD_SEVEN_PRODUCTS(operand, A, B, C, D, E, F, G, H)                                                            \
    ADD_PRODUCT(operand, 8, B, C) ADD_PRODUCT(operand, 16, C, D) ADD_PRODUCT(operand, 24, D, E)                        \
    ADD_PRODUCT(operand, 32, E, F) ADD_PRODUCT(operand, 40, F, G) ADD_PRODUCT(operand, 48, G, H)                       \
    ADD_PRODUCT(operand, 56, H, A) "adcq $0, %[w" #A "]\n"

#define CLEAR_FLAGS "xorl %k[low], %k[low]\n"

// A column; the register of its lowest word becomes that of the highest.
#define COLUMN(A, B, C, D, E, F, G, H, offset)              \
    "movq " #offset "(%[y]), %%rdx\n" CLEAR_FLAGS           \
    "mulxq 0(%[x]), %[low], %[high]\n"                      \
    "adoxq " #offset "(%[z]), %[w" #A "]\n"                 \
    "adcxq %[low], %[w" #A "]\n"                            \
    "movq %[w" #A "], " #offset "(%[z])\n"                  \
    "movl $0, %k[w" #A "]\n"                                \
    "adoxq %[high], %[w" #B "]\n"                           \
    ADD_SEVEN_PRODUCTS(x, A, B, C, D, E, F, G, H)

// A word of q, which makes the lowest word of w zero.
#define QUOTIENT(A, B, C, D, E, F, G, H, offset)            \
    "movq %[w" #A "], %%rdx\n"                              \
    "imulq %[negated_inverse], %%rdx\n"                     \
    "movq %%rdx, " #offset "(%[q])\n" CLEAR_FLAGS           \
    ADD_PRODUCT(n, 0, A, B) ADD_SEVEN_PRODUCTS(n, A, B, C, D, E, F, G, H)

// Eight times, after which every register has the place that it had.
#define EIGHT_TIMES(what)                                                                                               \
    what(0, 1, 2, 3, 4, 5, 6, 7, 0) what(1, 2, 3, 4, 5, 6, 7, 0, 8) what(2, 3, 4, 5, 6, 7, 0, 1, 16)                    \
    what(3, 4, 5, 6, 7, 0, 1, 2, 24) what(4, 5, 6, 7, 0, 1, 2, 3, 32) what(5, 6, 7, 0, 1, 2, 3, 4, 40)                  \
    what(6, 7, 0, 1, 2, 3, 4, 5, 48) what(7, 0, 1, 2, 3, 4, 5, 6, 56)

#define CARRIED(constraint)                                                                                             \
    [w0] constraint(w[0]), [w1] constraint(w[1]), [w2] constraint(w[2]), [w3] constraint(w[3]), [w4] constraint(w[4]),  \
        [w5] constraint(w[5]), [w6] constraint(w[6]), [w7] constraint(w[7])

// The columns of w + z + x * y, for x of eight words; w becomes what stands above them.
INLINE void add_columns(uint64_t *z, const uint64_t *y, size_t count, const uint64_t *x, uint64_t w[8]) {
    uint64_t low, high, blocks = count / 8;
    if (blocks) {
        __asm__ volatile(".p2align 4\n"
                         "1:\n" EIGHT_TIMES(COLUMN)
                         "addq $64, %[y]\n"
                         "addq $64, %[z]\n"
                         "decq %[blocks]\n"
                         "jnz 1b\n"
                         : CARRIED("+&r"), [low] "=&r"(low), [high] "=&r"(high), [y] "+&r"(y), [z] "+&r"(z),
                           [blocks] "+m"(blocks)
                         : [x] "r"(x)
                         : "rdx", "cc", "memory");
    }
    for (count %= 8; count; count--, y++, z++) {
        __asm__ volatile(COLUMN(0, 1, 2, 3, 4, 5, 6, 7, 0)
                         : CARRIED("+&r"), [low] "=&r"(low), [high] "=&r"(high)
                         : [x] "r"(x), [y] "r"(y), [z] "r"(z)
                         : "rdx", "cc", "memory");
        const uint64_t highest = w[0];
        w[0] = w[1], w[1] = w[2], w[2] = w[3], w[3] = w[4], w[4] = w[5], w[5] = w[6], w[6] = w[7], w[7] = highest;
    }
}

// z[0..8) += w + carry; returns the carry.
INLINE uint64_t add_carried(uint64_t *z, const uint64_t w[8], uint64_t carry) {
    unsigned long long c = carry;
#define ADD(k) z[k] = __builtin_addcll(z[k], w[k], c, &c);
    ADD(0) ADD(1) ADD(2) ADD(3) ADD(4) ADD(5) ADD(6) ADD(7)
    return c;
}

// z += x * y for x of eight words; the end of the rows meets z[count..count + 8), and the carry of the rows before; returned is
// that of these.
static uint64_t add_eight_rows(uint64_t *z, const uint64_t *y, size_t count, const uint64_t *x, uint64_t carry) {
    uint64_t w[8] = {0};
    add_columns(z, y, count, x, w);
    return add_carried(z + count, w, carry);
}

#define ROW(offset, A, B)                                   \
    "mulxq " #offset "(%[y]), %[low], %[" #B "]\n"          \
    "adcxq " #offset "(%[z]), %[" #A "]\n"                  \
    "adoxq %[low], %[" #A "]\n"                             \
    "movq %[" #A "], " #offset "(%[z])\n"

// z += x * y for one word x; the end of the row meets z[count] as above.
static uint64_t add_row(uint64_t *z, const uint64_t *y, size_t count, uint64_t x, uint64_t carry) {
    uint64_t c = 0, blocks = count / 4;
    if (blocks) {
        uint64_t low, high;
        __asm__ volatile("1:\n" CLEAR_FLAGS ROW(0, c, high) ROW(8, high, c) ROW(16, c, high) ROW(24, high, c)
                         "movl $0, %k[low]\n"
                         "adcxq %[low], %[c]\n"
                         "adoxq %[low], %[c]\n"
                         "addq $32, %[y]\n"
                         "addq $32, %[z]\n"
                         "decq %[blocks]\n"
                         "jnz 1b\n"
                         : [c] "+&r"(c), [low] "=&r"(low), [high] "=&r"(high), [y] "+&r"(y), [z] "+&r"(z),
                           [blocks] "+&r"(blocks)
                         : "d"(x)
                         : "cc", "memory");
    }
    for (count %= 4; count; count--, y++, z++) {
        const uint128 sum = (uint128)x * *y + *z + c;
        *z = (uint64_t)sum;
        c = (uint64_t)(sum >> 64);
    }
    const uint128 sum = (uint128)*z + c + carry;
    *z = (uint64_t)sum;
    return (uint64_t)(sum >> 64);
}

#define NEXT_ROW(offset, A, B, C, D)                        \
    "movq %[w" #A "], " #C "(%[z])\n"                       \
    "movl $0, %k[w" #A "]\n"                                \
    "movq %[w" #B "], " #D "(%[z])\n"                       \
    "movl $0, %k[w" #B "]\n"                                \
    "movq " #offset "(%[a]), %%rdx\n" CLEAR_FLAGS

#define FIRST_ROW(offset, A, B, addition)                   \
    "mulxq " #offset "(%[a]), %[low], %[w" #B "]\n"         \
    addition " %[low], %[w" #A "]\n"

// z = the sum of all a[i] * a[j] * 2^(64 (i + j)) for i < j < 8, below 2^(64 * 15), in 16 words. Every row ends two words above
// the one before, and is two words shorter at its start.
INLINE void multiply_different_limbs(uint64_t *z, const uint64_t *a) {
    uint64_t w[8], low, high;
    __asm__ volatile(
        "movq 0(%[a]), %%rdx\n"
        "mulxq 8(%[a]), %[w0], %[w1]\n"
        FIRST_ROW(16, 1, 2, "addq") FIRST_ROW(24, 2, 3, "adcq") FIRST_ROW(32, 3, 4, "adcq")
        FIRST_ROW(40, 4, 5, "adcq") FIRST_ROW(48, 5, 6, "adcq") FIRST_ROW(56, 6, 7, "adcq") "adcq $0, %[w7]\n"
        NEXT_ROW(8, 0, 1, 8, 16)
        ADD_PRODUCT(a, 16, 2, 3) ADD_PRODUCT(a, 24, 3, 4) ADD_PRODUCT(a, 32, 4, 5)
        ADD_PRODUCT(a, 40, 5, 6) ADD_PRODUCT(a, 48, 6, 7) ADD_PRODUCT(a, 56, 7, 0) "adcq $0, %[w0]\n"
        NEXT_ROW(16, 2, 3, 24, 32)
        ADD_PRODUCT(a, 24, 4, 5) ADD_PRODUCT(a, 32, 5, 6) ADD_PRODUCT(a, 40, 6, 7)
        ADD_PRODUCT(a, 48, 7, 0) ADD_PRODUCT(a, 56, 0, 1) "adcq $0, %[w1]\n"
        NEXT_ROW(24, 4, 5, 40, 48)
        ADD_PRODUCT(a, 32, 6, 7) ADD_PRODUCT(a, 40, 7, 0) ADD_PRODUCT(a, 48, 0, 1)
        ADD_PRODUCT(a, 56, 1, 2) "adcq $0, %[w2]\n"
        NEXT_ROW(32, 6, 7, 56, 64)
        ADD_PRODUCT(a, 40, 0, 1) ADD_PRODUCT(a, 48, 1, 2) ADD_PRODUCT(a, 56, 2, 3) "adcq $0, %[w3]\n"
        NEXT_ROW(40, 0, 1, 72, 80)
        ADD_PRODUCT(a, 48, 2, 3) ADD_PRODUCT(a, 56, 3, 4) "adcq $0, %[w4]\n"
        NEXT_ROW(48, 2, 3, 88, 96)
        ADD_PRODUCT(a, 56, 4, 5) "adcq $0, %[w5]\n"
        "movq %[w4], 104(%[z])\n"
        "movq %[w5], 112(%[z])\n"
        "movq $0, 120(%[z])\n"
        "movq $0, 0(%[z])\n"
        : CARRIED("=&r"), [low] "=&r"(low), [high] "=&r"(high)
        : [a] "r"(a), [z] "r"(z)
        : "rdx", "cc", "memory");
}

#define SQUARE(i, j, k)                                     \
    "movq " #i "(%[a]), %%rdx\n"                            \
    "mulxq %%rdx, %[low], %[high]\n"                        \
    "movq " #j "(%[z]), %[z0]\n"                            \
    "movq " #k "(%[z]), %[z1]\n"                            \
    "adoxq %[z0], %[z0]\n"                                  \
    "adcxq %[low], %[z0]\n"                                 \
    "adoxq %[z1], %[z1]\n"                                  \
    "adcxq %[high], %[z1]\n"                                \
    "movq %[z0], " #j "(%[z])\n"                            \
    "movq %[z1], " #k "(%[z])\n"

// z = 2 * z + the squares of a's limbs, 2 * count words, count at least 4: z is doubled on one flag, and squares are added on the
// other. Nothing but `lea` and `jrcxz` counts and leaves both alone.
INLINE void double_and_add_squares(uint64_t *z, const uint64_t *a, size_t count) {
    uint64_t low, high, z0, z1, single = count % 4;
    __asm__ volatile(CLEAR_FLAGS
                     "jrcxz 2f\n"
                     "1:\n" SQUARE(0, 0, 8)
                     "leaq 8(%[a]), %[a]\n"
                     "leaq 16(%[z]), %[z]\n"
                     "leaq -1(%%rcx), %%rcx\n"
                     "jrcxz 2f\n"
                     "jmp 1b\n"
                     "2:\n"
                     "movq %[fours], %%rcx\n"
                     "3:\n" SQUARE(0, 0, 8) SQUARE(8, 16, 24) SQUARE(16, 32, 40) SQUARE(24, 48, 56)
                     "leaq 32(%[a]), %[a]\n"
                     "leaq 64(%[z]), %[z]\n"
                     "leaq -1(%%rcx), %%rcx\n"
                     "jrcxz 4f\n"
                     "jmp 3b\n"
                     "4:\n"
                     : [low] "=&r"(low), [high] "=&r"(high), [z0] "=&r"(z0), [z1] "=&r"(z1), [a] "+&r"(a), [z] "+&r"(z),
                       "+&c"(single)
                     : [fours] "r"(count / 4)
                     : "rdx", "cc", "memory");
}

// Eight words of q for which w + q * n[0..8) is a multiple of 2^512, which it is divided by.
INLINE void clear_eight_words(uint64_t w[8], uint64_t *q, const uint64_t *n, uint64_t negated_inverse) {
    uint64_t low, high;
    __asm__ volatile(EIGHT_TIMES(QUOTIENT)
                     : CARRIED("+&r"), [low] "=&r"(low), [high] "=&r"(high)
                     : [n] "r"(n), [q] "r"(q), [negated_inverse] "m"(negated_inverse)
                     : "rdx", "cc", "memory");
}

#endif
