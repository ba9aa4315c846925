// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Limbs of 28 bits for multipliers of integers, 32 by 32 bits. A column holds whole products, which have 56 bits: there is
// room for 256 before its upper bits must go to the next one.

#ifndef CPK_WORD_LIMBS_H
#define CPK_WORD_LIMBS_H

#ifndef OWN_ROWS

/// Rows are added to the columns themselves.
typedef struct {
} row_sums;

INLINE row_sums no_row_sums(void) { return (row_sums){}; }

INLINE void take_row_sums(size_t width, vector *words, row_sums *rows) {
    (void)width;
    (void)words;
    (void)rows;
}

#endif

/// The bits above a limb.
INLINE vector carry_of(vector a) { return shift_right(a, LIMB_BITS); }

// Limbs stand in memory as words, and are factors as they are.

typedef vector limb;

INLINE uint64_t word_from_limb(uint64_t value) { return value; }

INLINE uint64_t limb_from_word(uint64_t word) { return word; }

INLINE limb load_limb(const uint64_t *words, size_t index) { return load_vector(words, index); }

INLINE void store_limb(uint64_t *words, size_t index, limb a) { store_vector(words, index, a); }

/// The low bits of a column.
INLINE limb limb_of(vector a) { return both(a, broadcast(LIMB_MASK)); }

INLINE vector value_of(limb a) { return a; }

/// The low half of the product of a column's low bits and a limb. The multiplier takes 32 bits of the column: those above
/// the limb have no part in the low half.
INLINE limb low_product(vector a, limb b) { return limb_of(multiply_words(a, b)); }

/// The columns of a block, what is carried beyond them, what rows added elsewhere, and how many products all of this holds
/// at most, but for those of triangles.
typedef struct {
    vector word[WIDE + 1];
    row_sums rows;
    size_t product_count;
} block_columns;

typedef block_columns block_sums;

/// Rows of triangles and diagonals are not counted: at most WIDE products in a column for each of at most four calls of
/// add_rows between two carries, doubled once. Products that are counted leave room for them and for what is carried. More than
/// this many come at once only from a call that has carries before it and after it: of 200 rows at most, with one triangle.
enum { PRODUCT_CAPACITY = 255 - 8 * WIDE };

INLINE block_sums no_sums(void) {
    block_sums sums;
    UNROLLED
    for (size_t c = 0; c <= WIDE; c++) sums.word[c] = broadcast(0);
    sums.rows = no_row_sums();
    sums.product_count = 0;
    return sums;
}

/// Moves what is above a limb from every column to the next, where it is less than a product.
INLINE void carry_sums(size_t width, block_sums *sums) {
    take_row_sums(width, sums->word, &sums->rows);
    UNROLLED
    for (size_t c = width; c > 0; c--) {
        const vector carry = carry_of(sums->word[c - 1]);
        sums->word[c] = add(c < width ? limb_of(sums->word[c]) : sums->word[c], carry);
    }
    sums->word[0] = limb_of(sums->word[0]);
    sums->product_count = 1;
}

/// Makes room for `rows` products in each column and counts them.
INLINE void expect_rows(size_t width, block_sums *sums, size_t rows) {
    if (sums->product_count + rows > PRODUCT_CAPACITY) carry_sums(width, sums);
    sums->product_count += rows;
}

/// Adds x * y to a column. The compiler cannot see the sum, or it would group additions anew.
INLINE void accumulate(block_sums *sums, size_t column, limb x, limb y) {
    vector sum = add(sums->word[column], multiply_words(x, y));
    HIDE(sum);
    sums->word[column] = sum;
}

INLINE void accumulate_row(block_sums *sums, size_t column, limb x, limb y) { accumulate(sums, column, x, y); }

INLINE void add_product(block_columns *columns, size_t column, limb x, limb y) { accumulate(columns, column, x, y); }

/// Adds the high half of x * y to a column.
INLINE void add_high_half(block_columns *columns, size_t column, limb x, limb y) {
    columns->word[column] = add(columns->word[column], carry_of(multiply_words(x, y)));
}

INLINE void double_sums(size_t width, block_sums *sums) {
    expect_rows(width, sums, sums->product_count);
    take_row_sums(width, sums->word, &sums->rows);
    UNROLLED
    for (size_t c = 0; c <= width; c++) sums->word[c] = add(sums->word[c], sums->word[c]);
}

/// The sums as columns, `carry` added to the first one.
INLINE block_columns folded(size_t width, const block_sums *sums, vector carry) {
    block_columns columns = *sums;
    take_row_sums(width, columns.word, &columns.rows);
    columns.word[0] = add(columns.word[0], carry);
    return columns;
}

/// The column, once nothing more is added to it.
INLINE vector settled(size_t width, const block_columns *columns, size_t column) {
    (void)width;
    return columns->word[column];
}

#endif
