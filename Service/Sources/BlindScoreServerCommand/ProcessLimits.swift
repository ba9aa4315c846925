// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the process asks of the operating system for itself.
enum ProcessLimits {
    #if canImport(Glibc) || canImport(Musl)
        private static let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let core = RLIMIT_CORE
        private static let files = RLIMIT_NOFILE
    #endif

    /// Lets a fault end the process without a trace of what was in its memory: weights, the key of receipts, tokens.
    ///
    /// Otherwise the language's runtime prints registers and memory, and the system writes a file.
    static func keepCrashesQuiet() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { _ = signal(number, SIG_DFL) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(core, &none)
    }

    /// Allows this many open files, or as many as the system grants.
    ///
    /// Shells and service managers commonly allow 1,024, for the sake of programs that cannot count further; raising that is the
    /// program's own affair.
    ///
    /// - Returns: How many files may be open.
    static func allowOpenFiles(_ count: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(files, &limit) == 0 else { return count }
        guard limit.rlim_cur < count else { return Int(clamping: limit.rlim_cur) }
        limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
        _ = unsafe setrlimit(files, &limit)
        _ = unsafe getrlimit(files, &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
