// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import WireFormats

/// How many rows go into a request.
struct RequestSize: Sendable {
    /// Rows of a request: whole groups.
    let rowCount: Int
    /// The most bytes of an answer to so many rows.
    let answerByteLimit: Int

    /// What a request and its answer have at most, unless a single group has more: what is under way when a program ends is
    /// answered, billed and lost.
    static let usualByteCount = 1 << 18

    /// The largest requests that a service takes.
    ///
    /// - Throws: ``ServiceError`` with code `limitExceeded` when it takes not even one group.
    init(_ contract: Contract, keySize: KeySize, limits: ServiceLimits) throws(ServiceError) {
        let request = contract.streamSize(of: .request, keySize: keySize)
        let answer = contract.streamSize(of: .answer, keySize: keySize)
        let units = UInt64(contract.columnCount + contract.outputs.count)
        let byBytes = Int(clamping: limits.bodyBytes) - request.frameByteLimit
        let allowed = min(max(0, byBytes) / request.groupByteLimit, Int(clamping: limits.productUnits / units))
        guard allowed > 0 else {
            throw ServiceError(
                .limitExceeded,
                "the service takes requests of \(limits.bodyBytes) bytes and \(limits.productUnits) product-units, and a single group of "
                    + "rows for this contract and key has up to \(request.frameByteLimit + request.groupByteLimit) bytes and \(units) units"
            )
        }
        let usual = Self.usualByteCount / max(request.groupByteLimit, answer.groupByteLimit)
        let groups = min(allowed, max(1, usual))
        rowCount = groups * ScoringPlan(contract).slotCount(keySize: keySize)
        answerByteLimit = answer.frameByteLimit + groups * answer.groupByteLimit
    }
}
