// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Products of digits by blocks of columns. Column k of a product x * y is the sum of x[i] * y[k - i]; a block is `width`
// columns one beside the other, whose sums stay in registers from the first row to the last.
//
// `width` is a constant wherever these functions are inlined, so that loops over it vanish.
//
// No sum overflows where limbs have 52 bits. Every product of two limbs adds a half below 2^52 to its column and one to the
// next. A column meets at most three products of each limb (two digit products and the modulus's), so 6 S halves for S limbs, a
// limb of -m, and a carry below 2^12: less than (6 S + 2) 2^52, which is at most 2^64 for S <= 682. Where limbs have 28 bits,
// expect_rows makes room: word_limbs.h says how much. All kernels are good for 200 limbs.

#ifndef CPK_COLUMN_BLOCKS_H
#define CPK_COLUMN_BLOCKS_H

// Blocks are NARROW or WIDE = NARROW + 1 columns wide. Any number of columns from LEAST_LIMB_COUNT on is made up of such blocks
// exactly, so no product is computed for padding.
enum { LEAST_LIMB_COUNT = NARROW * (NARROW - 1) };

/// The columns of the narrow blocks, which come first: as few as leave a multiple of the wide ones.
INLINE size_t narrow_columns(size_t limb_count) { return NARROW * ((WIDE - limb_count % WIDE) % WIDE); }

#ifndef OWN_ROWS
/// Adds row * y[k + c] to every column `c`.
INLINE void add_row(size_t width, block_sums *sums, limb row, const uint64_t *y, size_t k) {
    UNROLLED
    for (size_t c = 0; c < width; c++) accumulate_row(sums, c, row, load_limb(y, k + c));
}
#endif

/// Adds x[i] * y[k + c - i] to every column `c`, for `first <= i < end`. The innermost loop of everything.
INLINE void add_rows(size_t width, block_sums *sums, const uint64_t *x, const uint64_t *y, size_t k, size_t first,
                     size_t end) {
    expect_rows(width, sums, end - first);
    ROLLED
    for (size_t i = first; i < end; i++) add_row(width, sums, load_limb(x, i), y, k - i);
}

/// Adds columns k to k + width - 1 of x * y, all of them below limb_count.
INLINE void add_lower_columns(size_t width, block_sums *sums, const uint64_t *x, const uint64_t *y, size_t k) {
    add_rows(width, sums, x, y, k, 0, k + 1);
    UNROLLED
    for (size_t u = 1; u < width; u++) {
        const limb row = load_limb(x, k + u);
        UNROLLED
        for (size_t c = u; c < width; c++) accumulate(sums, c, row, load_limb(y, c - u));
    }
}

/// Adds columns limb_count + k to limb_count + k + width - 1 of x * y.
INLINE void add_upper_columns(size_t width, block_sums *sums, const uint64_t *x, const uint64_t *y, size_t k,
                              size_t limb_count) {
    UNROLLED
    for (size_t u = 1; u < width; u++) {
        const limb row = load_limb(x, k + u);
        UNROLLED
        for (size_t c = 0; c < u; c++) accumulate(sums, c, row, load_limb(y, limb_count + c - u));
    }
    add_rows(width, sums, x, y, limb_count + k, k + width, limb_count);
}

/// Adds the products x[i] * x[j], i + j = k + c, that rows below (k + 1) / 2 leave out, twice where i < j, and doubles what
/// is there. `odd` is k % 2.
INLINE void add_diagonal(size_t width, block_sums *sums, const uint64_t *x, size_t k, size_t odd) {
    const size_t half = (k + 1) / 2;
    UNROLLED
    for (size_t u = 0; 2 * u + odd + 1 < width; u++) {
        const limb row = load_limb(x, half + u);
        UNROLLED
        for (size_t c = 2 * u + odd + 1; c < width; c++) accumulate(sums, c, row, load_limb(x, k + c - half - u));
    }
    double_sums(width, sums);
    UNROLLED
    for (size_t u = 0; 2 * u + odd < width; u++) {
        const limb root = load_limb(x, half + u);
        accumulate(sums, 2 * u + odd, root, root);
    }
}

/// Columns k to k + width - 1 of x * x, all of them below limb_count. `sums` is empty before.
INLINE void square_lower_columns(size_t width, block_sums *sums, const uint64_t *x, size_t k) {
    add_rows(width, sums, x, x, k, 0, (k + 1) / 2);
    if (k % 2 == 0)
        add_diagonal(width, sums, x, k, 0);
    else
        add_diagonal(width, sums, x, k, 1);
}

/// Columns limb_count + k to limb_count + k + width - 1 of x * x. `sums` is empty before.
///
/// Unless this is the last block, limb_count - k >= 2 * width - 1, since the next one is at most one column narrower: so
/// the triangle's rows k + u end before their columns limb_count - u, and (limb_count + k + 1) / 2 >= k + width.
INLINE void square_upper_columns(size_t width, block_sums *sums, const uint64_t *x, size_t k, size_t limb_count) {
    if (k + width < limb_count) {
        UNROLLED
        for (size_t u = 1; u < width; u++) {
            const limb row = load_limb(x, k + u);
            UNROLLED
            for (size_t c = 0; c < u; c++) accumulate(sums, c, row, load_limb(x, limb_count + c - u));
        }
        const size_t column = limb_count + k;
        add_rows(width, sums, x, x, column, k + width, (column + 1) / 2);
        if (column % 2 == 0)
            add_diagonal(width, sums, x, column, 0);
        else
            add_diagonal(width, sums, x, column, 1);
        return;
    }
    // The last block: the limbs k + u and k + v meet in column limb_count + k + u + v - width.
    UNROLLED
    for (size_t u = 1; u < width; u++) {
        UNROLLED
        for (size_t v = u + 1; v < width; v++)
            if (u + v >= width) accumulate(sums, u + v - width, load_limb(x, k + u), load_limb(x, k + v));
    }
    double_sums(width, sums);
    UNROLLED
    for (size_t u = 1; u < width; u++)
        if (2 * u >= width) accumulate(sums, 2 * u - width, load_limb(x, k + u), load_limb(x, k + u));
}

/// Adds the multiple of the modulus that makes the block's columns zero, writes its limbs to `quotient` and gives back what
/// is carried beyond them.
///
/// A column plus the low half of its limb times modulus[0] is a multiple of 2^52, the next one from the column on: its carry
/// is that of column + 2^52 - 1, and does not wait for the product.
INLINE vector clear_columns(size_t width, block_columns columns, uint64_t *quotient, size_t k, const uint64_t *modulus,
                            limb negated_inverse) {
    UNROLLED
    for (size_t c = 0; c < width; c++) {
        const vector column = settled(width, &columns, c);
        const limb digit = low_product(column, negated_inverse);
        store_limb(quotient, k + c, digit);
        columns.word[c + 1] = add(columns.word[c + 1], carry_of(add(column, broadcast(LIMB_MASK))));
        add_high_half(&columns, c + 1, digit, load_limb(modulus, 0));
        UNROLLED
        for (size_t v = 1; c + v < width; v++) add_product(&columns, c + v, digit, load_limb(modulus, v));
    }
    return settled(width, &columns, width);
}

/// Writes the block's columns as limbs from limb `k` on and gives back what is carried beyond them.
INLINE vector write_columns(size_t width, block_columns columns, uint64_t *result, size_t k) {
    UNROLLED
    for (size_t c = 0; c < width; c++) {
        store_limb(result, k + c, limb_of(columns.word[c]));
        columns.word[c + 1] = add(columns.word[c + 1], carry_of(columns.word[c]));
    }
    return columns.word[width];
}

#endif
