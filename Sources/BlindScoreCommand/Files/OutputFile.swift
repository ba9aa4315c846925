// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SecretMemory

/// A file to write, or standard output where the name is `-`.
///
/// A regular file is written under a temporary name in the same folder and renamed when it is complete; until then nothing is to be seen
/// under its own name. What exists and is no regular file (a device, a pipe) is written directly, never renamed over or removed.
final class OutputFile {
    /// Who may read a file.
    enum Access {
        /// Whoever the user lets read new files; one that replaces another keeps its permissions.
        case usual
        /// Its owner alone, whatever the permissions of a file that it replaces: for what the keys and the protocol keep from
        /// others. Who wants to share it says so afterwards.
        case owner
    }

    /// What becomes of a file that is there already.
    enum Existing {
        case isReplaced
        /// The output is refused.
        case isKept
    }

    /// Where the bytes go.
    private enum Place {
        case direct
        case beside(temporary: String, target: String)
    }

    /// The name for messages.
    let name: String

    /// Whether a file is there that this one is to replace.
    let replacesFile: Bool

    private let existing: Existing
    private let place: Place
    private var descriptor: Int32

    /// Opens an output before the work is done, so that a target that cannot be written is known early.
    ///
    /// - Parameters:
    ///   - path: The name that the caller gave.
    ///   - inputs: What the command reads: none of it is overwritten.
    ///   - other: Another output of the command, which must be another file.
    ///   - access: Who may read it.
    ///   - existing: What becomes of a file that is there already.
    /// - Throws: `cannotCreate`, or `usage` where the target is an input or the other output.
    init(
        _ path: String, inputs: [InputFile] = [], other: OutputFile? = nil, access: Access = .usual,
        existing: Existing = .isReplaced
    ) throws(CommandFailure) {
        name = path == "-" ? "standard output" : path
        self.existing = existing
        if let standard = Self.inheritedDescriptor(path) {
            try Self.refuseInputs(inputs, FileIdentity(descriptor: standard), name)
            descriptor = standard
            (place, replacesFile) = (.direct, false)
        } else if let special = FileIdentity(path: path), !special.isRegular {
            guard !special.isDirectory else { throw Self.failure(name, "it is a directory") }
            descriptor = try Self.attempt(name) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
            (place, replacesFile) = (.direct, false)
        } else {
            try Self.refuseInputs(inputs, FileIdentity(path: path), name)
            let (target, replaced) = try Self.target(path, name: name, existing)
            let permissions = access == .owner ? 0o600 : replaced
            let temporary =
                Self.folder(of: target) + ".blindscore-" + String(UInt64.random(in: .min ... .max), radix: 36)
            do {
                descriptor = try TemporaryFiles.create(temporary, permissions: permissions ?? 0o666)
            } catch {
                throw Self.failure(name, error.description)
            }
            place = .beside(temporary: temporary, target: target)
            replacesFile = replaced != nil
            if let permissions { _ = fchmod(descriptor, mode_t(permissions)) }
        }
        if let other, isSameTarget(as: other) {
            throw CommandFailure(.usage, "two outputs of this command have the same name, \(name)")
        }
    }

    deinit { abandon() }

    /// Whether the target is a file with a folder of its own, not a stream or a device.
    var isFile: Bool {
        if case .beside = place { true } else { false }
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        var written = 0
        while written < bytes.count {
            do {
                written += try systemCall {
                    unsafe bytes.withUnsafeBytes {
                        unsafe Foundation.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
                    }
                }
            } catch {
                if error.number == EPIPE {
                    abandon()
                    Signals.endByClosedPipe()
                }
                throw Self.failure(name, error.description)
            }
        }
    }

    /// Writes all of the bytes, which are secret, and overwrites them.
    func write(wiping bytes: consuming [UInt8]) throws(CommandFailure) {
        var secret = bytes
        defer { wipe(&secret) }
        try write(secret)
    }

    /// Writes all of the text in UTF-8.
    func write(_ text: String) throws(CommandFailure) { try write(Array(text.utf8)) }

    /// Completes one output.
    static func commit(_ output: OutputFile) throws(CommandFailure) { try commit([output]) }

    /// Writes a text to standard output.
    static func writeStandardOutput(_ text: String) throws(CommandFailure) {
        let output = try OutputFile("-")
        try output.write(text)
    }

    /// Completes outputs that belong together: all of them appear, or none.
    static func commit(_ outputs: [OutputFile]) throws(CommandFailure) {
        for output in outputs { try output.close() }
        let temporaries = outputs.compactMap { output -> String? in
            if case .beside(let temporary, _) = output.place { temporary } else { nil }
        }
        try TemporaryFiles.place(temporaries) { () throws(CommandFailure) in
            var placed: [String] = []
            for output in outputs {
                guard case .beside(let temporary, let target) = output.place else { continue }
                do throws(SystemError) {
                    try move(temporary, to: target, output.existing)
                } catch {
                    for path in placed { _ = unsafe unlink(path) }
                    throw failure(output.name, error.description)
                }
                placed.append(target)
            }
        }
    }
}

