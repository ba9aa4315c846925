// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a key, a ciphertext or an operation was refused; never holds a value.
public struct PaillierError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        fileprivate let sentence: StaticSentence

        /// The modulus does not have 2048, 3072 or 4096 bits.
        public static let keySize = Code(.keySize)
        /// The modulus is even.
        public static let evenModulus = Code(.evenModulus)
        /// The modulus is a prime.
        public static let primeModulus = Code(.primeModulus)
        /// The modulus has a prime factor below 2^16.
        public static let smallFactor = Code(.smallFactor)
        /// A private prime is not prime.
        public static let notPrime = Code(.notPrime)
        /// The primes are equal, too close, of different sizes, or share factors in the wrong places.
        public static let unsuitablePrimes = Code(.unsuitablePrimes)
        /// A number given as a multiple of λ(n) is none.
        public static let invalidLambda = Code(.invalidLambda)
        /// A stored factor or generator does not belong to its prime.
        public static let invalidGenerator = Code(.invalidGenerator)
        /// A ciphertext is not a unit in `1 ..< n²`; never says more.
        public static let invalidCiphertext = Code(.invalidCiphertext)
        /// A plaintext is not in `0 ..< n`.
        public static let plaintextOutOfRange = Code(.plaintextOutOfRange)
        /// A ciphertext was made under another key.
        public static let keyMismatch = Code(.keyMismatch)
        /// Lists that belong together differ in length, or are empty.
        public static let countMismatch = Code(.countMismatch)
        /// A scalar does not fit its declared width, or widths differ.
        public static let scalarWidth = Code(.scalarWidth)
        /// A key's proof does not verify.
        public static let invalidProof = Code(.invalidProof)
        /// The seed of a compact request does not have 32 bytes.
        public static let invalidSeed = Code(.invalidSeed)
        /// A key's id does not have 32 bytes.
        public static let invalidKeyID = Code(.invalidKeyID)
        /// A plaintext needs more bytes than were asked for.
        public static let byteCount = Code(.byteCount)
        /// A decryption failed its own check: the machine miscalculated, or the key was altered in memory.
        public static let fault = Code(.fault)

        private init(_ sentence: StaticSentence) {
            self.sentence = sentence
        }
    }

    /// The reason.
    public let code: Code

    package init(_ code: Code) {
        self.code = code
    }

    /// The reason in one sentence.
    public var description: String { code.sentence.text }
}

/// The sentences behind the codes: an enumeration, since comparing strings needs Unicode tables that embedded builds lack.
private enum StaticSentence: Hashable, Sendable {
    case keySize, evenModulus, primeModulus, smallFactor, notPrime, unsuitablePrimes, invalidLambda, invalidGenerator
    case invalidCiphertext, plaintextOutOfRange, keyMismatch, countMismatch, scalarWidth, fault
    case invalidProof, invalidSeed, invalidKeyID, byteCount

    var text: String {
        switch self {
        case .keySize: "the key's modulus must have 2048, 3072 or 4096 bits"
        case .evenModulus: "the key's modulus is even"
        case .primeModulus: "the key's modulus is a prime, not a product of two"
        case .smallFactor: "the key's modulus has a small prime factor"
        case .notPrime: "a number given as one of the key's primes is not prime"
        case .unsuitablePrimes: "the key's primes must be distinct, far apart and of half the key's size each"
        case .invalidLambda: "the key's lambda does not belong to its modulus"
        case .invalidGenerator: "a factor or generator stored with the key does not belong to its prime"
        case .invalidCiphertext: "a ciphertext is not valid under the key"
        case .plaintextOutOfRange: "a plaintext is not below the key's modulus"
        case .keyMismatch: "a ciphertext belongs to another key"
        case .countMismatch: "lists that belong together differ in length or are empty"
        case .scalarWidth: "a scalar does not fit its declared width"
        case .invalidProof: "the key's proof does not verify"
        case .invalidSeed: "the seed of a compact request must have 32 bytes"
        case .invalidKeyID: "a key's id must have 32 bytes"
        case .byteCount: "a plaintext needs more bytes than were asked for"
        case .fault: "a decryption failed its own check"
        }
    }
}
