// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import WireFormats

/// A key to encrypt with: the public half does, the whole key is faster.
enum EncryptionKey {
    case owner(PrivateKey)
    case anyone(PublicKey)

    /// Reads a key file of any kind.
    init(_ file: KeyFile) throws(CommandFailure) {
        let document = try file.document()
        guard document.isPublicKey else {
            self = .owner(try file.privateKey(document))
            return
        }
        self = .anyone(try file.explaining { () throws(WireFormatError) in try PublicKey(document) })
        file.reportUnused()
    }

    var publicKey: PublicKey {
        switch self {
        case .owner(let key): key.publicKey
        case .anyone(let key): key
        }
    }

    /// Encrypts numbers, each with fresh randomness.
    func encrypt(_ numbers: [PythonPaillierEncodedNumber]) throws(UnboundedError) -> [PythonPaillierEncryptedNumber] {
        var encrypted: [PythonPaillierEncryptedNumber] = []
        for number in numbers {
            switch self {
            case .owner(let key): encrypted.append(try key.encrypt(number))
            case .anyone(let key): encrypted.append(try key.encrypt(number))
            }
        }
        return encrypted
    }
}

extension RowEncryptor.Key {
    /// Reads a key file of any kind; a public key must have its proof, and will not do for `--compact`.
    init(_ file: KeyFile, isCompact: Bool) throws(CommandFailure) {
        let document = try file.document()
        guard document.isPublicKey else {
            self = .owner(try file.privateKey(document))
            return
        }
        if isCompact {
            throw CommandFailure(.usage, "--compact needs the private key, and \(file.name) is a public one")
        }
        self = .anyone(try file.explaining { () throws(WireFormatError) in try ProvenPublicKey(document) })
        file.reportUnused()
    }
}

extension JSONDocument {
    /// Whether the file holds the public half of a key and no more.
    fileprivate var isPublicKey: Bool { kind == .publicKey || kind == .pythonPublicKey }
}
