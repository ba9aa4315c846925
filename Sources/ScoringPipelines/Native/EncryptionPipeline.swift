// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// Encrypts rows for a native request: packs them into groups, quantises and encrypts the groups on all cores, writes them in
/// order.
public struct EncryptionPipeline: Sendable {
    /// What to encrypt with.
    public enum Key: Sendable {
        /// The whole key: fast.
        case owner(PrivateKey)
        /// The public half: about twenty times slower.
        case anyone(ProvenPublicKey)

        /// The public half with its proof.
        public var publicKey: ProvenPublicKey {
            switch self {
            case .owner(let key): ProvenPublicKey(key)
            case .anyone(let key): key
            }
        }
    }

    private let contract: Contract
    private let key: Key
    private let provenKey: ProvenPublicKey
    private let quantiser: FeatureQuantiser
    private let packer: RowPacker

    /// A pipeline for one contract and key.
    ///
    /// - Complexity: With a private key its proof is made: eighteen exponentiations modulo the primes.
    public init(_ contract: Contract, key: Key) {
        self.contract = contract
        self.key = key
        provenKey = key.publicKey
        quantiser = FeatureQuantiser(contract)
        packer = RowPacker(contract, key: provenKey.publicKey)
    }

    /// Encrypts rows until they end and closes the request.
    ///
    /// - Parameters:
    ///   - nextRow: Gives the next row, one value for each feature, nil at the end.
    ///   - isCompact: Whether to write half ciphertexts and a seed; needs the whole key, and takes four to five times as long.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes of the request.
    ///   - progress: Hears the number of rows written, after each group.
    /// - Returns: The number of rows.
    /// - Throws: What `nextRow` and `push` throw; `RowError` for a row that does not fit the contract; ``TooLongForJSON``, for too many rows before anything is encrypted;
    ///   `WireFormatError` when there was no row.
    @discardableResult
    public func run(
        nextRow: () throws -> [FeatureValue]?, isCompact: Bool = false, encoding: StreamEncoding = .binary,
        push: @escaping ([UInt8]) throws -> Void, progress: (UInt64) -> Void = { _ in }
    ) throws -> UInt64 {
        let ahead = encoding == .json ? try Self.readAhead(nextRow) : nil
        var rowsAhead = ahead?.makeIterator()
        let seed = isCompact ? PrivateKey.makeCompactSeed() : nil
        var writer = try ScoringRequestWriter(
            contract: contract, key: provenKey, layout: seed.map { .compactRows(seed: $0) } ?? .packedRows,
            encoding: encoding, push: push)
        var index: UInt64 = 0
        var rowCount: UInt64 = 0
        try OrderedMap.run {
            var rows: [[FeatureValue]] = []
            while rows.count < packer.groupRowCount,
                let row = try ahead == nil ? nextRow() : rowsAhead?.next()
            {
                rows.append(row)
            }
            defer { index += 1 }
            return rows.isEmpty ? nil : (index: index, rows: rows)
        } transform: { group in
            (try encrypt(group.rows, index: group.index, seed: seed), group.rows.count)
        } consume: { group, count in
            switch group {
            case .full(let ciphertexts): try writer.write(ciphertexts, rowCount: count)
            case .compact(let halves): try writer.write(compact: halves, rowCount: count)
            }
            rowCount += UInt64(count)
            progress(rowCount)
        }
        do { try writer.close() } catch let error as WireFormatError where error.code == .limitExceeded {
            throw TooLongForJSON(error.reason)
        }
        return rowCount
    }

    /// All rows of a request in JSON.
    private static func readAhead(_ nextRow: () throws -> [FeatureValue]?) throws -> [[FeatureValue]] {
        var rows: [[FeatureValue]] = []
        while let row = try nextRow() {
            guard rows.count < StreamEncoding.json.rowLimit else { throw TooLongForJSON.rows }
            rows.append(row)
        }
        return rows
    }

    private enum Group: Sendable {
        case full([Ciphertext])
        case compact([[UInt8]])
    }

    private func encrypt(_ rows: [[FeatureValue]], index: UInt64, seed: [UInt8]?) throws -> Group {
        let plaintexts = try packer.pack(rows.map { row in try quantiser.quantise(row) })
        switch (key, seed) {
        case (.owner(let key), nil): return .full(try key.encrypt(plaintexts))
        case (.anyone(let key), nil): return .full(try key.publicKey.encrypt(plaintexts))
        case (.owner(let key), let seed?):
            let first = index * UInt64(plaintexts.count)
            return .compact(
                try plaintexts.enumerated().map { place, plaintext in
                    try key.encryptCompact(plaintext, seed: seed, index: first + UInt64(place))
                })
        case (.anyone, _?): preconditionFailure("compact requests need the whole key")
        }
    }
}
