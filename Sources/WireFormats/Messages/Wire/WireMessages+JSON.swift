// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation

// The canonical JSON mapping, read from values that our strict reader has read: it refuses names given twice, which a general
// protobuf reader overwrites silently, as it does a name given in both spellings, and it can say which field is wrong.

extension WireStreamHeader {
    init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        self.init()
        let version = try object.required("formatVersion")
        formatVersion = try version.unsigned32()
        try checkVersion()
        kind = try WireKind(object.required("kind"))
        contractID = try object.required("contractId").base64(maximumBytes: Self.hashByteCount)
        keyID = try object.required("keyId").base64(maximumBytes: Self.hashByteCount)
        layout = try WireLayout(object.required("layout"))
        if let seed = object.optional("compactSeed") { compactSeed = try seed.base64(maximumBytes: Self.hashByteCount) }
        if let key = object.optional("publicKey") { publicKey = try WirePublicKey(key) }
        binding = try object.required("binding").base64(maximumBytes: Self.hashByteCount)
        requestID = try object.required("requestId").base64(maximumBytes: RequestID.byteCount)
        try object.finish()
    }
}

extension WirePublicKey {
    init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        self.init()
        modulus = try object.required("modulus").base64(maximumBytes: Self.largestModulus)
        for root in try object.required("proof").array(counts: Self.proofCounts) {
            proof.append(try root.base64(maximumBytes: Self.largestModulus))
        }
        id = try object.required("id").base64(maximumBytes: WireStreamHeader.hashByteCount)
        try object.finish()
    }
}

extension WireRowGroup {
    init(_ field: JSONField, ciphertextBytes: Int) throws(WireFormatError) {
        var object = try field.object()
        self.init()
        binding = try object.required("binding").base64(maximumBytes: WireStreamHeader.hashByteCount)
        index = try object.required("index").unsigned64()
        rowCount = try object.required("rowCount").unsigned32()
        for ciphertext in try object.required("ciphertexts").array(counts: 0...Contract.maximumFeatureCount) {
            ciphertexts.append(try ciphertext.base64(maximumBytes: ciphertextBytes))
        }
        try object.finish()
    }
}

extension WireClosing {
    init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        self.init()
        binding = try object.required("binding").base64(maximumBytes: WireStreamHeader.hashByteCount)
        rowCount = try object.required("rowCount").unsigned64()
        groupCount = try object.required("groupCount").unsigned64()
        try object.finish()
    }
}
