// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Digits: to and from words of 64 bits, below their modulus, out of tables.

#ifndef CPK_LANE_DIGITS_H
#define CPK_LANE_DIGITS_H

static size_t limb_count(size_t bit_count) {
    const size_t count = (bit_count + 3 + LIMB_BITS - 1) / LIMB_BITS;
    return count < LEAST_LIMB_COUNT ? LEAST_LIMB_COUNT : count;
}

static void load(uint64_t *digit, const uint64_t *const *words, size_t word_count, size_t limb_count) {
    for (size_t lane = 0; lane < LANE_COUNT; lane++) {
        SCALAR
        for (size_t i = 0; i < limb_count; i++) {
            const size_t word = i * LIMB_BITS / 64, shift = i * LIMB_BITS % 64;
            uint64_t limb = word < word_count ? words[lane][word] >> shift : 0;
            if (shift + LIMB_BITS > 64 && word + 1 < word_count) limb |= words[lane][word + 1] << (64 - shift);
            digit[LANE_COUNT * i + lane] = word_from_limb(limb & LIMB_MASK);
        }
    }
}

static void load_modulus(uint64_t *modulus, const uint64_t *const *words, size_t word_count, size_t limb_count) {
    load(modulus, words, word_count, limb_count);
    for (size_t lane = 0; lane < LANE_COUNT; lane++) {
        // Newton's iteration doubles the bits that are right: an odd n is its own inverse modulo 8.
        const uint64_t n = words[lane][0];
        uint64_t inverse = n;
        for (int bits = 3; bits < LIMB_BITS; bits *= 2) inverse *= 2 - n * inverse;
        modulus[LANE_COUNT * limb_count + lane] = word_from_limb((0 - inverse) & LIMB_MASK);
    }
}

static void store(uint64_t *const *words, size_t word_count, const uint64_t *digit, size_t limb_count) {
    for (size_t lane = 0; lane < LANE_COUNT; lane++) {
        SCALAR
        for (size_t word = 0; word < word_count; word++) {
            // The limbs that have a bit of the word: the one with its lowest bit, and one or two after it.
            const size_t first = word * 64 / LIMB_BITS, offset = word * 64 % LIMB_BITS;
            uint64_t value = first < limb_count ? limb_from_word(digit[LANE_COUNT * first + lane]) >> offset : 0;
            SCALAR
            for (size_t i = first + 1, shift = LIMB_BITS - offset; i < limb_count && shift < 64; i++, shift += LIMB_BITS)
                value |= limb_from_word(digit[LANE_COUNT * i + lane]) << shift;
            words[lane][word] = value;
        }
    }
}

/// `result = value - modulus` in the lanes where that is not negative, else `value`; gives back 1 in those lanes, else 0.
INLINE vector reduce_once(uint64_t *result, const uint64_t *value, const uint64_t *modulus, size_t limb_count) {
    // The first pass finds only the borrow, 0 or -1; the second subtracts the modulus or zero.
    vector borrow = broadcast(0);
    ROLLED
    for (size_t i = 0; i < limb_count; i++)
        borrow = sign_of(add(subtract(value_of(load_limb(value, i)), value_of(load_limb(modulus, i))), borrow));
    const vector is_below = borrow;
    borrow = broadcast(0);
    ROLLED
    for (size_t i = 0; i < limb_count; i++) {
        const vector subtrahend = without(value_of(load_limb(modulus, i)), is_below);
        const vector difference = add(subtract(value_of(load_limb(value, i)), subtrahend), borrow);
        store_limb(result, i, limb_of(difference));
        borrow = sign_of(difference);
    }
    return add(is_below, broadcast(1));
}

static void reduce(uint64_t *result, const uint64_t *digit, const uint64_t *modulus, size_t limb_count) {
    reduce_once(result, digit, modulus, limb_count);
}

