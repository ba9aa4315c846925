// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A signed integer in limbs of 62 bits, the last of which carries the sign: what ``DivisionSteps`` computes with.
@safe struct SignedLimbs {
    private static let mask = (Int64(1) << 62) - 1
    private let storage: LimbStorage

    var count: Int { storage.count }

    init(count: Int) {
        storage = LimbStorage(count: count)
    }

    /// `count` limbs must hold the value and a sign.
    init(_ value: Natural, count: Int) {
        self.init(count: count)
        for index in 0..<count {
            self[index] = Int64(bitPattern: value.bits(from: index * 62, count: 62))
        }
    }

    subscript(index: Int) -> Int64 {
        get {
            precondition(index >= 0 && index < count)
            return Int64(bitPattern: unsafe storage.pointer[index])
        }
        nonmutating set {
            precondition(index >= 0 && index < count)
            unsafe storage.pointer[index] = UInt64(bitPattern: newValue)
        }
    }

    /// The value modulo 2^64.
    var lowWord: UInt64 {
        UInt64(bitPattern: self[0]) | (count > 1 ? UInt64(bitPattern: self[1]) << 62 : 0)
    }

    /// −1 where the value is negative, else 0.
    var signMask: Int64 {
        self[count - 1] >> 63
    }

    var isZero: Mask {
        var any: Int64 = 0
        for index in 0..<count { any |= self[index] }
        return Mask(isZero: UInt64(bitPattern: any))
    }

    /// The value, negated where `mask` is −1 and not where it is 0.
    func negated(where mask: Int64) -> SignedLimbs {
        let result = SignedLimbs(count: count)
        var carry: Int64 = 0
        for index in 0..<count {
            let limb = ((self[index] ^ mask) &- mask) &+ carry
            result[index] = index == count - 1 ? limb : limb & Self.mask
            carry = limb >> 62
        }
        return result
    }

    /// Adds `other` where `mask` is −1 and not where it is 0.
    func add(_ other: SignedLimbs, where mask: Int64) {
        var carry: Int64 = 0
        for index in 0..<count {
            let limb = self[index] &+ (other[index] & mask) &+ carry
            self[index] = index == count - 1 ? limb : limb & Self.mask
            carry = limb >> 62
        }
    }

    /// The value, which is not negative and below `2^bitCount`.
    func natural(bitCount: Int) -> Natural {
        unsafe Natural.make(limbCount: (bitCount + 63) / 64) { result in
            for limb in 0..<((bitCount + 63) / 64) {
                let start = limb * 64
                let (index, shift) = (start / 62, UInt64(start % 62))
                var word = UInt64(bitPattern: self[index]) >> shift
                if index + 1 < count { word |= UInt64(bitPattern: self[index + 1]) << (62 - shift) }
                if shift > 60, index + 2 < count { word |= UInt64(bitPattern: self[index + 2]) << (124 - shift) }
                unsafe result[limb] = word
            }
        }
    }
}
