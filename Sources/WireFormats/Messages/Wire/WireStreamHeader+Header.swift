// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier

extension WireStreamHeader {
    /// Bytes of ids, bindings and seeds.
    static let hashByteCount = 32

    /// The message of a header.
    init(_ header: StreamHeader, publicKey key: ProvenPublicKey?) {
        self.init()
        formatVersion = StreamHeader.formatVersion
        kind = header.kind == .request ? .request : .answer
        contractID = Data(header.contractID.bytes)
        keyID = Data(header.keyID.bytes)
        requestID = Data(header.requestID.bytes)
        switch header.layout {
        case .packedRows: layout = .packedRows
        case .compactRows(let seed): (layout, compactSeed) = (.compactRows, Data(seed))
        }
        if let key { publicKey = WirePublicKey(key) }
        binding = Data(header.binding)
    }

    /// Refuses versions that this program does not know, before anything else is looked at.
    func checkVersion() throws(WireFormatError) {
        let version = try required(hasFormatVersion, formatVersion, at: .header("formatVersion"))
        guard version == StreamHeader.formatVersion else {
            throw WireFormatError(
                .unsupportedVersion,
                "the file is of version \(version) of the format; this program knows version \(StreamHeader.formatVersion)",
                at: .header("formatVersion"))
        }
    }

    /// The header of the message, complete and consistent in itself.
    ///
    /// - Parameter kind: What the header must be of.
    /// - Returns: The header.
    /// - Throws: `unsupportedVersion` before all else; `bindingMismatch`, `unsupportedFormat`, or the fault of a field.
    func header(of kind: StreamHeader.Kind) throws(WireFormatError) -> StreamHeader {
        try checkVersion()
        try refuseUnknownFields(at: .header)
        guard try required(hasKind, self.kind, at: .header("kind")) == (kind == .request ? .request : .answer) else {
            throw WireFormatError(
                .unsupportedFormat, "the header is not that of \(FileKind.binary(kind))", at: .header("kind"))
        }
        let header = StreamHeader(
            kind: kind,
            contractID: try required(hasContractID, contractID, at: .header("contractId"), ContractID.init(bytes:)),
            keyID: try required(hasKeyID, keyID, at: .header("keyId"), KeyID.init(bytes:)),
            requestID: try required(hasRequestID, requestID, at: .header("requestId"), RequestID.init(bytes:)),
            layout: try streamLayout(kind))
        guard hasPublicKey == (kind == .request) else {
            throw WireFormatError(
                hasPublicKey ? .unknownField : .missingField,
                hasPublicKey ? "an answer has no such field" : "the field is missing", at: .header("publicKey"))
        }
        let binding = try required(hasBinding, binding, count: Self.hashByteCount, at: .header("binding"))
        guard binding == header.binding else {
            throw WireFormatError(.bindingMismatch, "the binding is not that of the header", at: .header("binding"))
        }
        return header
    }

    private func streamLayout(_ kind: StreamHeader.Kind) throws(WireFormatError) -> StreamHeader.Layout {
        switch try required(hasLayout, layout, at: .header("layout")) {
        case .packedRows where !hasCompactSeed: return .packedRows
        case .compactRows where kind == .request:
            return .compactRows(
                seed: try required(
                    hasCompactSeed, compactSeed, count: PublicKey.compactSeedByteCount, at: .header("compactSeed")))
        default:
            throw WireFormatError(.unsupportedFormat, "the layout is unknown or does not suit", at: .header("layout"))
        }
    }
}
