// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension LaneAlgorithms {
    package func products(of lists: [[Lane]]) -> [LimbStorage] { laneProducts(of: lists) }

    /// One list in each lane; the last factor is not taken into the arithmetic's form, which brings the product out of it.
    ///
    /// - Complexity: For each list two products for each factor but one.
    func laneProducts(of lists: [[Lane]]) -> [LimbStorage] {
        guard let count = lists.first?.count, count > 1 else { return lists.map { $0[0].storage } }
        return pieces(lists.count).flatMap { piece in
            let lists = lists[piece]
            let arithmetic = processor.serving(lists.count).arithmetic(
                lists.map { $0[0].modulus }, digitCount: lists[lists.startIndex][0].digitCount)
            let product = arithmetic.places(1)
            let factor = arithmetic.places(1)
            unsafe arithmetic.load(lists.map { $0[0] }, into: product.pointer)
            for index in 1..<count {
                let factors = lists.map { $0[index] }
                if index < count - 1 {
                    unsafe arithmetic.load(factors, into: factor.pointer)
                } else {
                    unsafe arithmetic.loadPlain(factors, into: factor.pointer)
                }
                unsafe arithmetic.multiply(product.pointer, product.pointer, factor.pointer)
            }
            return unsafe arithmetic.storePlain(product.pointer, count: lists.count)
        }
    }
}
