// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import WireFormats

extension WireFormatError.Code {
    /// The passphrase does not open the key file, or the file was changed.
    public static let wrongPassphrase = Self(name: "wrongPassphrase")
    /// There is not the memory that using a passphrase takes.
    public static let notEnoughMemory = Self(name: "notEnoughMemory")
    /// The text cannot be a passphrase.
    public static let invalidPassphrase = Self(name: "invalidPassphrase")
}
