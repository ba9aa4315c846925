// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// The functions of one kernel; included last. PRODUCT gives the names under which its products are called.

#ifndef PRODUCT
#define PRODUCT(name) name
#endif

static const cpk_lane_kernel kernel = {
    .lane_count = LANE_COUNT,
    .limb_bit_count = LIMB_BITS,
    .limb_count = limb_count,
    .load_modulus = load_modulus,
    .load = load,
    .store = store,
    .multiply = PRODUCT(multiply),
    .square = PRODUCT(square),
    .multiply_pairs = PRODUCT(multiply_pairs),
    .square_pair = PRODUCT(square_pair),
    .reduce = reduce,
    .reduce_pair = reduce_pair,
    .shift_left = shift_left,
    .select = select_element,
    .select_shared = select_shared_element,
};
