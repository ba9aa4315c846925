// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
import Paillier
package import WireFormats

extension RowEncryptor {
    /// A table in memory, in half ciphertexts with a seed if asked: that needs the whole key.
    func request(_ rows: [FeatureRow], isCompact: Bool, _ progress: (UInt64) -> Void) async throws -> ScoringRequest {
        var (rest, bytes) = (rows.makeIterator(), [UInt8]())
        let receipt = try await run({ rest.next() }, isCompact: isCompact, .binary, { bytes += $0 }, progress)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// A table in memory, likewise; blocks its thread.
    func requestAndWait(_ rows: [FeatureRow], isCompact: Bool, _ progress: (UInt64) -> Void) throws -> ScoringRequest {
        var (rest, bytes) = (rows.makeIterator(), [UInt8]())
        let receipt = try runAndWait({ rest.next() }, isCompact: isCompact, .binary, { bytes += $0 }, progress)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// Rows until they end.
    func run(
        _ nextRow: () async throws -> FeatureRow?, isCompact: Bool, _ encoding: StreamEncoding,
        _ push: ([UInt8]) async throws -> Void, _ progress: (UInt64) -> Void
    ) async throws -> RequestReceipt {
        var source = GroupSource(key, isCompact: isCompact)
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(source.layout, encoding)
        try await OrderedMap.runSuspending(atMost: contract.groupsAtOnce(provenKey.publicKey)) {
            while groups.wantsRow { try groups.append(await nextRow()) }
            return groups.next().map { (rows: $0, place: source.nextPlace(count: contract.columnCount)) }
        } prepare: { groups in
            try groups.map { try PackedGroup($0.rows, $0.place, packer) }
        } transform: { groups in
            try encrypt(groups)
        } consume: { group in
            try group.write(to: &writer)
            if let bytes = writer.drain() { try await push(bytes) }
            progress(writer.rowCount)
        }
        try Self.close(&writer)
        if let bytes = writer.drain() { try await push(bytes) }
        return RequestReceipt(header: writer.header, rowCount: writer.rowCount)
    }

    /// Rows until they end; blocks its thread.
    package func runAndWait(
        _ nextRow: () throws -> FeatureRow?, isCompact: Bool, _ encoding: StreamEncoding,
        _ push: ([UInt8]) throws -> Void, _ progress: (UInt64) -> Void
    ) throws -> RequestReceipt {
        var source = GroupSource(key, isCompact: isCompact)
        var groups = RowGroups(of: packer.groupRowCount, encoding)
        var writer = writer(source.layout, encoding)
        try OrderedMap.run(atMost: contract.groupsAtOnce(provenKey.publicKey)) {
            while groups.wantsRow { try groups.append(nextRow()) }
            return groups.next().map { (rows: $0, place: source.nextPlace(count: contract.columnCount)) }
        } prepare: { groups in
            try groups.map { try PackedGroup($0.rows, $0.place, packer) }
        } transform: { groups in
            try encrypt(groups)
        } consume: { group in
            try group.write(to: &writer)
            if let bytes = writer.drain() { try push(bytes) }
            progress(writer.rowCount)
        }
        try Self.close(&writer)
        if let bytes = writer.drain() { try push(bytes) }
        return RequestReceipt(header: writer.header, rowCount: writer.rowCount)
    }

    private func writer(_ layout: StreamHeader.Layout, _ encoding: StreamEncoding) -> ScoringRequestWriter {
        ScoringRequestWriter(contract: contract, key: provenKey, layout: layout, encoding: encoding)
    }

    private static func close(_ writer: inout ScoringRequestWriter) throws {
        guard writer.rowCount > 0 else { throw RowError(.noRows, "there are no rows") }
        do throws(WireFormatError) { try writer.close() } catch {
            throw error.code == .limitExceeded ? TooLongForJSON(error.reason) : error
        }
    }

    /// A group that is ready to be written.
    private struct Group: Sendable {
        enum Content: Sendable {
            case full([Ciphertext])
            case compact([[UInt8]])
        }

        let content: Content
        let rowCount: Int

        func write(to writer: inout ScoringRequestWriter) throws(WireFormatError) {
            switch content {
            case .full(let ciphertexts): try writer.write(ciphertexts, rowCount: rowCount)
            case .compact(let halves): try writer.write(compact: halves, rowCount: rowCount)
            }
        }
    }

    /// A group that is ready to be encrypted.
    private struct PackedGroup: Sendable {
        let plaintexts: [Plaintext]
        let rowCount: Int
        /// Its place in a compact request.
        let place: TakenOnce<CompactBatch>?

        init(_ rows: [FeatureRow], _ place: TakenOnce<CompactBatch>?, _ packer: RowPacker) throws(RowError) {
            plaintexts = try packer.pack(rows)
            rowCount = rows.count
            self.place = place
        }
    }

    /// Where the groups of one request get their places from, if they need one.
    private struct GroupSource: ~Copyable {
        let layout: StreamHeader.Layout
        private var compact: CompactEncryptor?

        init(_ key: Key, isCompact: Bool) {
            if case .owner(let key) = key, isCompact {
                let encryptor = CompactEncryptor(key)
                layout = .compactRows(seed: encryptor.seed)
                compact = consume encryptor
            } else {
                layout = .packedRows
            }
        }

        mutating func nextPlace(count: Int) -> TakenOnce<CompactBatch>? {
            guard let batch = compact?.nextBatch(count: count) else { return nil }
            return TakenOnce(batch)
        }
    }

    /// Encrypts several groups; in full, their plaintexts are one list.
    private func encrypt(_ groups: [PackedGroup]) throws -> [Group] {
        var rest: ArraySlice<Ciphertext> = []
        if groups.contains(where: { $0.place == nil }) {
            let plaintexts = groups.flatMap(\.plaintexts)
            rest =
                switch key {
                case .owner(let key): try key.encrypt(plaintexts)[...]
                case .anyone(let key): try key.publicKey.encrypt(plaintexts)[...]
                }
        }
        return try groups.map { group in
            if let place = group.place {
                return Group(content: .compact(try place.take().encrypt(group.plaintexts)), rowCount: group.rowCount)
            }
            defer { rest.removeFirst(group.plaintexts.count) }
            return Group(content: .full(Array(rest.prefix(group.plaintexts.count))), rowCount: group.rowCount)
        }
    }
}
