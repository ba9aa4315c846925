// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How lanes share the weighted products of groups that are fewer than lanes: a lane takes a part of a group's bases, with
/// squarings of its own, and some of the lists of weights.
///
/// As many groups as lanes have one lane each.
struct LaneShares {
    /// Groups side by side.
    let groupCount: Int
    /// Lists of weights side by side; a group's lists are so many at a time.
    let listCount: Int
    /// Parts of a group's bases, a power of two; their products are multiplied in the end.
    let partCount: Int
    /// Bases in each part; the last ones may have fewer, or none.
    let partSize: Int
    /// Times that a lane takes a list.
    let roundCount: Int
    /// How a part's exponents are cut.
    let windows: JointWindows

    /// Lanes of a part.
    var width: Int { groupCount * listCount }
    /// Lanes of all parts.
    var laneCount: Int { width * partCount }

    private init(
        groupCount: Int, listCount: Int, partCount: Int, ofBases baseCount: Int, ofLists allLists: Int, bitCount: Int
    ) {
        self.groupCount = groupCount
        self.listCount = listCount
        self.partCount = partCount
        partSize = (baseCount + partCount - 1) / partCount
        roundCount = (allLists + listCount - 1) / listCount
        windows = .best(baseCount: partSize, bitCount: bitCount, listCount: roundCount)
    }

    /// The shares that take the least time, a function of these numbers.
    ///
    /// - Parameters:
    ///   - groupCount: Groups of bases, at most as many as lanes.
    ///   - baseCount: Bases of a group.
    ///   - bitCount: The length of the exponents.
    ///   - listCount: Lists of exponents.
    ///   - processor: Has the lanes.
    /// - Returns: The shares.
    static func best(
        groupCount: Int, baseCount: Int, bitCount: Int, listCount: Int, on processor: some LaneProcessor
    ) -> LaneShares {
        // In tenths of a product in one lane: squarings cost seven.
        func cost(_ shares: LaneShares) -> Int {
            let products = shares.windows.productCount(baseCount: shares.partSize, bitCount: bitCount)
            let joining = shares.partCount.trailingZeroBitCount
            let tables = 10 * shares.windows.tableProductCount(baseCount: shares.partSize)
            let rounds = shares.roundCount * (10 * (products + joining) + 7 * bitCount)
            return (tables + rounds) * processor.serving(shares.laneCount).laneCount
        }
        var best: LaneShares?
        var lists = 1
        while groupCount * lists <= processor.laneCount {
            var parts = 1
            while groupCount * lists * parts <= processor.laneCount {
                let shares = LaneShares(
                    groupCount: groupCount, listCount: lists, partCount: parts, ofBases: baseCount, ofLists: listCount,
                    bitCount: bitCount)
                if best.map({ cost(shares) < cost($0) }) ?? true { best = shares }
                parts *= 2
            }
            lists *= 2
        }
        guard let best else { preconditionFailure("more groups than lanes") }
        return best
    }
}
