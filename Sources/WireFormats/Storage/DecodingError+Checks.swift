// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingError {
    /// What was stored is well formed and yet no value.
    static func dataCorrupted(
        at decoder: any Decoder, _ description: String, _ error: (any Error)? = nil
    ) -> DecodingError {
        .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: description, underlyingError: error))
    }
}

/// Makes a value through its type's own checks.
func checked<Value, Failure: Error & CustomStringConvertible>(
    _ decoder: any Decoder, _ make: () throws(Failure) -> Value
) throws -> Value {
    do { return try make() } catch { throw DecodingError.dataCorrupted(at: decoder, error.description, error) }
}
