// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Memory that an arithmetic computes in.
package typealias Words = UnsafeMutablePointer<UInt64>

/// What a kernel computes on: something that multiplies a few elements side by side, one in each lane.
package protocol LaneProcessor: Sendable {
    associatedtype Arithmetic: LaneArithmetic

    /// Elements side by side; the time that products take is about proportional to it.
    var laneCount: Int { get }

    /// The processor for so few elements: one with fewer lanes, which reads the same blocks of entries, or itself.
    func serving(_ elementCount: Int) -> Self

    /// The arithmetic for at most ``laneCount`` moduli, one for each lane, or one for all of them.
    func arithmetic(_ moduli: [Modulus], digitCount: Int) -> Arithmetic
}

/// Products of several elements side by side, in a form and a layout of its own.
///
/// A place is memory of ``wordCount`` words with one element for each lane. Results may be operands. Time and memory accesses
/// depend on the moduli's widths alone.
package protocol LaneArithmetic {
    /// Words of a place.
    var wordCount: Int { get }

    /// Zeros in memory that places and entries may lie in.
    func memory(wordCount: Int) -> LimbStorage

    /// Writes elements into a place, in order, and takes them into the arithmetic's form. A single one goes into all lanes.
    ///
    /// - Complexity: One product.
    func load(_ elements: [Lane], into place: Words)

    /// The same, but the digits stay as they are: the product of such a place and a loaded one is as it is again.
    func loadPlain(_ elements: [Lane], into place: Words)

    /// The first `count` elements of a place, out of the arithmetic's form.
    ///
    /// - Complexity: One product, or less.
    func store(_ place: Words, count: Int) -> [LimbStorage]

    /// The first `count` elements of a place that holds digits as they are.
    func storePlain(_ place: Words, count: Int) -> [LimbStorage]

    /// Writes 1 into all lanes.
    func setOne(_ place: Words)

    /// Products, lane by lane.
    func multiply(_ result: Words, _ a: Words, _ b: Words)

    /// Squares, lane by lane.
    func square(_ result: Words, _ a: Words)

    /// How many bits of an exponent ``shift(_:_:by:)`` takes at a time.
    var shiftBits: Int { get }

    /// For each lane of one digit the product by `2^count`, for a secret count below `2^shiftBits`: a square may follow, or the end.
    func shift(_ result: Words, _ a: Words, by count: (Int) -> UInt64)

    /// Copies the element in one lane of a place into a lane of another; both lanes are public.
    func copyLane(_ source: Int, of place: Words, to lane: Int, of result: Words)

    /// For each lane its element of the place of a secret index, among `count` places; all are read.
    func select(_ result: Words, from places: Words, count: Int, index: (Int) -> UInt64)

    /// Words of an entry, which is one element that serves all lanes.
    var entryWordCount: Int { get }

    /// Writes the element of one lane as entry `index` of a block of `count` entries.
    func storeEntry(_ index: Int, inBlock block: Words, count: Int, from place: Words, lane: Int)

    /// For each lane the entry of a secret index, among the `count` entries of a block; all are read. Lanes of even numbers read
    /// one block, those of odd numbers another, or the same.
    func select(_ result: Words, fromBlocks even: Words, _ odd: Words, count: Int, index: (Int) -> UInt64)
}
