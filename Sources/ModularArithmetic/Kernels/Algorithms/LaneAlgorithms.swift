// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A kernel that runs the algorithms of this folder on the lanes of a processor.
package protocol LaneAlgorithms: LaneKernel {
    associatedtype Processor: LaneProcessor

    /// What multiplies.
    var processor: Processor { get }
}

extension LaneAlgorithms {
    package var laneCount: Int { processor.laneCount }

    func pieces(_ count: Int) -> [Range<Int>] { processor.pieces(count) }
}

extension LaneProcessor {
    /// Cuts a list into pieces of as many elements as there are lanes, the last one shorter.
    func pieces(_ count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: laneCount).map { $0..<Swift.min($0 + laneCount, count) }
    }
}

extension ArraySlice {
    /// The element of a lane; lanes beyond the last element repeat it.
    func ofLane(_ lane: Int) -> Element {
        self[Swift.min(startIndex + lane, endIndex - 1)]
    }
}

extension LaneArithmetic {
    /// Memory for places side by side.
    func places(_ count: Int) -> LimbStorage {
        memory(wordCount: wordCount * count)
    }

    /// Writes `x^0 … x^(count−1)` side by side, for the x that stands in the second place.
    ///
    /// - Complexity: `count − 2` products.
    func fillPowers(_ places: Words, count: Int) {
        unsafe setOne(places)
        for index in 2..<Swift.max(2, count) {
            unsafe multiply(places + index * wordCount, places + (index - 1) * wordCount, places + wordCount)
        }
    }
}
