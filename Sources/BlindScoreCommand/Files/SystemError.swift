// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An error number of the operating system.
struct SystemError: Error {
    let number: Int32

    /// The number that the last failed system call left behind.
    static var last: SystemError { SystemError(number: errno) }

    /// The system's words for it, in lower case as part of a sentence: "no space left on device".
    var description: String {
        let text = unsafe String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

/// Repeats a system call for as long as a signal interrupts it.
///
/// - Throws: The call's error when it returns a negative number for any other reason.
@discardableResult
func systemCall<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let error = SystemError.last
        if error.number != EINTR { throw error }
    }
}
