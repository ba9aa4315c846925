// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Times products of two digits beside the multiplier instructions that they are made of: independent ones, which nothing but the
// multiplier holds up. Both are measured in turn, the best of many, since clocks change.

#define _POSIX_C_SOURCE 200809L

#include "CPaillierKernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 40, LONGEST = 4096 / 28 + 20 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// 1,000 times twelve independent multiplications.
enum { MULTIPLICATIONS = 12000 };

#define TWELVE(op) op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11)
#define LOOP(body, ...)                                                                                                 \
    for (int i = 0; i < MULTIPLICATIONS / 12; i++) __asm__ volatile(TWELVE(body)::: __VA_ARGS__)
#define VECTORS                                                                                                         \
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13"

#define IFMA(n) "vpmadd52luq %%zmm12, %%zmm13, %%zmm" #n "\n"
#define FMA(n) "vfmadd231pd %%ymm12, %%ymm13, %%ymm" #n "\n"
#define MULUDQ(n) "vpmuludq %%ymm12, %%ymm13, %%ymm" #n "\n"
#define SCALAR(n) "mulq %%rcx\n"

__attribute__((target("avx512f,avx512ifma"))) static void ifma_multiplications(void) { LOOP(IFMA, VECTORS); }
__attribute__((target("avx2,fma"))) static void fma_multiplications(void) { LOOP(FMA, VECTORS); }
__attribute__((target("avx2"))) static void muludq_multiplications(void) { LOOP(MULUDQ, VECTORS); }
// Each overwrites rax, on which the next depends; renaming breaks the chain where rax is written before.
#undef SCALAR
#define SCALAR(n) "movq %%rbx, %%rax\nmulq %%rcx\n"
static void scalar_multiplications(void) { LOOP(SCALAR, "rax", "rdx"); }
// With the additions of both halves, which take the same units: two chains of carries.
#define ADDED(n) "mulxq %%rcx, %%rax, %%rbx\nadcxq %%rax, %%r8\nadoxq %%rbx, %%r9\n"
static void rows(void) { LOOP(ADDED, "rax", "rbx", "r8", "r9", "cc"); }

typedef struct {
    const char *name;
    // One of the two.
    const cpk_lane_kernel *kernel;
    const cpk_scalar_kernel *scalar;
    void (*multiplications)(void);
    // Multiplier instructions for a product of two limbs.
    int per_product;
} contestant;

static uint64_t *vectors(size_t words) {
    uint64_t *memory = aligned_alloc(64, (words * 8 + 63) / 64 * 64);
    if (!memory) exit(EXIT_FAILURE);
    for (size_t i = 0; i < words; i++) memory[i] = 0;
    return memory;
}

static void fill(uint64_t *words, size_t count, uint64_t *state) {
    for (size_t i = 0; i < count; i++) words[i] = *state = *state * 6364136223846793005u + 1442695040888963407u;
}

static void row(const contestant *one, size_t bits, size_t lanes, size_t limbs, double product, double square,
                double multiplication) {
    const double s = (double)limbs;
    const double products = 5 * s * s * one->per_product * multiplication;
    // Of a0 squared the products of different limbs count once.
    const double squares = (3 * s * s + s * (s + 1) / 2) * one->per_product * multiplication;
    printf("| %s | %zu | %zu x %zu | %.0f | %.0f %% | %.0f | %.0f %% |\n", one->name, bits, lanes, limbs,
           product / (double)lanes, 100 * products / product, square / (double)lanes, 100 * squares / square);
}

int main(void) {
    const contestant all[] = {
        {"ifma", cpk_ifma_kernel(), NULL, ifma_multiplications, 2},
        {"fma", cpk_fma_kernel(), NULL, fma_multiplications, 2},
        {"muludq", cpk_muludq_kernel(), NULL, muludq_multiplications, 1},
        {"mulx", NULL, cpk_mulx_kernel(), scalar_multiplications, 1},
        {"mulx and two additions", NULL, cpk_mulx_kernel(), rows, 1},
        {"portable", NULL, cpk_portable_kernel(), scalar_multiplications, 1},
    };
    const size_t sizes[] = {1024, 1088, 2048, 3072, 4096};
    printf("| kernel | bits of a digit | lanes x limbs | product, ns a lane | of the limit | square, ns a lane | of the limit |\n");
    printf("|---|---|---|---|---|---|---|\n");
    for (size_t c = 0; c < sizeof all / sizeof *all; c++) {
        const contestant *one = &all[c];
        const cpk_scalar_kernel *scalar = one->scalar;
        if (!one->kernel && !scalar) continue;
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            const size_t bits = sizes[i], words = (bits + 63) / 64;
            const size_t lanes = scalar ? 1 : one->kernel->lane_count;
            const size_t limbs = scalar ? words : one->kernel->limb_count(bits);
            uint64_t state = 1;
            uint64_t *plain = vectors(words), *modulus = vectors((limbs + 1) * lanes);
            uint64_t *a = vectors(2 * limbs * lanes), *b = vectors(2 * limbs * lanes);
            uint64_t *result = vectors(2 * limbs * lanes), *scratch = vectors(5 * limbs * lanes);
            const uint64_t *pointers[16];
            for (size_t lane = 0; lane < lanes; lane++) pointers[lane] = plain;
            fill(plain, words, &state);
            plain[0] |= 1;
            plain[words - 1] |= (uint64_t)1 << 63;
            uint64_t inverse = plain[0];
            for (int step = 0; step < 6; step++) inverse *= 2 - plain[0] * inverse;
            if (scalar) {
                for (size_t k = 0; k < words; k++) modulus[k] = plain[k];
            } else {
                one->kernel->load_modulus(modulus, pointers, words, limbs);
            }
            for (int digit = 0; digit < 4; digit++) {
                uint64_t *place = (digit < 2 ? a : b) + (size_t)(digit & 1) * limbs * lanes;
                fill(plain, words, &state);
                plain[words - 1] >>= 1;
                if (scalar) {
                    for (size_t k = 0; k < words; k++) place[k] = plain[k];
                } else {
                    one->kernel->load(place, pointers, words, limbs);
                }
            }
            double product = 1e18, square = 1e18, multiplication = 1e18;
            for (int round = 0; round < ROUNDS; round++) {
                enum { REPEATS = 20 };
                double start = now();
                one->multiplications();
                double time = (now() - start) / MULTIPLICATIONS;
                if (time < multiplication) multiplication = time;
                start = now();
                for (int repeat = 0; repeat < REPEATS; repeat++) {
                    if (scalar) scalar->pair_multiply(result, a, b, modulus, 0 - inverse, limbs, scratch);
                    else one->kernel->multiply_pairs(result, a, b, modulus, limbs, scratch);
                }
                time = (now() - start) / REPEATS;
                if (time < product) product = time;
                start = now();
                for (int repeat = 0; repeat < REPEATS; repeat++) {
                    if (scalar) scalar->pair_square(result, a, modulus, 0 - inverse, limbs, scratch);
                    else one->kernel->square_pair(result, a, modulus, limbs, scratch);
                }
                time = (now() - start) / REPEATS;
                if (time < square) square = time;
            }
            row(one, bits, lanes, limbs, product, square, multiplication);
            free(plain), free(modulus), free(a), free(b), free(result), free(scratch);
        }
    }
    return EXIT_SUCCESS;
}
