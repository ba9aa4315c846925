// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

/// Keys that a malicious client can put into a request; `EncryptedRegressionTests` has the attacks that they serve.
@Suite("Requests under malicious keys")
struct UnprovenKeyRequestTests {
    /// The request of `Vectors/`, turned into one under another key.
    private static func request(_ key: PublicKey, _ proof: KeyProof, claimedID: KeyID? = nil) throws -> [UInt8] {
        let id = claimedID ?? key.id
        return try StreamRefusalTests.changed("request") { message in
            message.header.publicKey.modulus = Data(key.modulusBytes)
            message.header.publicKey.proof = proof.rootBytes(size: key.size).map { Data($0) }
            message.header.publicKey.id = Data(id.bytes)
            message.header.keyID = Data(id.bytes)
            let header = StreamHeader(
                kind: .request, contractID: try ContractID(bytes: [UInt8](message.header.contractID)), keyID: id,
                requestID: try RequestID(bytes: [UInt8](message.header.requestID)), layout: .packedRows)
            message.header.binding = Data(header.binding)
            message.closing.binding = Data(header.binding)
            for index in message.groups.indices {
                message.groups[index].binding = Data(header.groupBinding)
                // Any unit is a ciphertext.
                let one = Data(repeating: 0, count: key.size.ciphertextByteCount - 1) + [1]
                message.groups[index].ciphertexts = message.groups[index].ciphertexts.map { _ in one }
            }
        }
    }

    /// The refusal of a request in both encodings, one and the same, or nothing when it is read to its end.
    private static func refusal(_ request: [UInt8], known: ProvenPublicKey? = nil) throws -> WireFormatError? {
        let message = try WireScoringRequest(serializedBytes: Array(request.dropFirst(8)))
        let json: [UInt8] = try message.jsonUTF8Bytes()
        let outcomes = try [request, json].map { bytes throws -> WireFormatError? in
            do {
                let groups = try readGroups(IncomingFile(bytes), key: known)
                #expect(groups.count == 3)
                return nil
            } catch let error as WireFormatError {
                return error
            }
        }
        #expect(outcomes[0]?.code == outcomes[1]?.code && outcomes[0]?.path == outcomes[1]?.path)
        return outcomes[0]
    }

    @Test(
        "a key without a proof is refused with the best one that its owner can make; smooth keys have one and are read")
    func proof() throws {
        for name in ["smooth", "shared-smooth"] {
            let fixture = AttackKeyFixture.named(name)
            let key = try PublicKey(modulus: fixture.n.bytes)
            #expect(try Self.refusal(Self.request(key, fixture.proof(for: key))) == nil)
        }
        let fixture = UnprovenKeyFixture.only
        let key = try PublicKey(modulus: fixture.n.bytes)
        let refusal = try Self.refusal(Self.request(key, fixture.proof(for: key)))
        #expect(refusal?.code == .invalidProof)
        #expect(refusal?.path == "header.publicKey.proof")
    }

    @Test("a key without a proof does not pass as a key whose proof was verified before")
    func knownKey() throws {
        let known = MessageFiles.provenKey
        let key = try PublicKey(modulus: UnprovenKeyFixture.only.n.bytes)
        #expect(try Self.refusal(Self.request(known.publicKey, known.proof), known: known) == nil)
        let refusal = try Self.refusal(Self.request(key, known.proof, claimedID: known.id), known: known)
        #expect(refusal?.code == .invalidKey)
        #expect(refusal?.path == "header.publicKey.id")
        // Its own id, and a server whose memory answers with the wrong key.
        let own = try Self.refusal(Self.request(key, known.proof), known: known)
        #expect(own?.code == .invalidProof)
    }

    @Test("where only known keys are answered, another is refused before its proof is looked at")
    func onlyKnownKeys() throws {
        let known = MessageFiles.provenKey
        let key = try PublicKey(modulus: UnprovenKeyFixture.only.n.bytes)
        func read(_ bytes: [UInt8]) throws(WireFormatError) -> Int {
            var reader = try ScoringRequestReader(
                IncomingFile(bytes), contract: MessageFiles.contract,
                knownKey: { $0 == known.id ? known : nil }, onlyKnownKeys: true)
            var count = 0
            while try reader.nextGroup() != nil { count += 1 }
            return count
        }
        #expect(try read(Self.request(known.publicKey, known.proof)) == 3)
        let error = #expect(throws: WireFormatError.self) { try read(Self.request(key, known.proof)) }
        #expect(error?.code == .keyNotRegistered && error?.path == "header.keyId")
        // Its bytes under a name that is known: the key decides, not the name.
        let claimed = #expect(throws: WireFormatError.self) {
            try read(Self.request(key, known.proof, claimedID: known.id))
        }
        #expect(claimed?.code == .keyNotRegistered)
    }

    @Test("a request with more rows than are taken is refused with the group that goes beyond", arguments: [0, 1])
    func rowLimit(_ missing: UInt64) throws {
        let stream = try #require(MessageFiles.streams.first { $0.kind == .request && $0.groups.count > 1 })
        let rowCount = UInt64(stream.groups.map(\.rows).reduce(0, +))
        for (encoding, _) in MessageFiles.encodings {
            var groups = 0
            func read() throws {
                var reader = try ScoringRequestReader(
                    IncomingFile(MessageFiles.bytes(stream.file, encoding)), contract: MessageFiles.contract,
                    knownKey: { _ in MessageFiles.provenKey }, rowLimit: rowCount - missing)
                while try reader.nextGroup() != nil { groups += 1 }
            }
            if missing == 0 {
                try read()
                #expect(groups == stream.groups.count)
            } else {
                let error = #expect(throws: WireFormatError.self) { try read() }
                #expect(error?.code == .limitExceeded && groups == stream.groups.count - 1)
            }
        }
    }
}
