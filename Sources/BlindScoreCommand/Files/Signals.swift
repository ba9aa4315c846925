// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// What signals do to the command.
enum Signals {
    /// What a person should know when a signal ends the command, if anything; nothing secret.
    static let lastWords = Mutex<String?>(nil)

    /// Makes an interruption remove unfinished files and end with 128 plus the signal's number.
    ///
    /// Must run before any other thread starts: threads inherit the mask. An ordinary thread waits for the signals, so that it may use
    /// locks and the file system, which a signal handler must not. A signal that the parent process chose to ignore (`nohup`) stays
    /// ignored.
    static func prepare() {
        keepCrashesQuiet()
        var watched = sigset_t()
        _ = unsafe sigemptyset(&watched)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU] where !isIgnored(number) {
            _ = unsafe sigaddset(&watched, number)
        }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &watched, nil)
        Thread.detachNewThread { [watched] in
            var set = watched
            var number: Int32 = 0
            while unsafe sigwait(&set, &number) != 0 {}
            Terminal.restore()
            StandardError.showProgress("")
            // The lock is not held while the sentence is written.
            if let words = lastWords.withLock({ $0 }) { StandardError.writeUnlessBlocked(words) }
            TemporaryFiles.removeAllAndExit(128 + number)
        }

        // A closed pipe or a file size limit is then an error of the write, which cleans up behind itself.
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Lets a fault end the process without a trace of what was in its memory: it may be a key.
    ///
    /// Otherwise the language's runtime prints what it finds, offers a debugger, and the system writes memory to a file.
    private static func keepCrashesQuiet() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] where !isIgnored(number) {
            _ = signal(number, SIG_DFL)
        }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #else
            _ = unsafe setrlimit(RLIMIT_CORE, &none)
        #endif
    }

    /// Occupies closed standard descriptors, so that no file that is opened later becomes standard output or error by accident.
    static func reserveStandardDescriptors() {
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free descriptor is the closed one; the wrong direction makes its use an error rather than a silent success.
            _ = unsafe open("/dev/null", mode)
        }
    }

    /// Ends the process the way a command ends whose reader has gone.
    static func endByClosedPipe() -> Never {
        _ = signal(SIGPIPE, SIG_DFL)
        _ = raise(SIGPIPE)
        TemporaryFiles.removeAllAndExit(128 + SIGPIPE)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
            let handler = unsafe action.__sigaction_u.__sa_handler
        #else
            let handler = unsafe action.__sigaction_handler.sa_handler
        #endif
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