// x0 >= n gives one n to x1, which is then at most 2 n: two subtractions.
static void reduce_pair(uint64_t *result, const uint64_t *pair, const uint64_t *modulus, size_t limb_count) {
    vector carry = reduce_once(result, pair, modulus, limb_count);
    uint64_t *second = result + LANE_COUNT * limb_count;
    ROLLED
    for (size_t i = 0; i < limb_count; i++) {
        const vector sum = add(value_of(load_limb(pair, limb_count + i)), carry);
        store_limb(second, i, limb_of(sum));
        carry = carry_of(sum);
    }
    reduce_once(second, second, modulus, limb_count);
    reduce_once(second, second, modulus, limb_count);
}

static void shift_left(uint64_t *result, const uint64_t *digit, const uint64_t *counts, size_t limb_count) {
    const vector count = load_vector(counts, 0);
    vector carry = broadcast(0);
    // What is carried has as many bits as the sum has zeros below it.
    ROLLED
    for (size_t i = 0; i < limb_count; i++) {
        const vector sum = add(shifted(value_of(load_limb(digit, i)), count), carry);
        store_limb(result, i, limb_of(sum));
        carry = carry_of(sum);
    }
}

/// Vectors of the result that stay in registers while the table goes by.
enum { SELECTED_AT_ONCE = 8 };

INLINE void select_vectors(size_t count, uint64_t *result, const uint64_t *table, size_t entry_count,
                           size_t vector_count, vector index) {
    vector chosen[SELECTED_AT_ONCE];
    UNROLLED
    for (size_t i = 0; i < count; i++) chosen[i] = broadcast(0);
    ROLLED
    for (size_t entry = 0; entry < entry_count; entry++, table += LANE_COUNT * vector_count) {
        UNROLLED
        for (size_t i = 0; i < count; i++)
            chosen[i] = replace_where(chosen[i], index, broadcast(entry), load_vector(table, i));
    }
    UNROLLED
    for (size_t i = 0; i < count; i++) store_vector(result, i, chosen[i]);
}

static void select_element(uint64_t *result, const uint64_t *table, size_t entry_count, size_t vector_count,
                   const uint64_t *indices) {
    const vector index = load_vector(indices, 0);
    size_t i = 0;
    ROLLED
    for (; i + SELECTED_AT_ONCE <= vector_count; i += SELECTED_AT_ONCE)
        select_vectors(SELECTED_AT_ONCE, result + LANE_COUNT * i, table + LANE_COUNT * i, entry_count, vector_count, index);
    ROLLED
    for (; i < vector_count; i++)
        select_vectors(1, result + LANE_COUNT * i, table + LANE_COUNT * i, entry_count, vector_count, index);
}

INLINE void select_shared_vectors(size_t count, uint64_t *result, const uint64_t *even, const uint64_t *odd,
                                  size_t entry_count, vector index) {
    const vector group = group_of(index);
    vector chosen[SELECTED_AT_ONCE];
    UNROLLED
    for (size_t i = 0; i < count; i++) chosen[i] = broadcast(0);
    ROLLED
    for (size_t entry = 0; entry < entry_count; entry += GROUP_SIZE) {
        const vector number = broadcast(entry / GROUP_SIZE);
        UNROLLED
        for (size_t i = 0; i < count; i++) {
            vector found = choose_in_group(even + entry_count * i + entry, index);
            if (even != odd) found = alternate(found, choose_in_group(odd + entry_count * i + entry, index));
            chosen[i] = replace_where(chosen[i], group, number, found);
        }
    }
    UNROLLED
    for (size_t i = 0; i < count; i++) store_vector(result, i, chosen[i]);
}

static void select_shared_element(uint64_t *result, const uint64_t *even, const uint64_t *odd, size_t entry_count,
                                  size_t vector_count, const uint64_t *indices) {
    const vector index = load_vector(indices, 0);
    size_t i = 0;
    ROLLED
    for (; i + SELECTED_AT_ONCE <= vector_count; i += SELECTED_AT_ONCE)
        select_shared_vectors(SELECTED_AT_ONCE, result + LANE_COUNT * i, even + entry_count * i, odd + entry_count * i,
                              entry_count, index);
    ROLLED
    for (; i < vector_count; i++)
        select_shared_vectors(1, result + LANE_COUNT * i, even + entry_count * i, odd + entry_count * i, entry_count, index);
}

#endif
