// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Comparing secrets would take a time that depends on them, and encoding would write them as they stand. The compiler refuses both:
// nobody can declare what is declared here as unavailable.

@available(*, unavailable) extension PrivateKey: Equatable {}
@available(*, unavailable) extension PrivateKey.Structure: Equatable {}
@available(*, unavailable) extension PrivateKeyMaterial: Equatable {}
@available(*, unavailable) extension PrivateKeyMaterial.Structure: Equatable {}
@available(*, unavailable) extension PrimeHalf: Equatable {}
@available(*, unavailable) extension OwnerNoise: Equatable {}
@available(*, unavailable) extension Plaintext: Equatable {}
@available(*, unavailable) extension SignedScalar: Equatable {}
@available(*, unavailable) extension UnreleasedCiphertext: Equatable {}
@available(*, unavailable) extension NoisePool: Equatable {}
@available(*, unavailable) extension Blinding: Equatable {}
@available(*, unavailable) extension CheckedResidue: Equatable {}
@available(*, unavailable) extension Opening: Equatable {}
@available(*, unavailable) extension Opening.Half: Equatable {}

#if !hasFeature(Embedded)
    @available(*, unavailable) extension PrivateKey: Codable {}
    @available(*, unavailable) extension PrivateKey.Structure: Codable {}
    @available(*, unavailable) extension PrivateKeyMaterial: Codable {}
    @available(*, unavailable) extension PrivateKeyMaterial.Structure: Codable {}
    @available(*, unavailable) extension PrimeHalf: Codable {}
    @available(*, unavailable) extension Plaintext: Codable {}
    @available(*, unavailable) extension SignedScalar: Codable {}
    @available(*, unavailable) extension UnreleasedCiphertext: Codable {}
    @available(*, unavailable) extension NoisePool: Codable {}
    @available(*, unavailable) extension Blinding: Codable {}
    @available(*, unavailable) extension CheckedResidue: Codable {}
    @available(*, unavailable) extension Opening: Codable {}
    @available(*, unavailable) extension Opening.Half: Codable {}
#endif
