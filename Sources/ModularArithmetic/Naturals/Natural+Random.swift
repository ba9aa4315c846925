// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// A uniformly random value below `2^bitCount`, in `limbCount` limbs.
    package static func random(bitCount: Int, limbCount: Int, using source: inout some RandomSource) -> Natural {
        let storage = LimbStorage(count: limbCount)
        let used = (bitCount + 63) / 64
        precondition(bitCount > 0 && used <= limbCount, "the width must hold the bits asked for")
        var words = unsafe MutableSpan(_unsafeStart: storage.pointer, count: used)
        source.fill(&words)
        if bitCount & 63 != 0 {
            unsafe storage.pointer[used - 1] &= (1 << UInt64(bitCount & 63)) - 1
        }
        return Natural(adopting: storage)
    }

    /// A uniformly random value in `lowerBound ..< upperBound`, as wide as `upperBound`.
    ///
    /// Draws values of `upperBound`'s exact bit length until one lies in the range, so it is uniform without a bias, and
    /// time depends only on the values thrown away and on that bit length, which must be public.
    /// At most 2 draws are expected when `lowerBound` is small beside `upperBound`.
    package static func random(
        from lowerBound: UInt64 = 0, below upperBound: Natural, using source: inout some RandomSource
    ) -> Natural {
        let bitCount = upperBound.bitWidthVariableTime
        let lower = Natural(lowerBound)
        precondition(lower.isLess(than: upperBound).reveal(), "the range holds a value")
        while true {
            let candidate = random(bitCount: bitCount, limbCount: upperBound.limbCount, using: &source)
            let accepted = candidate.isLess(than: upperBound) & !candidate.isLess(than: lower)
            if accepted.reveal() { return candidate }
        }
    }
}
