// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringService
import Testing

/// The user that the tests' states belong to.
private enum Owner {
    static let id = 65_534
    /// What makes a command of the superuser one of that user.
    static let program = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    /// Otherwise the states belong to whoever runs the tests.
    static let isAnother = geteuid() == 0
    static let canBe = !isAnother || FileManager.default.isExecutableFile(atPath: program[0])
}

/// A state that is there, and that this user may not use: the command names the file that is in the way.
@Suite(.enabled(if: Owner.canBe, "the superuser needs setpriv to be somebody else"))
struct StatePermissionTests {
    private let parent: TemporaryFolder
    private var state: URL { parent.url.appending(path: "state", directoryHint: .isDirectory) }

    /// A state that belongs to a user who is not the superuser.
    init() async throws {
        parent = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: parent.url.path)
        let state = try ServiceState(directory: state, role: .server)
        _ = try await state.addAccount(name: "clinic")
        try state.close()
        if Owner.isAnother { try give() }
        try #require(try list().status == 0)
    }

    /// Gives the folder, and the files in it, to that user.
    private func give() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: state.path)
        for file in [state] + names.map({ state.appending(path: $0) }) {
            try FileManager.default.setAttributes(
                [.ownerAccountID: Owner.id, .groupOwnerAccountID: Owner.id], ofItemAtPath: file.path)
        }
    }

    /// Runs a command as that user.
    private func list() throws -> ServerCommand {
        let arguments = ["account", "list", "--state", state.path]
        let folder = FileManager.default.temporaryDirectory
        return try ServerCommand.run(
            Owner.isAnother
                ? ServerCommand.prepared(arguments, by: Owner.program, in: folder)
                : ServerCommand.prepared(arguments, in: folder))
    }

    private func change(_ file: URL, mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    @Test(arguments: [0o000, 0o500, 0o600])
    func folder(mode: Int) throws {
        try change(state, mode: mode)
        defer { try? change(state, mode: 0o700) }
        let run = try list()
        #expect(run.status == 73, "\(run.errors)")
        #expect(run.errors.contains("cannot use \(state.path)"), "\(run.errors)")
        #expect(run.errors.contains("permission denied: say “chmod u+rwX” of it"), "\(run.errors)")
    }

    @Test(.enabled(if: Owner.isAnother, "files of another owner take a superuser"))
    func otherOwners() throws {
        for name in ["", "state.sqlite", "state.sqlite-wal"] {
            let file = name.isEmpty ? state : state.appending(path: name)
            if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
            try change(file, mode: name.isEmpty ? 0o700 : 0o600)
            try FileManager.default.setAttributes([.ownerAccountID: 0], ofItemAtPath: file.path)
            let run = try list()
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.errors.contains("permission denied: run as the owner of \(file.path)"), "\(run.errors)")
            try FileManager.default.setAttributes([.ownerAccountID: Owner.id], ofItemAtPath: file.path)
        }
    }

    @Test func folderWithoutAState() throws {
        try FileManager.default.removeItem(at: state.appending(path: "state.sqlite"))
        #expect(try list().status == 66)
    }
}
