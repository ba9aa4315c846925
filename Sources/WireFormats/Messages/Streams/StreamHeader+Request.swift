// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

extension StreamHeader {
    /// The header of a request, to hold its answer against: see ``ScoringAnswerReader``.
    ///
    /// - Parameter file: The request, of which a binary stream is read no further; JSON has been read as a whole.
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `unsupportedVersion`, else the fault and path of a
    ///   field.
    public init(request file: IncomingFile) throws(WireFormatError) {
        var messages = MessageParser(file.parser, .request)
        self = try messages.readHeader(file.source).header(of: .request)
    }
}