extension OutputFile {
    /// The descriptor that a name like `-` or `/dev/stdout` stands for: opening such a name again could truncate what is there.
    private static func inheritedDescriptor(_ path: String) -> Int32? {
        switch path {
        case "-", "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default:
            ["/dev/fd/", "/proc/self/fd/"].lazy.compactMap {
                path.hasPrefix($0) ? Int32(path.dropFirst($0.count)) : nil
            }.first
        }
    }

    private static func refuseInputs(
        _ inputs: [InputFile], _ target: FileIdentity?, _ name: String
    ) throws(CommandFailure) {
        guard let target, target.isRegular else { return }
        if inputs.contains(where: { $0.identity.isSameFile(as: target) }) {
            throw CommandFailure(
                .usage, "\(name) is an input of this command and is not overwritten: choose another output")
        }
    }

    /// The path to rename to, symbolic links followed, and the permissions of the file that is there, if any.
    private static func target(
        _ path: String, name: String, _ existing: Existing
    ) throws(CommandFailure) -> (path: String, permissions: UInt32?) {
        guard !path.isEmpty else { throw CommandFailure(.usage, "the name of an output is empty") }
        guard !path.hasSuffix("/") else { throw failure(name, "it names a directory") }
        guard FileIdentity.nameExists(path) else { return (path, nil) }
        guard existing == .isReplaced else {
            throw failure(name, "it exists already, and a key file is never overwritten")
        }
        guard let file = FileIdentity(path: path), let resolved = unsafe realpath(path, nil) else {
            throw failure(name, "it is a symbolic link to nothing")
        }
        defer { unsafe free(resolved) }
        try attempt(name) { unsafe access(path, W_OK) }
        return (unsafe String(cString: resolved), file.permissions)
    }

    /// Gives a finished file its name.
    private static func move(
        _ temporary: String, to target: String, _ existing: Existing
    ) throws(SystemError) {
        if existing == .isReplaced {
            try systemCall { unsafe rename(temporary, target) }
            return
        }
        do {
            try systemCall { unsafe link(temporary, target) }
            _ = unsafe unlink(temporary)
        } catch {
            guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(error.number) else { throw error }
            // A file system without hard links: an empty file claims the name, and only this process replaces it.
            _ = Foundation.close(
                try systemCall { unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600)) })
            try systemCall { unsafe rename(temporary, target) }
        }
    }

    private func isSameTarget(as other: OutputFile) -> Bool {
        switch (place, other.place) {
        case (.beside(_, let one), .beside(_, let two)): Self.isSameName(one, two)
        case (.direct, .direct): descriptor == other.descriptor
        default: false
        }
    }

    /// Whether two paths of files that need not exist name the same place.
    private static func isSameName(_ one: String, _ two: String) -> Bool {
        let folders = [one, two].map { FileIdentity(path: folder(of: $0) + ".") }
        guard let first = folders[0], let second = folders[1] else { return one == two }
        return first.isSameFile(as: second)
            && one.dropFirst(folder(of: one).count) == two.dropFirst(folder(of: two).count)
    }

    /// The path up to and with the last slash; empty for a name in the current folder.
    private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

    /// Brings everything to the disk and closes the descriptor; a full disk may show only here.
    private func close() throws(CommandFailure) {
        guard descriptor > STDERR_FILENO else { return }
        let closing = descriptor
        descriptor = -1
        // Some file systems cannot flush a single file and say so with EINVAL; that is no failure to write.
        if case .beside = place, fsync(closing) != 0, errno != EINVAL {
            let error = SystemError.last
            _ = Foundation.close(closing)
            throw Self.failure(name, error.description)
        }
        guard Foundation.close(closing) == 0 || errno == EINTR else {
            throw Self.failure(name, SystemError.last.description)
        }
    }

    /// Leaves nothing behind; without effect after a commit.
    private func abandon() {
        if descriptor > STDERR_FILENO { _ = Foundation.close(descriptor) }
        descriptor = -1
        if case .beside(let temporary, _) = place { TemporaryFiles.remove(temporary) }
    }

    @discardableResult
    private static func attempt(_ name: String, _ call: () -> Int32) throws(CommandFailure) -> Int32 {
        do {
            return try systemCall(call)
        } catch {
            throw failure(name, error.description)
        }
    }

    private static func failure(_ name: String, _ reason: String) -> CommandFailure {
        CommandFailure(.cannotCreate, "cannot create \(name): \(reason)")
    }
}

extension OutputFile {
    /// Makes a folder that its owner alone can use.
    static func makeFolder(_ path: String) throws(SystemError) { _ = try systemCall { unsafe mkdir(path, 0o700) } }
}
